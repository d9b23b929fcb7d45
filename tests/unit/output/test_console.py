"""Which columns of a table fit into a terminal."""

from __future__ import annotations

import pytest

from loader.output.console import MOST_WIDE, fitting

HEADINGS = ("board", "state", "title")
ROWS = [["orders", "ok", "Orders 2026"], ["x", "failed", "\u6ce8\u6587"]]
WIDE = 1 + (6 + 3) + (6 + 3) + (11 + 3)
"""The width of the whole table, including lines and blanks."""


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (WIDE, [0, 1, 2]),
        (WIDE - 1, [0, 2]),
        (WIDE - 9, [0, 2]),
        (WIDE - 10, [0]),
        (1, [0]),
    ],
)
def test_columns_leave_a_narrow_table_in_the_order_given(width: int, shown: list[int]) -> None:
    assert fitting(HEADINGS, ROWS, width, ("state", "title")) == shown


def test_a_table_without_spare_columns_keeps_all() -> None:
    assert fitting(HEADINGS, ROWS, 1, ()) == [0, 1, 2]
    assert fitting(HEADINGS, [], 1, ("title",)) == [0, 1]


def test_a_long_text_is_broken_before_a_column_goes() -> None:
    long = [["orders", "ok", "x" * 500]]
    assert fitting(HEADINGS, long, 1 + 9 + 8 + MOST_WIDE + 3, ("state",)) == [0, 1, 2]


def test_letters_that_take_two_places_are_counted_so() -> None:
    assert fitting(("a", "b"), [["\u6ce8" * 5, "b"]], 1 + 13 + 4, ("b",)) == [0, 1]
    assert fitting(("a", "b"), [["\u6ce8" * 5, "b"]], 13 + 4, ("b",)) == [0]
