"""Which SQL types a board file may name, and the messages for those that it may not."""

from __future__ import annotations

import pytest

from loader.board.sql_types import DATA_TYPES, data_type_fault, key_type_fault


@pytest.mark.parametrize("text", DATA_TYPES)
def test_every_known_type_stands_alone(text: str) -> None:
    assert data_type_fault(text) is None
    assert data_type_fault(f"  {text.upper()} ") is None


@pytest.mark.parametrize(
    "text",
    [
        "decimal(18,4)", "Decimal ( 38 , 38 )", "NUMERIC(9)", "dec(1,0)", "nvarchar(4000)",
        "nvarchar(MAX)", "varchar( max )", "varchar(8000)", "char(10)", "float(53)",
        "datetime2(0)", "datetime2(7)", "time (3)", "BIT",
    ],
)  # fmt: skip
def test_types_of_sql_server_are_taken_as_people_write_them(text: str) -> None:
    assert data_type_fault(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nvarcar(50)", "is no SQL type that can hold a value of monday's; did you mean nvarchar?"),
        ("decimal(99,2)", "is no SQL type; the number of decimal is from 1 to 38"),
        ("decimal(4,5)", "is no SQL type; its scale 5 is more than its precision 4"),
        ("decimal(max)", "is no SQL type; only varchar and nvarchar take (max)"),
        ("nchar(max)", "is no SQL type; only varchar and nvarchar take (max)"),
        ("nvarchar(4001)", "is no SQL type; the number of nvarchar is from 1 to 4000"),
        ("nvarchar(0)", "is no SQL type; the number of nvarchar is from 1 to 4000"),
        ("varchar(10,2)", "is no SQL type; varchar takes one number in brackets"),
        ("datetime2(8)", "is no SQL type; the number of datetime2 is from 0 to 7"),
        ("float(54)", "is no SQL type; the number of float is from 1 to 53"),
        ("int(4)", "is no SQL type; int takes nothing in brackets"),
        ("date(3)", "is no SQL type; date takes nothing in brackets"),
        ("decimal(18", "is no SQL type such as decimal(18,4), nvarchar(100) or datetime2(0); put "
                       "it in quotes"),
        ("int; drop table x", "is no SQL type such as decimal(18,4), nvarchar(100) or "
                              "datetime2(0)"),
        ("decimal(18,2) not null", "is no SQL type such as decimal(18,4), nvarchar(100) or "
                                   "datetime2(0)"),
        ("{{ 7*7 }}", "is no SQL type such as decimal(18,4), nvarchar(100) or datetime2(0)"),
        ("decimal(-1)", "is no SQL type such as decimal(18,4), nvarchar(100) or datetime2(0)"),
        ("decimal(١٨)", "is no SQL type such as decimal(18,4), nvarchar(100) or datetime2(0)"),
        ("xml", "is no SQL type that can hold a value of monday's; there are bigint, bit, char, "
                "date, datetime, datetime2, dec, decimal, float, int, integer, money, nchar, "
                "numeric, nvarchar, real, smalldatetime, smallint, smallmoney, time, tinyint, "
                "varchar"),
    ],
)  # fmt: skip
def test_other_types_are_refused_with_what_is_wrong(text: str, fault: str) -> None:
    assert data_type_fault(text) == fault


@pytest.mark.parametrize(
    "text", ["nvarchar(100)", "varchar(10)", "bigint", "BIGINT", "decimal", "decimal(20,10)"]
)
def test_types_that_can_be_a_key(text: str) -> None:
    assert key_type_fault(text) is None


@pytest.mark.parametrize("text", ["nvarchar(max)", "date", "bit", "float", "money"])
def test_types_that_cannot_be_a_key(text: str) -> None:
    assert key_type_fault(text) == "cannot be a key of items' ids; use bigint or nvarchar(100)"


@pytest.mark.parametrize(
    "text", ["int", "tinyint", "nvarchar", "char(9)", "nvarchar(5)", "decimal(9)", "decimal(12,4)"]
)
def test_a_key_has_room_for_the_ids_of_monday(text: str) -> None:
    fault = "has no room for the 10 digits of an item's id; use bigint or nvarchar(100)"
    assert key_type_fault(text) == fault


def test_a_key_must_be_a_type_at_all() -> None:
    assert key_type_fault("bigint(3)") == "is no SQL type; bigint takes nothing in brackets"
