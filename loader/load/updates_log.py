"""Read updates and replies of a board along with its rows: new, edited and deleted ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from loader.board.model import Board
from loader.landing.log_tables import IncomingLog, PostRow
from loader.landing.rows import storable
from loader.load.post_text import plain_text
from loader.monday.api import Monday
from loader.monday.graphql.updates import Post

RECENT = timedelta(days=30)
"""Reread posts as recent as this each time: people edit, answer and delete them."""
MARGIN = timedelta(days=1)
"""Allowed difference between monday's clock and this machine's."""


def read_updates(
    monday: Monday, live: Board, incoming: IncomingLog, last: datetime | None, *, whole: bool
) -> int:
    """Land all updates, or those written recently or since `last`; return the number of posts.

    monday shows a deletion only by leaving the post out, and its pages shift if posts are deleted
    during the read. So a post missing from a complete read is requested by id before it counts as
    deleted.
    """
    reader = monday.updates(live)
    now = monday.now()
    since = None if whole or last is None else min(last, now - RECENT) - MARGIN
    for page in reader.posts(since, now + MARGIN):
        incoming.append([_row(post) for post in page])
    if whole:
        missing = [key.partition(":") for key in incoming.unmet()]
        ids = [int(number) for kind, _, number in missing if kind == "update"]
        for page in reader.by_id(ids):
            incoming.append([_row(post) for post in page])
    return incoming.rows


def _row(post: Post) -> PostRow:
    return PostRow(
        post_id=f"{post.kind}:{post.id}",
        kind=post.kind,
        monday_id=post.id,
        parent_id=post.parent_id,
        item_id=post.item_id,
        creator_id=storable(post.creator_id),
        created_at=storable(post.created_at),
        edited_at=storable(post.edited_at),
        body=storable(post.body),
        text_body=storable(plain_text(post.body, post.text_body)),
        files=storable(post.files),
        ticks=post.ticks,
    )
