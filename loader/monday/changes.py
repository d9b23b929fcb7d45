"""What changed on a board since a moment, as the events of `events.py`.

Here a Page replaces: all rows of its items are to be deleted before they are appended. Its
items carry every cell, formulas included, so that no Cells come. Gone and Complete mean what
they always do; there is no Restart.

monday filters changes by whole days only, so items are paged in the order of their last
change until they are older than the moment. What was deleted, archived or moved away shows
only in a sweep over all ids; so does what was restored or moved in, whose date may be old.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import UTC, datetime

from loader.board import Item
from loader.errors import IncompleteLoad
from loader.monday.events import Complete, Event, Gone, Page
from loader.monday.pages import Ledger
from loader.monday.plan import Part, ReadPlan, ids_part, parts_of
from loader.monday.source import Source

TRIES = 4


class Changes:
    """The changes of one board since `since` (UTC); `known` are the ids that were landed."""

    def __init__(self, plan: ReadPlan, source: Source, since: datetime, known: Set[int]) -> None:
        attributes = plan.attributes | {"__updated_at__"}
        self._plan = replace(plan, attributes=attributes)
        self._source = source
        self._since = since
        self._known = known
        self._sent: set[int] = set()
        self._cancel = threading.Event()
        self._parts = parts_of(self._plan, formulas_inside=len(plan.formulas) <= 5)
        self._added = self._sweeps = 0

    def events(self) -> Iterator[Event]:
        """Pages of what changed, then what came and left by other ways, then Complete."""
        try:
            yield from self._changed()
            there, counted = self._all_ids()
            yield from self._by_id(sorted(there - self._known - self._sent))
            left = self._confirmed_gone(sorted((self._known | self._sent) - there))
            if left:
                yield Gone(tuple(left))
            total = len((self._known | self._sent) - set(left))
            yield Complete(total, counted, added=self._added, gone=len(left), sweeps=self._sweeps)
        finally:
            self._cancel.set()

    def _changed(self) -> Iterator[Event]:
        """Items by their last change. Begun again when the board shrank or grew meanwhile."""
        for _ in range(TRIES):
            ledger = Ledger()
            for page in self._source.changed(self._parts[0], self._cancel):
                ledger.observe(page)
                ledger.fresh(0, page.items)
                yield from self._send([i for i in page.items if self._is_new(i)])
                if page.items and self._sorted(page.items) and not self._is_new(page.items[-1]):
                    break
            if ledger.pages < 2 or not (ledger.shrank_or_grew or ledger.duplicates):
                return
        raise IncompleteLoad(
            f"{self._source.about} changed too fast to be read. Run the load again."
        )

    def _send(self, items: list[Item]) -> Iterator[Event]:
        fresh = [i for i in items if i.id not in self._sent]
        if not fresh:
            return
        cells = {i.id: i.cells for i in fresh}
        for part in self._parts[1:]:
            for found in self._source.by_id(part, list(cells), self._cancel):
                for one in found:
                    cells[one.item.id] += one.item.cells
        self._sent.update(cells)
        yield Page(tuple(replace(i, cells=cells[i.id]) for i in fresh))

    def _all_ids(self) -> tuple[set[int], int | None]:
        """All ids on the board, from two enumerations that agree or one that is beyond doubt."""
        previous: set[int] | None = None
        for _ in range(TRIES):
            self._sweeps += 1
            ledger = Ledger(levels=self._plan.board.hierarchy == "multi_level")
            for page in self._source.all_ids(self._cancel):
                ledger.observe(page)
                ledger.fresh(0, page.items)
            there = ledger.ids(part=0)
            short = ledger.counted is not None and len(there) < ledger.counted
            if not ledger.doubtful() or (there == previous and not short):
                return there, ledger.counted
            previous = there
        raise IncompleteLoad(
            f"the ids of {self._source.about} did not agree with monday's count."
            " Run the load again."
        )

    def _by_id(self, ids: list[int]) -> Iterator[Event]:
        part = self._parts[0]
        for found in self._source.by_id(part, ids, self._cancel):
            there = [f.item for f in found if self._source.is_there(f)]
            self._added += len(there)
            yield from self._send(there)

    def _confirmed_gone(self, ids: list[int]) -> list[int]:
        """Those of `ids` that monday no longer has on the board."""
        kept: set[int] = set()
        part: Part = ids_part()
        for found in self._source.by_id(part, ids, self._cancel):
            kept |= {f.item.id for f in found if self._source.is_there(f)}
        return [i for i in ids if i not in kept]

    def _is_new(self, item: Item) -> bool:
        when = _moment(item.updated_at)
        return when is None or when >= self._since

    def _sorted(self, items: tuple[Item, ...]) -> bool:
        """Whether the server really gave the newest first; it does not on every board."""
        if self._plan.board.hierarchy == "multi_level":
            return False
        moments = [_moment(i.updated_at) for i in items]
        known = [m for m in moments if m is not None]
        return len(known) == len(moments) and known == sorted(known, reverse=True)


def _moment(text: str | None) -> datetime | None:
    """An ISO time as UTC; None when there is none or it cannot be read."""
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
