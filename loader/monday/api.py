"""The interface to monday for the rest of the program: boards, samples, reads and their cost.

    monday = Monday.connect(settings, observer)
    board = monday.board(8709134353)
    for event in monday.read(ReadPlan(board, columns, attributes)):
        ...                                      # see read/events.py for the protocol

One `Monday` has one budget. It may be used from several threads; `share()` it for each board of a
command, so that usage and retry time are counted per board.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from loader.board.model import Board, BoardSummary, Column, Item
from loader.errors import DayTooShort
from loader.monday import limits, people
from loader.monday.account import AccountReader
from loader.monday.budget.answers_ahead import AnswersAhead
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.observer import LogObserver, Observer
from loader.monday.budget.retry import Patience
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.budget.usage import Meter, Usage
from loader.monday.connection import Account, Connection
from loader.monday.graphql.activity import Event as LoggedEvent
from loader.monday.graphql.aggregates import BoardFacts, Counts
from loader.monday.graphql.payloads import parse_board, parse_calls_left
from loader.monday.http.client import ANSWER_SECONDS, Answer, Client
from loader.monday.http.deadline import cut_all
from loader.monday.http.error_answers import printable
from loader.monday.people import Team, User
from loader.monday.read.activity import ActivityRead
from loader.monday.read.board_list import board_facts, board_list
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.changed_items import Changes, Located, Place
from loader.monday.read.counts import read_column_facts, read_counts
from loader.monday.read.estimate import Estimate, estimate
from loader.monday.read.events import Cells, Complete, Event, Gone, ItemCells, Page, Restart
from loader.monday.read.full_read import FullRead
from loader.monday.read.past import PastReader
from loader.monday.read.plan import (
    ReadPlan,
    calls_of,
    formulas_fit,
    served_by,
)
from loader.monday.read.sample import sampled_items
from loader.monday.read.shared_requests import Look, Looked, Question, SharedRequests
from loader.monday.read.updates import UpdatesRead
from loader.settings import Settings

__all__ = [
    "Cells",
    "Changes",
    "Complete",
    "Counts",
    "Estimate",
    "Event",
    "Gone",
    "ItemCells",
    "Located",
    "LoggedEvent",
    "Look",
    "Looked",
    "Monday",
    "Observer",
    "Page",
    "Place",
    "Question",
    "ReadPlan",
    "Restart",
    "SharedRequests",
    "Team",
    "Usage",
    "User",
]

CLOCK_TOLERANCE = timedelta(minutes=1)
"""Smaller clock differences are ignored: answers take time, and headers give whole seconds."""


class Monday:
    """monday's API for one token. Methods raise the ApiError that fits the cause."""

    def __init__(self, connection: Connection, observer: Observer | None = None) -> None:
        self._connection = connection
        self._observer: Observer = observer or LogObserver()
        self._limiter = connection.limiter
        self._account = connection.account
        self._meter = Meter(Patience(connection.retry_seconds, connection.first_retry))
        self._client = connection.client(self._meter, self._observer)

    @classmethod
    def connect(
        cls,
        settings: Settings,
        observer: Observer | None = None,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        minute: float = limits.MINUTE_SECONDS,
        formula_values: int = limits.FORMULA_VALUES_A_MINUTE,
        first_retry: float = 0.5,
        today: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Monday:
        """Open a connection. Nothing is sent yet.

        `answer_seconds` bounds one request; `minute` is the length of monday's minute, in which it
        computes `formula_values`; `first_retry` is the first wait without a hint. `clock` and
        `sleep` measure and spend waits. All times are in seconds.
        """
        limiter = RateLimiter(
            minute=minute, formula_values=formula_values, clock=clock, sleep=sleep
        )
        http = Client(
            settings.api_url,
            settings.api_token,
            settings.api_version,
            answer_seconds=answer_seconds,
        )
        seconds = settings.retry_seconds
        ahead = AnswersAhead(clock)
        connection = Connection(http, limiter, Account(), seconds, first_retry, today, ahead)
        return cls(connection, observer)

    def share(self, observer: Observer | None = None) -> Monday:
        """Return the same connection and budget with separate usage and retry time."""
        return Monday(self._connection, observer or self._observer)

    def shared(self) -> SharedRequests:
        """Return requests for several boards at once, whose answers later reads will use."""
        return SharedRequests(self._connection, self._observer)

    @property
    def begun(self) -> datetime | None:
        """When the earliest prefetched answer used here was requested, in UTC; None without any."""
        return self._client.begun

    def distrust_before(self, moment: datetime) -> None:
        """Use no prefetched answer that was requested before `moment`, a time that `now()` gave."""
        self._client.not_before = moment - (self.now() - datetime.now(UTC))

    def close(self) -> None:
        """Close the connections of this object and of all that share them."""
        self._connection.http.close()

    def end(self) -> None:
        """End the requests of all threads on this connection with KeyboardInterrupt."""
        self._limiter.end()
        cut_all()

    @property
    def usage(self) -> Usage:
        """Calls, points and seconds waited since this object was created."""
        return self._meter.usage

    def now(self) -> datetime:
        """Return the time in UTC, by monday's clock if this machine's is far from it.

        Loads are ordered by their times. If the clock were wrong during one load, later loads would
        misjudge what that load has seen.
        """
        ahead = self._connection.http.ahead
        return datetime.now(UTC) + (ahead if abs(ahead) > CLOCK_TOLERANCE else timedelta())

    @property
    def calls(self) -> int:
        """Calls that have reached monday through this connection, from all who share it."""
        return self._limiter.calls

    @property
    def calls_left(self) -> int | None:
        """Calls left today, if monday has said so."""
        return self._limiter.calls_left

    def board(self, board_id: int) -> Board:
        """Discover a board in one call. Raise BoardNotFound unless it exists and is active."""
        answer = board_facts(self._client, self._account, board_id)
        self._compare_versions(answer)
        left = parse_calls_left(answer.data, self._connection.today().strftime("%Y-%m-%d"))
        if left is not None:
            self._limiter.calls_left = left
        return parse_board(answer.data, board_id)

    def owners(self, board_id: int) -> tuple[str, ...]:
        """Return the names of a board's owners; none if the token may not read them."""
        return people.owners(self._client, board_id)

    def boards(self) -> Iterator[BoardSummary]:
        """Yield every active board that the token sees, classic and multi-level."""
        return board_list(self._client)

    def sample(self, board: Board, columns: Sequence[Column], limit: int) -> tuple[Item, ...]:
        """Return the first `limit` items with the cells of `columns`, for examples and proposals.

        Formula columns that do not fit into that request come for only the first 100 items.
        """
        plan = ReadPlan(board, tuple(columns), batch_size=limit)
        return sampled_items(plan, self._client, self._limiter)

    def read(self, plan: ReadPlan) -> Iterator[Event]:
        """Yield the events of a full read, as in `read/events.py`; ends with Complete or an error.

        Pages are fetched in the background, a few ahead of the consumer. Raise DayTooShort before
        the first call if the calls left today cannot hold the load.
        """
        plan = served_by(plan, self._connection.http.version)
        inside = formulas_fit(plan, self._limiter.formulas_free())
        calls, left = calls_of(plan, formulas_inside=inside), self._limiter.calls_left
        if left is not None and calls > left:
            raise DayTooShort(
                f"board {plan.board.id} ({printable(plan.board.name)}) needs about {calls} calls"
                f" and {left} are left of the day's; nothing was loaded."
                " The day's calls come back at 00:00 UTC."
            )
        requests = BoardRequests(plan, self._client, self._limiter)
        return FullRead(plan, requests, self._limiter, lambda: self.board(plan.board.id)).events()

    def changes(self, plan: ReadPlan) -> Changes:
        """Return a reader of changed items, latest change first or by id. See changed_items.py."""
        plan = served_by(plan, self._connection.http.version)
        requests = BoardRequests(plan, self._client, self._limiter)
        return Changes(plan, requests, lambda: self.board(plan.board.id))

    def activity(self, board: Board) -> ActivityRead:
        """Return a reader of what happened on a board. See read/activity.py."""
        return ActivityRead(self._client, self._limiter, board)

    def past(self, board_id: int) -> PastReader:
        """Return a reader of the board's past. Raise VersionRejected if the API has none."""
        return PastReader(self._client, self._limiter, board_id, self._connection.http.version)

    def counts(self, board_id: int, group_ids: Sequence[str]) -> Counts:
        """Return monday's item counts of a board and of each of these groups, in one call."""
        return read_counts(self._client, board_id, group_ids)

    def updates(self, board: Board) -> UpdatesRead:
        """Return a reader of the board's updates. See read/updates.py."""
        return UpdatesRead(self._client, self._limiter, board)

    def column_facts(self, board_id: int, columns: Sequence[Column]) -> BoardFacts:
        """Return what monday says of a board's items and its columns' cells, in one call."""
        return read_column_facts(self._client, board_id, columns)

    def pause(self, seconds: float) -> None:
        """Wait this many seconds."""
        self._limiter.pause(seconds, threading.Event())

    def people(self, users: Sequence[int], teams: Sequence[int]) -> tuple[list[User], list[Team]]:
        """Return these users and teams, with one call per 500; unknown ones are left out.

        A load must not wait long for names, so refusals are retried only briefly.
        """
        with self._beside() as client:
            return people.people(client, users, teams)

    @contextmanager
    def account(self) -> Iterator[AccountReader]:
        """Yield a reader of the whole account, just as briefly retried. See account.py."""
        with self._beside() as client:
            yield AccountReader(client, lambda: self._limiter.calls_left)

    @contextmanager
    def _beside(self) -> Iterator[RetryingClient]:
        """Yield a client for requests that must not delay a load; its usage counts here too."""
        connection = self._connection
        seconds = min(connection.retry_seconds, PEOPLE_SECONDS)
        meter = Meter(Patience(seconds, connection.first_retry))
        try:
            yield connection.client(meter, self._observer)
        finally:
            self._meter.add(meter.usage)

    def estimate(self, plan: ReadPlan) -> Estimate:
        """Estimate what `read` would cost, from one small page of the board."""
        plan = served_by(plan, self._connection.http.version)
        return estimate(plan, self._client, self._limiter)

    def _compare_versions(self, answer: Answer) -> None:
        """Warn if monday serves another version than asked for; it does so for retired ones."""
        asked, served = self._connection.http.version, answer.version
        if served and served != asked and not self._account.version_told:
            self._account.version_told = True
            self._observer.on_note(
                f"monday serves API version {printable(served)} where {asked} was asked for;"
                " values may differ. Set MONDAY_API_VERSION to a version that monday supports."
            )


PEOPLE_SECONDS = 15.0
"""How long looking up people's names may delay a load, in seconds of waiting and retrying."""
