"""Read what happened on a board along with its rows, and keep it in their transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from loader.board.board_file import BoardFile
from loader.board.json_text import json_or_none
from loader.board.model import Board
from loader.landing.contract import Landing
from loader.landing.log_tables import ACTIVITY, UPDATES, ActivityRow, IncomingLog, LastLogged
from loader.landing.rows import storable
from loader.load.people import People
from loader.load.updates_log import read_updates
from loader.monday.api import Monday
from loader.monday.graphql.activity import Event
from loader.monday.read.activity import moment_of

log = logging.getLogger(__name__)

OVERLAP = timedelta(hours=1)
"""Start each read this long before the last known event.

monday lists an event some time after it happened and does not say how long after.
"""

AHEAD = timedelta(days=1)
"""Read up to this far into the future, so that no clock error leaves events out."""

FOLLOWED = timedelta(days=1)
EVENTS_READ = "events_read"
"""A key in the notes of a load record."""
Notes = dict[str, int | str]


class EventLogs:
    """The logs that a board file asks for. A context manager: on exit, drops what was not kept."""

    def __init__(self, monday: Monday, landing: Landing, board: BoardFile, live: Board) -> None:
        self.people = People()
        """The people who acted, according to the events read."""
        self.calls = 0
        self.news = 0
        """Events and posts that are new or changed compared with the tables."""
        self._monday = monday
        self._landing = landing
        self._board = board
        self._live = live
        self._incoming: IncomingLog | None = None
        self._posts: IncomingLog | None = None
        self._whole = False
        self._open = ExitStack()

    def read(self, *, whole: bool) -> Notes:
        """Read what is new into incoming tables; return notes for the load record.

        `whole` is for a full load, which reads all updates and replies of the board.
        """
        before = self._monday.usage.calls
        notes = self._read_activity() if self._board.activity else {}
        if self._board.updates:
            notes |= self._read_updates(whole=whole)
        self.calls += self._monday.usage.calls - before
        came = (log for log in (self._incoming, self._posts) if log is not None)
        self.news = sum(log.news() for log in came)
        return notes

    def _read_updates(self, *, whole: bool) -> Notes:
        name = self._board.name
        known = self._landing.last_logged(UPDATES, name)
        self._whole = whole or known is None
        posts = self._open.enter_context(self._landing.begin_log(UPDATES, name))
        last = moment_of(known.order) if known else None
        came = read_updates(self._monday, self._live, posts, last, whole=self._whole)
        self._posts = posts
        return {"posts_read": came}

    def _read_activity(self) -> Notes:
        name = self._board.name
        last = self._landing.last_logged(ACTIVITY, name)
        incoming = self._open.enter_context(self._landing.begin_log(ACTIVITY, name))
        known = moment_of(last.order) if last else None
        since = known - OVERLAP if known else None
        met = oldest = None
        read = self._monday.activity(self._live)
        for page in read.events(since, self._monday.now() + AHEAD):
            incoming.append([_row(event) for event in page])
            self._note_people(page)
            met = met or (last and any(event.id == last.key for event in page))
            oldest = min([event.ticks for event in page] + ([oldest] if oldest else []))
        self._incoming = incoming
        self._tell(last, bool(met), moment_of(oldest) if oldest else None)
        if read.empty:
            log.warning(
                "%s: monday left %s entries of its activity log empty; they are missing in"
                " raw_monday.%s, unless a load within the hour is given them",
                name, f"{read.empty:,}", ACTIVITY.name(name),
            )  # fmt: skip
        return {EVENTS_READ: incoming.rows}

    def keep(self) -> None:
        """Keep the new rows, inside the rows' transaction; called again if that is retried."""
        if self._incoming is not None:
            self._incoming.keep()
        if self._posts is not None:
            self._posts.keep(whole=self._whole)

    def _tell(self, last: LastLogged | None, met: bool, oldest: datetime | None) -> None:
        """Report what can no longer be read."""
        name = self._board.name
        if last is None:
            begins = f"begins at {oldest:%Y-%m-%d %H:%M:%S} UTC" if oldest else "is empty"
            log.info(
                "%s: monday's activity log %s; what happened before cannot be read", name, begins
            )
        elif not met and not self._is_followed():
            log.warning(
                "%s: monday's activity log no longer has the last known event, of %s UTC, and "
                "%s; what happened in between may be missing in raw_monday.%s. Load the "
                "board more often than monday forgets",
                name, f"{moment_of(last.order):%Y-%m-%d %H:%M:%S}",
                f"goes on at {oldest:%Y-%m-%d %H:%M:%S} UTC" if oldest else "has no later one",
                ACTIVITY.name(name),
            )  # fmt: skip

    def _is_followed(self) -> bool:
        """Whether the last complete load was recent and read the log too.

        monday does not say how long it keeps events; no account was seen where it was only days.
        """
        last = self._landing.last_complete(self._board.name)
        notes = json_or_none(last.notes) if last else None
        if last is None or not isinstance(notes, Mapping) or EVENTS_READ not in notes:
            return False
        return self._monday.now() - last.started_at < FOLLOWED

    def _note_people(self, page: tuple[Event, ...]) -> None:
        ids = {event.user_id for event in page}
        users = frozenset(int(i) for i in ids if i.isascii() and i.isdecimal() and len(i) < 19)
        self.people |= People(users - {0})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, traceback)


def _row(event: Event) -> ActivityRow:
    return ActivityRow(
        event_id=event.id,
        ticks=event.ticks,
        event=storable(event.event),
        entity=storable(event.entity),
        user_id=storable(event.user_id),
        account_id=storable(event.account_id),
        data=storable(event.data),
    )
