"""The state of a deployed board: registry, last load, build and tables, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.drift import adapt
from loader.deployment.health import Health, health_of, losses_of, table_changes_of
from loader.deployment.overview import health_facts, undecided_in
from loader.errors import LoaderError, ProjectError, WarehouseError
from loader.landing.open import open_landing
from loader.landing.overview import BoardRecords
from loader.landing.records import LoadRecord
from loader.landing.table_state import TableState, table_state
from loader.session import Session

ANSWER_SECONDS = 10.0
RETRY_SECONDS = 5.0
"""The longest wait for monday, each time and over all retries: a person waits for `status`."""


@dataclass(frozen=True, slots=True)
class BoardStatus:
    """One board. Facts that could not be determined are None, with the reason in `unknown`."""

    board: BoardFile
    table: str
    """schema.table in the target."""
    records: BoardRecords
    state: TableState | None
    health: Health
    unknown: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    """Sentences about decisions of loads that the board file lacks."""

    @property
    def last_load(self) -> LoadRecord | None:
        return self.records.last_load

    @property
    def last_complete(self) -> LoadRecord | None:
        return self.records.last_complete

    @property
    def age_hours(self) -> float | None:
        """Return the hours since the last complete load ended."""
        if self.last_complete is None or self.last_complete.ended_at is None:
            return None
        return (datetime.now(UTC) - self.last_complete.ended_at).total_seconds() / 3600

    def facts(self) -> dict[str, Any]:
        """Return the stable JSON form of `status --json`."""
        board, load, state = self.board, self.last_load, self.state
        build = state.last_build if state else None
        return {
            "board": board.name,
            "board_id": board.board_id,
            "title": board.title,
            "table": self.table,
            **health_facts(self.health),
            "approved": len(board.approved),
            "pending": [c.id for c in board.pending],
            "rejected": sum(c.decision == "rejected" and not c.gone for c in board.columns),
            "gone": sum(bool(c.gone) for c in board.columns),
            "last_load": load and {
                "load_id": load.load_id,
                "status": load.status,
                "started_at": load.started_at,
                "ended_at": load.ended_at,
                "items": load.items,
                "rows": load.rows,
                "calls": load.calls,
                "complexity": load.complexity,
                "waits": load.waits,
                "drift": load.drift,
                "error": load.error,
                "kind": load.kind,
                "complete_by": load.complete_by,
                "notes": load.notes,
            },
            "age_hours": None if self.age_hours is None else round(self.age_hours, 2),
            "last_build": build and {
                "status": build.status,
                "ended_at": build.ended_at,
                "rows": build.rows,
                "losses": losses_of(build),
                "message": build.message,
            },
            "raw_items": state and state.raw_items,
            "raw_rows": state and state.raw_rows,
            "production_exists": state and state.production_exists,
            "production_rows": state and state.production_rows,
            "staging_exists": state and state.staging_exists,
            "previous_exists": state and state.previous_exists,
            "load_unfinished": state and state.incoming_exists,
            "not_in_board_file": list(self.unwritten),
            "table_changes": list(table_changes_of(self.last_complete)),
            "unknown": list(self.unknown),
        }  # fmt: skip


def status_of(session: Session, board: BoardFile) -> BoardStatus:
    """Return the state of one board in the warehouse."""
    place = f"{board.schema or '(profile)'}.{board.table}"
    try:
        warehouse = session.warehouse
        schema = board.schema or warehouse.schema
        place = ".".join(p for p in (board.database, schema, board.table) if p)
        with open_landing(warehouse, board.database, read_only=True) as landing:
            records = landing.overview().get(board.name, BoardRecords())
            state = table_state(
                landing, board.name, table=board.table, schema=schema, database=board.database
            )
    except (WarehouseError, ProjectError) as exc:
        reason = f"warehouse: {exc}"
        return BoardStatus(
            board, place, BoardRecords(), None, Health("unknown", (reason,)), (reason,)
        )
    missing = undecided_in(board, records)
    health = health_of(board, records, datetime.now(UTC), missing)
    return BoardStatus(board, place, records, state, health, (), missing)


def drift_now(session: Session, board: BoardFile) -> tuple[tuple[str, ...] | None, str | None]:
    """Return how monday differs from the board file now, or why that is unknown.

    Gives up after some seconds if monday does not answer.
    """
    from loader.monday.api import Monday

    settings = session.settings
    settings = replace(settings, retry_seconds=min(settings.retry_seconds, RETRY_SECONDS))
    try:
        live = Monday.connect(settings, answer_seconds=ANSWER_SECONDS).board(board.board_id)
    except LoaderError as exc:
        return None, f"monday: {exc}"
    changes = adapt(board, live, session.policy, session.today, session.drift_rules).changes
    return tuple(change.text for change in changes), None
