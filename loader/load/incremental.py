"""Read what changed on a board since its last complete load into the incoming table.

First read the items that changed last, with their names and attributes: they give monday's time,
and a small board is complete with them. On a larger one, monday's counts and activity log show what
else was added, removed or moved (`unswept.py`); if they leave a doubt, a sweep reads every item.
Due items are fetched in full; of items with an unchanged date, only those with differing attributes
are landed.

monday's servers may lag, so a date alone does not prove that an item is unchanged. Everything from
OVERLAP before the watermark on is read again, and an item that the sweep finds different from its
fetched version is fetched once more.
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
from loader.load.item_states import DueItems, ItemStates, KnownItems, Written, marks_of
from loader.load.plan import LoadPlan, sweep_plan
from loader.load.request import Progress
from loader.load.row_writer import RowWriter
from loader.load.unswept import Looked, Unswept
from loader.monday.api import Cells, Complete, Gone, Monday, Page, Restart
from loader.monday.limits import IDS_A_REQUEST

log = logging.getLogger(__name__)

BY_ID = 300
"""Fetch up to this many items by id, 100 a call; fetch more in pages of 500."""
LEAST_PAGES = 3
"""Pages of the latest changes to read, or a quarter of a sweep's if more, before sweeping."""
ASKED_ABOUT = 300
"""Ask monday about at most this many departed items, for the load record."""


class FullInstead(Exception):
    """An incremental load is not enough and must become a full one; the message says why."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Result of an incremental load. `landed` counts items in the incoming table."""

    landed: int
    gone: frozenset[int]
    items: int
    """Items on the board now."""
    fetched: int
    """Items fetched in full, including those that were only checked."""
    departed: Departed
    watermark: datetime
    missing: Mapping[str, Set[int]]
    """By column: items in the incoming table for which monday gave no cell."""
    complete_by: str
    """One of records.PROOFS."""
    doubt: str | None
    """Why all items were swept, whether planned or not."""
    counts_refused: bool
    """Whether monday refused its counts to the account during this read."""


class IncrementalRead:
    """One incremental read. Use it once."""

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
        """Read and land the changes. Raise FullInstead if the whole board must be read."""
        whole = False
        with suppress(CursorExpired):  # the sweep meets what was not met here
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
        unseen = (self._known.ids | states.written(Written.FULL)) - on_board - found.stayed
        self._departed.ask(self._name, sorted(unseen - found.left), at_most=ASKED_ABOUT)
        return self._changed(on_board | found.stayed, "sweep", doubt)

    def _changed(self, present: set[int], complete_by: str, doubt: str | None = None) -> Changed:
        """Return the result, given the items on the board now."""
        found, states = self._departed.found, self._states
        self._writer.delete(states.written(Written.CELLS) - present)
        self._note_missing(self._departed.missing)
        states.check(present)
        return Changed(
            landed=len(states.written(Written.PATCH) & present),
            gone=frozenset(self._known.ids - present),
            items=len(present),
            fetched=len(states.written(Written.FULL) & present),
            departed=found,
            watermark=self._watermark,
            missing={column_id: ids & present for column_id, ids in self._missing.items()},
            complete_by=complete_by,
            doubt=doubt,
            counts_refused=self._counts_refused,
        )

    def _begin_again(self) -> None:
        """Forget everything received so far: a sweep starts with an empty incoming table."""
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
        """Read the items that changed last, without cells; this gives monday's time first.

        Return whether they are the whole board, so that no sweep has to follow.
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
            # An empty page proves nothing: a board that does not fit on one page has items.
            self._looked.reached = bool(page.items) and not self._due.is_recent(page.items[-1])
            if self._looked.reached or number >= most:
                return False
        return False

    def _raise_watermark(self, page: tuple[Item, ...]) -> None:
        newest = newest_of(page)
        if newest is not None:
            self._watermark = max(self._watermark, newest)

    def _land(self, items: Sequence[Item]) -> None:
        """Land items with all their cells, each once: a later version replaces an earlier one."""
        items = list({item.id: item for item in items}.values())
        self._writer.delete({item.id for item in items if self._states[item.id].written})
        self._writer.items(items)
        marks = marks_of(self._writer.rows(items, {}))
        for item in items:
            self._looked.groups[item.id] = item.group_id or ""
            state = self._states[item.id]
            state.written, state.version = Written.FULL, (item.updated_at, marks[item.id])

    def _sweep(self, progress: Progress) -> None:
        """Read every item of the board, with its name, its attributes and the columns to reread."""
        plan = sweep_plan(self._read, self._plan.again)
        is_first = not self._states.written(Written.FULL)
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
                    self._writer.cells([row for row, s in states if s.written != Written.FULL])
                    for _, state in states:
                        state.written = max(state.written, Written.CELLS)
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
        """Drop items that left during the sweep. Those landed in full are asked about later."""
        states = [(item_id, self._states[item_id]) for item_id in ids]
        partial = {i for i, s in states if Written.NOTHING < s.written < Written.FULL}
        self._writer.delete(partial)
        for item_id, state in states:
            state.on_board = state.due = False
            if item_id in partial:
                state.written = Written.NOTHING

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
            if state.written == Written.FULL:
                if state.version != (item.updated_at, marks[item.id]):
                    state.due = state.recent = True
            elif self._due.holds(item):
                state.due, state.recent = True, self._due.is_recent(item)
            elif self._plan.again or item.id in differing:
                state.written = Written.PATCH
                patch.append(item)
        if patch:
            self._writer.page(patch, columns)

    def _fetch_due(self) -> set[int]:
        """Fetch the due items; return the ids that were requested individually.

        Recent items come in pages, latest change first, if that takes fewer calls; the rest by id.
        """
        recent = sum(1 for _, state in self._states if state.due and state.recent)
        due = len(self._states.due)
        by_pages = recent > BY_ID and self._read.board.hierarchy != "multi_level"
        by_id = due - (recent if by_pages else 0)
        pages = math.ceil(recent / self._read.size) if by_pages else 0
        if max(1, math.ceil(by_id / IDS_A_REQUEST) + pages) > self._read.pages:
            again = len(self._states.written(Written.FULL) | self._states.due)
            total = len(self._states.on_board)
            raise FullInstead(f"{again:,} of {total:,} items have to be read again")
        if by_pages:
            changes = self._monday.changes(self._read)
            with suppress(CursorExpired):  # whatever is missing then is fetched by id
                for page in changes.newest(self._due.since):
                    self._land_due([item for item in page if self._states[item.id].due])
            self._note_missing(changes.missing)
        rest = self._states.due
        if rest:
            self._departed.take(sorted(rest))
            unknown = self._departed.found.unknown
            if unknown:  # only another sweep can tell whether they left
                raise FullInstead(
                    f"monday lists {len(unknown):,} items that it does not give by id"
                )
        return rest

    def _land_due(self, items: Sequence[Item]) -> None:
        self._land(items)
        for item in items:
            self._states[item.id].due = False
