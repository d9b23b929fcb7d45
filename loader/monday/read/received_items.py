"""Record which items of a board have come, and whether the pages show that all did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loader.board.model import Item
from loader.board.spellings import moment
from loader.monday.graphql.pages import PageAnswer

SAME_MOMENT = timedelta(seconds=10)
"""A board that changed this shortly before its first page may change again unnoticed.

monday's dates are whole seconds; the rest is for clocks that differ.
"""


@dataclass(slots=True)
class _ReceivedItem:
    """What came of one item: a bit for each column set, and whether it is a subitem."""

    sets: int = 0
    has_parent: bool = False


class ReceivedItems:
    """Which items came in which column sets of a read. Set 0 has names and attributes.

    Memory: a bit mask and a boolean for each item of the board. For use in one thread. `levels`
    says that the board's count may leave out subitems that its pages give.
    """

    def __init__(self, *, levels: bool = False) -> None:
        self._levels = levels
        self._items: dict[int, _ReceivedItem] = {}
        self.duplicates = 0
        self.counted: int | None = None
        self.shrank_or_grew = False
        self.pages = 0
        self.begun: str | None = None
        """The board's last change before anything was read; None if a page did not give it."""
        self.groups: frozenset[str] = frozenset()
        """Groups that pages gave, for multi-level boards only."""
        self._moved = False
        self._just_changed = False
        self._updated_at: str | None = None

    def __len__(self) -> int:
        return sum(1 for came in self._items.values() if came.sets & 1)

    @property
    def top(self) -> int:
        """Number of items without a parent; of all items if parents were not requested."""
        return sum(1 for came in self._items.values() if came.sets & 1 and not came.has_parent)

    def fresh(self, number: int, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the `items` that had not come with this set before, and record them."""
        bit = 1 << number
        new = []
        for item in items:
            came = self._items.setdefault(item.id, _ReceivedItem())
            if came.sets & bit:
                self.duplicates += 1
                continue
            came.sets |= bit
            came.has_parent |= item.parent_id is not None
            new.append(item)
        return tuple(new)

    def observe(self, page: PageAnswer) -> None:
        """Record what a page of set 0 says about the whole board."""
        self.pages += 1
        self.groups |= page.groups
        if page.counted is not None:
            if self.counted is not None and page.counted != self.counted:
                self.shrank_or_grew = True
            self.counted = page.counted
        if self.pages == 1:
            self.begun = page.updated_at
            changed = moment(page.updated_at)
            self._just_changed = changed is None or datetime.now(UTC) - changed < SAME_MOMENT
        elif page.updated_at is None or page.updated_at != self._updated_at:
            self._moved = True
            known = self.begun is not None and page.updated_at is not None
            self.begun = min(self.begun or "", page.updated_at or "") if known else None
        self._updated_at = page.updated_at

    @property
    def quiet(self) -> bool:
        """Whether all pages show the board at one moment, according to monday."""
        return self.pages < 2 or not (self._moved or self._just_changed)

    def doubtful(self) -> bool:
        """Whether the pages alone fail to show that every item came.

        A single page shows the board at one moment. Across several, items can slip past the cursor;
        the count reveals that unless the board changed during the read. Without a count, nothing
        does.
        """
        if self.counted is None:
            return True
        if len(self) != self.counted:
            surplus = self._levels and len(self) > self.counted
            return not (surplus and self.quiet)
        return self.pages > 1 and (self.duplicates > 0 or self.shrank_or_grew)

    def ids(self, *, number: int) -> set[int]:
        """Return the items that came with this set."""
        bit = 1 << number
        return {i for i, came in self._items.items() if came.sets & bit}

    def without(self, number: int) -> list[int]:
        """Return the items that came with some set but not with this one, sorted."""
        bit = 1 << number
        return sorted(i for i, came in self._items.items() if not came.sets & bit)

    def holds(self, item_id: int) -> bool:
        """Whether this item came with set 0."""
        return item_id in self._items and bool(self._items[item_id].sets & 1)

    def forget(self, ids: Iterable[int]) -> None:
        """Remove items that are gone from the board."""
        for item_id in ids:
            self._items.pop(item_id, None)
