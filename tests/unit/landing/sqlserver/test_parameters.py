"""Rows as parameters: none is left out or reordered, and each column has one type."""

from __future__ import annotations

import pytest

from loader.landing.sqlserver.parameters import ROWS_TOGETHER, several_at_once, sizes


@pytest.mark.parametrize("count", [0, 1, ROWS_TOGETHER - 1, ROWS_TOGETHER, 2 * ROWS_TOGETHER + 3])
def test_every_row_travels_once_and_in_order(count: int) -> None:
    rows = [(n, f"text {n}", None) for n in range(count)]
    values = [
        value for _, sent in several_at_once(rows) for parameters in sent for value in parameters
    ]
    assert values == [value for row in rows for value in row]


def test_a_statement_takes_as_many_rows_as_it_is_said_to() -> None:
    rows = [(n, "x") for n in range(ROWS_TOGETHER + 2)]
    sent = {count: [len(given) for given in some] for count, some in several_at_once(rows)}
    assert sent == {ROWS_TOGETHER: [2 * ROWS_TOGETHER], 1: [2, 2]}


def test_a_column_has_the_type_of_its_first_value() -> None:
    pyodbc = pytest.importorskip("pyodbc")
    text = (pyodbc.SQL_WVARCHAR, 0, 0)
    found = sizes([(None, None, None, "a"), (1, 2.5, None, "b")])
    assert found == [(pyodbc.SQL_BIGINT, 0, 0), (pyodbc.SQL_DOUBLE, 0, 0), text, text]
