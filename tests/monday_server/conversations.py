"""The conversations on boards: updates and replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from .values import File


@dataclass(slots=True)
class Post:
    """An update, or a reply to one. `item_id` is None for an update of the board itself."""

    id: int
    body: str
    creator_id: int | None
    created_at: datetime
    edited_at: datetime
    item_id: int | None = None
    files: list[File] = field(default_factory=list)
    replies: list[Post] = field(default_factory=list)
    text: bool = True
    """Whether monday returns a plain text in addition to the body."""


class Conversations:
    """Updates by board, and the actions of people on them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.updates: dict[int, list[Post]] = {}
        self._next_id = 4_100_000_001

    def write(self, board_id: int, body: str, item_id: int | None, creator: int | None) -> Post:
        post = self._post(body, item_id, creator)
        self.updates.setdefault(board_id, []).append(post)
        return post

    def reply(self, update: Post, body: str, creator: int | None) -> Post:
        post = self._post(body, update.item_id, creator)
        update.replies.append(post)
        return post

    def edit(self, post: Post, body: str) -> None:
        post.body, post.edited_at = body, self.now()

    def delete(self, board_id: int, update: Post) -> None:
        self.updates[board_id].remove(update)

    def _post(self, body: str, item_id: int | None, creator: int | None) -> Post:
        self._next_id += 1
        return Post(self._next_id, body, creator, self.now(), self.now(), item_id)
