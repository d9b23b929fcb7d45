"""Values and rows as parameters of statements. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

Row = Sequence[object]

ROWS_TOGETHER = 10
"""Rows for each statement: one execution costs the server more than one row. Babelfish takes 40 CPU
microseconds a raw row one at a time, 13 with 8 to 16 at a time, and more again with 50."""
_SHORT = 2_000
"""Number of characters that always fit into 4,000 UTF-16 units."""


def several_at_once(rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row]]]:
    """Yield (rows for each statement, parameters): most of the rows, then the rest."""
    whole = len(rows) - len(rows) % ROWS_TOGETHER
    if whole:
        starts = range(0, whole, ROWS_TOGETHER)
        together = [tuple(chain.from_iterable(rows[n : n + ROWS_TOGETHER])) for n in starts]
        yield ROWS_TOGETHER, together
    if whole < len(rows):
        yield 1, rows[whole:]


def sizes(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """Return the ODBC type of each column, for any length, from its first non-null value."""
    firsts = (
        next((v for v in column if v is not None), None) for column in zip(*rows, strict=True)
    )
    return [size(value, any_length=True) for value in firsts]


def size(value: object, *, any_length: bool = False) -> tuple[int, int, int]:
    """Return the ODBC type of a parameter: nvarchar(max) for long texts, or the driver would cut
    them at 4,000; not for short ones, because some T-SQL functions refuse nvarchar(max).
    """
    import pyodbc

    if isinstance(value, int):
        return pyodbc.SQL_BIGINT, 0, 0
    if isinstance(value, float):
        return pyodbc.SQL_DOUBLE, 0, 0
    is_short = not any_length and (not isinstance(value, str) or len(value) <= _SHORT)
    return pyodbc.SQL_WVARCHAR, 4_000 if is_short else 0, 0
