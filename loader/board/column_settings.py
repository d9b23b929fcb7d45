"""Which boards a column connects to, as its settings say. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable

from loader.board.model import Column

CONNECTING = frozenset({"board_relation", "dependency", "subtasks"})
"""Types whose settings name boards: those of the items that a cell may link to."""

_KEYS = ("boardIds", "board_ids", "boardId", "board_id")


def connected_boards(column: Column) -> tuple[int, ...]:
    """Ids of the boards, in the order of the settings; empty where they name none."""
    if column.type not in CONNECTING:
        return ()
    try:
        settings = json.loads(column.settings)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(settings, dict):
        return ()
    given = next((settings[key] for key in _KEYS if settings.get(key)), ())
    listed = given if isinstance(given, list) else [given]
    return tuple(dict.fromkeys(_ids(listed)))


def _ids(values: Iterable[object]) -> Iterable[int]:
    for value in values:
        text = str(value)
        if text.isascii() and text.isdigit() and 0 < int(text) < 2**63:
            yield int(text)
