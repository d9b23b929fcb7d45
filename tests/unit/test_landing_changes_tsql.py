"""The T-SQL of loads of changes and of what ids stand for, as text that people have read.

Write tests/golden/landing_changes.sql anew with `python -m tests.unit.test_landing_changes_tsql`
after a change that was meant.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot

from loader.landing.id_tables import TABLES
from loader.landing.records import LATER_LOAD_COLUMNS
from loader.landing.sqlserver import change_statements as tsql_changes
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.id_tables import create_statement

GOLDEN = Path(__file__).parents[1] / "golden" / "landing_changes.sql"

STATEMENTS = {
    "look at _loads": tsql_changes.COLUMNS_OF_LOADS,
    **{f"add {name} to _loads": tsql_changes.add_column(name) for name in LATER_LOAD_COLUMNS},
    "read the last complete load": tsql_changes.last_complete((), one_kind=False),
    "read the last full load": tsql_changes.last_complete((), one_kind=True),
    "the same before its columns came": tsql_changes.last_complete(
        LATER_LOAD_COLUMNS, one_kind=True
    ),
    "look when a watermark was met": tsql_changes.WATERMARK_MET,
    "read cells": tsql_changes.raw_cells("orders", 2),
    "count what a merge keeps": tsql_changes.count_kept("orders"),
    "merge cells": tsql.merge_raw("orders", cells_only=True),
    **{f"create {name}": create_statement(name, *TABLES[name]) for name in TABLES},
}


def rendered() -> str:
    return "".join(f"-- {name}\n{sql}\ngo\n\n" for name, sql in STATEMENTS.items())


def test_every_statement_is_what_people_have_read() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == rendered()


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_parses_as_t_sql(name: str) -> None:
    assert [one for one in sqlglot.parse(STATEMENTS[name], read="tsql") if one is not None]


if __name__ == "__main__":
    GOLDEN.write_text(rendered(), encoding="utf-8")
