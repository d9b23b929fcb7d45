"""A cell as the API returns it: every typed field of its GraphQL type, ready for JSON.

`cell_answer` returns a dict with `__typename`, the fields of `ColumnValue` and those of the type.
Objects that need resolvers (items, users, boards, tags, groups) are data objects.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from .data import Account, Board, Column, Item
from .linked_cells import LINKED
from .place import Place
from .plain_cells import PLAIN, nothing
from .rollups import rollup_answer
from .texts import display
from .values import Cell, Raw

TYPERS = PLAIN | LINKED
NO_TEXT = frozenset({"board_relation", "dependency", "mirror", "subtasks"})
NULL_WHEN_EMPTY = frozenset({"status", "dropdown", "color_picker", "unsupported"})
NEVER_CLEARED = NO_TEXT | {"formula", "button", "progress"}
ABSENT = frozenset({"name", "auto_number"})
"""Columns that `column_values` never contains."""
TYPENAMES = {"item_assignees": "PeopleValue"}
"""GraphQL types that are not named after their column type."""


@cache
def typename(column_type: str) -> str:
    """Return the GraphQL type of a column type: `color_picker` gives `ColorPickerValue`."""
    known = TYPENAMES.get(column_type)
    return known or "".join(part.capitalize() for part in column_type.split("_")) + "Value"


def cell_answer(
    account: Account, board: Board, item: Item, column: Column, described: dict[str, Any]
) -> dict[str, Any]:
    """Return the cell with all its fields. Cells share `described`, their column's own answer."""
    cell = item.cells.get(column.id) or Cell()
    place = Place(account, board, item, column, cell)
    answer: dict[str, Any] = {
        "__typename": typename(column.type),
        "id": column.id,
        "type": column.type,
        "column": described,
        "is_leaf": True,
        "text": None,
        "value": None,
        "updated_at": place.updated_at,
    }
    if column.rollup is not None and board.hierarchy == "multi_level":
        rolled = rollup_answer(account, board, item, column)
        if rolled is not None:
            return {**answer, **rolled}
    if isinstance(cell.value, Raw):
        bare = Place(account, board, item, column, Cell())
        _, fields = TYPERS.get(column.type, nothing)(bare)
        return {**answer, **fields, "text": cell.value.text, "value": cell.value.value} | (
            cell.value.fields
        )
    value, fields = TYPERS.get(column.type, nothing)(place)
    answer.update(fields)
    answer["text"] = _text(place)
    answer["value"] = _encode(value) if value is not None else _cleared(place)
    return answer


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _text(place: Place) -> str | None:
    """Return `text`: null for relations and mirrors, "" for formulas, else the displayed text."""
    kind = place.column.type
    if kind in NO_TEXT:
        return None
    if kind == "formula":
        return ""
    shown = display(place.account, place.board, place.item, place.column)
    return None if not shown and kind in NULL_WHEN_EMPTY else shown


def _cleared(place: Place) -> str | None:
    """Return `value` of an empty cell: null, or what is left after a person has cleared it."""
    kind = place.column.type
    if place.cell.changed_at is None or kind in NEVER_CLEARED:
        return None
    if kind in ("text", "numbers"):
        return '""'
    if kind in ("file", "doc", "direct_doc"):
        return '{"files":[]}'
    return _encode(place.changed)
