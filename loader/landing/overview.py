"""The newest records of every board, grouped from the rows of a few statements. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from loader.landing.id_rows import ColumnRow
from loader.landing.records import BuildRecord, LoadRecord

BUILDS_READ = 2
"""Builds read for each model and status: the newest, and the one it is compared with, even if
failed builds lie between them."""


@dataclass(frozen=True, slots=True)
class BoardRecords:
    """The newest records of one board; None or empty if there are none."""

    last_load: LoadRecord | None = None
    last_result: LoadRecord | None = None
    """The last load that has ended, complete or failed."""
    last_complete: LoadRecord | None = None
    builds: tuple[BuildRecord, ...] = ()
    """Newest first, at most BUILDS_READ of each status."""
    columns: tuple[ColumnRow, ...] = ()
    """What loads decided about the board's columns."""
    has_raw_table: bool = True
    """Whether the board's raw table exists and is visible to this login."""

    @property
    def last_build(self) -> BuildRecord | None:
        return self.builds[0] if self.builds else None


def records_by_board(
    loads: Iterable[LoadRecord],
    builds: Iterable[BuildRecord],
    columns: Iterable[ColumnRow],
    tables: Collection[str],
) -> Mapping[str, BoardRecords]:
    """Return the records of each board that has any. `loads` and `builds` are newest first.

    `tables` are the names of all tables of the raw schema, in lower case. A build belongs to the
    board whose name its model has.
    """
    loads_of: dict[str, list[LoadRecord]] = {}
    builds_of: dict[str, list[BuildRecord]] = {}
    columns_of: dict[str, list[ColumnRow]] = {}
    for load in loads:
        loads_of.setdefault(load.board, []).append(load)
    for build in builds:
        builds_of.setdefault(build.model, []).append(build)
    for column in columns:
        columns_of.setdefault(column.board, []).append(column)
    return {
        board: BoardRecords(
            last_load=next(iter(loads_of.get(board, ())), None),
            last_result=_first(loads_of.get(board, ()), "complete", "failed"),
            last_complete=_first(loads_of.get(board, ()), "complete"),
            builds=tuple(builds_of.get(board, ())),
            columns=tuple(columns_of.get(board, ())),
            has_raw_table=board.lower() in tables,
        )
        for board in dict.fromkeys([*loads_of, *builds_of, *columns_of])
    }


def _first(loads: Iterable[LoadRecord], *statuses: str) -> LoadRecord | None:
    return next((load for load in loads if load.status in statuses), None)
