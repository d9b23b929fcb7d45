"""A full board as events: parallel chains of pages, then the proof that nothing is missing.

A chain of pages depends on one cursor. If that expires, or if pages left out something that monday
has, the board is read again from its start. The proof is in `reconciliation.py`. A read that cannot
be proved complete raises IncompleteLoad.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from loader.board.model import Board
from loader.errors import CursorExpired, IncompleteLoad
from loader.monday.budget.limiter import RateLimiter
from loader.monday.limits import IDS_A_REQUEST
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.events import Complete, Event, Restart
from loader.monday.read.plan import (
    ColumnSet,
    ReadPlan,
    column_sets_of,
    formulas_fit,
    split_by_group,
)
from loader.monday.read.prefetch import Job, Lane, Pages, side_by_side
from loader.monday.read.received_columns import ReceivedColumns
from loader.monday.read.reconciliation import Reconciliation

MAX_RESTARTS = 3
"""Maximum number of times that a board is read again from its start."""

CURSOR_AGE_SECONDS = 1800.0
"""Age from which an expired cursor is taken to have expired of old age.

A cursor lives for an hour; this is half of that. Shorter chains then help: one per group.
"""


class FullRead:
    """One read of a board. `facts` discovers the board again if a column seems to be gone."""

    def __init__(
        self,
        plan: ReadPlan,
        requests: BoardRequests,
        limiter: RateLimiter,
        facts: Callable[[], Board],
    ) -> None:
        self._plan = plan
        self._requests = requests
        self._limiter = limiter
        self._by_group = split_by_group(plan)
        self._levels = plan.board.hierarchy == "multi_level"
        self._cancel = threading.Event()
        self._columns = ReceivedColumns(facts, requests.about)
        self._begin(restarts=0)

    def events(self) -> Iterator[Event]:
        """Yield the events of `events.py` in order. Raise what made the read impossible."""
        try:
            for restarts in range(MAX_RESTARTS + 1):
                begun = self._limiter.clock()
                try:
                    torn = yield from self._attempt()
                    if torn is None:
                        return
                    if restarts == MAX_RESTARTS:
                        raise IncompleteLoad(f"{torn}, however often it was read.")
                    reason = torn
                except CursorExpired as error:
                    if restarts == MAX_RESTARTS:
                        raise
                    aged = self._limiter.clock() - begun > CURSOR_AGE_SECONDS
                    if aged and len(self._plan.board.groups) > 1:
                        self._by_group = not self._levels
                    reason = str(error)
                self._begin(restarts=restarts + 1)
                yield Restart(reason)
        finally:
            self._cancel.set()

    def _begin(self, restarts: int) -> None:
        """Forget everything received so far."""
        inside = formulas_fit(self._plan, self._limiter.formulas_free())
        self._sets = column_sets_of(self._plan, formulas_inside=inside)
        self._restarts = restarts
        self._columns.start_over()
        self._board = Reconciliation(
            self._plan, self._requests, self._sets, self._columns, self._cancel
        )

    def _attempt(self) -> Generator[Event, None, str | None]:
        """Read everything once; return why it must be read again, or None after Complete."""
        ahead = max(1, self._plan.workers)
        with closing(side_by_side(self._lanes(), ahead)) as pages:
            for number, unread in pages:
                column_set = self._sets[number]
                yield from self._board.take(column_set, self._requests.read(unread, column_set))
        yield from self._board.read_other_groups()
        yield from self._board.reconcile()
        yield from self._board.complete_sets()
        missing = sorted(
            c for column_set in self._sets for c in self._columns.missing(column_set.reader)
        )
        if missing and self._filled():
            return (
                f"monday's pages of {self._requests.about} left out cells of {', '.join(missing)}"
                " that it has"
            )
        yield self._complete(missing)
        return None

    def _complete(self, missing: Sequence[str]) -> Complete:
        board = self._board
        return Complete(
            len(board.received),
            board.received.counted,
            board.received.duplicates,
            board.added,
            board.gone,
            board.sweeps,
            self._restarts,
            self._columns.withheld,
            tuple(missing),
            tuple(self._accepted()),
        )

    def _accepted(self) -> Iterator[str]:
        """Yield the deviations that the plan accepts.

        Raise BoardChanged for a column that really became another type during the read.
        """
        if self._board.accepted:
            yield self._board.accepted
        for column_set in self._sets:
            for column_id, kind in sorted(column_set.reader.differing.items()):
                self._columns.check_type(column_set.reader, column_id)
                yield f"cell_types: cells of column {column_id} came as {kind}"

    def _filled(self) -> bool:
        """Whether monday gives cells by item id that its pages left out."""
        for column_set in self._sets:
            missing = self._columns.missing(column_set.reader)
            some = list(dict.fromkeys(i for ids in missing.values() for i in ids))[:IDS_A_REQUEST]
            for found in self._requests.by_id(column_set, some, self._cancel):
                for one in found:
                    if any(one.item.id in missing.get(c.column_id, ()) for c in one.item.cells):
                        return True
        return False

    def _lanes(self) -> Sequence[Lane]:
        """Return the main chains, for the plan's workers, and the formula chains, in one thread."""
        groups: list[str | None] = [None]
        if self._by_group:
            groups = [g.id for g in self._plan.board.groups]
        main = [self._job(self._sets[0], group) for group in groups]
        apart = [self._job(column_set, None) for column_set in self._sets[1:]]
        return [Lane(main, max(1, self._plan.workers)), Lane(apart, 1)]

    def _job(self, column_set: ColumnSet, group: str | None) -> Job:
        def pages(cancel: threading.Event) -> Pages:
            for page in self._requests.unread(column_set, cancel, group):
                yield column_set.number, page

        return pages
