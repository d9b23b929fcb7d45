"""What changed on a board since its last complete load, into the aside table.

First the items that changed last, with their names and attributes: they give monday's time, and on
a small board they are all of it. On a larger one a sweep over all items follows, which shows what
came, left, moved or changed by other ways. What is due is fetched in full; of items whose date
stands still, differing attributes alone are landed.

A date alone does not tell that an item stood still: monday's servers may lag, so everything from
OVERLAP before the watermark on is read again, and a sweep that meets an item as it was not when
it was fetched has it fetched once more.
"""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from loader.board.model import Item
from loader.board.spellings import moment
from loader.errors import CursorExpired
from loader.load.departed_items import Departed, DepartedItems
from loader.load.full import newest_of, note_completeness
from loader.load.item_states import Aside, DueItems, ItemStates, KnownItems, marks_of
from loader.load.plan import LoadPlan, sweep_plan
from loader.load.request import Progress
from loader.load.row_writer import RowWriter
from loader.load.unswept import Looked, Unswept
from loader.monday.api import Cells, Complete, Gone, Monday, Page, Restart
from loader.monday.limits import IDS_A_REQUEST

log = logging.getLogger(__name__)

BY_ID = 300
"""Up to so many items are fetched by their ids, 100 a call; more by pages of 500."""
LEAST_PAGES = 3
"""So many pages of items that changed last are read, or a quarter of a sweep's, before a sweep
is the shorter way."""
ASKED_ABOUT = 300
"""So many departed items monday is asked about, for the record."""


class FullInstead(Exception):
    """Changes alone will not do after all: the message says why."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What an incremental load found. `landed` items stand in the aside table."""

    landed: int
    gone: frozenset[int]
    items: int
    """On the board now."""
    fetched: int
    """Items fetched in full, those among them that had to be looked at to be sure."""
    departed: Departed
    watermark: datetime
    missing: Mapping[str, Set[int]]
    """By column, items that stand in the aside table without a cell, as monday gave none."""
    complete_by: str
    """One of records.PROOFS."""
    doubt: str | None
    """Why every item was looked at, though that was not planned, or why it was planned."""
    counts_refused: bool
    """Whether this read met that the account may not ask for monday's counts."""


class IncrementalRead:
    """One read of changes, carried out once."""

    def __init__(
        self,
        monday: Monday,
        plan: LoadPlan,
        since: datetime,
        writer: RowWriter,
        known: KnownItems,
    ) -> None:
        self._name = plan.board.name
        self._monday = monday
        self._plan = plan
        self._read = plan.read
        self._writer = writer
        self._known = known
        self._watermark = since
        self._due = DueItems(known, plan.due_from)
        self._departed = self._departed_items()
        self._looked = Looked()
        self._counts_refused = False
        self._states = ItemStates()
        self._missing: defaultdict[str, set[int]] = defaultdict(set)

    def read(self, progress: Progress) -> Changed:
        """Read and land. Raises FullInstead when the whole board is to be read."""
        whole = False
        with suppress(CursorExpired):  # what was not met then, a sweep meets
            whole = self._look(progress)
        doubt = self._plan.why_sweep
        if not whole and doubt is None:
            unswept = Unswept(self._monday, self._plan, self._known, self._states, self._departed)
            doubt = unswept.doubt(self._looked, self._fetch_due)
            if doubt is None:
                return self._changed(unswept.present, "counts and log")
            self._counts_refused = unswept.counts_refused
            log.info("%s: every item is looked at: %s", self._name, doubt)
            self._begin_again()
        if not whole:
            self._sweep(progress)
        refetched = self._fetch_due()
        found, states = self._departed.found, self._states
        on_board = states.on_board - (refetched - found.stayed)
        unseen = (self._known.ids | states.aside(Aside.FULL)) - on_board - found.stayed
        self._departed.ask(self._name, sorted(unseen - found.left), at_most=ASKED_ABOUT)
        return self._changed(on_board | found.stayed, "sweep", doubt)

    def _changed(self, present: set[int], complete_by: str, doubt: str | None = None) -> Changed:
        """What was found, with what is on the board now."""
        found, states = self._departed.found, self._states
        self._writer.delete(states.aside(Aside.CELLS) - present)
        self._note_missing(self._departed.missing)
        states.check(present)
        return Changed(
            landed=len(states.aside(Aside.PATCH) & present),
            gone=frozenset(self._known.ids - present),
            items=len(present),
            fetched=len(states.aside(Aside.FULL) & present),
            departed=found,
            watermark=self._watermark,
            missing={column_id: ids & present for column_id, ids in self._missing.items()},
            complete_by=complete_by,
            doubt=doubt,
            counts_refused=self._counts_refused,
        )

    def _begin_again(self) -> None:
        """Forget what came: a sweep begins with nothing."""
        self._writer.clear()
        self._states.begin_again()
        self._missing.clear()
        self._departed = self._departed_items()

    def _departed_items(self) -> DepartedItems:
        keeps = self._plan.keeps_archived
        return DepartedItems(self._monday, self._read, self._land, keeps_archived=keeps)

    def _note_missing(self, missing: Mapping[str, set[int]]) -> None:
        for column_id, ids in missing.items():
            self._missing[column_id] |= ids

    def _look(self, progress: Progress) -> bool:
        """The items that changed last, without their cells: monday's time before all else is
        read. Whether they were the whole board, so that no sweep has to follow.
        """
        plan = sweep_plan(self._read, (), size=self._plan.look)
        most = max(LEAST_PAGES, self._read.pages // 4)
        for number, page in enumerate(self._monday.changes(plan).latest(), 1):
            if number == 1:
                self._raise_watermark(page.items)
                self._looked.counted = page.counted
            if page.is_whole and not self._plan.again:
                self._sweep_page(page.items, frozenset())
                progress(len(page.items), len(page.items))
                return True
            if self._plan.why_sweep is not None:
                return False
            self._sweep_page(page.items, frozenset())
            # No item at all is no answer: a board that is not whole on a page has some.
            self._looked.reached = bool(page.items) and not self._due.is_recent(page.items[-1])
            if self._looked.reached or number >= most:
                return False
        return False

    def _raise_watermark(self, page: tuple[Item, ...]) -> None:
        newest = newest_of(page)
        if newest is not None:
            self._watermark = max(self._watermark, newest)

    def _land(self, items: Sequence[Item]) -> None:
        """Items with all their cells, each once: a later coming takes the place of an earlier."""
        items = list({item.id: item for item in items}.values())
        self._writer.delete({item.id for item in items if self._states[item.id].aside})
        self._writer.items(items)
        marks = marks_of(self._writer.rows(items, {}))
        for item in items:
            self._looked.groups[item.id] = item.group_id or ""
            state = self._states[item.id]
            state.aside, state.version = Aside.FULL, (item.updated_at, marks[item.id])

    def _sweep(self, progress: Progress) -> None:
        """Every item of the board, with its name, its attributes and the columns to read again."""
        plan = sweep_plan(self._read, self._plan.again)
        is_first = not self._states.aside(Aside.FULL)
        met = 0
        for event in self._monday.read(plan):
            match event:
                case Page(items, columns):
                    if is_first:
                        self._raise_watermark(items)
                    is_first = False
                    self._sweep_page(items, columns)
                    met += len(items)
                    progress(met, max(self._read.board.items_count, met))
                case Cells(rows):
                    states = [(row, self._states[row.id]) for row in rows]
                    self._writer.cells([row for row, s in states if s.aside != Aside.FULL])
                    for _, state in states:
                        state.aside = max(state.aside, Aside.CELLS)
                case Restart(reason):
                    log.warning("%s: starting over: %s", self._name, reason)
                    self._writer.clear()
                    self._states.begin_again()
                    met = 0
                case Gone(ids):
                    self._forget(ids)
                case Complete():
                    note_completeness(self._name, event)
                    self._note_missing(dict.fromkeys(event.withheld, self._states.on_board))

    def _forget(self, ids: Sequence[int]) -> None:
        """Items that left during the sweep. Those landed in full are asked about later."""
        states = [(item_id, self._states[item_id]) for item_id in ids]
        partial = {i for i, s in states if Aside.NOTHING < s.aside < Aside.FULL}
        self._writer.delete(partial)
        for item_id, state in states:
            state.on_board = state.due = False
            if item_id in partial:
                state.aside = Aside.NOTHING

    def _sweep_page(self, items: Sequence[Item], columns: Collection[str]) -> None:
        rows = self._writer.rows(items, {})
        marks = marks_of(rows)
        differing = self._known.differs(rows)
        patch = []
        for item in items:
            state = self._states[item.id]
            state.on_board = True
            state.differs = self._known.is_new(item)
            state.date = moment(item.updated_at) if state.differs else None
            self._looked.groups[item.id] = item.group_id or ""
            if state.aside == Aside.FULL:
                if state.version != (item.updated_at, marks[item.id]):
                    state.due = state.recent = True
            elif self._due.holds(item):
                state.due, state.recent = True, self._due.is_recent(item)
            elif self._plan.again or item.id in differing:
                state.aside = Aside.PATCH
                patch.append(item)
        if patch:
            self._writer.page(patch, columns)

    def _fetch_due(self) -> set[int]:
        """Fetch what is due; gives the ids that were asked for one by one.

        By pages in the order of the last change while that takes fewer calls, the rest by id.
        """
        recent = sum(1 for _, state in self._states if state.due and state.recent)
        due = len(self._states.due)
        by_pages = recent > BY_ID and self._read.board.hierarchy != "multi_level"
        by_id = due - (recent if by_pages else 0)
        pages = math.ceil(recent / self._read.size) if by_pages else 0
        if max(1, math.ceil(by_id / IDS_A_REQUEST) + pages) > self._read.pages:
            again = len(self._states.aside(Aside.FULL) | self._states.due)
            total = len(self._states.on_board)
            raise FullInstead(f"{again:,} of {total:,} items have to be read again")
        if by_pages:
            changes = self._monday.changes(self._read)
            with suppress(CursorExpired):  # what is missing then is fetched by id
                for page in changes.newest(self._due.since):
                    self._land_due([item for item in page if self._states[item.id].due])
            self._note_missing(changes.missing)
        rest = self._states.due
        if rest:
            self._departed.take(sorted(rest))
            unknown = self._departed.found.unknown
            if unknown:  # whether they left, only another look at all items can tell
                raise FullInstead(
                    f"monday lists {len(unknown):,} items that it does not give by id"
                )
        return rest

    def _land_due(self, items: Sequence[Item]) -> None:
        self._land(items)
        for item in items:
            self._states[item.id].due = False
