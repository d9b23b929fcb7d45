"""The events of reading a board, in the order in which they must be landed.

The consumer has an incoming table and applies exactly these events:

    Page(items, ...) append: a row for the name, each attribute and each column of every item.
                     No item comes in two pages, unless a Restart or a Gone lies between.
    Cells(rows)      append: rows for these cells alone, without name and attributes. Their
                     item's Page may come before or after, but it comes, or Gone does.
    Gone(ids)        delete every row of these items: they left the board during the read.
    Restart(reason)  clear: everything so far is void, the board is read from its start.
    Complete(...)    always last, and only when everything has come. `items` equals the number
                     of distinct items that remain after applying the events.

A read that cannot be completed raises instead, and what was landed until then must be discarded.
The consumer may stop early by closing the generator.
"""

from __future__ import annotations

from dataclasses import dataclass

from loader.board.model import Cell, Item


@dataclass(frozen=True, slots=True)
class ItemCells:
    """Some cells of an item, to add to its others."""

    id: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Items, each with its name, attributes and cells. Never empty.

    `columns` are the ids of the columns included; an item without a cell of one is empty there.
    Formula columns that are read separately come as Cells.
    """

    items: tuple[Item, ...]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cells:
    """More cells of items: formula columns, which are read separately."""

    rows: tuple[ItemCells, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Items that are no longer on the board. Some may never have come in a Page."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restart:
    """The board is read again from its start; `reason` is for a log."""

    reason: str


@dataclass(frozen=True, slots=True)
class Complete:
    """The end, and how the read was found complete.

    `counted` is monday's own count at the end. `duplicates` came twice; `added` were missed by the
    pages and fetched by id; `gone` were deleted again; `sweeps` is how often all ids were read
    again to be sure. `withheld` are columns of the board for which monday never gave a value,
    perhaps because they are hidden. `missing` are columns that came with only some items, even when
    requested by id. `accepted` has a sentence for each deviation that the plan accepted.
    """

    items: int
    counted: int | None
    duplicates: int = 0
    added: int = 0
    gone: int = 0
    sweeps: int = 0
    restarts: int = 0
    withheld: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


Event = Page | Cells | Gone | Restart | Complete
