"""The activity log of a board: its query and its entries as values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loader.board.spellings import moment
from loader.monday.graphql.checked import Json, listed, mapping, string, wrong
from loader.monday.graphql.pages import still_there
from loader.monday.graphql.queries import BOARDS, query
from loader.monday.graphql.selection import OBJECT, SCALAR

TICKS_A_SECOND = 10_000_000
"""monday counts the time of an event in units of 100 nanoseconds since 1970-01-01 UTC."""

ACTIVITY = query(
    "Activity",
    (
        "$board: [ID!]",
        "$from: ISO8601DateTime",
        "$to: ISO8601DateTime",
        "$limit: Int!",
        "$page: Int!",
    ),
    f"{BOARDS} {{ id activity_logs(from: $from, to: $to, limit: $limit, page: $page)"
    " { id event entity data created_at account_id user_id } }",
    fixed=OBJECT + SCALAR,
    per_item=OBJECT + 7 * SCALAR,
)
"""Events of a time span, newest first. Variables: board, from, to, limit, page.

No filters are used: a filter by column or group leaves out moves, creations and deletions.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """A raw entry of the log. `ticks` count 100 nanoseconds since 1970-01-01 UTC.

    `event` is one of monday's words, to which it adds without notice; `data` is JSON text.
    `user_id` is negative for automations and monday's own apps.
    """

    id: str
    ticks: int
    event: str
    entity: str
    user_id: str
    account_id: str
    data: str


def parse_events(data: object, board_id: int) -> tuple[tuple[Event, ...], int]:
    """Return the events of an `Activity` answer, and its number of entries: some may be null.

    Raise PermissionDenied if monday gives null instead of the list.
    """
    board = still_there(mapping(data, "data"), board_id)
    entries = listed(board, "activity_logs", f"the activity log of board {board_id}")
    told = [mapping(entry, "activity_logs") for entry in entries if entry is not None]
    return tuple(_event(entry) for entry in told), len(entries)


def _event(raw: Json) -> Event:
    ident = string(raw, "id", "an event")
    if not re.fullmatch(r"[!-~]{1,200}", ident):
        raise wrong("id of an event")
    return Event(
        id=ident,
        ticks=_ticks(raw, ident),
        event=string(raw, "event", f"event {ident}"),
        entity=string(raw, "entity", f"event {ident}"),
        user_id=string(raw, "user_id", f"event {ident}"),
        account_id=string(raw, "account_id", f"event {ident}"),
        data=string(raw, "data", f"event {ident}"),
    )


def _ticks(raw: Json, ident: str) -> int:
    """Return the time of an event: 17 digits as documented, or ISO 8601."""
    text = string(raw, "created_at", f"event {ident}")
    if re.fullmatch(r"[1-9][0-9]{16,17}", text):
        return int(text)
    when = moment(text)
    if when is None:
        raise wrong(f"created_at of event {ident}")
    seconds = int(when.replace(microsecond=0).timestamp())
    return seconds * TICKS_A_SECOND + when.microsecond * 10
