"""A board's companion tables: links, and tracked sessions, of columns that ask for them. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.column_types import column_type
from loader.board.names import Names

LINKS, TIME_ENTRIES, HISTORY = "__links", "__time_entries", "__history"
"""Suffixes of their names. No board's name has two underscores, so these names are free."""

LONGEST_TABLE = 100
"""The most characters of the board's table in a companion table's name; key names contain both."""


@dataclass(frozen=True, slots=True)
class CompanionColumn:
    """A column of a companion table. `source` is its name in the query of the type macros."""

    source: str
    name: str
    data_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Companion:
    """A companion table of a board. The first column is the item's id."""

    model: str
    table: str
    what: str
    columns: tuple[CompanionColumn, ...]
    key: tuple[str, ...]
    """The names of its key columns."""
    entries: tuple[tuple[str, ColumnEntry], ...]
    """The monday columns that it reads, each with its macro."""

    def named(self, source: str) -> str:
        """Return the name of the column that the query calls `source`."""
        return next(c.name for c in self.columns if c.source == source)


_ITEM = "monday's id of the item, as in the board's own table."
_COLUMN = (
    ("column_name", "Column", "nvarchar(128)", "The column's name in the board's own table."),
    ("column_id", "Column ID", "varchar(255)", "monday's id of the column."),
)
_LINKS = (
    *_COLUMN,
    ("kind", "Kind", "nvarchar(50)",
     "What the linked id is of: item, person, team, agent, tag, label, asset, doc or link."),
    ("linked_id", "Linked ID", "nvarchar(100)", "monday's id of what is linked."),
    ("link_position", "Position", "int", "Place within the cell, from 0, in monday's order."),
    ("linked_name", "Linked Name", "nvarchar(max)", "Name of a file; empty for other kinds."),
    ("dependency_type", "Dependency Type", "nvarchar(50)",
     "Of a dependency: FS, SS, FF or SF, from finish or start of the one to that of the other."),
    ("lag_days", "Lag", "int", "Of a dependency: days between the two."),
    ("file_size", "File Size", "bigint", "Bytes of a file that monday keeps."),
    ("uploader_id", "Uploader ID", "bigint", "monday's id of the person who added the file."),
)  # fmt: skip
_TIME_ENTRIES = (
    *_COLUMN,
    ("entry_position", "Position", "int", "Place within the cell, from 0, in monday's order."),
    ("entry_id", "Session ID", "nvarchar(100)", "monday's id of the session."),
    ("started_at", "Started At", "datetime2(0)", "When it was started, in UTC."),
    ("ended_at", "Ended At", "datetime2(0)", "When it was ended, in UTC; empty while it runs."),
    ("started_by", "Started By ID", "bigint", "monday's id of the person who started it."),
    ("ended_by", "Ended By ID", "bigint", "monday's id of the person who ended it."),
    ("entry_status", "Status", "nvarchar(50)", "What monday says of the session."),
    ("manually_entered", "Manually Entered", "bit", "A start or end was typed in by a person."),
)


def companions(board: BoardFile) -> tuple[Companion, ...]:
    """Return the companion tables that the board file asks for."""
    asking = [c for c in board.approved if c.links]
    links = [(f"monday_links_{c.type}", c) for c in asking if column_type(c.type).links]
    entries = [("monday_time_entries", c) for c in asking if column_type(c.type).sessions]
    made = (
        _companion(board, LINKS, "links of its items", _LINKS, "link_position", links),
        _companion(
            board, TIME_ENTRIES, "tracked sessions", _TIME_ENTRIES, "entry_position", entries
        ),
    )
    return tuple(one for one in made if one.entries)


def beside(table: str, ending: str) -> str:
    """Return the name of a companion table of `table`, such that its key's name fits SQL Server."""
    if len(table) <= LONGEST_TABLE:
        return table + ending
    digest = hashlib.sha256(table.encode()).hexdigest()[:8]
    return f"{table[: LONGEST_TABLE - 9]}_{digest}{ending}"


def _companion(
    board: BoardFile,
    ending: str,
    what: str,
    columns: Sequence[tuple[str, str, str, str]],
    position: str,
    entries: Sequence[tuple[str, ColumnEntry]],
) -> Companion:
    names = Names()
    names.take(board.item_id.name, "item_id")
    item = CompanionColumn("item_id", board.item_id.name, board.item_id.data_type, _ITEM)
    made = (
        item,
        *(CompanionColumn(s, names.give(name, s), kind, text) for s, name, kind, text in columns),
    )
    key = tuple(c.name for c in made if c.source in ("item_id", "column_name", position))
    return Companion(
        board.name + ending, beside(board.table, ending), what, made, key, tuple(entries)
    )
