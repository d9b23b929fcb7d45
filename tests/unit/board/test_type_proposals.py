"""Data types are proposed for columns whose sampled values would not fit."""

from __future__ import annotations

import json

import pytest

from loader.board.model import Board, Cell, Column, Item
from loader.board.type_proposals import accept, propose
from tests.board_files import first_board_file


def proposed(
    column_type: str, *values: str | None, numbers_type: str = "decimal(18,2)"
) -> str | None:
    live = Board(1, "B", (Column("c", "C", column_type),))
    board = first_board_file(live, name="b", table="b", policy={}, today="2026-11-25")
    items = [
        Item(n, "i", cells=(Cell("c", column_type, None, value),)) for n, value in enumerate(values)
    ]
    board = accept(board, propose(board, items, numbers_type))
    return board.columns[0].data_type


@pytest.mark.parametrize(
    ("numbers", "data_type"),
    [
        (["4.50", "12", "-3.2", "0", ""], None),
        (["4.500000", "1e3"], None),
        (["0.123456789012345"], "decimal(31,15)"),
        (["1.25", "1.125"], "decimal(19,3)"),
        (["12345678901234567"], "decimal(19,2)"),
        (["9" * 40], None),
        (["9" * 36], "decimal(38,2)"),
        (["4.25", "9" * 38, "0.5"], None),
        (["4.25", "9" * 38, "0.1234"], "decimal(20,4)"),
        (["4.25", "9" * 35, "0.1234", "0.4321"], "decimal(20,4)"),
        (["12345678901234567", "0." + "1" * 30], "decimal(38,21)"),
        (["12345678901234567", "0." + "1" * 60, "0.125"], "decimal(38,21)"),
        (["12345678901234567890.123456789012345678901"], "decimal(38,18)"),
        (["abc", "NaN", "Infinity", "1_000.125", "\u0661.125", "1,125", "1e-500"], None),
        (["1e-07", "1.5e+21"], "decimal(29,7)"),
    ],
)
def test_numbers(numbers: list[str], data_type: str | None) -> None:
    assert proposed("numbers", *(json.dumps(n) for n in numbers)) == data_type


def test_numbers_follow_the_type_of_the_project() -> None:
    assert proposed("numbers", '"1.125"', numbers_type="decimal(38,10)") is None
    assert proposed("numbers", '"1.125"', numbers_type="float") is None
    assert proposed("numbers", '"1.125"', numbers_type="NUMERIC (9, 2)") == "decimal(10,3)"
    assert proposed("numbers", '"1.125"', numbers_type="decimal(9)") == "decimal(12,3)"
    assert proposed("numbers", '"1.125"', numbers_type="decimal") == "decimal(21,3)"
    assert proposed("numbers", '"1.125"', numbers_type="money") is None
    assert proposed("numbers", '"1.12345"', numbers_type="money") == "decimal(19,5)"
    assert proposed("numbers", '"2"', '"1.5"', numbers_type="int") == "decimal(10,1)"
    assert proposed("numbers", '"1.125"', numbers_type="decimal(9;2)") is None
    assert proposed("numbers", '"1.5"', '"' + "9" * 38 + '"', numbers_type="decimal(38,1)") is None


def test_dates_with_a_time_become_datetimes() -> None:
    dated = '{"date":"2026-06-15","time":null}'
    assert proposed("date", dated, None, '{"changed_at":"x"}', "not json", '"v"') is None
    assert proposed("date", dated, '{"date":"2026-06-15","time":"09:00:00"}') == "datetime2(0)"


def test_other_types_are_left_alone() -> None:
    assert proposed("text", '"1.123456"') is None
