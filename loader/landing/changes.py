"""`raw_monday._changes`: which items each load touched, so that a build can take those alone.

A load of changes leaves a row for itself (item 0, kind `items`) and one for each item that has
another row now (`changed`) or none (`gone`); a load that may have changed any item leaves one row
(item 0, kind `all`) in the place of all that stood there. They are written in the transaction in
which the board's rows change, and stay until every table of the board was built from them.

One SQL for both engines, as in id_tables.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loader.landing.id_tables import CHANGES, TABLES, Engine

ITSELF = 0
"""The item id of a load's own row: monday gives none below 1."""
_WHAT = f"writing raw_monday.{CHANGES}"
_OF_BOARD = "board = cast(? as varchar(128))"


class Changes:
    """Reads and writes the table. What writes is called inside the caller's transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._table = engine.table(CHANGES)

    def create(self) -> None:
        """Make the table if it is missing."""
        self._engine.create(CHANGES, *TABLES[CHANGES])

    def newest(self, board: str) -> str | None:
        """The last load of a board that stands here; None where none does."""
        found = self._run(
            f"select load_id from {self._table} where {_OF_BOARD} and item_id = {ITSELF} and seq = "
            f"(select max(seq) from {self._table} where {_OF_BOARD})",
            board,
            board,
        )
        return str(found[0][0]) if found else None

    def write_all(self, board: str, load_id: str) -> None:
        """Any item may have another row now; what earlier loads touched no longer matters."""
        self._run(f"delete from {self._table} where {_OF_BOARD}", board)
        self._mark(board, load_id, "all")

    def write_load(self, board: str, load_id: str) -> None:
        """A load of changes. Its items follow."""
        self._mark(board, load_id, "items")

    def write_items(
        self, board: str, load_id: str, kind: str, source: str, *parameters: object
    ) -> None:
        """Items that the load touched. `source` is a query for item_id, each of them once."""
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
        """Whether more is noted of a board than it has items: no build would take so many apart."""
        [(noted,)] = self._run(
            f"select count(*) from {self._table} where {_OF_BOARD} and item_id <> {ITSELF}", board
        )
        return int(noted) > items

    def prune(self, board: str) -> None:
        """Remove what every table of the board was built from."""
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
        """Of each table of the board, the load that its last build has used."""
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
    """Write what a merge does, before it does it, and remove what no build needs any more: where
    the raw table is locked, so that no build is reading either.

    `follows`: the load before this one stands in the table; else what it did is not known there.
    `differing` is a query for the items that have another row in the aside table than in the raw
    one: a load reads some again to be sure. `gone` is one for the items that leave, with its
    parameters, `items` what the board has then.
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
