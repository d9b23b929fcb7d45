"""A whole board as events: chains side by side, then the proof that nothing is missing.

Items move while they are read. Single pages are one moment of the board; over several, the
count that every page brings along tells whether an item may have slipped past the cursor.
Only then all ids are swept once more: what the pages missed is fetched by id, what is no
longer there is reported gone. A read that cannot be shown whole raises IncompleteLoad.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress

from loader.board.model import Board, Item
from loader.board.spellings import moment
from loader.errors import CursorExpired, IncompleteLoad, QueryRejected
from loader.monday.budget.limiter import RateLimiter
from loader.monday.graphql.payloads import PageAnswer
from loader.monday.graphql.queries import Scope
from loader.monday.limits import IDS_A_REQUEST
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.events import Cells, Complete, Event, Gone, ItemCells, Page, Restart
from loader.monday.read.plan import (
    ColumnSet,
    ReadPlan,
    column_sets_of,
    formulas_fit,
    ids_alone,
    split_by_group,
)
from loader.monday.read.prefetch import Job, Lane, Pages, side_by_side
from loader.monday.read.received_columns import ReceivedColumns
from loader.monday.read.received_items import ReceivedItems

MAX_RESTARTS = 3
"""How often a board is read from its start again at most."""

MAX_SWEEPS = 3

CURSOR_AGE_SECONDS = 1800.0
"""Seconds: a cursor that expires after so long expired of age, and shorter chains help."""


class FullRead:
    """One read of a board. `facts` discovers the board anew when a column seems to be gone."""

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
        """The events of `events.py`, in order. Raises what made the read impossible."""
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
        """Forget everything that came."""
        inside = formulas_fit(self._plan, self._limiter.formulas_free())
        self._sets = column_sets_of(self._plan, formulas_inside=inside)
        apart = {c.id for column_set in self._sets[1:] for c in column_set.reader.columns}
        self._page_columns = frozenset(c.id for c in self._plan.columns if c.id not in apart)
        self._received = ReceivedItems(levels=self._levels)
        self._restarts = restarts
        self._added = self._gone = self._sweeps = 0
        self._columns.start_over()

    def _attempt(self) -> Generator[Event, None, str | None]:
        """Everything once. Returns why it has to be read again; None after Complete."""
        ahead = max(1, self._plan.workers)
        with closing(side_by_side(self._lanes(), ahead)) as pages:
            for number, page in pages:
                yield from self._took(self._sets[number], page)
        yield from self._read_other_groups()
        yield from self._reconcile()
        yield from self._complete_sets()
        missing = sorted(
            c for column_set in self._sets for c in self._columns.missing(column_set.reader)
        )
        if missing and self._filled():
            return (
                f"monday's pages of {self._requests.about} left out cells of {', '.join(missing)}"
                " that it has"
            )
        yield Complete(
            len(self._received),
            self._received.counted,
            self._received.duplicates,
            self._added,
            self._gone,
            self._sweeps,
            self._restarts,
            self._columns.withheld,
            tuple(missing),
        )
        return None

    def _filled(self) -> bool:
        """Whether monday has cells, by the id of their item, that its pages came without."""
        for column_set in self._sets:
            missing = self._columns.missing(column_set.reader)
            some = list(dict.fromkeys(i for ids in missing.values() for i in ids))[:IDS_A_REQUEST]
            for found in self._requests.by_id(column_set, some, self._cancel):
                for one in found:
                    if any(one.item.id in missing.get(c.column_id, ()) for c in one.item.cells):
                        return True
        return False

    def _lanes(self) -> Sequence[Lane]:
        """The main chains, by the plan's workers; formula chains in one thread of their own."""
        groups: list[str | None] = [None]
        if self._by_group:
            groups = [g.id for g in self._plan.board.groups]
        main = [self._job(self._sets[0], group) for group in groups]
        apart = [self._job(column_set, None) for column_set in self._sets[1:]]
        return [Lane(main, max(1, self._plan.workers)), Lane(apart, 1)]

    def _job(self, column_set: ColumnSet, group: str | None) -> Job:
        def pages(cancel: threading.Event) -> Pages:
            for page in self._requests.pages(column_set, cancel, group):
                yield column_set.number, page

        return pages

    def _took(self, column_set: ColumnSet, page: PageAnswer) -> Iterator[Event]:
        """A page arrived: what of it is new."""
        if page.items:
            self._columns.take_in(column_set.reader, page.withheld)
            self._columns.note_missing(column_set.reader, page.items)
        if column_set.number == 0:
            self._received.observe(page)
        yield from self._land(column_set, page.items)

    def _land(self, column_set: ColumnSet, items: Sequence[Item]) -> Iterator[Event]:
        fresh = self._received.fresh(column_set.number, items)
        if not fresh:
            return
        if column_set.number == 0:
            yield Page(fresh, self._page_columns)
        else:
            yield Cells(tuple(ItemCells(item.id, item.cells) for item in fresh))

    def _read_other_groups(self) -> Iterator[Event]:
        """Items of groups that the rule of a board with levels did not name.

        Those are groups made since the board was discovered, and archived ones where monday
        tells of them.
        """
        column_set = self._sets[0]
        for _ in range(MAX_SWEEPS):
            new = sorted(self._received.groups.difference(self._requests.groups))
            if not new:
                return
            try:
                for page in self._requests.pages(column_set, self._cancel, within=new):
                    yield from self._took(column_set, page)
            except QueryRejected:  # a rule may not name such a group
                yield from self._look_beyond_groups()
                return
            self._requests.groups += new

    def _reconcile(self) -> Iterator[Event]:
        """Find what the pages missed and what left, until the ids agree with monday."""
        strays = self._received.without(0)
        fewer = (self._received.counted or 0) < self._plan.board.items_count
        doubtful = strays or fewer or self._received.doubtful()
        if not doubtful and not self._unseen_newest():
            if self._lacks_top():
                yield from self._look_beyond_groups()
            return
        yield from self._add(strays)
        yield from self._drop(self._received.without(0))
        yield from self._sweep_until_sure()

    def _sweep_until_sure(self) -> Iterator[Event]:
        """Enumerate all ids until that was undisturbed, or gave the same twice."""
        previous = self._received.ids(number=0)
        for _ in range(MAX_SWEEPS):
            self._sweeps += 1
            swept, clean = self._sweep()
            yield from self._add(sorted(swept - self._received.ids(number=0)))
            yield from self._drop(sorted(self._received.ids(number=0) - swept))
            yield from self._read_other_groups()
            if clean or swept == previous:
                break
            previous = swept
        if self._levels and (self._has_too_few() or self._lacks_top()):
            yield from self._look_beyond_groups()
        self._judge()

    def _look_beyond_groups(self) -> Iterator[Event]:
        """A board with levels is read by a rule that names its groups; items may be in others.

        In archived groups that monday does not tell of, say. Without the rule monday gives them
        all, or on some accounts none; those at the top come without a scope as well.
        """
        scopes: tuple[Scope, ...] = ("all_items", "all_items_named", "classic")
        for scope in scopes:
            swept: set[int] = set()
            with suppress(QueryRejected):  # the next may do
                for page in self._requests.all_ids(self._cancel, scope):
                    swept.update(item.id for item in page.items)
            yield from self._add(sorted(swept - self._received.ids(number=0)))
            if not self._has_too_few() and (swept or not self._lacks_top()):
                return

    def _judge(self) -> None:
        """Fewer items than monday counts is never a complete board."""
        if self._has_too_few():
            raise IncompleteLoad(
                f"monday counts {self._counted} items on {self._requests.about} and gave"
                f" {len(self._received)}, also when asked again. The token's user may not see all"
                " of them, or the board is changing fast. Run the load again."
            )

    @property
    def _counted(self) -> int:
        """monday's count: of the last page, else of the discovery."""
        counted = self._received.counted
        return self._plan.board.items_count if counted is None else counted

    def _has_too_few(self) -> bool:
        return len(self._received) < self._counted

    def _lacks_top(self) -> bool:
        """Whether a count without subitems shows that items at the top are missing.

        One with them never does: it is below no number of items that is complete.
        """
        return self._levels and self._received.top < self._counted < len(self._received)

    def _unseen_newest(self) -> bool:
        """Whether one item left and another came, so that the count stayed the same.

        Then the one that came is not among those read, or was made since the first page; and
        what left may have moved another past the cursor.
        """
        if self._received.quiet:
            return False
        begun = moment(self._received.begun)
        for item in self._requests.newest(self._cancel):
            made = moment(item.created_at)
            if not self._received.holds(item.id) or not made or not begun or made > begun:
                return True
        return False

    def _sweep(self) -> tuple[set[int], bool]:
        """All ids as they are now, and whether this enumeration was undisturbed itself."""
        received = ReceivedItems(levels=self._levels)
        for page in self._requests.all_ids(self._cancel):
            received.observe(page)
            received.fresh(0, page.items)
        self._received.counted = received.counted
        self._received.groups |= received.groups
        return received.ids(number=0), not received.doubtful()

    def _add(self, ids: Sequence[int]) -> Iterator[Event]:
        """Fetch by id what set 0 did not give, as far as it is on the board."""
        column_set = self._sets[0]
        for found in self._requests.by_id(column_set, ids, self._cancel):
            there = [f.item for f in found if self._requests.is_there(f)]
            self._added += len(there)
            yield from self._land(column_set, there)

    def _drop(self, ids: Sequence[int]) -> Iterator[Event]:
        """Report gone what a sweep did not meet, unless monday still has it on the board."""
        left = set(ids)
        for found in self._requests.by_id(ids_alone(), ids, self._cancel):
            kept = {f.item.id for f in found if self._requests.is_there(f)}
            left -= {i for i in kept if self._received.holds(i)}
        if left:
            self._gone += len(left)
            self._received.forget(left)
            yield Gone(tuple(sorted(left)))

    def _complete_sets(self) -> Iterator[Event]:
        """Every item its formula cells. Items that left meanwhile are a reason to sweep."""
        for _ in range(MAX_SWEEPS):
            gone = self._gone
            for column_set in self._sets[1:]:
                yield from self._complete_set(column_set)
            if self._gone == gone:
                return
            yield from self._sweep_until_sure()
        raise IncompleteLoad(
            f"items of {self._requests.about} left again and again while their formulas were read."
            " Run the load again."
        )

    def _complete_set(self, column_set: ColumnSet) -> Iterator[Event]:
        """Fetch by id the cells that a formula chain did not give."""
        late = self._received.without(column_set.number)
        for found in self._requests.by_id(column_set, late, self._cancel):
            there = [f.item for f in found if self._requests.is_there(f)]
            yield from self._land(column_set, there)
        left = self._received.without(column_set.number)
        if left:
            self._gone += len(left)
            self._received.forget(left)
            yield Gone(tuple(left))
