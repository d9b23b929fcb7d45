"""Reads a column's settings: the boards it connects to, its labels. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from loader.board.column_types import column_type
from loader.board.json_text import json_or_none
from loader.board.model import Column

_KEYS = ("boardIds", "board_ids", "boardId", "board_id")


def connected_boards(column: Column) -> tuple[int, ...]:
    """Return the ids of the connected boards, in the order of the settings."""
    if not column_type(column.type).connects:
        return ()
    settings = json_or_none(column.settings)
    if not isinstance(settings, dict):
        return ()
    given = next((settings[key] for key in _KEYS if settings.get(key)), ())
    listed = given if isinstance(given, list) else [given]
    return tuple(dict.fromkeys(_ids(listed)))


def _ids(values: Iterable[object]) -> Iterable[int]:
    for value in values:
        ident = id_number(value)
        if ident:
            yield ident


_BIGGEST = 2**63


def labels_with_ids(settings: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield id and facts of each label, from either form of the settings; skip those without id."""
    read = json_or_none(settings)
    labels = read.get("labels") if isinstance(read, Mapping) else None
    if isinstance(labels, Mapping):
        labels = [{"id": key, "label": text} for key, text in labels.items()]
    for label in labels if isinstance(labels, list) else []:
        ident = id_number(label.get("id")) if isinstance(label, Mapping) else None
        if ident is not None:
            yield ident, label


def id_number(value: object) -> int | None:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    return int(text) if int(text) < _BIGGEST else None
