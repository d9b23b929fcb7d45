"""What changed on a board since its last complete load, into the aside table.

First the newest items, in the order of their last change: they give monday's time and, on most
boards, everything that changed. Then a sweep over all items with their names and attributes,
which shows what came, left, moved or changed by other ways. What is due is fetched whole; of
items whose date stands still, differing attributes alone are landed.
"""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loader.board.model import Column, Item, moment
from loader.errors import CursorExpired
from loader.landing.contract import RawCell
from loader.landing.rows import ANCHOR, Rows
from loader.load.columns import sweep_plan
from loader.load.departed_items import Departures, Leaving
from loader.load.full import newest_of, note_completeness
from loader.load.request import Progress
from loader.load.row_writer import Intake
from loader.monday.api import Cells, Complete, Gone, Monday, Page, ReadPlan, Restart
from loader.monday.limits import IDS_A_REQUEST

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=5)
"""Changes of so long before the watermark are read again: monday's servers may lag behind."""
INSTANT = timedelta(microseconds=1)
FIRST_LOOK = 100
"""Items of the first page. A board at rest has changed less since the last load."""
BY_ID = 300
"""Up to so many items are fetched by their ids, 100 a call; more by pages of 500."""
ASKED_ABOUT = 300
"""So many departed items monday is asked about, for the record."""


class WholeInstead(Exception):
    """Changes alone will not do after all: the message says why."""


class Known:
    """What the raw table holds of each item's name and attributes, enough to see a difference.

    Memory: two numbers and a date for each item of the board.
    """

    def __init__(self, cells: Iterable[RawCell]) -> None:
        self._marks: dict[int, int] = {}
        self._dates: dict[int, str | None] = {}
        for item_id, column_id, text, value in cells:
            mark = self._marks.get(item_id, 0)
            self._marks[item_id] = mark ^ hash((column_id, text, value))
            if column_id == "__updated_at__":
                self._dates[item_id] = text

    @property
    def ids(self) -> set[int]:
        """Every item of the raw table."""
        return set(self._marks)

    def is_new(self, item: Item) -> bool:
        """Whether the item is not there, or there with another date."""
        if item.id not in self._marks:
            return True
        return item.id in self._dates and self._dates[item.id] != item.updated_at

    def is_same(self, item_id: int, mark: int) -> bool:
        """Whether the item is there with these rows, its date among them."""
        return item_id in self._dates and self._marks[item_id] == mark

    def differs(self, rows: Rows) -> set[int]:
        """Items that are there with another name or attribute than in these rows."""
        marks = marks_of(rows)
        return {i for i, mark in marks.items() if self._marks.get(i) != mark}


def marks_of(rows: Rows) -> dict[int, int]:
    """By item, a number for all of its rows together, in whatever order they come."""
    marks: dict[int, int] = {}
    columns = (rows.item_ids, rows.column_ids, rows.texts, rows.values)
    for item_id, *cell in zip(*columns, strict=True):
        marks[item_id] = marks.get(item_id, 0) ^ hash(tuple(cell))
    return marks


@dataclass(frozen=True, slots=True)
class Changed:
    """What a load of changes found. `landed` items stand in the aside table."""

    landed: int
    gone: frozenset[int]
    items: int
    """On the board now."""
    changed: int
    """Items that are new, or of which something changed."""
    whole: int
    """Items fetched whole, those among them that had to be looked at to be sure."""
    departures: Departures
    watermark: datetime
    short: Mapping[str, Set[int]]
    """By column, items that stand in the aside table without a cell, as monday gave none."""


class ChangedRead:
    """One reading of changes. `again` are the columns to be read anew of every item.

    With `settled` a load that came long enough after the watermark has read the overlap again:
    no item can change any more with a date before it.
    """

    def __init__(
        self,
        name: str,
        monday: Monday,
        plan: ReadPlan,
        intake: Intake,
        known: Known,
        watermark: datetime,
        *,
        settled: bool,
        again: Sequence[Column] = (),
        archived: bool = False,
    ) -> None:
        self._name = name
        self._monday = monday
        self._plan = plan
        self._intake = intake
        self._known = known
        self._watermark = watermark
        self._since = watermark + INSTANT if settled else watermark - OVERLAP
        self._again = tuple(again)
        self._leaving = Leaving(monday, plan, self._land, archived=archived)
        self._whole: dict[int, tuple[str | None, int]] = {}
        self._patched: set[int] = set()
        self._touched: set[int] = set()
        """Items of which any row stands in the aside table."""
        self._changed: set[int] = set()
        """Items that are not as the raw table has them, as far as their dates tell."""
        self._seen: set[int] = set()
        self._short: defaultdict[str, set[int]] = defaultdict(set)
        self._due: dict[int, bool] = {}
        """Items to be fetched whole; true for those that changed since the watermark."""

    def read(self, progress: Progress) -> Changed:
        """Read and land. Raises WholeInstead when the board is to be read whole."""
        self._first_look()
        self._sweep(progress)
        self._fetch_due()
        stayed = self._leaving.found.stayed
        absent = (self._known.ids | self._whole.keys()) - self._seen - stayed
        absent -= self._leaving.found.left
        self._leaving.ask(self._name, sorted(absent), at_most=ASKED_ABOUT)
        present = self._seen | stayed
        departed = self._touched - present
        self._intake.delete(departed)
        self._note_short(self._leaving.short)
        return Changed(
            landed=len((self._whole.keys() | self._patched) - departed),
            gone=frozenset(self._known.ids - present),
            items=len(present),
            changed=len(self._changed & present),
            whole=len(self._whole.keys() - departed),
            departures=self._leaving.found,
            watermark=self._watermark,
            short={column_id: ids & present for column_id, ids in self._short.items()},
        )

    def _note_short(self, short: Mapping[str, set[int]]) -> None:
        for column_id, ids in short.items():
            self._short[column_id] |= ids

    def _first_look(self) -> None:
        """Land the newest items. Their dates are monday's time before all else is read."""
        plan = replace(self._plan, batch_size=min(FIRST_LOOK, self._plan.size))
        changes = self._monday.changes(plan)
        for page in changes.newest(self._since):
            self._raise_watermark(page)
            self._land([item for item in page if self._is_due(item)])
            break
        self._note_short(changes.missing)

    def _raise_watermark(self, page: tuple[Item, ...]) -> None:
        newest = newest_of(page)
        if newest is not None:
            self._watermark = max(self._watermark, newest)

    def _is_due(self, item: Item) -> bool:
        return self._known.is_new(item) or self._is_recent(item)

    def _is_recent(self, item: Item) -> bool:
        when = moment(item.updated_at)
        return when is None or when >= self._since

    def _land(self, items: Sequence[Item]) -> None:
        """Items with all their cells, each once: a later coming takes the place of an earlier."""
        items = list({item.id: item for item in items}.values())
        ids = {item.id for item in items}
        self._intake.delete(ids & self._touched)
        self._intake.whole(items)
        self._touched |= ids
        marks = marks_of(self._intake.rows(items, {}))
        self._whole |= {item.id: (item.updated_at, marks[item.id]) for item in items}
        self._changed.update(i for i in ids if not self._known.is_same(i, marks[i]))

    def _sweep(self, progress: Progress) -> None:
        """Every item of the board, with its name, its attributes and the columns to read again."""
        plan = sweep_plan(self._plan, self._again)
        first = not self._whole
        for event in self._monday.read(plan):
            match event:
                case Page(items):
                    if first:
                        self._raise_watermark(items)
                    first = False
                    self._sweep_page(items)
                    progress(len(self._seen), max(self._plan.board.items_count, len(self._seen)))
                case Cells(rows):
                    lacking = [row for row in rows if row.id not in self._whole]
                    self._intake.cells(lacking)
                    self._touched.update(row.id for row in lacking)
                case Restart(reason):
                    log.warning("%s: starting over: %s", self._name, reason)
                    self._start_over()
                case Gone(ids):
                    self._forget(ids)
                case Complete():
                    note_completeness(self._name, event)
                    self._note_short(dict.fromkeys(event.withheld, self._seen))

    def _forget(self, ids: Sequence[int]) -> None:
        """Items that left during the sweep. Those landed whole are asked about later."""
        self._intake.delete(self._touched.intersection(ids) - self._whole.keys())
        self._touched -= set(ids) - self._whole.keys()
        self._seen.difference_update(ids)
        self._patched.difference_update(ids)
        for item_id in ids:
            self._due.pop(item_id, None)

    def _sweep_page(self, items: Sequence[Item]) -> None:
        self._seen.update(item.id for item in items)
        rows = self._intake.rows(items, {})
        marks = marks_of(rows)
        differing = self._known.differs(rows)
        patch = []
        for item in items:
            if item.id in self._whole:
                if self._whole[item.id] != (item.updated_at, marks[item.id]):
                    self._due[item.id] = True
            elif self._is_due(item):
                self._due[item.id] = self._is_recent(item)
            elif self._again or item.id in differing:
                patch.append(item)
        if patch:
            self._patched.update(item.id for item in patch)
            self._touched.update(item.id for item in patch)
            self._changed.update(differing.intersection(item.id for item in patch))
            self._intake.some(patch, {column.id for column in self._again})

    def _start_over(self) -> None:
        """The sweep begins again; what was landed whole is landed again with what is due."""
        self._intake.clear()
        self._due = dict.fromkeys(self._whole, True)
        self._whole.clear()
        self._patched.clear()
        self._touched.clear()
        self._seen.clear()

    def _fetch_due(self) -> None:
        """By pages in the order of the last change while that is shorter, the rest by id."""
        recent = {item_id for item_id, is_recent in self._due.items() if is_recent}
        by_pages = len(recent) > BY_ID and self._plan.board.hierarchy != "multi_level"
        by_id = len(self._due) - (len(recent) if by_pages else 0)
        pages = math.ceil(len(recent) / self._plan.size) if by_pages else 0
        if max(1, math.ceil(by_id / IDS_A_REQUEST) + pages) > self._plan.pages:
            again = len(self._whole.keys() | self._due.keys())
            raise WholeInstead(f"{again:,} of {len(self._seen):,} items have to be read again")
        if by_pages:
            changes = self._monday.changes(self._plan)
            with suppress(CursorExpired):  # what is lacking then is fetched by id
                for page in changes.newest(self._since):
                    items = [item for item in page if item.id in self._due]
                    self._land(items)
                    for item in items:
                        self._due.pop(item.id, None)
            self._note_short(changes.missing)
        if self._due:
            self._leaving.take(sorted(self._due))
            unknown = self._leaving.found.unknown
            if unknown:  # whether they left, only another look at all items can tell
                raise WholeInstead(
                    f"monday lists {len(unknown):,} items that it does not give by id"
                )
            self._seen -= self._due.keys() - self._leaving.found.stayed


def watched(attributes: Iterable[str]) -> tuple[str, ...]:
    """The rows of an item that a sweep compares."""
    return (ANCHOR, *sorted(attributes))
