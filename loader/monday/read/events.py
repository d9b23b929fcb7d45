"""What reading a board gives, in the order in which it has to be landed.

The consumer keeps a table aside and follows this closed set of events to the letter:

    Page(items, ...) append: a row for the name, each attribute and each column of every item.
                     No item comes in two pages, unless a Restart or a Gone lies between.
    Cells(rows)      append: rows for these cells alone, without name and attributes. Their
                     item's Page may come before or after, but it comes, or Gone does.
    Gone(ids)        delete every row of these items: they left the board during the read.
    Restart(reason)  clear: everything so far is void, the board is read from its start.
    Complete(...)    always last, and only when everything has come. `items` equals the number
                     of distinct items that are left after following the events.

A read that cannot be completed raises instead; what was landed until then is to be thrown
away. The consumer may stop early by closing the generator.
"""

from __future__ import annotations

from dataclasses import dataclass

from loader.board.model import Cell, Item


@dataclass(frozen=True, slots=True)
class ItemCells:
    """Some cells of an item, to be added to the others."""

    id: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Items, each with its name, attributes and cells. Never empty.

    `columns` are the ids of those whose cells it brings; where an item has no cell of one, it
    is empty there. Formula columns that are read beside the others come as Cells.
    """

    items: tuple[Item, ...]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cells:
    """More cells of items: formula columns, which are read beside the others."""

    rows: tuple[ItemCells, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Items that are no longer on the board. Some may never have come in a Page."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restart:
    """The board is read from its start again; `reason` is fit for a log."""

    reason: str


@dataclass(frozen=True, slots=True)
class Complete:
    """The end, and how the read was found complete.

    `counted` is monday's own count at the end. `duplicates` came twice, `added` were missed by
    the pages and fetched by id, `gone` were deleted again, `sweeps` is how often all ids were
    read once more to be sure. `withheld` are columns that the board has and monday never gave
    a value for: hidden ones, perhaps. `missing` came with some items and not with others, also
    when these were asked for by id. `accepted` says in a sentence each what the plan accepted.
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
