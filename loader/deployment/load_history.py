"""The loads and builds of one board as facts, newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from loader.board.board_file import BoardFile
from loader.deployment.health import drift_of, losses_of
from loader.landing.open import open_landing
from loader.landing.records import BuildRecord, LoadRecord
from loader.session import Session


def load_history(session: Session, board: BoardFile, limit: int) -> list[dict[str, Any]]:
    """Return the loads and builds of a board as facts, newest first. Raises WarehouseError."""
    with open_landing(session.warehouse, board.database, read_only=True) as landing:
        loads = landing.last_loads(board.name, limit)
        builds = landing.last_builds(board.name, limit)
    events = [*map(_load_event, loads), *map(_build_event, builds)]
    return sorted(events, key=_started, reverse=True)[:limit]


def _started(event: dict[str, Any]) -> datetime:
    at: datetime | None = event["started_at"]
    return at or datetime.min.replace(tzinfo=UTC)


def _load_event(load: LoadRecord) -> dict[str, Any]:
    return {
        "event": "load", "id": load.load_id, "started_at": load.started_at,
        "ended_at": load.ended_at, "seconds": _seconds(load), "status": load.status,
        "kind": load.kind, "complete_by": load.complete_by,
        "items": load.items, "rows": load.rows, "calls": load.calls,
        "complexity": load.complexity, "waits": load.waits, "drift": drift_of(load),
        "losses": None, "message": load.error,
    }  # fmt: skip


def _build_event(build: BuildRecord) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(
        ("kind", "complete_by", "items", "calls", "complexity", "waits")
    )
    return {
        "event": "build", "id": build.build_id, "started_at": build.started_at,
        "ended_at": build.ended_at, "seconds": _seconds(build), "status": build.status,
        **nothing, "rows": build.rows, "drift": None,
        "losses": sum(losses_of(build).values()), "message": build.message,
    }  # fmt: skip


def _seconds(record: LoadRecord | BuildRecord) -> float | None:
    if record.started_at is None or record.ended_at is None:
        return None
    return round((record.ended_at - record.started_at).total_seconds(), 1)
