"""Items that were landed once and are no longer among the active ones: where they went.

monday tells by id alone, so only items that were seen once can be asked about.
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
"""What became of an item, in the order in which it is told."""


@dataclass(slots=True)
class Departed:
    """How many items left, by what became of them, and those that did not leave after all."""

    counts: Counter[str] = field(default_factory=Counter)
    stayed: set[int] = field(default_factory=set)
    """Ids of those that were landed: on the board all the same, or archived and wanted."""
    left_out: set[int] = field(default_factory=set)
    """Those that are on the board and active: the read had left them out."""
    left: set[int] = field(default_factory=set)
    """Ids of those that were to be landed and had left, counted already."""
    unknown: set[int] = field(default_factory=set)
    """Ids of those among them that monday did not give at all."""
    archived: int = 0
    """How many of those that stayed are archived."""

    @property
    def text(self) -> str:
        """`3 archived, 1 deleted`; empty when nothing left."""
        return ", ".join(f"{self.counts[k]:,} {w}" for k, w in WORDS.items() if self.counts[k])


class DepartedItems:
    """Asks monday where items are. `land` takes items, with all cells, that are to be kept."""

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
        """By column, the items that were taken without a cell of it."""
        return self._full.missing

    def ask(self, name: str, ids: Sequence[int], *, at_most: int) -> None:
        """Ask about `ids`: about `at_most` of them, about all when archived items are wanted or
        one of the first is on the board, for a read that left one out left out more.

        Those that are still there, and archived ones that are wanted, are landed. That these
        items are not among the active ones is known without; so where archived ones are not
        wanted, a refusal is reported, and the items count as not asked about.
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
        """Note where these items are; those that monday does not give count as unknown."""
        before = len(places)
        for batch in self._places.located(ids):
            places |= {one.item.id: one.place for one in batch}
        self.found.counts["unknown"] += len(ids) - (len(places) - before)

    def take(self, ids: Sequence[int]) -> None:
        """Fetch items with all their cells and land those that belong into the raw table."""
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
