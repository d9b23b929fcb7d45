"""Texts, empty cells and labels."""

from __future__ import annotations

from .case import BIGINT, BIT, DATE, INT, LABEL, MOMENT, MONEY, TEXT, Case

CLEARED = '{"changed_at":"2026-01-01T10:00:00.000Z"}'
LONG = "long \U0001f680 " * 14_286 + "ab"  # 100,004 characters

PLAIN_TEXT = [
    Case(f"{kind} shows its text", kind, "Ann, Bob", TEXT, text="Ann, Bob", json='{"x":1}')
    for kind in [
        "auto_number",
        "board_relation",
        "button",
        "dependency",
        "direct_doc",
        "doc",
        "dropdown",
        "email",
        "file",
        "formula",
        "integration",
        "item_assignees",
        "link",
        "location",
        "long_text",
        "mirror",
        "name",
        "people",
        "person",
        "phone",
        "progress",
        "subtasks",
        "tags",
        "team",
        "text",
        "timeline",
        "unsupported",
        "unknown",
        "week",
    ]
] + [
    Case(f"{kind} shows its label", kind, "Label", LABEL, text="Label", json='{"index":1}')
    for kind in ["color_picker", "country", "group", "status", "world_clock"]
]

EMPTY = (
    [
        Case(f"{kind} empty", kind, None, sql_type, text="", json=None)
        for kind, sql_type in {
            "text": TEXT,
            "status": LABEL,
            "numbers": MONEY,
            "rating": INT,
            "vote": INT,
            "time_tracking": INT,
            "date": DATE,
            "hour": ("time", "time(0)"),
            "mirror": TEXT,
            "creation_log": MOMENT,
            "last_updated": MOMENT,
            "item_id": BIGINT,
        }.items()
    ]
    + [
        Case(f"{kind} cleared", kind, None, sql_type, text="", json=CLEARED)
        for kind, sql_type in {
            "text": TEXT,
            "numbers": MONEY,
            "rating": INT,
            "time_tracking": INT,
            "date": DATE,
            "hour": ("time", "time(0)"),
            "timeline": TEXT,
            "people": TEXT,
        }.items()
    ]
    + [
        Case("status null", "status", None, LABEL, text=None, json=None),
        Case("no such row", "text", None, TEXT, missing=True),
        Case("checkbox without a row", "checkbox", False, BIT, missing=True),
    ]
)

TEXTS = [
    Case("text of 100,004 characters", "long_text", LONG, TEXT, text=LONG, json='{"text":"…"}'),
    Case("text of blanks stays", "text", "   ", TEXT, text="   "),
    Case("text with quotes", "text", 'it\'s "x" ]] -- ; drop', TEXT, text='it\'s "x" ]] -- ; drop'),
    Case("text astral", "text", "\U0001f680 שלום калона", TEXT, text="\U0001f680 שלום калона"),
    Case("text with a replaced character", "text", "a�b", TEXT, text="a�b", lost=True),
    Case(
        "text cut",
        "text",
        "abcde",
        ("varchar", "nvarchar(5)"),
        text="abcdef",
        data_type="nvarchar(5)",
        lost=True,
        only_sql_server="datalength counts UTF-8 bytes, not two a character",
    ),
    Case(
        "text that fits",
        "text",
        "abcde",
        ("varchar", "nvarchar(5)"),
        text="abcde",
        data_type="nvarchar(5)",
    ),
    Case("unknown JSON", "unknown", '"a"', TEXT, text="", json='"a"'),
    Case("malformed JSON with text", "email", "me", TEXT, text="me", json='{"email":'),
]
