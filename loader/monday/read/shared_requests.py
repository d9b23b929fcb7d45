"""Send at once what the loads of several boards would ask one by one.

No load depends on this: if monday refused, omitted or nulled a board's part, its own load asks
alone, with its own retries and errors. So one board's fault affects only that board. A request that
is too large in points, time or bytes is repeated for half as many boards.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from loader import errors
from loader.errors import ApiError
from loader.monday.budget.answers_ahead import Part
from loader.monday.budget.observer import Observer
from loader.monday.budget.retry import SHARED_TOO_LARGE, Patience
from loader.monday.budget.retrying_client import Ask
from loader.monday.budget.usage import Meter, Usage
from loader.monday.connection import Connection
from loader.monday.graphql import queries, shared_queries
from loader.monday.graphql.queries import Query
from loader.monday.graphql.selection import Shape
from loader.monday.http.client import Answer, Variable
from loader.monday.limits import BOARDS_A_PAGE, QUERY_POINTS

log = logging.getLogger(__name__)
_T = TypeVar("_T")

SHARED_SECONDS = 60.0
"""How long to retry refused shared requests, in seconds: every load can do without them."""
ITEMS_A_LOOK = 10_000
"""Maximum items with names and attributes in one answer: some megabytes."""
ITEMS_A_BUNDLE = 2_000
"""Maximum items with all their cells in one answer."""
MOST_REFUSALS = 10
"""After this many refused shared requests, each board asks alone."""
UNTOLD_MINUTE = 1_000_000
"""Points of a minute until monday tells the real number: those of the smallest account."""
HALVED = (errors.QueryTooComplex, errors.PermissionDenied, *SHARED_TOO_LARGE)
"""Refusals of a whole request that fewer boards may avoid."""


@dataclass(frozen=True, slots=True)
class Look:
    """A board to ask about. `shape` is that of its items; None asks for its facts only."""

    board_id: int
    shape: Shape | None = None
    limit: int = 0
    """How many of the latest changed items are wanted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query of one root field that a load will send, and how many items it asks for."""

    query: Query
    variables: Mapping[str, Variable]
    limit: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What a shared look gave of a board: answers to parse like those of its own queries."""

    facts: object
    page: object


class SharedRequests:
    """Sends shared requests and keeps each board's part for its load."""

    def __init__(self, connection: Connection, observer: Observer) -> None:
        self._connection = connection
        self._limiter = connection.limiter
        seconds = min(connection.retry_seconds, SHARED_SECONDS)
        self._meter = Meter(Patience(seconds, connection.first_retry))
        self._client = connection.client(self._meter, observer)
        self._billed = Usage()

    def look(self, looks: Sequence[Look]) -> dict[int, Looked]:
        """Ask about boards; return the answers by board id.

        Answers left over from failed loads are older than the new ones, and dropped.
        """
        self._connection.ahead.clear()
        plain = self._connection.account.is_plain
        looks = [look for look in looks if not plain(look.board_id)]
        found: dict[int, Looked] = {}
        for limit in sorted({look.limit for look in looks}):
            alike = [look for look in looks if look.limit == limit]
            attributes = [look.shape.attributes for look in alike if look.shape]
            shape = Shape(attributes=frozenset().union(*attributes)) if attributes else None
            points = self._limiter.expected(shared_queries.look(1, shape), limit)
            some = batches(
                [(look, points, limit) for look in alike], self._most_points(), ITEMS_A_LOOK
            )
            self._each(some, partial(self._look, shape, found))
        return found

    def ask(self, questions: Sequence[Question]) -> None:
        """Ask what several loads are going to ask."""
        if len(questions) < 2:
            return
        weighed = [(q, self._limiter.expected(q.query, q.limit), q.limit) for q in questions]
        self._each(batches(weighed, self._most_points(), ITEMS_A_BUNDLE), self._ask)

    def _most_points(self) -> float:
        """Return the points that one request may cost: half a minute's, well below the maximum."""
        return min(QUERY_POINTS, self._limiter.minute_points() or UNTOLD_MINUTE) / 2

    def _each(self, groups: Sequence[list[_T]], send: Callable[[list[_T]], None]) -> None:
        """Send each batch; split one refused as a whole in half, a limited number of times."""
        waiting = list(groups)
        refused = 0
        while waiting and refused < MOST_REFUSALS:
            batch = waiting.pop(0)
            try:
                send(batch)
            except HALVED as error:
                refused += 1
                log.debug("a request for %d boards is halved: %s", len(batch), error)
                half = len(batch) // 2
                waiting[:0] = [batch[:half], batch[half:]] if half else []
            except ApiError as error:
                log.debug("boards are asked about one by one: %s", error)
                return

    def _look(self, shape: Shape | None, found: dict[int, Looked], looks: list[Look]) -> None:
        query = shared_queries.look(len(looks), shape)
        limit = looks[0].limit
        ids = [str(look.board_id) for look in looks]
        variables: dict[str, Variable] = {"board": ids, "boards": len(ids)}
        if shape is not None:
            variables["limit"] = limit
        begun = datetime.now(UTC)
        answer = self._call(query, variables, len(looks), limit * len(looks))
        by_id = {look.board_id: look for look in looks}
        parts: list[Part] = []
        for board_id, facts, page in shared_queries.looked_at(answer):
            look = by_id.get(board_id)
            if look is None or board_id in found:
                continue
            found[board_id] = Looked(facts.data, page.data)
            own: dict[str, Variable] = {"board": [str(board_id)]}
            parts.append(Part(queries.BOARD, own, facts, self._bill(), begun))
            if look.shape is not None:
                query = queries.changed_page(look.shape)
                parts.append(Part(query, {**own, "limit": limit}, page, Usage(), begun))
        self._connection.ahead.add(parts)

    def _ask(self, questions: list[Question]) -> None:
        points = sum(self._limiter.expected(q.query, q.limit) for q in questions)
        query = shared_queries.bundle([q.query for q in questions], round(points))
        variables = {
            f"{name}_{number}": value
            for number, question in enumerate(questions)
            for name, value in question.variables.items()
        }
        begun = datetime.now(UTC)
        answer = self._call(query, variables, len(questions), 0)
        parts: list[Part] = []
        for number, question in enumerate(questions):
            own = shared_queries.part_of(answer, number, question.query)
            if own is not None:
                parts.append(Part(question.query, question.variables, own, self._bill(), begun))
        self._connection.ahead.add(parts)

    def _bill(self) -> Usage:
        """Return the usage since the last bill; the first part is charged for all of it."""
        spent = self._meter.usage
        billed, self._billed = self._billed, spent
        bill = spent.since(billed)
        return replace(bill, shared=bill.calls)

    def _call(
        self, query: Query, variables: Mapping[str, Variable], boards: int, items: int
    ) -> Answer:
        ask = Ask(items, sizable=True, shared=True)
        return self._client.call(query, variables, f"{boards} boards at once", ask=ask)


def batches(weighed: Sequence[tuple[_T, float, int]], points: float, items: int) -> list[list[_T]]:
    """Return the entries in batches within these points and items and BOARDS_A_PAGE boards.

    An entry that exceeds a limit by itself is alone in its batch.
    """
    found: list[list[_T]] = []
    held_points, held_items = 0.0, 0
    for entry, cost, count in weighed:
        full = held_points + cost > points or held_items + count > items
        if not found or full or len(found[-1]) >= BOARDS_A_PAGE:
            found.append([])
            held_points, held_items = 0.0, 0
        found[-1].append(entry)
        held_points, held_items = held_points + cost, held_items + count
    return found
