"""Queries for a board's updates with their replies, and their answers as values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from loader.board.spellings import moment
from loader.monday.graphql.activity import TICKS_A_SECOND
from loader.monday.graphql.checked import (
    Json,
    entries,
    ident,
    mapping,
    string,
    text_or_none,
    wrong,
)
from loader.monday.graphql.pages import still_there
from loader.monday.graphql.queries import BOARDS, query
from loader.monday.graphql.selection import OBJECT, SCALAR

_POST = (
    "id body text_body creator_id created_at updated_at edited_at"
    " assets { id name file_extension file_size }"
)
_POST_POINTS = 2 * OBJECT + 11 * SCALAR
_FIELDS = f"{{ {_POST} item_id replies {{ {_POST} }} }}"
_POINTS = 2 * _POST_POINTS + SCALAR

UPDATES = query(
    "Updates",
    ("$board: [ID!]", "$limit: Int!", "$page: Int!"),
    f"{BOARDS} {{ id updates(limit: $limit, page: $page) {_FIELDS} }}",
    fixed=OBJECT + SCALAR,
    per_item=_POINTS,
)
"""All updates of a board and its items, newest first. Variables: board, limit, page.

File URLs are not requested: they expire after an hour.
"""

RECENT_UPDATES = query(
    "Updates",
    (
        "$board: [ID!]",
        "$from: ISO8601DateTime",
        "$to: ISO8601DateTime",
        "$limit: Int!",
        "$page: Int!",
    ),
    f"{BOARDS} {{ id updates(limit: $limit, page: $page, from_date: $from, to_date: $to)"
    f" {_FIELDS} }}",
    fixed=OBJECT + SCALAR,
    per_item=_POINTS,
)
"""The same for a time span of writing. Variables: board, from, to, limit, page."""

UPDATES_BY_ID = query(
    "Updates",
    ("$board: [ID!]", "$ids: [ID!]", "$limit: Int!"),
    f"{BOARDS} {{ id updates(ids: $ids, limit: $limit, page: 1) {_FIELDS} }}",
    fixed=OBJECT + SCALAR,
    per_item=_POINTS,
)
"""The same for up to 100 ids. Variables: board, ids, limit."""


@dataclass(frozen=True, slots=True)
class Post:
    """A raw update or reply. `body` is HTML, `text_body` the same without markup.

    `ticks` are the time of the last change in units of 100 nanoseconds since 1970-01-01 UTC;
    `files` is a JSON array or None. `item_id` is None for an update of the board itself.
    """

    kind: Literal["update", "reply"]
    id: int
    parent_id: int | None
    item_id: int | None
    creator_id: str | None
    created_at: str | None
    edited_at: str | None
    body: str
    text_body: str | None
    files: str | None
    ticks: int


def parse_updates(data: object, board_id: int) -> tuple[tuple[Post, ...], int]:
    """Return updates and their replies, and the number of updates.

    Raise PermissionDenied if monday gives null for one of them.
    """
    board = still_there(mapping(data, "data"), board_id)
    where = f"the updates of board {board_id}"
    found = entries(board, "updates", where)
    return tuple(post for raw in found for post in _posts(raw)), len(found)


def _posts(raw: Json) -> Iterator[Post]:
    update = _post(raw, "update", None, _item(raw))
    yield update
    for reply in entries(raw, "replies", f"the replies to update {update.id}"):
        yield _post(reply, "reply", update.id, update.item_id)


def _item(raw: Json) -> int | None:
    return None if raw.get("item_id") in (None, "") else ident(raw, "item_id", "an update")


def _post(
    raw: Json, kind: Literal["update", "reply"], parent_id: int | None, item_id: int | None
) -> Post:
    number = ident(raw, "id", f"a {kind}")
    times = [text_or_none(raw.get(key)) for key in ("created_at", "updated_at", "edited_at")]
    moments = [when for when in map(moment, times) if when is not None]
    if not moments:
        raise wrong(f"created_at of {kind} {number}")
    files = [mapping(file, "assets") for file in _assets(raw)]
    return Post(
        kind=kind,
        id=number,
        parent_id=parent_id,
        item_id=item_id,
        creator_id=text_or_none(raw.get("creator_id")),
        created_at=times[0],
        edited_at=times[2],
        body=string(raw, "body", f"{kind} {number}"),
        text_body=text_or_none(raw.get("text_body")),
        files=json.dumps(files, ensure_ascii=False, separators=(",", ":")) if files else None,
        ticks=int(max(moments).timestamp()) * TICKS_A_SECOND,
    )


def _assets(raw: Json) -> list[object]:
    assets = raw.get("assets")
    return [file for file in assets if file is not None] if isinstance(assets, list) else []
