"""The state of all boards: from board files and each database's records, in few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.recovery import unwritten
from loader.deployment.health import (
    Health,
    State,
    age_of,
    drift_of,
    health_of,
    losses_of,
    table_changes_of,
)
from loader.errors import BoardFileError, LoaderError
from loader.landing.open import open_landing
from loader.landing.overview import BoardRecords
from loader.landing.records import BuildRecord, LoadRecord
from loader.landing.register import register_in
from loader.session import Session


@dataclass(frozen=True, slots=True)
class BoardState:
    """A board, with its records and its health at `now`."""

    board: BoardFile
    records: BoardRecords
    health: Health
    now: datetime
    undecided: tuple[str, ...] = ()
    """Sentences about decisions of loads that the board file lacks."""

    def facts(self) -> dict[str, Any]:
        """Return the stable JSON form of `list --json` and `check --json`."""
        board, load, build = self.board, self.records.last_load, self.records.last_build
        return {
            "board": board.name,
            "board_id": board.board_id,
            "title": board.title,
            "table": board.table,
            "schema": board.schema,
            "database": board.database,
            "columns": len(board.approved),
            "pending": len(board.pending),
            **health_facts(self.health),
            "last_load": load and {
                "load_id": load.load_id, "status": load.status, "kind": load.kind,
                "started_at": load.started_at, "ended_at": load.ended_at, "error": load.error,
            },
            "age_hours": _age_hours(self.records.last_complete, self.now),
            "last_build": build and {
                "status": build.status, "ended_at": build.ended_at, "rows": build.rows,
                "message": build.message,
            },
            "build_age_hours": _age_hours(build, self.now),
            "items": self.records.last_complete and self.records.last_complete.items,
            "drift": drift_of(self.records.last_complete),
            "table_changes": list(table_changes_of(self.records.last_complete)),
            "not_in_board_file": list(self.undecided),
            "losses": losses_of(build),
        }  # fmt: skip


AnyState = BoardState | BoardFileError
"""A board's state, or the error of a board file that cannot be read."""


def name_of(state: AnyState) -> str:
    """Return the board's name."""
    return Path(state.path).stem if isinstance(state, BoardFileError) else state.board.name


def state_of(state: AnyState) -> State:
    """Return the board's state as one word."""
    return "unreadable" if isinstance(state, BoardFileError) else state.health.state


def facts_of(state: AnyState) -> dict[str, Any]:
    """Return a state as a JSON object, also for a file that cannot be read."""
    if isinstance(state, BoardState):
        return state.facts()
    return {
        "board": name_of(state),
        "file": state.path,
        "faults": list(state.faults),
        "state": "unreadable",
        "reasons": [f"{state.path}: {fault}" for fault in state.faults],
        "warnings": [],
    }


def health_facts(health: Health) -> dict[str, Any]:
    """Return a health as keys of a JSON object."""
    return {
        "state": health.state,
        "reasons": list(health.reasons),
        "warnings": list(health.warnings),
    }


def _age_hours(record: LoadRecord | BuildRecord | None, now: datetime) -> float | None:
    age = age_of(record, now)
    return None if age is None else round(age.total_seconds() / 3600, 2)


def overview(session: Session, now: datetime, names: Collection[str] = ()) -> tuple[AnyState, ...]:
    """Return the state of these boards, or of all. A board file that cannot be read is its error.

    Opens each database once. The boards of one that cannot be queried are `unknown`.
    """
    boards: list[BoardFile | BoardFileError]
    if names:
        boards = [_read(session, name) for name in dict.fromkeys(names)]
    else:
        boards = list(session.registry.all())
    databases = dict.fromkeys(b.database for b in boards if isinstance(b, BoardFile))
    known = {database: _records(session, database) for database in databases}
    return tuple(
        _state(board, known[board.database], now) if isinstance(board, BoardFile) else board
        for board in boards
    )


def landed_boards(session: Session) -> dict[str, int]:
    """Return the boards whose loads the default database has records of: id by name.

    For a project whose board files were lost. Empty if the database cannot be queried.
    """
    found = _records(session, session.settings.target_database)
    records = {} if isinstance(found, LoaderError) else found
    return {name: one.last_load.board_id for name, one in records.items() if one.last_load}


def _read(session: Session, name: str) -> BoardFile | BoardFileError:
    """Read a board file. Raises BoardUnknown, and UsageError for a board that was removed."""
    try:
        return session.registry.read_loadable(name)
    except BoardFileError as exc:
        return exc


def _records(session: Session, database: str | None) -> Mapping[str, BoardRecords] | LoaderError:
    try:
        with open_landing(session.warehouse, database, read_only=True) as landing:
            return landing.overview()
    except LoaderError as exc:
        return exc


def _state(
    board: BoardFile, known: Mapping[str, BoardRecords] | LoaderError, now: datetime
) -> BoardState:
    if isinstance(known, LoaderError):
        return BoardState(board, BoardRecords(), Health("unknown", (f"warehouse: {known}",)), now)
    records = known.get(board.name, BoardRecords())
    undecided = undecided_in(board, records)
    return BoardState(board, records, health_of(board, records, now, undecided), now, undecided)


def undecided_in(board: BoardFile, records: BoardRecords) -> tuple[str, ...]:
    """Return sentences about decisions of loads that the board's file lacks."""
    try:
        register = register_in(records.columns, board.board_id)
    except LoaderError as exc:
        return (str(exc),)
    return tuple(change.text for change in unwritten(board, register))
