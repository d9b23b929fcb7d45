"""Which columns a load fetches, and which of them can change without a trace. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from loader.board.board_file import BoardFile
from loader.board.model import Board, Column, Item

FORMAT = 2
"""Of the rows in the raw table; rows of another one are not merged with."""

# fmt: off
TRACED = frozenset((
    "name", "text", "long_text", "numbers", "status", "dropdown", "date", "timeline", "week",
    "hour", "checkbox", "email", "link", "phone", "country", "location", "rating", "vote",
    "world_clock", "color_picker", "creation_log", "last_updated", "item_id", "auto_number",
    "progress", "button",
))
# fmt: on
"""Types whose cells change only when the date of their item does, or their labels' names.

All others may change behind its back: mirrors, formulas, relations, dependencies and subtasks
with other items; people, teams, tags, groups and documents with their names; a running time
tracking with time. Of files, integrations and types that are not known, nothing is promised.
"""


def fetched_columns(board: BoardFile, live: Board) -> tuple[Column, ...]:
    """Approved columns that are on the board now, as monday has them."""
    approved = {c.id for c in board.approved}
    return tuple(c for c in live.columns if c.id in approved and not c.archived)


def untraced_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Those whose values can change without their item's date, rolled-up ones among them."""
    return tuple(c for c in columns if c.type not in TRACED or c.rollup)


def revisions_of(columns: Iterable[Column]) -> str:
    """JSON text of the columns' revisions, for the record of a load."""
    return json.dumps({c.id: c.revision for c in columns}, sort_keys=True)


def edited_columns(columns: Iterable[Column], recorded: str | None) -> tuple[Column, ...]:
    """Those that are not of the revision that an earlier load recorded.

    No item's date moves when a column itself is edited, and its cells may have: one that became
    another type and then its own again has lost them.
    """
    known = json.loads(recorded or "{}")
    return tuple(c for c in columns if known.get(c.id) != c.revision)


def columns_of_page(items: Iterable[Item], types: Mapping[str, str]) -> dict[str, str]:
    """The columns whose cells a page carries: formulas may come beside it, the rest comes here."""
    come = {cell.column_id for item in items for cell in item.cells}
    return {c: kind for c, kind in types.items() if kind != "formula" or c in come}


def fingerprint(board: BoardFile, columns: Iterable[Column]) -> str:
    """What the rows of a load consist of; rows of loads that differ in it do not mix."""
    facts = {
        "format": FORMAT,
        "board": board.board_id,
        "columns": sorted((c.id, c.type) for c in columns),
        "attributes": sorted(a.id for a in board.approved_attributes),
        "detailed": sorted(board.detailed),
        "states": sorted(board.states),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
