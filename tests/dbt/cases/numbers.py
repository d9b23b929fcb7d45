"""Numbers, counts and checkboxes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from .case import BIGINT, BIT, DATE, INT, MONEY, Case

CLEARED = '{"changed_at":"2026-01-01T10:00:00.000Z"}'


def numbers(label: str, written: str, value: Any, **other: Any) -> Case:
    sql_type = other.pop("sql_type", MONEY)
    json = other.pop("json", f'"{written}"')
    return Case(f"numbers {label}", "numbers", value, sql_type, text=written, json=json, **other)


def decimals(precision: int, scale: int) -> tuple[str, str]:
    return (f"decimal({precision},{scale})", f"decimal({precision},{scale})")


# fmt: off - one case per line


NUMBERS = [
    numbers("plain", "4.50", Decimal("4.50")),
    numbers("negative", "-0.01", Decimal("-0.01")),
    numbers("cleared to an empty string", "", None, json='""'),
    numbers("bare JSON", "4.5", Decimal("4.50"), json="4.5"),
    numbers("bare JSON alone", "", Decimal("-4.50"), json="-4.5"),
    numbers("text only", "12", Decimal("12.00"), json=None),
    numbers("cleared", "", None, json=CLEARED),
    numbers("cleared, behind a blank", "", None, json=f" {CLEARED}"),
    numbers("nothing, as JSON has it", "", None, json="null"),
    numbers("behind a line break", "-1", Decimal("-1.00"), json='\n"-1"'),
    numbers("before a line break", "-1", Decimal("-1.00"), json='"-1"\n'),
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
    numbers("scientific, too small", "1e-7", Decimal("0.00"), lost=True),
    numbers(
        "scientific",
        "1e-07",
        Decimal("0.0000001"),
        json='"1e-07"',
        sql_type=decimals(18, 7),
        data_type="decimal(18,7)",
    ),
    numbers("scientific, bare JSON", "1.5e+3", Decimal(1500), json="1.5e+3"),
    numbers("infinite", "Infinity", None, lost=True),
    numbers("other than its text", "4", Decimal("5.00"), json='"5"'),
    numbers("written otherwise than its text", "1", None, json='"\uff11"', lost=True),
    numbers("negative, rounded", "-2.345", Decimal("-2.35"), lost=True),
    numbers("rounded once", "1.2449", Decimal("1.24"), lost=True),
    numbers("of 38 digits", "0." + "3" * 36, Decimal("0.33"), lost=True),
    numbers("of 39 digits", "0." + "3" * 37, Decimal("0.33"), lost=True),
    numbers("as int", "41.0", 41, sql_type=INT, data_type="int"),
    numbers("as int, rounded", "41.5", 42, sql_type=INT, data_type="int", lost=True),
    numbers("as int, too large", "3000000000", None, sql_type=INT, data_type="int", lost=True),
    numbers("as bigint", "3000000000", 3_000_000_000, sql_type=BIGINT, data_type="bigint"),
    numbers("as float", "2.5", 2.5, sql_type=("double", "float"), data_type="float"),
    Case(
        "blanks as float",
        "text",
        None,
        ("double", "float"),
        text="  ",
        data_type="float",
        lost=True,
    ),
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
    Case(
        "unknown as decimal, rounded",
        "unknown",
        Decimal("1.24"),
        MONEY,
        text="1.239",
        data_type="decimal(18,2)",
        lost=True,
    ),
    Case("mirror as date", "mirror", date(2026, 6, 15), DATE, text="2026-06-15", data_type="date"),
]

TYPED_NUMBERS = [
    Case("rating", "rating", 4, INT, text="4", json='{"rating":4}', fields='{"rating":4}'),
    Case("rating from value", "rating", 4, INT, text="4", json='{"rating":4}'),
    Case("rating other than its text", "rating", 4, INT, text="5", json='{"rating":4}'),
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
