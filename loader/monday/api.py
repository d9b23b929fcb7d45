"""The rest of the program's view of monday: boards, samples, reads and what they cost.

    monday = Monday.connect(settings, observer)
    board = monday.board(8709134353)
    for event in monday.read(ReadPlan(board, columns, attributes)):
        ...                                      # see read/events.py for the protocol

One `Monday` is one budget: use it from several threads, and `share()` it for each board of a
command, so that usage and retry time are counted for each.
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
"""Clocks that differ by less count as one: answers take a while, and headers have whole seconds."""


class Monday:
    """monday's API with one token. Raises the ApiError of each cause."""

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
        """A connection of its own. Nothing is sent yet.

        `answer_seconds` bounds one request; `minute` is the length of monday's minute, in
        which it computes `formula_values`, and `first_retry` the first wait without a hint.
        `clock` and `sleep` are what waits are measured and spent with. All in seconds.
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
        """The same connection and budget, with usage and retry time of its own."""
        return Monday(self._connection, observer or self._observer)

    def shared(self) -> SharedRequests:
        """Requests for several boards at a time, whose answers later reads take their parts of."""
        return SharedRequests(self._connection, self._observer)

    @property
    def begun(self) -> datetime | None:
        """When the answers were asked for that came ahead of this object's questions, in UTC."""
        return self._client.begun

    def distrust_before(self, moment: datetime) -> None:
        """Take no answer that was asked for ahead before this moment, which `now()` has told."""
        self._client.not_before = moment - (self.now() - datetime.now(UTC))

    def close(self) -> None:
        """Close the connections of this and every shared one."""
        self._connection.http.close()

    def end(self) -> None:
        """End the requests of all threads that share the connection, by KeyboardInterrupt."""
        self._limiter.end()
        cut_all()

    @property
    def usage(self) -> Usage:
        """Calls, points and seconds waited since this object was made."""
        return self._meter.usage

    def now(self) -> datetime:
        """The time in UTC, by monday's clock where this machine's is far from it.

        Loads are told apart by their times, so a machine whose clock is wrong for one load would
        otherwise make the next ones misjudge what that one has seen.
        """
        ahead = self._connection.http.ahead
        return datetime.now(UTC) + (ahead if abs(ahead) > CLOCK_TOLERANCE else timedelta())

    @property
    def calls(self) -> int:
        """Calls of all who share this connection that reached monday since it was made."""
        return self._limiter.calls

    @property
    def calls_left(self) -> int | None:
        """Calls left of the day, as far as monday said."""
        return self._limiter.calls_left

    def board(self, board_id: int) -> Board:
        """Discover a board, in one call. Raises BoardNotFound unless it is there and active."""
        answer = board_facts(self._client, self._account, board_id)
        self._compare_versions(answer)
        left = parse_calls_left(answer.data, self._connection.today().strftime("%Y-%m-%d"))
        if left is not None:
            self._limiter.calls_left = left
        return parse_board(answer.data, board_id)

    def owners(self, board_id: int) -> tuple[str, ...]:
        """Names of a board's owners; none where the token may not read them."""
        return people.owners(self._client, board_id)

    def boards(self) -> Iterator[BoardSummary]:
        """Every active board that the token sees, classic and multi-level."""
        return board_list(self._client)

    def sample(self, board: Board, columns: Sequence[Column], limit: int) -> tuple[Item, ...]:
        """The first `limit` items with the cells of `columns`, for examples and proposals.

        Formula columns that do not fit into that request come for the first 100 items only.
        """
        plan = ReadPlan(board, tuple(columns), batch_size=limit)
        return sampled_items(plan, self._client, self._limiter)

    def read(self, plan: ReadPlan) -> Iterator[Event]:
        """Read a board in full: the events of `read/events.py`, ending in Complete or an error.

        Pages are fetched in the background, a few ahead of the consumer. Raises
        DayTooShort before the first call when the rest of the day cannot hold the load.
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
        """Items that changed, newest first, or by their ids. See changed_items.py."""
        plan = served_by(plan, self._connection.http.version)
        requests = BoardRequests(plan, self._client, self._limiter)
        return Changes(plan, requests, lambda: self.board(plan.board.id))

    def activity(self, board: Board) -> ActivityRead:
        """What happened on a board. See read/activity.py."""
        return ActivityRead(self._client, self._limiter, board)

    def past(self, board_id: int) -> PastReader:
        """The past of a board. Raises VersionRejected where the API's version tells none."""
        return PastReader(self._client, self._limiter, board_id, self._connection.http.version)

    def counts(self, board_id: int, group_ids: Sequence[str]) -> Counts:
        """How many items monday counts on a board and in each of these groups, in one call."""
        return read_counts(self._client, board_id, group_ids)

    def updates(self, board: Board) -> UpdatesRead:
        """What people say on a board. See read/updates.py."""
        return UpdatesRead(self._client, self._limiter, board)

    def column_facts(self, board_id: int, columns: Sequence[Column]) -> BoardFacts:
        """What monday says of the items and the cells of columns, in one call."""
        return read_column_facts(self._client, board_id, columns)

    def pause(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._limiter.pause(seconds, threading.Event())

    def people(self, users: Sequence[int], teams: Sequence[int]) -> tuple[list[User], list[Team]]:
        """These users and teams, in one call for each 500; unknown ones are left out.

        No load is kept waiting for names: refusals are met with little patience.
        """
        with self._beside() as client:
            return people.people(client, users, teams)

    @contextmanager
    def account(self) -> Iterator[AccountReader]:
        """Reads of the whole account, with as little patience. See account.py."""
        with self._beside() as client:
            yield AccountReader(client, lambda: self._limiter.calls_left)

    @contextmanager
    def _beside(self) -> Iterator[RetryingClient]:
        """A client for what no load is kept waiting for; its usage counts as this one's."""
        connection = self._connection
        seconds = min(connection.retry_seconds, PEOPLE_SECONDS)
        meter = Meter(Patience(seconds, connection.first_retry))
        try:
            yield connection.client(meter, self._observer)
        finally:
            self._meter.add(meter.usage)

    def estimate(self, plan: ReadPlan) -> Estimate:
        """What `read` would cost, learned from one small page of the board itself."""
        plan = served_by(plan, self._connection.http.version)
        return estimate(plan, self._client, self._limiter)

    def _compare_versions(self, answer: Answer) -> None:
        """monday serves another version without a word when it retired the one asked for."""
        asked, served = self._connection.http.version, answer.version
        if served and served != asked and not self._account.version_told:
            self._account.version_told = True
            self._observer.on_note(
                f"monday serves API version {printable(served)} where {asked} was asked for;"
                " values may differ. Set MONDAY_API_VERSION to a version that monday supports."
            )


PEOPLE_SECONDS = 15.0
"""How long names of people may keep a load, in seconds of waiting and retrying."""
