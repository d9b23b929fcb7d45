"""A whole board as events: chains side by side, then the proof that nothing is missing.

Items move while they are read. Single pages are one moment of the board; over several, the
count that every page brings along tells whether an item may have slipped past the cursor.
Only then all ids are swept once more: what the pages missed is fetched by id, what is no
longer there is reported gone. A read that cannot be shown whole raises IncompleteLoad.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress

from loader.board.model import Board, Item, moment
from loader.errors import CursorExpired, IncompleteLoad, QueryRejected
from loader.monday.budget.limiter import Gate
from loader.monday.graphql.payloads import PageAnswer
from loader.monday.graphql.queries import Scope
from loader.monday.read.board_requests import Source
from loader.monday.read.events import Cells, Complete, Event, Gone, ItemCells, Page, Restart
from loader.monday.read.plan import (
    Part,
    ReadPlan,
    formulas_fit,
    ids_part,
    parts_of,
    split_by_group,
)
from loader.monday.read.prefetch import Job, Lane, Pages, side_by_side
from loader.monday.read.received_columns import LOOKED_AT, Presence
from loader.monday.read.received_items import Ledger

STARTS = 4
"""How often a board is begun at most."""

SWEEPS = 3

LONG_CHAIN = 1800.0
"""Seconds: a cursor that expires after so long expired of age, and shorter chains help."""


class Reading:
    """One read of a board. `facts` discovers the board anew when a column seems to be gone."""

    def __init__(
        self, plan: ReadPlan, source: Source, gate: Gate, facts: Callable[[], Board]
    ) -> None:
        self._plan = plan
        self._source = source
        self._gate = gate
        self._by_group = split_by_group(plan)
        self._levels = plan.board.hierarchy == "multi_level"
        self._cancel = threading.Event()
        self._presence = Presence(facts, source.about)
        self._begin(restarts=0)

    def events(self) -> Iterator[Event]:
        """The events of `events.py`, in order. Raises what made the read impossible."""
        try:
            for start in range(1, STARTS + 1):
                begun = time.monotonic()
                try:
                    torn = yield from self._attempt()
                    if torn is None:
                        return
                    if start == STARTS:
                        raise IncompleteLoad(f"{torn}, however often it was read.")
                    reason = torn
                except CursorExpired as error:
                    if start == STARTS:
                        raise
                    aged = time.monotonic() - begun > LONG_CHAIN
                    if aged and len(self._plan.board.groups) > 1:
                        self._by_group = not self._levels
                    reason = str(error)
                self._begin(restarts=start)
                yield Restart(reason)
        finally:
            self._cancel.set()

    def _begin(self, restarts: int) -> None:
        """Forget everything that came."""
        inside = formulas_fit(self._plan, self._gate.formulas_free())
        self._parts = parts_of(self._plan, formulas_inside=inside)
        self._ledger = Ledger(levels=self._levels)
        self._restarts = restarts
        self._added = self._gone = self._sweeps = 0
        self._presence.start_over()

    def _attempt(self) -> Generator[Event, None, str | None]:
        """Everything once. Returns why it has to be read again; None after Complete."""
        ahead = max(1, self._plan.workers)
        with closing(side_by_side(self._lanes(), ahead)) as pages:
            for number, page in pages:
                yield from self._took(self._parts[number], page)
        yield from self._read_other_groups()
        yield from self._reconcile()
        yield from self._complete_parts()
        patchy = sorted(c for part in self._parts for c in self._presence.gaps(part.reader))
        if patchy and self._filled():
            return (
                f"monday's pages of {self._source.about} left out cells of {', '.join(patchy)}"
                " that it has"
            )
        yield Complete(
            len(self._ledger),
            self._ledger.counted,
            self._ledger.duplicates,
            self._added,
            self._gone,
            self._sweeps,
            self._restarts,
            self._presence.withheld,
            tuple(patchy),
        )
        return None

    def _filled(self) -> bool:
        """Whether monday has cells, by the id of their item, that its pages came without."""
        for part in self._parts:
            gaps = self._presence.gaps(part.reader)
            some = list(dict.fromkeys(i for ids in gaps.values() for i in ids))[:LOOKED_AT]
            for found in self._source.by_id(part, some, self._cancel):
                for one in found:
                    if any(one.item.id in gaps.get(c.column_id, ()) for c in one.item.cells):
                        return True
        return False

    def _lanes(self) -> Sequence[Lane]:
        """The main chains, by the plan's workers; formula chains in one thread of their own."""
        groups: list[str | None] = [None]
        if self._by_group:
            groups = [g.id for g in self._plan.board.groups]
        main = [self._job(self._parts[0], group) for group in groups]
        apart = [self._job(part, None) for part in self._parts[1:]]
        return [Lane(main, max(1, self._plan.workers)), Lane(apart, 1)]

    def _job(self, part: Part, group: str | None) -> Job:
        def pages(cancel: threading.Event) -> Pages:
            for page in self._source.pages(part, cancel, group):
                yield part.number, page

        return pages

    def _took(self, part: Part, page: PageAnswer) -> Iterator[Event]:
        """A page arrived: what of it is new."""
        if page.items:
            self._presence.take_in(part.reader, page.absent)
            self._presence.note_gaps(part.reader, page.items)
        if part.number == 0:
            self._ledger.observe(page)
        yield from self._land(part, page.items)

    def _land(self, part: Part, items: Sequence[Item]) -> Iterator[Event]:
        fresh = self._ledger.fresh(part.number, items)
        if not fresh:
            return
        if part.number == 0:
            yield Page(fresh)
        else:
            yield Cells(tuple(ItemCells(item.id, item.cells) for item in fresh))

    def _read_other_groups(self) -> Iterator[Event]:
        """Items of groups that the rule of a board with levels did not name.

        Those are groups made since the board was discovered, and archived ones where monday
        tells of them.
        """
        part = self._parts[0]
        for _ in range(SWEEPS):
            new = sorted(self._ledger.groups.difference(self._source.groups))
            if not new:
                return
            try:
                for page in self._source.pages(part, self._cancel, within=new):
                    yield from self._took(part, page)
            except QueryRejected:  # a rule may not name such a group
                yield from self._look_beyond_groups()
                return
            self._source.groups += new

    def _reconcile(self) -> Iterator[Event]:
        """Find what the pages missed and what left, until the ids agree with monday."""
        strays = self._ledger.lacking(0)
        fewer = (self._ledger.counted or 0) < self._plan.board.items_count
        doubtful = strays or fewer or self._ledger.doubtful()
        if not doubtful and not self._unseen_newest():
            if self._lacks_top():
                yield from self._look_beyond_groups()
            return
        yield from self._add(strays)
        yield from self._drop(self._ledger.lacking(0))
        yield from self._sweep_until_sure()

    def _sweep_until_sure(self) -> Iterator[Event]:
        """Enumerate all ids until that was undisturbed, or gave the same twice."""
        previous = self._ledger.ids(part=0)
        for _ in range(SWEEPS):
            self._sweeps += 1
            swept, clean = self._sweep()
            yield from self._add(sorted(swept - self._ledger.ids(part=0)))
            yield from self._drop(sorted(self._ledger.ids(part=0) - swept))
            yield from self._read_other_groups()
            if clean or swept == previous:
                break
            previous = swept
        if self._levels and (self._is_short() or self._lacks_top()):
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
                for page in self._source.all_ids(self._cancel, scope):
                    swept.update(item.id for item in page.items)
            yield from self._add(sorted(swept - self._ledger.ids(part=0)))
            if not self._is_short() and (swept or not self._lacks_top()):
                return

    def _judge(self) -> None:
        """Fewer items than monday counts is never a complete board."""
        if self._is_short():
            raise IncompleteLoad(
                f"monday counts {self._counted} items on {self._source.about} and gave"
                f" {len(self._ledger)}, also when asked again. The token's user may not see all"
                " of them, or the board is changing fast. Run the load again."
            )

    @property
    def _counted(self) -> int:
        """monday's count: of the last page, else of the discovery."""
        counted = self._ledger.counted
        return self._plan.board.items_count if counted is None else counted

    def _is_short(self) -> bool:
        return len(self._ledger) < self._counted

    def _lacks_top(self) -> bool:
        """Whether a count without subitems shows that items at the top are missing.

        One with them never does: it is below no number of items that is complete.
        """
        return self._levels and self._ledger.top < self._counted < len(self._ledger)

    def _unseen_newest(self) -> bool:
        """Whether one item left and another came, so that the count stayed the same.

        Then the one that came is not among those read, or was made since the first page; and
        what left may have moved another past the cursor.
        """
        if self._ledger.quiet:
            return False
        begun = moment(self._ledger.begun)
        for item in self._source.newest(self._cancel):
            made = moment(item.created_at)
            if not self._ledger.holds(item.id) or not made or not begun or made > begun:
                return True
        return False

    def _sweep(self) -> tuple[set[int], bool]:
        """All ids as they are now, and whether this enumeration was undisturbed itself."""
        ledger = Ledger(levels=self._levels)
        for page in self._source.all_ids(self._cancel):
            ledger.observe(page)
            ledger.fresh(0, page.items)
        self._ledger.counted = ledger.counted
        self._ledger.groups |= ledger.groups
        return ledger.ids(part=0), not ledger.doubtful()

    def _add(self, ids: Sequence[int]) -> Iterator[Event]:
        """Fetch by id what part 0 did not give, as far as it is on the board."""
        part = self._parts[0]
        for found in self._source.by_id(part, ids, self._cancel):
            there = [f.item for f in found if self._source.is_there(f)]
            self._added += len(there)
            yield from self._land(part, there)

    def _drop(self, ids: Sequence[int]) -> Iterator[Event]:
        """Report gone what a sweep did not meet, unless monday still has it on the board."""
        left = set(ids)
        for found in self._source.by_id(ids_part(), ids, self._cancel):
            kept = {f.item.id for f in found if self._source.is_there(f)}
            left -= {i for i in kept if self._ledger.holds(i)}
        if left:
            self._gone += len(left)
            self._ledger.forget(left)
            yield Gone(tuple(sorted(left)))

    def _complete_parts(self) -> Iterator[Event]:
        """Every item its formula cells. Items that left meanwhile are a reason to sweep."""
        for _ in range(SWEEPS):
            gone = self._gone
            for part in self._parts[1:]:
                yield from self._complete_part(part)
            if self._gone == gone:
                return
            yield from self._sweep_until_sure()
        raise IncompleteLoad(
            f"items of {self._source.about} left again and again while their formulas were read."
            " Run the load again."
        )

    def _complete_part(self, part: Part) -> Iterator[Event]:
        """Fetch by id the cells that a formula chain did not give."""
        missing = self._ledger.lacking(part.number)
        for found in self._source.by_id(part, missing, self._cancel):
            there = [f.item for f in found if self._source.is_there(f)]
            yield from self._land(part, there)
        left = self._ledger.lacking(part.number)
        if left:
            self._gone += len(left)
            self._ledger.forget(left)
            yield Gone(tuple(left))
