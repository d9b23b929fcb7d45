"""Collect one reading of a board, and show that nothing is missing.

Items move while they are read, and a cursor leads from page to page: an item that leaves lets the
next one slip past it, and a new item may be skipped. Every page also gives the board's count and
the date of its last change. If these leave a doubt, all ids are swept once more: items that the
pages missed are fetched by id, items no longer there are reported gone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress

from loader.board.model import Item
from loader.board.spellings import moment
from loader.errors import IncompleteLoad, QueryRejected
from loader.monday.graphql.pages import PageAnswer
from loader.monday.graphql.queries import Scope
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.events import Cells, Event, Gone, ItemCells, Page
from loader.monday.read.plan import ColumnSet, ReadPlan, ids_alone
from loader.monday.read.received_columns import ReceivedColumns
from loader.monday.read.received_items import ReceivedItems

MAX_SWEEPS = 3
"""How often all ids are read again.

If a board still changes then, only its count is compared: more sweeps would use up daily calls and
meet the next edit.
"""


class Reconciliation:
    """One reading of a board by `column_sets`, brought into agreement with monday.

    `added` items were missed by the pages and fetched by id, `gone` ones left during the read,
    `sweeps` is how often all ids were read again.
    """

    def __init__(
        self,
        plan: ReadPlan,
        requests: BoardRequests,
        column_sets: Sequence[ColumnSet],
        received_columns: ReceivedColumns,
        cancel: threading.Event,
    ) -> None:
        self._plan = plan
        self._requests = requests
        self._sets = column_sets
        self._received_columns = received_columns
        self._cancel = cancel
        self._levels = plan.board.hierarchy == "multi_level"
        apart = {c.id for column_set in column_sets[1:] for c in column_set.reader.columns}
        self._page_columns = frozenset(c.id for c in plan.columns if c.id not in apart)
        self.received = ReceivedItems(levels=self._levels)
        self.added = self.gone = self.sweeps = 0

    def take(self, column_set: ColumnSet, page: PageAnswer) -> Iterator[Event]:
        """Yield what is new in a page."""
        if page.items:
            self._received_columns.take_in(column_set.reader, page.withheld)
            self._received_columns.note_missing(column_set.reader, page.items)
        if column_set.number == 0:
            self.received.observe(page)
        yield from self._land(column_set, page.items)

    def _land(self, column_set: ColumnSet, items: Sequence[Item]) -> Iterator[Event]:
        fresh = self.received.fresh(column_set.number, items)
        if not fresh:
            return
        if column_set.number == 0:
            yield Page(fresh, self._page_columns)
        else:
            yield Cells(tuple(ItemCells(item.id, item.cells) for item in fresh))

    def read_other_groups(self) -> Iterator[Event]:
        """Read items of groups that the rule of a multi-level board did not name.

        These are groups created since the board was discovered, and archived ones if monday gives
        them.
        """
        column_set = self._sets[0]
        for _ in range(MAX_SWEEPS):
            new = sorted(self.received.groups.difference(self._requests.groups))
            if not new:
                return
            try:
                for page in self._requests.pages(column_set, self._cancel, within=new):
                    yield from self.take(column_set, page)
            except QueryRejected:  # a rule may not name such a group
                yield from self._look_beyond_groups()
                return
            self._requests.groups += new

    def reconcile(self) -> Iterator[Event]:
        """Find what the pages missed and what left, until the ids agree with monday.

        Four signs require a sweep of all ids: an item that only a formula chain gave; a count below
        that of the discovery, since an incomplete answer may also have too low a count; pages that
        do not add up; and an item created during the read, which in the count can replace one that
        left.
        """
        strays = self.received.without(0)
        fewer = (self.received.counted or 0) < self._plan.board.items_count
        doubtful = strays or fewer or self.received.doubtful()
        if not doubtful and not self._unseen_newest():
            if self._lacks_top():
                yield from self._look_beyond_groups()
            return
        yield from self._add(strays)
        yield from self._drop(self.received.without(0))
        yield from self._sweep_until_sure()

    def _sweep_until_sure(self) -> Iterator[Event]:
        """Enumerate all ids until one sweep was undisturbed or two gave the same.

        Either shows the board at one moment. Pages of ids cost few points and are as large as
        monday allows, so fewer edits fall between them than between pages of cells.
        """
        previous = self.received.ids(number=0)
        for _ in range(MAX_SWEEPS):
            self.sweeps += 1
            swept, clean = self._sweep()
            yield from self._add(sorted(swept - self.received.ids(number=0)))
            yield from self._drop(sorted(self.received.ids(number=0) - swept))
            yield from self.read_other_groups()
            if clean or swept == previous:
                break
            previous = swept
        if self._levels and (self._has_too_few() or self._lacks_top()):
            yield from self._look_beyond_groups()
        self._judge()

    def _look_beyond_groups(self) -> Iterator[Event]:
        """Look for items of a multi-level board outside the groups that its rule names.

        They may be in archived groups that monday does not list. Without the rule, monday gives all
        items, or on some accounts none; top-level items also come without a scope.
        """
        scopes: tuple[Scope, ...] = ("all_items", "all_items_named", "classic")
        for scope in scopes:
            swept: set[int] = set()
            with suppress(QueryRejected):  # the next one may work
                for page in self._requests.all_ids(self._cancel, scope):
                    swept.update(item.id for item in page.items)
            yield from self._add(sorted(swept - self.received.ids(number=0)))
            if not self._has_too_few() and (swept or not self._lacks_top()):
                return

    def _judge(self) -> None:
        """Raise IncompleteLoad for fewer items than monday counts, unless that is accepted."""
        if self._has_too_few() and "items_count" not in self._plan.accept:
            raise IncompleteLoad(
                f"monday counts {self._counted} items on {self._requests.about} and gave"
                f" {len(self.received)}, also when asked again. The token's user may not see all"
                " of them, or the board is changing fast. Run the load again; where it stays so,"
                " `--accept items-count` loads what monday gives."
            )

    @property
    def _counted(self) -> int:
        """monday's count from the last page, or from the discovery."""
        counted = self.received.counted
        return self._plan.board.items_count if counted is None else counted

    @property
    def accepted(self) -> str | None:
        """What a person accepted about the items, in a sentence; None if they are complete."""
        if not self._has_too_few() or "items_count" not in self._plan.accept:
            return None
        return f"items_count: monday counts {self._counted} items and gave {len(self.received)}"

    def _has_too_few(self) -> bool:
        return len(self.received) < self._counted

    def _lacks_top(self) -> bool:
        """Whether a count without subitems shows that top-level items are missing.

        A count with subitems never does: it is not below the number of items of a complete read.
        """
        return self._levels and self.received.top < self._counted < len(self.received)

    def _unseen_newest(self) -> bool:
        """Whether one item left and another came, so that the count stayed the same.

        The new item is then not among those read, or was created after the first page; the one that
        left may have moved another past the cursor.
        """
        if self.received.quiet:
            return False
        begun = moment(self.received.begun)
        for item in self._requests.newest(self._cancel):
            made = moment(item.created_at)
            if not self.received.holds(item.id) or not made or not begun or made > begun:
                return True
        return False

    def _sweep(self) -> tuple[set[int], bool]:
        """Return all ids as they are now, and whether this enumeration was itself undisturbed."""
        received = ReceivedItems(levels=self._levels)
        for page in self._requests.all_ids(self._cancel):
            received.observe(page)
            received.fresh(0, page.items)
        self.received.counted = received.counted
        self.received.groups |= received.groups
        return received.ids(number=0), not received.doubtful()

    def _add(self, ids: Sequence[int]) -> Iterator[Event]:
        """Fetch by id what set 0 did not give, if it is on the board."""
        column_set = self._sets[0]
        for found in self._requests.by_id(column_set, ids, self._cancel):
            there = [f.item for f in found if self._requests.is_there(f)]
            self.added += len(there)
            yield from self._land(column_set, there)

    def _drop(self, ids: Sequence[int]) -> Iterator[Event]:
        """Report as gone what a sweep did not meet, unless monday still has it on the board.

        This is checked by id, because items can slip past a sweep's cursor as well as a read's.
        """
        left = set(ids)
        for found in self._requests.by_id(ids_alone(), ids, self._cancel):
            kept = {f.item.id for f in found if self._requests.is_there(f)}
            left -= {i for i in kept if self.received.holds(i)}
        if left:
            self.gone += len(left)
            self.received.forget(left)
            yield Gone(tuple(sorted(left)))

    def complete_sets(self) -> Iterator[Event]:
        """Complete the formula cells of every item. Sweep if items left during that."""
        for _ in range(MAX_SWEEPS):
            gone = self.gone
            for column_set in self._sets[1:]:
                yield from self._complete_set(column_set)
            if self.gone == gone:
                return
            yield from self._sweep_until_sure()
        raise IncompleteLoad(
            f"items of {self._requests.about} left again and again while their formulas were read."
            " Run the load again."
        )

    def _complete_set(self, column_set: ColumnSet) -> Iterator[Event]:
        """Fetch by id the cells that a formula chain did not give."""
        late = self.received.without(column_set.number)
        for found in self._requests.by_id(column_set, late, self._cancel):
            there = [f.item for f in found if self._requests.is_there(f)]
            yield from self._land(column_set, there)
        left = self.received.without(column_set.number)
        if left:
            self.gone += len(left)
            self.received.forget(left)
            yield Gone(tuple(left))
