"""`raw_monday._changes`: the items that each load touched, so that a build can read only those.

An incremental load writes one row for itself (item 0, kind `items`) and one for each item whose
rows differ (`changed`) or were removed (`gone`). A load that may have changed any item replaces all
rows of the board with one (item 0, kind `all`). The rows are written in the transaction that
changes the board's rows, and stay until every table of the board has been built from them.

Both engines share the SQL, as in id_tables.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loader.landing.id_tables import CHANGES, TABLES, Engine

ITSELF = 0
"""Item id of a load's own row; monday's item ids start at 1."""
_WHAT = f"writing raw_monday.{CHANGES}"
_OF_BOARD = "board = cast(? as varchar(128))"


class Changes:
    """Reads and writes the table. Call the methods that write inside a transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._table = engine.table(CHANGES)

    def create(self) -> None:
        """Create the table if it is missing."""
        self._engine.create(CHANGES, *TABLES[CHANGES])

    def newest(self, board: str) -> str | None:
        """Return the load_id of the board's newest load in this table; None if there is none."""
        found = self._run(
            f"select load_id from {self._table} where {_OF_BOARD} and item_id = {ITSELF} and seq = "
            f"(select max(seq) from {self._table} where {_OF_BOARD})",
            board,
            board,
        )
        return str(found[0][0]) if found else None

    def write_all(self, board: str, load_id: str) -> None:
        """Record that any item may have changed, and delete what earlier loads recorded."""
        self._run(f"delete from {self._table} where {_OF_BOARD}", board)
        self._mark(board, load_id, "all")

    def write_load(self, board: str, load_id: str) -> None:
        """Record an incremental load. Record its items afterwards with `write_items`."""
        self._mark(board, load_id, "items")

    def write_items(
        self, board: str, load_id: str, kind: str, source: str, *parameters: object
    ) -> None:
        """Record items that the load touched. `source` is a query for distinct item_id values."""
        self._run(
            f"insert into {self._table} (board, seq, item_id, load_id, kind) "
            f"select loads.board, loads.seq, items.item_id, loads.load_id, cast(? as varchar(16)) "
            f"from ({source}) as items cross join {self._table} as loads "
            f"where loads.{_OF_BOARD} and loads.item_id = {ITSELF} "
            "and loads.load_id = cast(? as varchar(255)) and not exists ("
            f"select 1 from {self._table} as known where known.board = loads.board "
            "and known.seq = loads.seq and known.item_id = items.item_id)",
            kind,
            *parameters,
            board,
            load_id,
        )

    def outgrows(self, board: str, items: int) -> bool:
        """Return whether more changes are listed than the board has items: too many for builds."""
        [(noted,)] = self._run(
            f"select count(*) from {self._table} where {_OF_BOARD} and item_id <> {ITSELF}", board
        )
        return int(noted) > items

    def prune(self, board: str) -> None:
        """Delete the changes that every table of the board has already been built from."""
        states = self._states(board)
        if not states:
            return
        marks = ", ".join("cast(? as varchar(255))" for _ in states)
        [(used,)] = self._run(
            f"select min(seq) from {self._table} where {_OF_BOARD} and item_id = {ITSELF} "
            f"and load_id in ({marks})",
            board,
            *states,
        )
        if used is not None:
            self._run(
                f"delete from {self._table} where {_OF_BOARD} "
                f"and (seq < ? or (seq = ? and item_id <> {ITSELF}))",
                board,
                used,
                used,
            )

    def _states(self, board: str) -> list[str]:
        """Return, for each table of the board, the load that its last complete build used."""
        builds = self._engine.table("_builds")
        beside = f"{board}__"
        found = self._run(
            f"select distinct state from {builds} as builds where status = 'complete' "
            "and state is not null and (model = ? or substring(model, 1, ?) = ?) and started_at = ("
            f"select max(started_at) from {builds} as newer "
            "where newer.model = builds.model and newer.status = 'complete')",
            board,
            len(beside),
            beside,
        )
        return [str(state) for (state,) in found]

    def _mark(self, board: str, load_id: str, kind: str) -> None:
        self._run(
            f"insert into {self._table} (board, seq, item_id, load_id, kind) "
            f"select cast(? as varchar(128)), coalesce(max(seq), 0) + 1, {ITSELF}, "
            f"cast(? as varchar(255)), cast(? as varchar(16)) from {self._table} where {_OF_BOARD}",
            board,
            load_id,
            kind,
            board,
        )

    def _run(self, sql: str, *parameters: Any) -> Sequence[tuple[Any, ...]]:
        return self._engine.run(_WHAT, sql, parameters)


def note_merge(
    changes: Changes,
    board: str,
    load_id: str,
    *,
    follows: bool,
    differing: str,
    gone: tuple[str, Sequence[object]],
    items: int | None,
) -> None:
    """Record what a merge is about to do, and delete changes that no build needs any more.

    Call it while the raw table is locked, so that no build reads either table. `follows`: the table
    lists the previous complete load; if not, its changes are unknown and the merge counts as `all`.
    `differing` is a query for the items whose rows differ between the incoming and the raw table: a
    load also re-reads items that have not changed. `gone` is a query, with its parameters, for the
    items to remove. `items` is the board's item count after the merge.
    """
    if not follows:
        changes.write_all(board, load_id)
        return
    changes.prune(board)
    changes.write_load(board, load_id)
    changes.write_items(board, load_id, "changed", differing)
    changes.write_items(board, load_id, "gone", gone[0], *gone[1])
    if items is not None and changes.outgrows(board, items):
        changes.write_all(board, load_id)
