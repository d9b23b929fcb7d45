"""Check whether columns that came with no item are still on the board."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from loader.board.model import Board, Item
from loader.errors import BoardChanged
from loader.monday.graphql.cells import CellReader
from loader.monday.limits import IDS_A_REQUEST


class ReceivedColumns:
    """The columns that came, and those that did not although the board has them.

    For each column, at most as many items without a cell are noted as one call can request. `facts`
    discovers the board again; `about` names it in messages.
    """

    def __init__(self, facts: Callable[[], Board], about: str) -> None:
        self._facts = facts
        self._about = about
        self._checked: set[str] = set()
        self._delivered: set[str] = set()
        self._missing: dict[str, list[int]] = {}

    def start_over(self) -> None:
        """Start again with the board; columns that came once are known to exist."""
        self._checked.clear()
        self._missing.clear()

    @property
    def withheld(self) -> tuple[str, ...]:
        """Ids of columns that the board has but that came with no item."""
        return tuple(sorted(self._checked - self._delivered))

    def missing(self, reader: CellReader) -> dict[str, list[int]]:
        """Return by column id the first items without a cell, for columns that some items have."""
        asked = {c.id for c in reader.columns}
        return {
            column_id: ids
            for column_id, ids in self._missing.items()
            if ids and column_id in asked & self._delivered
        }

    def note_missing(self, reader: CellReader, items: Iterable[Item]) -> None:
        """Note which items of a page have no cell for a column."""
        wanted = len(reader.columns)
        for item in items:
            if len(item.cells) < wanted:
                came = {cell.column_id for cell in item.cells}
                for column in reader.columns:
                    ids = self._missing.setdefault(column.id, [])
                    if column.id not in came and len(ids) < IDS_A_REQUEST:
                        ids.append(item.id)

    def check(self, reader: CellReader, items: Iterable[Item]) -> None:
        """Record a batch of items that were requested with `reader`'s columns.

        Raise BoardChanged if a column that came with none of them has left the board.
        """
        some = tuple(items)
        if some:
            self.take_in(reader, reader.withheld(some))

    def take_in(self, reader: CellReader, withheld: frozenset[str]) -> None:
        """Do the same for a batch known to have come without these columns."""
        self._delivered |= {c.id for c in reader.columns} - withheld
        for column_id in sorted(withheld - self._checked):
            self.check_type(reader, column_id)
            self._checked.add(column_id)

    def check_type(self, reader: CellReader, column_id: str) -> None:
        """Raise BoardChanged if a column is no longer on the board as it was requested."""
        asked = next(c for c in reader.columns if c.id == column_id)
        live = self._facts().column(column_id)
        if live is None or live.archived or live.type != asked.type:
            raise BoardChanged(
                f"column {asked.title!r} ({column_id}) left {self._about}"
                " while it was being read. Run the load again."
            )
