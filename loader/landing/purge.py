"""Removes everything of a board from a database. Both engines share the SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loader.landing.board_tables import incoming_tables
from loader.landing.id_tables import Engine
from loader.landing.raw_table import RAW_SCHEMA

_RECORDS = ("_loads", "_columns", "_column_labels", "_told", "_changes")
"""Tables of raw_monday that hold rows of every board, with its name in column `board`."""
_BUILDS = "_builds"


def purge(engine: Engine, database: str, board: str, tables: Sequence[tuple[str, ...]]) -> None:
    """Drop `tables` (database, schema, name) and delete the board's records, in one transaction.

    `database` is the one that the engine is connected to; others may be attached.
    """

    def run(sql: str, parameters: Sequence[Any] = ()) -> Sequence[tuple[Any, ...]]:
        return engine.run(f"removing what is kept of board {board}", sql, parameters)

    # In capitals: a SQL Server database with a case-sensitive collation requires them.
    there = run(
        "select TABLE_NAME from INFORMATION_SCHEMA.TABLES "
        "where lower(TABLE_CATALOG) = lower(?) and TABLE_SCHEMA = ?",
        [database, RAW_SCHEMA],
    )
    known = {row[0] for row in there}
    with engine.transaction():
        for table in tables:
            run(f"drop table {'.'.join(map(engine.named, table))}")
        for record in _RECORDS:
            if record in known:
                column = engine.named("board")
                for name in incoming_tables(board):  # the board's own name, and that of its past
                    run(f"delete from {engine.table(record)} where {column} = ?", [name])
        if _BUILDS in known:
            model, beside = engine.named("model"), f"{board}__"
            run(
                f"delete from {engine.table(_BUILDS)} "
                f"where {model} = ? or left({model}, {len(beside)}) = ?",
                [board, beside],
            )
