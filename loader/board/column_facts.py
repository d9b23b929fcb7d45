"""What monday says about a board and its columns besides ids, types and titles. Pure.

It goes into generated documentation, so every text is truncated to what a page can show.
"""

from __future__ import annotations

from collections.abc import Mapping

from loader.board.column_settings import labels_with_ids
from loader.board.json_text import json_or_none
from loader.board.model import Board, Column
from loader.board.names import clean_text

LONGEST_TEXT = 1_000
MOST_LABELS = 20
"""Longer lists of labels change too often for a page; `_column_labels` holds all labels."""
Facts = Mapping[str, object]


def column_facts(column: Column) -> dict[str, object]:
    """Return `description`, `formula`, `mirrors` and `labels`, without empty ones."""
    settings = json_or_none(column.settings)
    settings = settings if isinstance(settings, Mapping) else {}
    found: dict[str, object] = {"description": _text(column.description)}
    if column.type == "formula":
        found["formula"] = _text(settings.get("formula"))
    if column.type == "mirror":
        found["mirrors"] = _text(", ".join(_mirrored(settings)))
    if column.type in ("status", "dropdown"):
        found["labels"] = _labels(column.settings)
    return {key: value for key, value in found.items() if value}


def board_facts(live: Board, before: Facts) -> dict[str, object]:
    """Return a board's `description` and `owners`; keep earlier owners if none were fetched."""
    owners = [_text(name) for name in live.owners] or before.get("owners")
    found = {"description": _text(live.description), "owners": owners}
    return {key: value for key, value in found.items() if value}


def _labels(settings: str) -> list[str]:
    found = [
        _text(label.get("label") or label.get("name"))
        for _, label in labels_with_ids(settings)
        if label.get("is_deactivated") is not True
    ]
    named = [text for text in found if text]
    return named if len(named) <= MOST_LABELS else []


def _mirrored(settings: Mapping[object, object]) -> list[str]:
    """Return `column text_1 of board 123, through connect_1` for each linked board."""
    through = settings.get("relation_column")
    by = ", ".join(map(str, through)) if isinstance(through, Mapping) else ""
    shown = settings.get("displayed_linked_columns")
    return [
        f"column {', '.join(map(str, columns))} of board {board}{f', through {by}' if by else ''}"
        for board, columns in (shown.items() if isinstance(shown, Mapping) else ())
        if isinstance(columns, list) and columns
    ]


def _text(value: object) -> str:
    text = clean_text(value).strip() if isinstance(value, str) else ""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."
