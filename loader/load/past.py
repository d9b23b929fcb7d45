"""Land a board's past from monday as versions of its items: `history: {since: monday}`.

`raw_monday.<board>__past` has the layout of a raw table. Its item ids number the versions. Each
version has rows for its item (`__item__`), the first moment at which monday shows it (`__from__`)
and the first at which monday no longer does (`__to__`, empty if the last moment still shows it).
The macro `monday_history_fill` adds the versions to the board's snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from loader.board.board_file import BoardFile, Past, Period
from loader.board.column_types import TOLD_OF_PAST
from loader.board.model import Cell, Column
from loader.errors import IncompleteLoad
from loader.landing.raw_table import PAST, PAST_FROM, PAST_IDS, PAST_ITEM, PAST_TO
from loader.landing.rows import ANCHOR
from loader.load.past_cells import Names, past_cells
from loader.monday.read.past import MOMENTS_A_CALL, PastItem, spelled

HELD_ITEMS = 50_000
"""Hold at most this many items in memory, each at one moment."""
OLDEST = timedelta(days=5 * 366)
"""How far back to ask at most."""


def past_table(board: str) -> str:
    """Return the name of the table with a board's past."""
    return board + PAST


def period_ends(every: Period, oldest: datetime, now: datetime) -> list[datetime]:
    """Return the ends of whole periods from `oldest` to `now`: UTC midnights, weeks from Monday."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    while day >= oldest:
        if every == "day" or (day.weekday() == 0 if every == "week" else day.day == 1):
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


class _Open(NamedTuple):
    """What an item showed at the last moment: number of the version, name and cells."""

    number: int
    name: str
    cells: tuple[Cell, ...]


VersionCells = tuple[int, tuple[Cell, ...]]
"""The number of a version, and some of its cells."""


@dataclass(slots=True)
class Versions:
    """Turns items at moments into versions, chunk by chunk in chronological order.

    Memory: what each item showed at the last moment.
    """

    columns: Sequence[Column]
    people: Names = field(default_factory=dict)
    count: int = 0
    _open: dict[int, _Open] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Ids of all columns that cells may belong to."""
        return PAST_IDS | {ANCHOR, *(c.id for c in self.columns)}

    def chunk(
        self, moments: Sequence[datetime], items: Iterable[PastItem]
    ) -> Iterator[VersionCells]:
        """Yield cells of the versions that begin or end at these moments.

        `items` come in any order. Raise IncompleteLoad if they contradict each other or belong to
        another moment.
        """
        shown: dict[int, dict[datetime, PastItem]] = {}
        for one in items:
            same = shown.setdefault(one.item_id, {}).setdefault(one.at, one)
            if same != one or one.at not in moments:
                raise IncompleteLoad(
                    f"monday gave item {one.item_id} of the past twice and differently, or at"
                    " another moment than those that were asked for. Nothing was kept; run the"
                    " command again."
                )
        for item_id in sorted(shown.keys() | self._open.keys()):
            for moment in moments:
                yield from self._step(item_id, moment, shown.get(item_id, {}).get(moment))

    def _step(self, item_id: int, at: datetime, shown: PastItem | None) -> Iterator[VersionCells]:
        before = self._open.get(item_id)
        cells = () if shown is None else past_cells(self.columns, shown.values, self.people)
        if before is not None:
            if shown is not None and (before.name, before.cells) == (shown.name, cells):
                return
            del self._open[item_id]
            yield before.number, (Cell(PAST_TO, "text", spelled(at), None),)
        if shown is None:
            return
        self.count += 1
        self._open[item_id] = _Open(self.count, shown.name, cells)
        lead = (
            Cell(ANCHOR, ANCHOR, shown.name, None),
            Cell(PAST_ITEM, "text", str(item_id), None),
            Cell(PAST_FROM, "text", spelled(at), None),
        )
        yield self.count, (*lead, *cells)


def chunks(moments: Sequence[datetime], items: int) -> list[Sequence[datetime]]:
    """Split moments by what one call takes and memory holds, for a board of this many items."""
    size = max(1, min(MOMENTS_A_CALL, HELD_ITEMS // max(1, items)))
    return [moments[i : i + size] for i in range(0, len(moments), size)]


def told_of_past(column: Column) -> bool:
    """Whether a board's past has the values of a column. The item's name does not count."""
    return column.type in TOLD_OF_PAST and column.id not in PAST_IDS


def wanted_past(board: BoardFile) -> Past | None:
    """Return what the board file asks for of the past; None if nothing."""
    return board.history if isinstance(board.history, Past) else None
