"""Read what changed on a board: items by latest change, and single items by id, with all cells.

monday filters changes by whole days only, so items are paged by their last change until they are
older than a given time. What was deleted, archived or moved away shows only in a sweep over all
items, that is, a read without columns. So does what was restored or moved in, whose date may be
old. Such items are then fetched by id.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from loader.board.model import Board, Cell, Item
from loader.board.spellings import moment
from loader.errors import QueryRejected
from loader.monday.graphql.payloads import ItemById
from loader.monday.limits import FORMULAS_A_REQUEST
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.plan import ColumnSet, ReadPlan, column_sets_of
from loader.monday.read.received_columns import ReceivedColumns

Place = Literal["here", "archived", "deleted", "moved"]
"""Active on the board; archived or deleted there; on another board."""


@dataclass(frozen=True, slots=True)
class Located:
    """An item requested by id, with all its cells, and its current place."""

    item: Item
    place: Place


@dataclass(frozen=True, slots=True)
class Latest:
    """A page of items, latest change first.

    `is_whole` says that it holds every item of the board, by monday's count; `counted` is that
    count, or None if not given.
    """

    items: tuple[Item, ...]
    is_whole: bool
    counted: int | None


class Changes:
    """Reads items of one board for a plan. `facts` discovers the board again."""

    def __init__(self, plan: ReadPlan, requests: BoardRequests, facts: Callable[[], Board]) -> None:
        self._plan = plan
        self._requests = requests
        self._columns = ReceivedColumns(facts, requests.about)
        self._sets = column_sets_of(plan, formulas_inside=len(plan.formulas) <= FORMULAS_A_REQUEST)
        self._wanted = {c.id for column_set in self._sets for c in column_set.reader.columns}
        self._withheld: set[str] = set()
        self.missing: dict[str, set[int]] = {}
        """By column, the items that came without a cell of it, even when requested by id."""
        self._cancel = threading.Event()

    def newest(self, since: datetime) -> Iterator[tuple[Item, ...]]:
        """Yield the items of `latest`, page by page, until they are older than `since`."""
        for page in self.latest():
            yield page.items
            moments = [moment(item.updated_at) for item in page.items]
            if moments and moments[-1] is not None and moments[-1] < since:
                return

    def latest(self) -> Iterator[Latest]:
        """Yield pages of items, latest change first, to the end of the board.

        Yield nothing for a multi-level board, whose items monday does not sort, or if the server
        refuses to. An item may come twice if people edit during the read.
        """
        if self._plan.board.hierarchy == "multi_level":
            return
        first = self._sets[0]
        with suppress(QueryRejected):
            for number, page in enumerate(self._requests.changed(first, self._cancel)):
                is_whole = number == 0 and page.is_whole
                yield Latest(self._full(first, page.items), is_whole, page.counted)

    def located(self, ids: Sequence[int]) -> Iterator[tuple[Located, ...]]:
        """Yield these items, wherever they are, 100 a call, without ids unknown to monday."""
        first = self._sets[0]
        for found in self._requests.by_id(first, ids, self._cancel):
            places = {f.item.id: self._place(f) for f in found}
            there = self._full(first, [f.item for f in found if places[f.item.id] != "moved"])
            moved = [f.item for f in found if places[f.item.id] == "moved"]
            yield tuple(Located(item, places[item.id]) for item in (*there, *moved))

    def _full(self, first: ColumnSet, items: Sequence[Item]) -> tuple[Item, ...]:
        """Return the items with the cells of all column sets, in the order of the plan's columns.

        An item that was permanently deleted or moved before its last set came is left out.
        """
        items = self._refilled(first, items)
        self._columns.check(first.reader, items)
        cells = {item.id: list(item.cells) for item in items}
        for column_set in self._sets[1:]:
            came: dict[int, list[Cell]] = {}
            for found in self._requests.by_id(column_set, list(cells), self._cancel):
                items_here = [f.item for f in found if self._place(f) != "moved"]
                self._columns.check(column_set.reader, items_here)
                came |= {item.id: cells[item.id] + list(item.cells) for item in items_here}
            cells = came
        full = tuple(
            replace(item, cells=self._ordered(cells[item.id])) for item in items if item.id in cells
        )
        for item in full:
            if len(item.cells) < len(self._wanted):
                for column_id in self._wanted - {c.column_id for c in item.cells}:
                    self.missing.setdefault(column_id, set()).add(item.id)
        return full

    def _refilled(self, column_set: ColumnSet, items: Sequence[Item]) -> tuple[Item, ...]:
        """Return the items after requesting those that lack a cell once more, by id.

        monday withholds columns that are missing again; they are not requested again.
        """
        wanted = {column.id for column in column_set.reader.columns} - self._withheld
        missing = {i.id: gap for i in items if (gap := wanted - {c.column_id for c in i.cells})}
        again: dict[int, Item] = {}
        for found in self._requests.by_id(column_set, list(missing), self._cancel):
            again |= {f.item.id: f.item for f in found if self._place(f) == "here"}
        for item_id, item in again.items():
            self._withheld |= missing[item_id] - {c.column_id for c in item.cells}
        return tuple(again.get(item.id, item) for item in items)

    def _ordered(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        order = {column.id: place for place, column in enumerate(self._plan.columns)}
        return tuple(sorted(cells, key=lambda cell: order[cell.column_id]))

    def _place(self, found: ItemById) -> Place:
        if found.board_id != self._plan.board.id:
            return "moved"
        return found.state if found.state in ("archived", "deleted") else "here"  # type: ignore[return-value]
