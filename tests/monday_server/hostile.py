"""A board whose titles, labels and values try to break SQL, Jinja, YAML and terminals."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from .data import Board, Column, Group, Item, Label
from .values import Cell, Email, Link, Location, Phone, Raw, Span

HOSTILE_ID = 8709134420
FIRST_HOSTILE = 9_500_000_001

TITLES = (
    "a]b",
    'say "hi"',
    "it's",
    "`tick`",
    "{{ 7*7 }}",
    "{% raw %}",
    "{% endraw %}",
    "{#",
    "#}",
    "${7*7} #{7*7} %{x} <%= 7*7 %>",
    "'; drop table orders; --",
    "]; drop table orders; --",
    "*/ select 1 /*",
    "two\nlines",
    "tab\there",
    "carriage\rreturn",
    "emoji 🧵✂️",
    "👍",
    "👎",
    "x" * 300,
    "🧵" * 80,
    "Colour",
    "colour",
    "COLOUR ",
    "straße",
    "strasse",
    "\u212b",
    "Å",
    "",
    "   ",
    "\x00\x01",
    "bell \x07 and \x1b[31mred\x1b[0m",
    "Item ID",
    "item id",
    "Name",
    "Group",
    "Updated At",
    "name",
    "\u202egnp.exe",
    "zero\u200bwidth",
    "line\u2028separator",
    "back\\slash \\n",
    "%s %(x)s {0} {x}",
    "- yaml: [",
    "key: value # comment",
    "!!python/object",
    "&anchor *alias",
    "yes",
    "null",
    "1e3",
    "~",
    "<script>alert(1)</script>",
    "$(rm -rf ~)",
    "select",
    "שלום עולם",
    "имя",
    "[Bracketed]",
    "comma, and . dot",
    "trailing.",
    "=1+1",
)
"""Titles of text columns, in board order; column ids are `text_0`, `text_1`, ..."""

TEXTS = (
    "{{ 7*7 }}",
    "{% raw %}",
    "'; drop table orders; --",
    '{"json": true}',
    "\x00nul",
    "lone \ud83e surrogate",
    "\u202eright to left",
    "null",
    "NULL",
    '""',
    " ",
    "\n",
    "\x1b]0;title\x07",
    "🧵" * 5000,
    "a\r\nb",
    "\ufeffbom",
    "e\u0301",
)


def hostile_columns() -> list[Column]:
    """Return one text column for each title, then one of each type with extreme values."""
    labels = (
        Label(0, "{{ 7*7 }}"),
        Label(1, 'it\'s "quoted"', done=True),
        Label(2, "\u202eABC"),
        Label(3, "comma, label"),
    )
    return [
        Column("name", "Name of it: {{ x }}", "name"),
        *(Column(f"text_{n}", title, "text") for n, title in enumerate(TITLES)),
        Column("status", "Status ]", "status", "{{ 7*7 }} */ '", labels=labels),
        Column("drop", "Drop'down", "dropdown", labels=labels),
        Column("numbers", "Numbers", "numbers"),
        Column("date", "Date", "date"),
        Column("hour", "Hour", "hour"),
        Column("timeline", "Timeline", "timeline"),
        Column("checkbox", "Checkbox", "checkbox"),
        Column("long", "Long", "long_text"),
        Column("email", "E-mail", "email"),
        Column("link", "Link", "link"),
        Column("phone", "Phone", "phone"),
        Column("location", "Location", "location"),
        Column("rating", "Rating", "rating"),
        Column("hologram", "A type of tomorrow", "hologram"),
        Column("connect{{1}}", "Odd id", "text"),
    ]


NUMBERS: tuple[Any, ...] = (
    "0",
    "-0",
    "0.1",
    "123456789012345.123456789012345",
    "99999999999999999999999999999999999999",
    "1e5",
    "1e400",
    "-1.005",
    ".5",
    "5.",
    "+7",
    "",
    Raw("abc", '"abc"'),
    Raw("1,234.50", '"1,234.50"'),
    Raw("12", "12", typed=12),
    "NaN",
)
"""Numbers as monday may store them; the last Raw one has an unquoted `value`."""

DATES: tuple[Any, ...] = (
    date(1, 1, 1),
    date(9999, 12, 31),
    datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    date(2024, 2, 29),
    Raw("", '{"date":"","icon":""}'),
    Raw("2026-06-15", '{"date":"2026-06-15"}', typed=date(2026, 6, 15)),
    Raw("soon", '{"date":"soon","time":"09:00:00"}'),
)
CHECKS: tuple[Any, ...] = (
    True,
    False,
    None,
    Raw("v", '{"checked":"true"}', {"checked": True}, True),
    Raw("", '{"checked":"false"}', {"checked": False}, False),
)


def hostile_board() -> Board:
    """Return a board whose items go through the edge values; text columns hold their own titles."""
    rows = {}
    for number in range(40):
        cells: dict[str, Any] = {f"text_{n}": title for n, title in enumerate(TITLES)}
        cells["text_0"] = TEXTS[number % len(TEXTS)]
        cells |= {
            "status": number % 4,
            "drop": (number % 4, (number + 1) % 4),
            "numbers": NUMBERS[number % len(NUMBERS)],
            "date": DATES[number % len(DATES)],
            "hour": time(number % 24, number),
            "timeline": Span(date(1, 1, 1), date(9999, 12, 31)),
            "checkbox": CHECKS[number % len(CHECKS)],
            "long": TEXTS[(number + 5) % len(TEXTS)],
            "email": Email("a'b@example.com", 'x" onload="'),
            "link": Link("javascript:alert(1)", "]] {{ x }}"),
            "phone": Phone("+1'; --", ""),
            "location": Location("-90.0000000001", "180", "'"),
            "rating": number % 6 or None,
            "hologram": Raw(f"beam {number}", f'{{"beam":{number}}}', typed=f"beam {number}"),
            "connect{{1}}": "odd",
        }
        filled = {c: Cell(v) for c, v in cells.items() if v is not None}
        item_id = FIRST_HOSTILE + number
        rows[item_id] = Item(item_id, f"{{{{ {number} }}}} '\"];--", "a']\"{{1}}", filled)
    groups = [Group("a']\"{{1}}", "Group '; drop -- {{ 7*7 }}"), Group("b", "")]
    return Board(
        HOSTILE_ID,
        "{{ 7*7 }} */ '; drop table x; --\n\x1b[31m",
        hostile_columns(),
        groups,
        rows,
        description="{% endraw %} \u2028 ---\n- yaml: 1",
        item_terminology="{{ 7*7 }}",
    )
