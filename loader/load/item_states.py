"""What an incremental read knows of each item: in the raw table, on the board, landed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from loader.board.json_text import json_or_none
from loader.board.model import Item
from loader.board.spellings import moment
from loader.landing.contract import RawCell
from loader.landing.rows import Rows


class KnownItems:
    """What the raw table holds of each item's name and attributes, enough to see a difference.

    Memory: two numbers, a date and a group for each item of the board.
    """

    def __init__(self, cells: Iterable[RawCell]) -> None:
        self._marks: dict[int, int] = {}
        self._dates: dict[int, str | None] = {}
        self.groups: dict[int, str] = {}
        """By item, the id of the group that it is in; none where groups are not loaded."""
        self.group_titles: dict[str, set[str | None]] = {}
        """By group, the titles under which its items show it."""
        for item_id, column_id, text, value in cells:
            mark = self._marks.get(item_id, 0)
            self._marks[item_id] = mark ^ hash((column_id, text, value))
            if column_id == "__updated_at__":
                self._dates[item_id] = text
            elif column_id == "__group__":
                self.groups[item_id] = group_id = _group_id(value)
                self.group_titles.setdefault(group_id, set()).add(text)

    @property
    def ids(self) -> set[int]:
        """Every item of the raw table."""
        return set(self._marks)

    def is_new(self, item: Item) -> bool:
        """Whether the item is not there, or there with another date."""
        if item.id not in self._marks:
            return True
        return item.id in self._dates and self._dates[item.id] != item.updated_at

    def differs(self, rows: Rows) -> set[int]:
        """Items that are there with another name or attribute than in these rows."""
        marks = marks_of(rows)
        return {i for i, mark in marks.items() if self._marks.get(i) != mark}


def _group_id(value: str | None) -> str:
    """That of a cell `{"group_id": "topics"}`; empty where there is none."""
    read = json_or_none(value)
    ident = read.get("group_id") if isinstance(read, Mapping) else None
    return ident if isinstance(ident, str) else ""


@dataclass(frozen=True, slots=True)
class DueItems:
    """Which items are to be fetched in full: new ones, and those that changed since a moment."""

    known: KnownItems
    since: datetime

    def holds(self, item: Item) -> bool:
        """Whether the raw table has another date of it or none, or it is recent."""
        return self.known.is_new(item) or self.is_recent(item)

    def is_recent(self, item: Item) -> bool:
        """Whether it changed since then, as far as its date can be read."""
        when = moment(item.updated_at)
        return when is None or when >= self.since


def marks_of(rows: Rows) -> dict[int, int]:
    """By item, a number for all of its rows together, in whatever order they come."""
    marks: dict[int, int] = {}
    columns = (rows.item_ids, rows.column_ids, rows.texts, rows.values)
    for item_id, *cell in zip(*columns, strict=True):
        marks[item_id] = marks.get(item_id, 0) ^ hash(tuple(cell))
    return marks


class Aside(IntEnum):
    """What stands of an item in the load's aside table."""

    NOTHING = 0
    CELLS = 1
    """Cells alone, which came before the page with the item's name."""
    PATCH = 2
    """Its name, its attributes and the columns that are read again."""
    FULL = 3


@dataclass(slots=True)
class ItemState:
    """One item during the read."""

    aside: Aside = Aside.NOTHING
    on_board: bool = False
    """The sweep met it."""
    due: bool = False
    """It is to be fetched with all its cells."""
    recent: bool = False
    """A due item that changed since the watermark, so the pages of newest items have it."""
    differs: bool = False
    """The raw table has another date of it, or none."""
    date: datetime | None = None
    """That of an item that differs, as far as it can be read."""
    version: tuple[str | None, int] | None = None
    """Date and mark of the rows that stand aside in full."""


class ItemStates:
    """The states of all items that a read has met."""

    def __init__(self) -> None:
        self._states: dict[int, ItemState] = {}

    def __getitem__(self, item_id: int) -> ItemState:
        return self._states.setdefault(item_id, ItemState())

    def __iter__(self) -> Iterator[tuple[int, ItemState]]:
        return iter(self._states.items())

    @property
    def on_board(self) -> set[int]:
        """Ids of items that the sweep met."""
        return {i for i, state in self if state.on_board}

    @property
    def due(self) -> set[int]:
        """Ids of items to fetch."""
        return {i for i, state in self if state.due}

    def aside(self, least: Aside) -> set[int]:
        """Ids of items of which at least so much stands in the aside table."""
        return {i for i, state in self if state.aside >= least}

    def begin_again(self) -> None:
        """The aside table is empty and the sweep starts anew: what stood in it is due again."""
        for _, state in self:
            state.due = state.recent = state.aside == Aside.FULL
            state.aside, state.version, state.on_board = Aside.NOTHING, None, False

    def check(self, present: set[int]) -> None:
        """The invariants at the end of a read, with what is on the board then.

        An item that stays has its name aside or nothing at all, and is not left to be fetched.
        """
        for item_id in present:
            state = self[item_id]
            if state.aside == Aside.CELLS:
                raise AssertionError(f"item {item_id} has cells and no name")
            if state.due and state.aside != Aside.FULL:
                raise AssertionError(f"item {item_id} was to be fetched and was not")
