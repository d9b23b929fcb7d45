"""Find out what became of landed items that are no longer among the active ones.

monday tells this by id alone, so only items that were seen before can be asked about.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from loader.board.model import Item
from loader.errors import ApiError, AuthenticationError
from loader.monday.api import Monday, Place, ReadPlan

log = logging.getLogger(__name__)

WORDS = {
    "archived": "archived",
    "deleted": "deleted",
    "moved": "moved to another board",
    "unknown": "no longer known to monday",
    "unasked": "not asked about",
}
"""What became of an item, in the order of reporting."""


@dataclass(slots=True)
class Departed:
    """How many items left, by what became of them, and which did not leave after all."""

    counts: Counter[str] = field(default_factory=Counter)
    stayed: set[int] = field(default_factory=set)
    """Ids that were landed: still on the board, or archived and wanted."""
    left_out: set[int] = field(default_factory=set)
    """Ids of active items on the board that the read had left out."""
    left: set[int] = field(default_factory=set)
    """Ids that were to be landed but had left; `counts` includes them."""
    unknown: set[int] = field(default_factory=set)
    """The ids in `left` that monday did not return at all."""
    archived: int = 0
    """How many of `stayed` are archived."""

    @property
    def text(self) -> str:
        """`3 archived, 1 deleted`; empty if nothing left."""
        return ", ".join(f"{self.counts[k]:,} {w}" for k, w in WORDS.items() if self.counts[k])


class DepartedItems:
    """Asks monday where items are. `land` receives the items to keep, with all cells."""

    def __init__(
        self,
        monday: Monday,
        plan: ReadPlan,
        land: Callable[[Sequence[Item]], None],
        *,
        keeps_archived: bool,
    ) -> None:
        self._full = monday.changes(plan)
        self._places = monday.changes(replace(plan, columns=(), attributes=frozenset()))
        self._land = land
        self._archived = keeps_archived
        self.found = Departed()

    @property
    def missing(self) -> dict[str, set[int]]:
        """By column, the fetched items that came without a cell of it."""
        return self._full.missing

    def ask(self, name: str, ids: Sequence[int], *, at_most: int) -> None:
        """Ask about the first `at_most` of `ids`, and about all if archived items are wanted.

        If one of the first is still on the board, ask about all too: a read that left one out may
        have left out more. Land items that are still there, and archived ones that are wanted.
        Unless archived items are wanted, a refusal is only reported and the items count as not
        asked about: it is already known that they are not active.
        """
        if self._archived:
            self.take(ids)
            return
        asked, rest = ids[:at_most], ids[at_most:]
        places: dict[int, Place] = {}
        try:
            self._locate(asked, places)
        except AuthenticationError:
            raise
        except ApiError as exc:
            log.warning("%s: where %d items went is not known: %s", name, len(ids), exc)
            self.found.counts["unasked"] += len(asked) - len(places)
        if "here" in places.values():
            self._locate(rest, places)
        else:
            self.found.counts["unasked"] += len(rest)
        self.found.counts.update(place for place in places.values() if place != "here")
        self.take([item_id for item_id, place in places.items() if place == "here"])

    def _locate(self, ids: Sequence[int], places: dict[int, Place]) -> None:
        """Note where these items are; those that monday does not return count as unknown."""
        before = len(places)
        for batch in self._places.located(ids):
            places |= {one.item.id: one.place for one in batch}
        self.found.counts["unknown"] += len(ids) - (len(places) - before)

    def take(self, ids: Sequence[int]) -> None:
        """Fetch items with all their cells and land those that belong in the raw table."""
        missing = set(ids)
        for batch in self._full.located(ids):
            missing -= {one.item.id for one in batch}
            here = [one.item for one in batch if one.place == "here"]
            archived = [one.item for one in batch if one.place == "archived" and self._archived]
            self._land([*here, *archived])
            self.found.left_out.update(item.id for item in here)
            self.found.archived += len(archived)
            self.found.stayed.update(item.id for item in (*here, *archived))
            left = [one for one in batch if one.item.id not in self.found.stayed]
            self.found.counts.update(one.place for one in left)
            self.found.left.update(one.item.id for one in left)
        self.found.counts["unknown"] += len(missing)
        self.found.left |= missing
        self.found.unknown |= missing
