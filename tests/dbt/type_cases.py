"""What each type macro must make of each hard cell: value, SQL type and whether something is lost.

One list for both engines. `duckdb` and `sqlserver` are the types in the catalog.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

TEXT = ("varchar", "nvarchar(max)")
LABEL = ("varchar", "nvarchar(255)")
CODE = ("varchar", "nvarchar(10)")
INT = ("integer", "int")
BIGINT = ("bigint", "bigint")
BIT = ("boolean", "bit")
DATE = ("date", "date")
MOMENT = ("timestamp", "datetime2(0)")
DEGREES = ("decimal(9,6)", "decimal(9,6)")
MONEY = ("decimal(18,2)", "decimal(18,2)")


@dataclass(frozen=True)
class Case:
    """A cell and what becomes of it."""

    label: str
    type: str
    value: Any
    sql_type: tuple[str, str]
    text: str | None = None
    json: str | None = None
    fields: str | None = None
    part: str | None = None
    data_type: str | None = None
    lost: bool = False
    missing: bool = False
    """The item has no such row at all."""
    only_sql_server: str = ""
    """Why Babelfish cannot show it."""


def numbers(label: str, written: str, value: Any, **other: Any) -> Case:
    sql_type = other.pop("sql_type", MONEY)
    json = other.pop("json", f'"{written}"')
    return Case(f"numbers {label}", "numbers", value, sql_type, text=written, json=json, **other)


def day(label: str, json: str | None, value: Any, sql_type: tuple[str, str], **other: Any) -> Case:
    text = other.pop("text", "2026-06-15")
    return Case(f"date {label}", "date", value, sql_type, text=text, json=json, **other)


def decimals(precision: int, scale: int) -> tuple[str, str]:
    return (f"decimal({precision},{scale})", f"decimal({precision},{scale})")


CLEARED = '{"changed_at":"2026-01-01T10:00:00.000Z"}'
LONG = "long \U0001f680 " * 14_286 + "ab"  # 100,004 characters
LONG_IDS = "[" + ",".join(str(4_000_000_000 + i) for i in range(2_000)) + "]"

# fmt: off - one case a line
PLAIN_TEXT = [
    Case(f"{kind} shows its text", kind, "Ann, Bob", TEXT, text="Ann, Bob", json='{"x":1}')
    for kind in (
        "auto_number board_relation button dependency direct_doc doc dropdown email file formula"
        " integration item_assignees link location long_text mirror name people person phone"
        " progress subtasks tags team text timeline unsupported unknown week"
    ).split()
] + [
    Case(f"{kind} shows its label", kind, "Label", LABEL, text="Label", json='{"index":1}')
    for kind in "color_picker country group status world_clock".split()
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
    Case("unsupported JSON", "unsupported", '{"a":1}', TEXT, text=None, json='{"a":1}'),
    Case("unknown JSON", "unknown", '"a"', TEXT, text="", json='"a"'),
    Case("malformed JSON with text", "email", "me", TEXT, text="me", json='{"email":'),
]

NUMBERS = [
    numbers("plain", "4.50", Decimal("4.50")),
    numbers("negative", "-0.01", Decimal("-0.01")),
    numbers("cleared to an empty string", "", None, json='""'),
    numbers("bare JSON", "4.5", Decimal("4.50"), json="4.5"),
    numbers("text only", "12", Decimal("12.00"), json=None),
    numbers("rounded", "1.005", Decimal("1.01"), lost=True),
    numbers("zeros behind the scale", "1.2300000", Decimal("1.23")),
    numbers("15 decimals lost", "0.123456789012345", Decimal("0.12"), lost=True),
    numbers(
        "15 decimals kept",
        "0.123456789012345",
        Decimal("0.123456789012345"),
        sql_type=decimals(38, 15),
        data_type="decimal(38,15)",
    ),
    numbers(
        "beyond a double",
        "123456789012345678.91",
        Decimal("123456789012345678.91"),
        sql_type=decimals(38, 2),
        data_type="decimal(38,2)",
    ),
    numbers(
        "bare JSON beyond a double",
        "123456789012345678.91",
        Decimal("123456789012345678.91"),
        json="123456789012345678.91",
        sql_type=decimals(38, 2),
        data_type="decimal(38,2)",
    ),
    numbers("too large", "12345678901234567.00", None, lost=True),
    numbers("no number", "12 EUR", None, lost=True),
    numbers("thousands", "1,000", None, lost=True),
    numbers("scientific", "1e-7", None, lost=True),
    numbers("infinite", "Infinity", None, lost=True),
    numbers("as int", "41.0", 41, sql_type=INT, data_type="int"),
    numbers("as int, rounded", "41.5", 42, sql_type=INT, data_type="int", lost=True),
    numbers("as int, too large", "3000000000", None, sql_type=INT, data_type="int", lost=True),
    numbers("as bigint", "3000000000", 3_000_000_000, sql_type=BIGINT, data_type="bigint"),
    numbers("as float", "2.5", 2.5, sql_type=("double", "float"), data_type="float"),
    numbers(
        "as text", "4.50", "4.50", sql_type=("varchar", "nvarchar(50)"), data_type="nvarchar(50)"
    ),
    Case(
        "formula as decimal",
        "formula",
        Decimal("12.3400"),
        decimals(18, 4),
        text="12.34",
        data_type="decimal(18,4)",
    ),
    Case(
        "mirror as decimal with two values",
        "mirror",
        None,
        decimals(18, 4),
        text="12, 34",
        data_type="decimal(18,4)",
        lost=True,
    ),
    Case("mirror as date", "mirror", date(2026, 6, 15), DATE, text="2026-06-15", data_type="date"),
]

TYPED_NUMBERS = [
    Case("rating", "rating", 4, INT, text="4", json='{"rating":4}', fields='{"rating":4}'),
    Case("rating from value", "rating", 4, INT, text="4", json='{"rating":4}'),
    Case(
        "rating unreadable", "rating", None, INT, text="four", json='{"rating":"four"}', lost=True
    ),
    Case("vote", "vote", 3, INT, text="3", fields='{"vote_count":3,"voter_ids":["1","2","3"]}'),
    Case("vote none", "vote", 0, INT, text="0", fields='{"vote_count":0,"voter_ids":[]}'),
    Case(
        "time tracking",
        "time_tracking",
        9000,
        INT,
        text="02:30:00",
        fields='{"duration":9000,"running":false}',
    ),
    Case(
        "time tracking from value",
        "time_tracking",
        9000,
        INT,
        text="02:30:00",
        json='{"running":"false","duration":9000}',
    ),
    Case(
        "time tracking running",
        "time_tracking",
        True,
        BIT,
        text="02:30:00",
        part="running",
        fields='{"duration":9000,"running":true}',
    ),
    Case(
        "item id",
        "item_id",
        12_345_678_901,
        BIGINT,
        text="12345678901",
        json='{"item_id":"12345678901"}',
    ),
]

CHECKBOXES = [
    Case("checkbox ticked", "checkbox", True, BIT, text="v", json='{"checked":true}'),
    Case("checkbox as a string", "checkbox", True, BIT, text="v", json='{"checked":"true"}'),
    Case("checkbox typed", "checkbox", True, BIT, text="v", fields='{"checked":true}'),
    Case("checkbox unticked", "checkbox", False, BIT, text="", json='{"checked":false}'),
    Case("checkbox empty", "checkbox", False, BIT, text="", json=None, fields='{"checked":null}'),
    Case("checkbox by text", "checkbox", True, BIT, text="v"),
    Case("checkbox cleared", "checkbox", False, BIT, text="", json=CLEARED),
    Case(
        "checkbox unreadable",
        "checkbox",
        False,
        BIT,
        text="v",
        json='{"checked":"maybe"}',
        lost=True,
    ),
]

DATES = [
    day("plain", '{"date":"2026-06-15","time":null}', date(2026, 6, 15), DATE),
    day(
        "with changed_at",
        '{"date":"2026-06-15","changed_at":"2026-01-01T00:00:00Z"}',
        date(2026, 6, 15),
        DATE,
    ),
    day(
        "with a time",
        '{"date":"2026-06-15","time":"09:00:00"}',
        date(2026, 6, 15),
        DATE,
        text="2026-06-15 12:00",
        lost=True,
    ),
    day(
        "with a time, kept",
        '{"date":"2026-06-15","time":"09:00:00"}',
        datetime(2026, 6, 15, 9),
        MOMENT,
        text="2026-06-15 12:00",
        data_type="datetime2(0)",
    ),
    day(
        "without a time, as datetime",
        '{"date":"2026-06-15","time":""}',
        datetime(2026, 6, 15),
        MOMENT,
        data_type="datetime2(0)",
    ),
    day(
        "year 1",
        '{"date":"0001-01-01"}',
        date(1, 1, 1),
        DATE,
        only_sql_server="the ODBC driver cannot fetch the year 1 from it",
    ),
    day("year 9999", '{"date":"9999-12-31"}', date(9999, 12, 31), DATE),
    day(
        "year 9999, last second",
        '{"date":"9999-12-31","time":"23:59:59"}',
        datetime(9999, 12, 31, 23, 59, 59),
        MOMENT,
        data_type="datetime2(0)",
    ),
    day("year 10000", '{"date":"10000-01-01"}', None, DATE, lost=True),
    day("year 0", '{"date":"0000-01-01"}', None, DATE, lost=True),
    day("not in the calendar", '{"date":"2026-02-30"}', None, DATE, lost=True),
    day("day first", '{"date":"15.06.2026"}', None, DATE, lost=True),
    day("a word", '{"date":"infinity"}', None, DATE, lost=True),
    day(
        "hour 25",
        '{"date":"2026-06-15","time":"25:00:00"}',
        None,
        MOMENT,
        data_type="datetime2(0)",
        lost=True,
    ),
    day("malformed", '{"date":', None, DATE, lost=True),
    day("has a time", '{"date":"2026-06-15","time":"09:00:00"}', True, BIT, part="has time"),
    day("has none", '{"date":"2026-06-15","time":null}', False, BIT, part="has time"),
    day("empty has neither", None, None, BIT, part="has time", text=""),
    day(
        "as text",
        '{"date":"2026-06-15","time":"09:00:00"}',
        "2026-06-15 09:00:00",
        ("varchar", "nvarchar(30)"),
        data_type="nvarchar(30)",
    ),
]

MOMENTS = [
    Case(
        "creation log",
        "creation_log",
        datetime(2026, 2, 27, 12, 11, 30),
        MOMENT,
        text="2026-02-27 12:11:30 UTC",
        json='{"created_at":"2026-02-27T12:11:30Z","creator_id":"48202303"}',
    ),
    Case(
        "creation log by text",
        "creation_log",
        datetime(2026, 2, 27, 12, 11, 30),
        MOMENT,
        text="2026-02-27 12:11:30 UTC",
    ),
    Case(
        "creator",
        "creation_log",
        48_202_303,
        BIGINT,
        text="2026-02-27 12:11:30 UTC",
        json='{"created_at":"2026-02-27T12:11:30Z","creator_id":"48202303"}',
        part="creator id",
    ),
    Case(
        "last updated with a fraction",
        "last_updated",
        datetime(2026, 2, 27, 23, 59, 59),
        MOMENT,
        text="2026-02-27 23:59:59 UTC",
        json='{"updated_at":"2026-02-27T23:59:59.999Z"}',
    ),
    Case(
        "last updated, fraction kept",
        "last_updated",
        datetime(2026, 2, 27, 23, 59, 59, 999000),
        ("timestamp", "datetime2(3)"),
        text="2026-02-27 23:59:59 UTC",
        json='{"updated_at":"2026-02-27T23:59:59.999Z"}',
        data_type="datetime2(3)",
    ),
    Case(
        "last updated with an offset",
        "last_updated",
        None,
        MOMENT,
        text="x",
        json='{"updated_at":"2026-02-28T00:30:00+02:00"}',
        lost=True,
    ),
    Case(
        "updater",
        "last_updated",
        7,
        BIGINT,
        text="2026-02-27 23:59:59 UTC",
        json='{"updated_at":"2026-02-27T23:59:59Z","updater_id":"7"}',
        part="updater id",
    ),
    Case(
        "hour",
        "hour",
        time(14, 30),
        ("time", "time(0)"),
        text="02:30 PM",
        json='{"hour":14,"minute":30}',
    ),
    Case(
        "hour of one digit",
        "hour",
        time(9, 5),
        ("time", "time(0)"),
        text="09:05 AM",
        json='{"hour":9,"minute":5}',
    ),
    Case(
        "hour 24",
        "hour",
        None,
        ("time", "time(0)"),
        text="x",
        json='{"hour":24,"minute":0}',
        lost=True,
    ),
]

PARTS = [
    Case(
        "timeline from",
        "timeline",
        date(2026, 3, 1),
        DATE,
        text="2026-03-01 - 2026-03-15",
        json='{"from":"2026-03-01","to":"2026-03-15"}',
        part="from",
    ),
    Case(
        "timeline to",
        "timeline",
        date(2026, 3, 15),
        DATE,
        text="2026-03-01 - 2026-03-15",
        json='{"from":"2026-03-01","to":"2026-03-15"}',
        part="to",
    ),
    Case(
        "timeline from, unreadable",
        "timeline",
        None,
        DATE,
        text="x",
        json='{"from":"soon"}',
        part="from",
        lost=True,
    ),
    Case(
        "week from",
        "week",
        date(2026, 3, 16),
        DATE,
        text="2026-03-16 - 2026-03-22",
        part="from",
        json='{"week":{"startDate":"2026-03-16","endDate":"2026-03-22"}}',
    ),
    Case(
        "week to",
        "week",
        date(2026, 3, 22),
        DATE,
        text="2026-03-16 - 2026-03-22",
        part="to",
        json='{"week":{"startDate":"2026-03-16","endDate":"2026-03-22"}}',
    ),
    Case(
        "link url",
        "link",
        "https://monday.com",
        TEXT,
        text="Go - https://monday.com",
        json='{"url":"https://monday.com","text":"Go"}',
        part="url",
    ),
    Case(
        "link text",
        "link",
        'Go \U0001f680 "x"',
        TEXT,
        text="Go - https://monday.com",
        json='{"url":"https://monday.com","text":"Go \\ud83d\\ude80 \\"x\\""}',
        part="text",
    ),
    Case(
        "email address",
        "email",
        "a@b.c",
        TEXT,
        text="A - a@b.c",
        json='{"email":"a@b.c","text":"A"}',
        part="address",
    ),
    Case(
        "email label",
        "email",
        "A",
        TEXT,
        text="A - a@b.c",
        json='{"email":"a@b.c","text":"A"}',
        part="label",
    ),
    Case(
        "phone number",
        "phone",
        "+12025550169",
        LABEL,
        text="+12025550169",
        json='{"phone":"+12025550169","countryShortName":"US"}',
        part="number",
    ),
    Case(
        "phone country",
        "phone",
        "US",
        CODE,
        text="+12025550169",
        json='{"phone":"+12025550169","countryShortName":"US"}',
        part="country",
    ),
    Case(
        "location lat",
        "location",
        Decimal("29.977300"),
        DEGREES,
        text="Giza",
        json='{"lat":"29.9773","lng":"31.1325","address":"Giza"}',
        part="lat",
    ),
    Case(
        "location lng",
        "location",
        Decimal("31.132500"),
        DEGREES,
        text="Giza",
        json='{"lat":"29.9773","lng":31.1325,"address":"Giza"}',
        part="lng",
    ),
    Case(
        "location address",
        "location",
        "Giza",
        TEXT,
        text="Giza",
        json='{"lat":"29.9773","lng":"31.1325","address":"Giza"}',
        part="address",
    ),
    Case(
        "location city",
        "location",
        "Giza",
        LABEL,
        text="Giza",
        part="city",
        json='{"lat":"29","city":{"long_name":"Giza","short_name":"G"}}',
    ),
    Case(
        "location country",
        "location",
        "Egypt",
        LABEL,
        text="Giza",
        part="country",
        json='{"lat":"29","country":"Egypt"}',
    ),
    Case("status label id", "status", 1, INT, text="Done", json='{"index":1}', part="label id"),
    Case("status done", "status", True, BIT, text="Done", fields='{"is_done":true}', part="done"),
    Case("status done unknown", "status", None, BIT, text="Done", json='{"index":1}', part="done"),
    Case("group id", "group", "topics", LABEL, text="Top", json='{"group_id":"topics"}', part="id"),
    Case(
        "country code",
        "country",
        "US",
        CODE,
        text="United States",
        json='{"countryCode":"US","countryName":"United States"}',
        part="code",
    ),
]

JSON_PARTS = [
    Case(
        "dropdown ids",
        "dropdown",
        "[1,3]",
        TEXT,
        text="A, B",
        json='{"ids":[1,3]}',
        part="label ids",
    ),
    Case(
        "people ids",
        "people",
        '[{"id":48202303,"kind":"person"}]',
        TEXT,
        text="Ada",
        json='{"personsAndTeams":[{"id":48202303,"kind":"person"}]}',
        part="ids",
    ),
    Case(
        "tag ids", "tags", "[295026]", TEXT, text="alpha", json='{"tag_ids":[295026]}', part="ids"
    ),
    Case(
        "relation ids",
        "board_relation",
        '["12"]',
        TEXT,
        text="A",
        fields='{"display_value":"A","linked_item_ids":["12"]}',
        part="ids",
    ),
    Case(
        "relation ids, 2,000 of them",
        "board_relation",
        LONG_IDS,
        TEXT,
        text="A",
        fields='{"linked_item_ids":' + LONG_IDS + "}",
        part="ids",
    ),
    Case(
        "dependency ids",
        "dependency",
        '["12"]',
        TEXT,
        text="A",
        fields='{"linked_item_ids":["12"]}',
        part="ids",
    ),
    Case(
        "subitem ids",
        "subtasks",
        '["12"]',
        TEXT,
        text="A",
        fields='{"subitems_ids":["12"]}',
        part="ids",
    ),
    Case(
        "voter ids",
        "vote",
        '["1"]',
        TEXT,
        text="1",
        fields='{"vote_count":1,"voter_ids":["1"]}',
        part="voter ids",
    ),
    Case(
        "files",
        "file",
        '[{"name":"a.png","assetId":1}]',
        TEXT,
        text="a.png",
        json='{"files":[{"name":"a.png","assetId":1}]}',
        part="files",
    ),
    Case(
        "documents",
        "doc",
        '[{"name":"Doc"}]',
        TEXT,
        text="Doc",
        json='{"files":[{"name":"Doc"}]}',
        part="files",
    ),
]

CASES = [
    *PLAIN_TEXT,
    *EMPTY,
    *TEXTS,
    *NUMBERS,
    *TYPED_NUMBERS,
    *CHECKBOXES,
    *DATES,
    *MOMENTS,
    *PARTS,
    *JSON_PARTS,
]
