"""A cell and the expected result of its type macro: value, SQL type and whether data is lost.

The same cases serve both engines. `duckdb` and `sqlserver` are the types in the catalog.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BABELFISH_READS = r"24:|:60|[+-]1[4-9]:|[.][0-9]{7}|\ufffd"
"""In dates and times, Babelfish accepts hour 24, second 60 and offsets beyond 14:00, and rounds a
seventh digit."""

TEXT = ("varchar", "nvarchar(max)")
LABEL = ("varchar", "nvarchar(255)")
CODE = ("varchar", "nvarchar(10)")
INT = ("integer", "int")
BIGINT = ("bigint", "bigint")
BIT = ("boolean", "bit")
DATE = ("date", "date")
MOMENT = ("timestamp", "datetime2(0)")
DEGREES = ("decimal(20,17)", "decimal(20,17)")
MONEY = ("decimal(18,2)", "decimal(18,2)")


@dataclass(frozen=True)
class Case:
    """A cell and its expected result."""

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
    attribute: str = ""
    """The id of the cell, if the loader supplies it."""
    missing: bool = False
    """The item has no row for this column."""
    only_sql_server: str = ""
    """Why Babelfish cannot run this case."""
