"""Write what was read of a board into the load's incoming table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from loader.board.model import Item
from loader.landing.contract import Incoming
from loader.landing.rows import Rows, cell_rows_of, rows_of
from loader.load.content import Tally
from loader.load.people import People, people_in
from loader.monday.api import ItemCells, ReadPlan


class RowWriter:
    """Turns items into rows and lands them; counts losses and collects the people they name."""

    def __init__(self, incoming: Incoming, plan: ReadPlan, *, keeps_nul: bool) -> None:
        self.incoming = incoming
        self.losses = 0
        """Cells in which a character had to be replaced."""
        self.people = People()
        self.tally = Tally(())
        """A full load's own counts of what it appends."""
        self._attributes = plan.attributes
        self._types = {c.id: c.type for c in plan.columns}
        self._keeps_nul = keeps_nul

    def page(self, items: Sequence[Item], columns: Collection[str]) -> None:
        """Land items with their names, attributes and the cells of only these columns."""
        types = {c: kind for c, kind in self._types.items() if c in columns}
        self._append(self.rows(items, types))

    def items(self, items: Sequence[Item]) -> None:
        """Land items with all their cells."""
        self._append(self.rows(items, self._types))

    def cells(self, rows: Iterable[ItemCells]) -> None:
        """Land cells of items whose other rows arrive separately."""
        found = ((row.id, row.cells) for row in rows)
        self._append(cell_rows_of(found, set(self._types), keeps_nul=self._keeps_nul))

    def rows(self, items: Sequence[Item], types: dict[str, str]) -> Rows:
        """Return the rows of items: name, approved attributes, these columns."""
        return rows_of(items, self._attributes, types, keeps_nul=self._keeps_nul)

    def delete(self, ids: Collection[int]) -> None:
        """Remove items again."""
        if ids:
            self.incoming.delete(ids)
            self.tally.is_known = False

    def clear(self) -> None:
        """Start again with no rows."""
        self.incoming.clear()
        self.losses = 0
        self.tally.begin_again()

    def _append(self, rows: Rows) -> None:
        self.incoming.append(rows)
        self.tally.add(rows)
        self.losses += sum(rows.losses.values())
        self.people |= people_in(rows)
