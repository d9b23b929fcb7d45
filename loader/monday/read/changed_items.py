"""What changed on a board: its items newest first, and single items by id, with all their cells.

monday filters changes by whole days only, so items are paged in the order of their last
change until they are older than a moment. What was deleted, archived or moved away shows only
in a sweep over all items, which is a read without columns; so does what was restored or moved
in, whose date may be old. Such items are then fetched by id.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from loader.board.model import Board, Cell, Item, moment
from loader.errors import QueryRejected
from loader.monday.graphql.payloads import Found
from loader.monday.read.board_requests import Source
from loader.monday.read.plan import FORMULAS_A_REQUEST, Part, ReadPlan, parts_of
from loader.monday.read.received_columns import Presence

Place = Literal["here", "archived", "deleted", "moved"]
"""On the board and active; archived or deleted there; on another board."""


@dataclass(frozen=True, slots=True)
class Located:
    """An item asked for by id, with all its cells, and where it is now."""

    item: Item
    place: Place


class Changes:
    """Items of one board that a plan's rows are wanted of. `facts` discovers the board anew."""

    def __init__(self, plan: ReadPlan, source: Source, facts: Callable[[], Board]) -> None:
        self._plan = plan
        self._source = source
        self._presence = Presence(facts, source.about)
        self._parts = parts_of(plan, formulas_inside=len(plan.formulas) <= FORMULAS_A_REQUEST)
        self._wanted = {c.id for part in self._parts for c in part.reader.columns}
        self._kept_back: set[str] = set()
        self.short: dict[str, set[int]] = {}
        """By column, the items that came without a cell of it, also when asked for by id."""
        self._cancel = threading.Event()

    def newest(self, since: datetime) -> Iterator[tuple[Item, ...]]:
        """Pages of items in the order of their last change, until they are older than `since`.

        Nothing on a board with levels, whose items monday does not sort, and where the server
        refuses to. An item may come twice when people edit meanwhile.
        """
        if self._plan.board.hierarchy == "multi_level":
            return
        first = self._parts[0]
        try:
            for page in self._source.changed(first, self._cancel):
                yield self._whole(first, page.items)
                moments = [moment(item.updated_at) for item in page.items]
                if moments and moments[-1] is not None and moments[-1] < since:
                    return
        except QueryRejected:
            return

    def located(self, ids: Sequence[int]) -> Iterator[tuple[Located, ...]]:
        """These items wherever they are, 100 a call. Ids that monday does not know are left out."""
        first = self._parts[0]
        for found in self._source.by_id(first, ids, self._cancel):
            places = {f.item.id: self._place(f) for f in found}
            there = self._whole(first, [f.item for f in found if places[f.item.id] != "moved"])
            moved = [f.item for f in found if places[f.item.id] == "moved"]
            yield tuple(Located(item, places[item.id]) for item in (*there, *moved))

    def _whole(self, first: Part, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items with the cells of all other parts, in the order of the plan's columns.

        An item that is deleted for good, or moved, before its last part came is left out.
        """
        items = self._refilled(first, items)
        self._presence.check(first.reader, items)
        cells = {item.id: list(item.cells) for item in items}
        for part in self._parts[1:]:
            came: dict[int, list[Cell]] = {}
            for found in self._source.by_id(part, list(cells), self._cancel):
                items_here = [f.item for f in found if self._place(f) != "moved"]
                self._presence.check(part.reader, items_here)
                came |= {item.id: cells[item.id] + list(item.cells) for item in items_here}
            cells = came
        whole = tuple(
            replace(item, cells=self._ordered(cells[item.id])) for item in items if item.id in cells
        )
        for item in whole:
            if len(item.cells) < len(self._wanted):
                for column_id in self._wanted - {c.column_id for c in item.cells}:
                    self.short.setdefault(column_id, set()).add(item.id)
        return whole

    def _refilled(self, part: Part, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items; those that came without a cell are asked for once more, by their ids.

        Columns that do not come then either are kept back by monday, and not asked for again.
        """
        wanted = {column.id for column in part.reader.columns} - self._kept_back
        lacking = {i.id: gap for i in items if (gap := wanted - {c.column_id for c in i.cells})}
        again: dict[int, Item] = {}
        for found in self._source.by_id(part, list(lacking), self._cancel):
            again |= {f.item.id: f.item for f in found if self._place(f) == "here"}
        for item_id, item in again.items():
            self._kept_back |= lacking[item_id] - {c.column_id for c in item.cells}
        return tuple(again.get(item.id, item) for item in items)

    def _ordered(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        order = {column.id: place for place, column in enumerate(self._plan.columns)}
        return tuple(sorted(cells, key=lambda cell: order[cell.column_id]))

    def _place(self, found: Found) -> Place:
        if found.board_id not in (None, self._plan.board.id):
            return "moved"
        return found.state if found.state in ("archived", "deleted") else "here"  # type: ignore[return-value]
