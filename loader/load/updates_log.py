"""What people say on a board, read beside its rows: new, edited and deleted updates and replies."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from html.parser import HTMLParser

from loader.board.model import Board
from loader.landing.log_tables import IncomingLog, PostRow
from loader.landing.rows import storable
from loader.monday.api import Monday
from loader.monday.graphql.updates import Post

RECENT = timedelta(days=30)
"""What was written lately is read again each time: people edit, answer and delete it."""
MARGIN = timedelta(days=1)
"""Between the clocks of monday and of this machine."""
NO_BREAK_SPACE = "\u00a0"
"""monday's editor writes `&nbsp;` for blanks side by side; a reader searches for blanks."""
_TAG = re.compile("<[^>]*>")


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


def plain_text(body: str, text: str | None) -> str:
    """What a post says, without HTML: monday's own text, or that of the body where it gives none.

    monday makes its text by taking the tags out. Whether it reads character references such as
    `&amp;` is documented nowhere: they are read here where it left them as they are in the body.
    """
    if text is None:
        return text_of(body)
    untagged = _TAG.sub("", body)
    return _read(text) if _letters(text) == _letters(untagged) else text


def text_of(body: str) -> str:
    """The text of a body of HTML."""
    reader = _Text()
    reader.feed(body)
    reader.close()
    return "".join(reader.found).replace(NO_BREAK_SPACE, " ").strip()


def _read(text: str) -> str:
    return html.unescape(text).replace(NO_BREAK_SPACE, " ")


def _letters(text: str) -> str:
    """Without any white space, which is laid out anew where tags go."""
    return "".join(text.split())


class _Text(HTMLParser):
    """Collects what is no tag, script or style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as its base has
        self._silent += tag in ("script", "style")
        if tag in ("br", "p", "li", "div"):
            self.found.append("\n" if self.found else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
