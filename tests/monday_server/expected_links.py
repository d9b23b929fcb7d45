"""The links from items to something else, and tracked sessions, as tables should hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .data import Account, Board, Column, Item
from .texts import linked_items, mirrored, subitems


@dataclass(frozen=True, slots=True)
class ExpectedLink:
    """One link of one cell. `kind` says what `linked_id` identifies."""

    item_id: int
    column_id: str
    kind: str
    linked_id: int
    position: int
    """The position within the cell, from 0."""


@dataclass(frozen=True, slots=True)
class ExpectedSession:
    """One time-tracking session; times in UTC without tzinfo, `ended_at` None while it runs."""

    item_id: int
    column_id: str
    session_id: int
    started_at: datetime
    ended_at: datetime | None
    user_id: int


def expected_links(account: Account, board: int | Board) -> list[ExpectedLink]:
    """Return the links of all active items, in board order.

    They are relations, dependencies, subtasks, mirrors, people, tags, dropdowns and files.
    """
    with account.lock:
        there = account.board(board)
        return [
            ExpectedLink(item.id, column.id, kind, linked_id, place)
            for item in there.active_items()
            for column in there.columns
            if not column.archived
            for place, (kind, linked_id) in enumerate(_targets(account, there, item, column))
        ]


def expected_sessions(account: Account, board: int | Board) -> list[ExpectedSession]:
    """Return the sessions of all time-tracking cells of active items."""
    with account.lock:
        there = account.board(board)
        return [
            ExpectedSession(
                item.id,
                column.id,
                session.id,
                _naive(session.started_at),
                None if session.ended_at is None else _naive(session.ended_at),
                session.user_id,
            )
            for item in there.active_items()
            for column in there.columns
            if column.type == "time_tracking" and not column.archived
            for session in getattr(item.value(column.id), "sessions", ())
        ]


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _targets(
    account: Account, board: Board, item: Item, column: Column
) -> Iterator[tuple[str, int]]:
    value: Any = item.value(column.id)
    if column.type in ("board_relation", "dependency"):
        yield from (("item", row.item.id) for row in linked_items(account, item, column))
    elif column.type == "subtasks":
        yield from (("item", row.item.id) for row in subitems(account, board, item, column))
    elif column.type == "mirror":
        yield from (("item", there.id) for _, there, _ in mirrored(account, board, item, column))
    elif column.type in ("people", "item_assignees"):
        yield from ((who.kind, who.id) for who in value or ())
    elif column.type == "tags":
        yield from (("tag", tag) for tag in value or ())
    elif column.type == "dropdown":
        yield from (("label", label) for label in value or ())
    elif column.type in ("file", "doc"):
        yield from ((file.kind, file.id) for file in value or ())
