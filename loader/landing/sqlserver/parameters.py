"""Values and rows as the parameters of a statement. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

Row = Sequence[object]

ROWS_TOGETHER = 10
"""Rows to a statement: each execution costs the server more than a row does. Babelfish takes 40 CPU
microseconds a raw row one by one, 13 by eight to sixteen, and more again by fifty."""
_SHORT = 2_000
"""Characters that fit into 4,000 UTF-16 units whatever they are."""


def several_at_once(rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row]]]:
    """How many rows a statement takes, and its parameters: most of the rows, then the rest."""
    whole = len(rows) - len(rows) % ROWS_TOGETHER
    if whole:
        starts = range(0, whole, ROWS_TOGETHER)
        together = [tuple(chain.from_iterable(rows[n : n + ROWS_TOGETHER])) for n in starts]
        yield ROWS_TOGETHER, together
    if whole < len(rows):
        yield 1, rows[whole:]


def sizes(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """The ODBC type of each column, for values of any length, by its first that is there."""
    firsts = (
        next((v for v in column if v is not None), None) for column in zip(*rows, strict=True)
    )
    return [size(value, any_length=True) for value in firsts]


def size(value: object, *, any_length: bool = False) -> tuple[int, int, int]:
    """The ODBC type of a parameter: long texts as nvarchar(max), or the driver cuts at 4,000.

    Short ones are not, because some functions of T-SQL refuse nvarchar(max).
    """
    import pyodbc

    if isinstance(value, int):
        return pyodbc.SQL_BIGINT, 0, 0
    if isinstance(value, float):
        return pyodbc.SQL_DOUBLE, 0, 0
    is_short = not any_length and (not isinstance(value, str) or len(value) <= _SHORT)
    return pyodbc.SQL_WVARCHAR, 4_000 if is_short else 0, 0
