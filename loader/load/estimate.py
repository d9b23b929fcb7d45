"""Estimate a load for --dry-run: calls, points, minutes and the drift. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from loader.board.column_register import Register
from loader.load.drift import discover
from loader.load.plan import columns_to_read_again, read_plan, sweep_plan
from loader.load.request import LoadOptions
from loader.session import Session

CHANGED_NOTE = (
    "with --changed this is what a board at rest costs, alone and with a look at every item; items "
    "that changed come on top, 100 a call; where changes alone will not do, the load costs what "
    "--dry-run without --changed says"
)
LOGS_NOTE = (
    "a call is counted for the board's log and one for its updates; each 1,000 events and each 100 "
    "updates that are read take one more: all by the first load, of updates by each full one"
)


@dataclass(frozen=True, slots=True)
class LoadEstimate:
    """What a load of one board would cost, with notes to show."""

    board: str
    items: int
    calls: int
    complexity: int
    minutes: float
    calls_left_today: int | None
    """None if monday does not say."""
    drift: tuple[str, ...]
    """How the board has changed, as sentences."""
    notes: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[object, ...]:
        """The cells of one table row."""
        left = self.calls_left_today
        return (
            self.board, self.items, self.calls, self.complexity, f"{self.minutes:.1f}",
            "unknown" if left is None else left,
            f"{len(self.drift)} change(s)" if self.drift else "none",
        )  # fmt: skip


def estimate_load(session: Session, name: str, options: LoadOptions) -> LoadEstimate:
    """Ask monday for the board and one small page of it. Raise as a load does."""
    board = session.registry.read_loadable(name)
    monday = session.monday.share()
    drift = discover(session, monday, board, Register(), options.on_drift)
    plan = read_plan(drift.board, drift.live, options)
    if options.changed:
        plan = sweep_plan(plan, again=columns_to_read_again(drift.board, plan))
    cost = monday.estimate(plan)
    alone = options.changed and plan.pages == 1 and not plan.columns
    return LoadEstimate(
        board=name,
        items=drift.live.items_count,
        calls=(1 if alone else cost.calls + 1) + board.activity + board.updates,
        complexity=cost.points,
        minutes=round(max(cost.minutes, 0), 1),
        calls_left_today=cost.calls_left,
        drift=tuple(change.text for change in drift.changes),
        notes=(*[CHANGED_NOTE] * options.changed, *[LOGS_NOTE] * board.logged),
    )
