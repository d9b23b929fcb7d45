"""A column as the API describes it: `settings`, `settings_str`, capabilities, as JSON values."""

from __future__ import annotations

import json
from typing import Any

from .data import Column


def column_answer(column: Column) -> dict[str, Any]:
    """Return all fields of GraphQL's `Column`, with values ready for JSON."""
    settings = settings_of(column)
    calculated = None
    if column.rollup is not None:
        kind = "timeline" if column.type == "date" and column.rollup == "MIN_MAX" else column.type
        calculated = {
            "__typename": "CalculatedCapability",
            "function": column.rollup,
            "calculated_type": kind,
        }
    return {
        "__typename": "Column",
        "id": column.id,
        "title": column.title,
        "description": column.description or None,
        "type": column.type,
        "width": column.width,
        "archived": column.archived,
        "settings": settings,
        "settings_str": json.dumps(old_settings(column), separators=(",", ":")),
        "revision": f"{column.revision:032x}",
        "capabilities": {
            "__typename": "ColumnCapabilities",
            "calculated": calculated,
            "visibility": "hidden" if column.hidden else None,
        },
    }


def settings_of(column: Column) -> dict[str, Any]:
    """Return `settings` (since 2025-10): labels as a list with `id` and a misleading `index`."""
    if column.type == "status":
        labels = [
            {
                "id": label.id,
                "label": label.text,
                "color": label.color,
                "hex": label.color,
                "index": place,
                "is_done": label.done,
                "is_deactivated": label.deactivated,
                "description": None,
            }
            for place, label in enumerate(column.labels)
        ]
        return {"type": "status", "labels": labels}
    if column.type == "dropdown":
        labels = [
            {"id": label.id, "label": label.text, "is_deactivated": label.deactivated}
            for label in column.labels
        ]
        return {"type": "dropdown", "labels": labels}
    return old_settings(column)


def old_settings(column: Column) -> dict[str, Any]:
    """Return `settings_str`, decoded: status labels as a map from id to text."""
    if column.type == "status":
        return {"labels": {str(label.id): label.text for label in column.labels}}
    if column.type == "dropdown":
        return {"labels": [{"id": label.id, "name": label.text} for label in column.labels]}
    if column.type in ("board_relation", "subtasks", "dependency"):
        return {"allowMultipleItems": True, "boardIds": list(column.boards)}
    if column.type == "mirror" and column.mirror is not None:
        return {
            "relation_column": {column.mirror.relation: True},
            "displayed_linked_columns": {
                str(board): [column.mirror.column] for board in column.boards
            },
        }
    if column.type == "numbers" and column.unit is not None:
        symbol, side = column.unit
        return {"unit": {"symbol": symbol, "custom_unit": symbol, "direction": side}}
    return {}
