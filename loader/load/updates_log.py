"""What people say on a board, read beside its rows: new, edited and deleted updates and replies."""

from __future__ import annotations

from datetime import datetime, timedelta

from loader.board.model import Board
from loader.landing.log_tables import IncomingLog, PostRow
from loader.landing.rows import storable
from loader.load.post_text import plain_text
from loader.monday.api import Monday
from loader.monday.graphql.updates import Post

RECENT = timedelta(days=30)
"""What was written lately is read again each time: people edit, answer and delete it."""
MARGIN = timedelta(days=1)
"""Between the clocks of monday and of this machine."""


def read_updates(
    monday: Monday, live: Board, incoming: IncomingLog, last: datetime | None, *, whole: bool
) -> int:
    """Land the board's updates: all, or those written since `last` and lately.

    monday tells of a deletion by silence alone, and its pages shift when something is deleted
    meanwhile: what did not come with all others is asked for by its id before it counts as gone.
    Gives how many posts came.
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
