"""What a load would cost, for --dry-run: calls, points, minutes, and the drift. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from loader.load.drift import discover
from loader.load.plan import columns_to_read_again, read_plan, sweep_plan
from loader.load.request import LoadOptions
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
    board = session.registry.read_loadable(name)
    monday = session.monday.share()
    drift = discover(session, monday, board, (), options.on_drift)
    plan = read_plan(drift.board, drift.live, options)
    if options.changed:
        plan = sweep_plan(plan, again=columns_to_read_again(drift.board, plan))
    cost = monday.estimate(plan)
    minutes = f"{max(cost.minutes, 0):.1f}"
    left = "unknown" if cost.calls_left is None else f"{cost.calls_left:,}"
    changes = f"{len(drift.changes)} change(s)" if drift.changes else "none"
    calls = cost.calls + (2 if options.changed else 1)
    cells = (name, drift.live.items_count, calls, cost.points, minutes, left, changes)
    notes = tuple(change.text for change in drift.changes)
    return LoadEstimate(cells, (*notes, *([CHANGED_NOTE] * options.changed)))
