"""The content of a report about each board: its state, its columns, its loads and builds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.json_text import json_or_none
from loader.deployment.health import losses_of
from loader.deployment.overview import AnyState, BoardState, facts_of, overview
from loader.errors import LoaderError
from loader.landing.open import open_landing
from loader.landing.records import BuildRecord, LoadRecord
from loader.session import Session

LOADS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column of the board. Counts are None if they could not be determined."""

    name: str
    id: str
    type: str
    decision: str
    data_type: str | None
    filled: int | None
    """The number of items whose cell is not empty."""
    losses: int | None


@dataclass(frozen=True, slots=True)
class BoardReport:
    """One board. `loads` and `builds` are sorted oldest first."""

    state: AnyState
    columns: tuple[ColumnFacts, ...] = ()
    loads: tuple[LoadRecord, ...] = ()
    builds: tuple[BuildRecord, ...] = ()

    @property
    def items(self) -> int | None:
        """Return the number of items in the last complete load."""
        return next((x.items for x in reversed(self.loads) if x.status == "complete"), None)

    def drift(self) -> Iterator[tuple[LoadRecord, tuple[str, ...]]]:
        """Yield the loads that found changes of the board, newest first, with the change texts."""
        for load in reversed(self.loads):
            found = json_or_none(load.drift)
            listed = found if isinstance(found, list) else []
            texts = tuple(str(one.get("text")) for one in listed if isinstance(one, dict))
            if texts:
                yield load, texts

    def cost(self, since: datetime) -> tuple[int, int]:
        """Return calls and complexity of the loads that began at `since` or later."""
        begun = [load for load in self.loads if load.started_at >= since]
        return sum(x.calls or 0 for x in begun), sum(x.complexity or 0 for x in begun)

    def facts(self) -> dict[str, Any]:
        """Return one entry of `report --json`."""
        return {
            **facts_of(self.state),
            "columns": [asdict(column) for column in self.columns],
            "drift": [
                {"load_id": load.load_id, "started_at": load.started_at, "changes": list(texts)}
                for load, texts in self.drift()
            ],
            "loads": [{name: getattr(load, name) for name in _OF_A_LOAD} for load in self.loads],
            "builds": [asdict(build) for build in self.builds],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All boards at `now`."""

    boards: tuple[BoardReport, ...]
    now: datetime

    @property
    def cost_today(self) -> tuple[int, int]:
        """Return calls and complexity since midnight UTC, when monday's daily limit is reset."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        costs = [board.cost(midnight) for board in self.boards]
        return sum(calls for calls, _ in costs), sum(points for _, points in costs)

    def facts(self) -> dict[str, Any]:
        """Return the stable JSON form of `report --json`."""
        calls, complexity = self.cost_today
        today = {"calls": calls, "complexity": complexity}
        boards = [board.facts() for board in self.boards]
        return {"now": self.now, "cost_today": today, "boards": boards}


_OF_A_LOAD = (
    "load_id", "started_at", "ended_at", "status", "kind", "items", "rows", "calls", "complexity",
    "waits", "error",
)  # fmt: skip


def gather(session: Session, now: datetime, names: Collection[str] = ()) -> Report:
    """Return the report on these boards, or on all. Raises as `overview` does."""
    return Report(tuple(_board(session, s) for s in overview(session, now, names)), now)


def _board(session: Session, state: AnyState) -> BoardReport:
    """Return a board's report, even if its file or its warehouse cannot be read."""
    if not isinstance(state, BoardState):
        return BoardReport(state)
    board = state.board
    if state.health.state == "unknown":
        return BoardReport(state, tuple(_columns(board, None, None)))
    try:
        with open_landing(session.warehouse, board.database, read_only=True) as landing:
            loads = landing.last_loads(board.name, LOADS_SHOWN)[::-1]
            builds = landing.last_builds(board.name, LOADS_SHOWN)[::-1]
            filled = landing.filled(board.name)
    except LoaderError:
        return BoardReport(state, tuple(_columns(board, None, None)))
    losses = losses_of(state.records.last_build) if state.records.last_build else None
    return BoardReport(state, tuple(_columns(board, filled, losses)), loads, builds)


def _columns(
    board: BoardFile, filled: dict[str, int] | None, losses: dict[str, int] | None
) -> Iterator[ColumnFacts]:
    for column in board.columns:
        loaded = column.decision == "approved" and not column.gone
        yield ColumnFacts(
            name=column.name,
            id=column.id,
            type=column.type,
            decision="gone" if column.gone else column.decision,
            data_type=column.data_type,
            filled=filled.get(column.id, 0) if loaded and filled is not None else None,
            losses=losses.get(column.name, 0) if loaded and losses is not None else None,
        )
