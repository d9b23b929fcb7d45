"""monday's data as plain values: boards, columns, groups, items and cells.

No IO and no JSON here. `monday/graphql/payloads.py` makes these values from API responses;
`landing/rows.py` turns items into rows; `drift.py` compares boards with board files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a board. `settings` is the API's JSON text, `{}` if there is none.

    `id` is stable and unique within the board; `title` is neither unique nor stable. `type` is
    the API's `ColumnType` member, kept as text because new members appear without notice.
    """

    id: str
    title: str
    type: str
    description: str = ""
    settings: str = "{}"
    archived: bool = False
    rollup: bool = False
    """True for a column whose parent rows are calculated (capability CALCULATED)."""
    revision: str = ""
    """Changes whenever the column itself is edited (type, title, settings), not with its cells."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of items on a board."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Board:
    """A live board: facts only, no decisions."""

    id: int
    name: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...] = ()
    items_count: int = 0
    """Active items on the board, as monday counts them."""
    state: str = "active"
    kind: str = "board"
    """The API's `BoardObjectType`: board, sub_items_board, custom_object or document."""
    hierarchy: str = "classic"
    """`classic` or `multi_level`."""
    item_term: str = ""
    """monday's `item_terminology`, such as "Style"; empty if the board has none."""
    url: str = ""
    workspace: str = ""
    description: str = ""
    owners: tuple[str, ...] = ()
    """Names of the owners; empty if they were not fetched."""
    updated_at: str = ""

    def column(self, column_id: str) -> Column | None:
        """Return the column with this id, or None."""
        return next((c for c in self.columns if c.id == column_id), None)


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """A board as `monday-board discover` lists it."""

    id: int
    name: str
    items_count: int
    workspace: str
    kind: str = "board"
    state: str = "active"


class Cell(NamedTuple):
    """One value of one item, as the API returns it.

    `text` is what monday displays (`display_value` for relations, mirrors, formulas,
    dependencies and subtasks), `value` is the API's JSON string unchanged, `fields` is a JSON
    object, as text, of the typed fields that were fetched. Each is None if monday returns null.
    A large board has millions of cells: a named tuple takes half as long as a frozen dataclass.
    """

    column_id: str
    type: str
    text: str | None
    value: str | None
    fields: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a board with the cells of the fetched columns.

    Times are the API's ISO 8601 UTC text. Attributes that were not fetched are None.
    """

    id: int
    name: str
    state: str | None = None
    group_id: str | None = None
    group_title: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    creator_id: str | None = None
    creator_name: str | None = None
    url: str | None = None
    parent_id: int | None = None
    cells: tuple[Cell, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of an item that monday stores outside its columns, under a reserved id."""

    id: str
    name: str
    type: str
    """The column type whose macro reads it; see `landing/rows.py` for its row."""


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("__group__", "Group", "group"),
    Attribute("__updated_at__", "Updated At", "last_updated"),
    Attribute("__created_at__", "Created At", "creation_log"),
    Attribute("__state__", "State", "text"),
    Attribute("__creator__", "Creator", "people"),
    Attribute("__url__", "Url", "text"),
    Attribute("__parent_item__", "Parent Item ID", "item_id"),
)
"""Attributes in the order of a board file. All of them can be fetched."""

LEVEL = Attribute("__level__", "Level", "numbers")
"""Depth of an item on a multi-level board, 1 at the top. The table's own query computes it."""
