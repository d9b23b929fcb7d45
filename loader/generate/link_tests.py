"""Tests that linked items exist, for links between two deployed boards. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.column_types import column_type
from loader.generate.jinja import PACKAGE
from loader.generate.link_tables import LINKS, Companion
from loader.generate.text import argument_text

PARENT = "__parent_item__"


def refers_to(board: BoardFile, other: BoardFile) -> bool:
    """Whether the files generated for `board` depend on `other`."""
    linked = any(other.board_id in c.boards for c in board.approved if c.links)
    return linked or other.subitems == board.name


def link_tests(
    board: BoardFile, companion: Companion, others: Sequence[BoardFile]
) -> list[dict[str, Any]]:
    """Return tests of the links table: one for each column that links to one deployed board."""
    if not companion.model.endswith(LINKS):
        return []
    return [
        _test(
            f"linked_items_exist_{board.name}__{_safe(entry.id)}",
            companion.named("linked_id"),
            target,
            {"name": argument_text(companion.named("column_id")), "id": argument_text(entry.id)},
        )
        for _, entry in companion.entries
        for target in _targets(board, entry, others)
    ]


def loss_test(board: BoardFile, model: str) -> dict[str, Any]:
    """Return a test that reports conversion losses: dbt counts warnings of tests, not of models."""
    return {
        f"{PACKAGE}.nothing_lost": {
            "name": f"nothing_lost_{model}",
            "arguments": {
                "raw": f"source('raw_monday', '{board.name}')",
                "built": argument_text(model),
            },
            "config": {"severity": "warn"},
        }
    }


def parent_tests(board: BoardFile, others: Sequence[BoardFile]) -> list[dict[str, Any]]:
    """Return a test that the parents of subitems exist, if their board is deployed."""
    parent = next((a for a in board.shown_attributes if a.id == PARENT), None)
    if parent is None:
        return []
    targets = [o for o in others if o.subitems == board.name and not o.removed]
    if board.hierarchy == "multi_level":
        targets = [board]
    return [_test(f"parent_items_exist_{board.name}", parent.name, t) for t in targets[:1]]


def _targets(
    board: BoardFile, entry: ColumnEntry, others: Sequence[BoardFile]
) -> Iterable[BoardFile]:
    """Return the board that a column links to, if there is only one and it is deployed."""
    if not column_type(entry.type).connects or len(entry.boards) != 1:
        return ()
    return (o for o in (board, *others) if o.board_id == entry.boards[0] and not o.removed)


def _test(
    name: str, link: str, to: BoardFile, only: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return a test that only warns: boards are loaded at different times, items are archived."""
    arguments: dict[str, Any] = {
        "link": argument_text(link),
        "to": f"ref('{to.name}')",
        "key": argument_text(to.item_id.name),
    }
    if only:
        arguments["only"] = only
    return {
        f"{PACKAGE}.linked_items_exist": {
            "name": name,
            "arguments": arguments,
            "config": {"severity": "warn"},
        }
    }


def _safe(ident: str) -> str:
    return "".join(ch if ch.isascii() and (ch.isalnum() or ch == "_") else "_" for ch in ident)
