"""What a load would cost, for --dry-run: calls, points, minutes, and the drift. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from loader.decisions import adapt
from loader.load import LoadOptions, fetched_columns
from loader.monday.api import ReadPlan
from loader.session import Session


@dataclass(frozen=True, slots=True)
class LoadEstimate:
    """One line of a dry run, and the drift in sentences."""

    cells: tuple[object, ...]
    changes: tuple[str, ...]


def estimate_load(session: Session, name: str, options: LoadOptions) -> LoadEstimate:
    """Ask monday about the board and one small page of it. Raises as a load does."""
    board = session.registry.read(name)
    monday = session.monday.share()
    live = monday.board(board.board_id)
    adapted = adapt(board, live, session.policy, session.today)
    effective = adapted.board if options.on_drift == "adapt" else board
    plan = ReadPlan(
        board=live,
        columns=fetched_columns(effective, live),
        attributes=frozenset(a.id for a in effective.approved_attributes),
        batch_size=options.batch_size or effective.load.batch_size,
        workers=options.max_workers or effective.load.max_workers,
        detailed=effective.detailed,
    )
    cost = monday.estimate(plan)
    minutes = f"{max(cost.minutes, 0):.1f}"
    left = "unknown" if cost.calls_left is None else f"{cost.calls_left:,}"
    drift = f"{len(adapted.changes)} change(s)" if adapted.changes else "none"
    cells = (name, live.items_count, cost.calls + 1, cost.points, minutes, left, drift)
    return LoadEstimate(cells, tuple(change.text for change in adapted.changes))
