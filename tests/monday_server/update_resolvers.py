"""The fields of a board's updates and their replies."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from .conversations import Post
from .data import Board
from .problems import Problem
from .resolvers import Resolver, state
from .values import iso

A_PAGE = 100


def updates(
    board: Board,
    info: Any,
    limit: int | None = None,
    page: int | None = None,
    ids: list[str] | None = None,
    from_date: str | None = None,
    to_date: str | None = None,
    board_updates_only: bool | None = None,
) -> list[Post]:
    """Return updates, newest first; the dates, both or neither, limit the time of writing."""
    size = 25 if limit is None else limit
    if size > A_PAGE:
        raise Problem(f"updates takes a limit of at most {A_PAGE}", "InvalidArgumentException")
    if (from_date is None) != (to_date is None):
        raise Problem("from_date and to_date go together", "InvalidArgumentException")
    found = [
        post
        for post in state(info).account.talk.updates.get(board.id, ())
        if (ids is None or str(post.id) in ids)
        and (from_date is None or _moment(from_date) <= post.created_at <= _moment(to_date))
        and not (board_updates_only and post.item_id is not None)
    ]
    found.sort(key=lambda post: (post.created_at, post.id), reverse=True)
    start = (max(1, page or 1) - 1) * size
    return found[start : start + size]


def _moment(text: str | None) -> datetime:
    moment = datetime.fromisoformat(text or "")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


POST: dict[str, Resolver] = {
    "id": lambda post, info: str(post.id),
    "creator_id": lambda post, info: None if post.creator_id is None else str(post.creator_id),
    "created_at": lambda post, info: iso(post.created_at),
    "updated_at": lambda post, info: iso(post.edited_at),
    "edited_at": lambda post, info: iso(post.edited_at),
    "text_body": lambda post, info: re.sub("<[^>]*>", "", post.body) if post.text else None,
    "assets": lambda post, info: post.files,
}
UPDATE: dict[str, Resolver] = {
    **POST,
    "item_id": lambda post, info: None if post.item_id is None else str(post.item_id),
}
REPLY: dict[str, Resolver] = {**POST, "kind": lambda post, info: "reply"}
