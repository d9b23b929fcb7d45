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
    """The names and attributes of the raw table's items, in enough detail to see a difference.

    Memory: two numbers, a date and a group for each item of the board.
    """

    def __init__(self, cells: Iterable[RawCell]) -> None:
        self._marks: dict[int, int] = {}
        self._dates: dict[int, str | None] = {}
        self.groups: dict[int, str] = {}
        """Group id by item; empty if groups are not loaded."""
        self.group_titles: dict[str, set[str | None]] = {}
        """By group, the titles that its items show for it."""
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
        """Ids of all items in the raw table."""
        return set(self._marks)

    def is_new(self, item: Item) -> bool:
        """Whether the raw table lacks the item or has it with another date."""
        if item.id not in self._marks:
            return True
        return item.id in self._dates and self._dates[item.id] != item.updated_at

    def differs(self, rows: Rows) -> set[int]:
        """Return items that are new or whose name or attributes differ from the raw table."""
        marks = marks_of(rows)
        return {i for i, mark in marks.items() if self._marks.get(i) != mark}


def _group_id(value: str | None) -> str:
    """Return the id in a cell `{"group_id": "topics"}`; empty if it has none."""
    read = json_or_none(value)
    ident = read.get("group_id") if isinstance(read, Mapping) else None
    return ident if isinstance(ident, str) else ""


@dataclass(frozen=True, slots=True)
class DueItems:
    """Which items to fetch in full: new ones, and those changed since a given time."""

    known: KnownItems
    since: datetime

    def holds(self, item: Item) -> bool:
        """Whether the item is new, has another date than in the raw table, or is recent."""
        return self.known.is_new(item) or self.is_recent(item)

    def is_recent(self, item: Item) -> bool:
        """Whether the item changed since `since`, or its date is unreadable."""
        when = moment(item.updated_at)
        return when is None or when >= self.since


def marks_of(rows: Rows) -> dict[int, int]:
    """Return by item one number for all of its rows, whatever their order."""
    marks: dict[int, int] = {}
    columns = (rows.item_ids, rows.column_ids, rows.texts, rows.values)
    for item_id, *cell in zip(*columns, strict=True):
        marks[item_id] = marks.get(item_id, 0) ^ hash(tuple(cell))
    return marks


class Written(IntEnum):
    """What the load's incoming table holds of an item."""

    NOTHING = 0
    CELLS = 1
    """Cells alone, which came before the page with the item's name."""
    PATCH = 2
    """Name, attributes and the columns to reread."""
    FULL = 3


@dataclass(slots=True)
class ItemState:
    """The state of one item during the read."""

    written: Written = Written.NOTHING
    on_board: bool = False
    """The sweep met it."""
    due: bool = False
    """It must be fetched with all its cells."""
    recent: bool = False
    """A due item that changed since the watermark, so it is in the pages of latest changes."""
    differs: bool = False
    """The raw table lacks the item or has another date for it."""
    date: datetime | None = None
    """The date of an item that differs, if readable."""
    version: tuple[str | None, int] | None = None
    """Date and mark of the item's rows that are staged in full."""


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

    def written(self, least: Written) -> set[int]:
        """Return ids of items of which the incoming table holds at least this much."""
        return {i for i, state in self if state.written >= least}

    def begin_again(self) -> None:
        """Start again with an empty incoming table: what was staged in full is due again."""
        for _, state in self:
            state.due = state.recent = state.written == Written.FULL
            state.written, state.version, state.on_board = Written.NOTHING, None, False

    def check(self, present: set[int]) -> None:
        """Check the invariants at the end of a read, given the items then on the board.

        Each of these has its name in the incoming table or nothing at all, and is not still due.
        """
        for item_id in present:
            state = self[item_id]
            if state.written == Written.CELLS:
                raise AssertionError(f"item {item_id} has cells and no name")
            if state.due and state.written != Written.FULL:
                raise AssertionError(f"item {item_id} was to be fetched and was not")
