"""Items that were landed once and are no longer among the active ones: where they went.

monday tells by id alone, so only items that were seen once can be asked about.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from loader.board import Item
from loader.errors import ApiError
from loader.monday.api import Located, Monday, ReadPlan

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
class Departures:
    """How many items left, by what became of them, and those that did not leave after all."""

    counts: Counter[str] = field(default_factory=Counter)
    stayed: set[int] = field(default_factory=set)
    """Ids of those that were landed: on the board all the same, or archived and wanted."""
    kept: int = 0
    """How many of them are archived."""

    @property
    def text(self) -> str:
        """`3 archived, 1 deleted`; empty when nothing left."""
        return ", ".join(f"{self.counts[k]:,} {w}" for k, w in WORDS.items() if self.counts[k])


class Leaving:
    """Asks monday where items are. `land` takes whole items that are to be in the raw table."""

    def __init__(
        self,
        monday: Monday,
        plan: ReadPlan,
        land: Callable[[Sequence[Item]], None],
        *,
        archived: bool,
    ) -> None:
        self._whole = monday.changes(plan)
        self._places = monday.changes(replace(plan, columns=(), attributes=frozenset()))
        self._land = land
        self._archived = archived
        self.found = Departures()

    def ask(self, ids: Sequence[int], *, at_most: int) -> None:
        """Ask about `ids`, no more than `at_most` of them unless archived items are wanted.

        Those that are still there, and archived ones that are wanted, are landed.
        """
        if self._archived:
            self.take(ids)
            return
        asked = ids[:at_most]
        here: list[int] = []
        known: set[int] = set()
        for batch in self._places.located(asked):
            known.update(one.item.id for one in batch)
            here += [one.item.id for one in batch if one.place == "here"]
            self._count([one for one in batch if one.place != "here"])
        self.found.counts["unknown"] += len(asked) - len(known)
        self.found.counts["unasked"] += len(ids) - len(asked)
        if here:
            self.take(here)

    def ask_for_the_record(self, name: str, ids: Sequence[int], *, at_most: int) -> None:
        """The same after a whole read, which is complete without: then a refusal is reported."""
        try:
            self.ask(ids, at_most=at_most)
        except ApiError as exc:
            if self._archived or self.found.stayed:
                raise
            log.warning("%s: where %d items went is not known: %s", name, len(ids), exc)
            self.found.counts.clear()
            self.found.counts["unasked"] = len(ids)

    def take(self, ids: Sequence[int]) -> None:
        """Fetch items with all their cells and land those that belong into the raw table."""
        missing = set(ids)
        for batch in self._whole.located(ids):
            missing -= {one.item.id for one in batch}
            here = [one.item for one in batch if one.place == "here"]
            archived = [one.item for one in batch if one.place == "archived" and self._archived]
            self._land([*here, *archived])
            self.found.kept += len(archived)
            self.found.stayed.update(item.id for item in (*here, *archived))
            self._count([o for o in batch if o.item.id not in self.found.stayed])
        self.found.counts["unknown"] += len(missing)

    def _count(self, gone: Sequence[Located]) -> None:
        self.found.counts.update(one.place for one in gone)
