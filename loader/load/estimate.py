"""What a load would cost, for --dry-run: calls, points, minutes, and the drift. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from loader.board.drift import adapt
from loader.load.columns import again_of, fetched_columns, sweep_plan
from loader.load.request import LoadOptions
from loader.load.run import loadable_board
from loader.monday.api import ReadPlan
from loader.session import Session

CHANGED_NOTE = (
    "with --changed this is what a board at rest costs; items that changed come on top, 100 "
    "a call; where changes alone will not do, the load costs what --dry-run without --changed says"
)


@dataclass(frozen=True, slots=True)
class LoadEstimate:
    """One line of a dry run, and what to say with it: the drift in sentences."""

    cells: tuple[object, ...]
    notes: tuple[str, ...]


def estimate_load(session: Session, name: str, options: LoadOptions) -> LoadEstimate:
    """Ask monday about the board and one small page of it. Raises as a load does."""
    board = loadable_board(session, name)
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
    if options.changed:
        plan = sweep_plan(plan, again=again_of(effective, plan))
    cost = monday.estimate(plan)
    minutes = f"{max(cost.minutes, 0):.1f}"
    left = "unknown" if cost.calls_left is None else f"{cost.calls_left:,}"
    drift = f"{len(adapted.changes)} change(s)" if adapted.changes else "none"
    calls = cost.calls + (2 if options.changed else 1)
    cells = (name, live.items_count, calls, cost.points, minutes, left, drift)
    notes = tuple(change.text for change in adapted.changes)
    return LoadEstimate(cells, (*notes, *([CHANGED_NOTE] * options.changed)))
