"""Send queries through the limiter. This is the only place that retries."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from loader.errors import ApiError, RateLimited
from loader.monday.budget import retry as retries
from loader.monday.budget.answers_ahead import AnswersAhead
from loader.monday.budget.limiter import WAIT_MARGIN_SECONDS, RateLimiter
from loader.monday.budget.observer import Observer
from loader.monday.budget.usage import Meter
from loader.monday.graphql.queries import Query
from loader.monday.http.client import Answer, Client, Variables
from loader.monday.limits import MINUTE_SECONDS

LONGEST_PACE_SECONDS = MINUTE_SECONDS + 2.0
"""The longest wait for a minute's budget, including rounding."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How many items and formula values a query asks for.

    `sizable` says that the caller can ask for fewer: failures which that may fix are raised early.
    """

    limit: int = 0
    values: int = 0
    sizable: bool = False
    shared: bool = False
    """The query asks for several boards, and is repeated for fewer of them if need be."""


NO_ITEMS = Ask()


class RetryingClient:
    """Sends queries through the limiter for one load, and retries if that may help."""

    def __init__(
        self,
        client: Client,
        limiter: RateLimiter,
        meter: Meter,
        observer: Observer,
        ahead: AnswersAhead,
    ) -> None:
        self._client = client
        self._limiter = limiter
        self._meter = meter
        self._observer = observer
        self._ahead = ahead
        self.begun: datetime | None = None
        """When the earliest prefetched answer used was requested; None if none was used."""
        self.not_before: datetime | None = None
        """Prefetched answers that were requested earlier are not used."""

    def call(
        self,
        query: Query,
        variables: Variables,
        about: str,
        *,
        ask: Ask = NO_ITEMS,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """Return the answer to one query. `about` says what it is for: "reading board 12".

        Raise its error if retries are useless or out of time, Cancelled if `cancel` is set
        meanwhile.
        """
        part = self._ahead.take(query, variables)
        if part is not None:
            self._meter.add(part.usage)  # paid for, whether it is used or not
        if part is not None and (self.not_before is None or part.begun >= self.not_before):
            self.begun = min(part.begun, self.begun or part.begun)
            return part.answer
        cancel = cancel or threading.Event()
        tries = 0
        while True:
            try:
                return self._once(query, variables, about, ask, cancel)
            except ApiError as error:
                self._limiter.unless_ended()
                tries += 1
                patience = self._meter.patience
                wait = retries.retry(
                    error, tries, patience,
                    met=self._limiter.met, sizable=ask.sizable, shared=ask.shared,
                )  # fmt: skip
                self._limiter.refused(error, wait)
                if wait is None:
                    if ask.sizable and isinstance(error, tuple(retries.SAME_SIZE)):
                        raise
                    advice = retries.given_up(error, tries, patience)
                    raise error.going_on(advice) from error
                self._observer.on_retry(error)
                self._pause(wait.seconds, error.in_words, cancel)

    def _once(
        self, query: Query, variables: Variables, about: str, ask: Ask, cancel: threading.Event
    ) -> Answer:
        waits = partial(self._paced, about)
        cost = self._limiter.enter(query, ask.limit, ask.values, cancel, waits)
        points = None
        try:
            answer = self._client.post(query, variables, about)
            self._limiter.learn(query, ask.limit, answer)
            points = answer.complexity.query if answer.complexity else None
        finally:
            self._limiter.leave(cost)
            self._meter.called(points)
        self._observer.on_request(query.name, points, answer.seconds)
        return answer

    def _paced(self, about: str, seconds: float, reason: str) -> None:
        """Record a wait for the account's budget before it begins. Raise RateLimited if too long.

        Waits within a minute are the normal pace of a large board and cost no patience. A longer
        wait is not due to a minute's budget and counts like a refusal.
        """
        if seconds > self._meter.patience.seconds:
            raise RateLimited(f"monday holds back {about} ({reason}).", retry_in=seconds)
        charged = seconds > LONGEST_PACE_SECONDS
        self._meter.waited(seconds, self._limiter.clock(), refused=charged)
        self._observer.on_wait(seconds, reason)

    def _pause(self, seconds: float, reason: str, cancel: threading.Event) -> None:
        self._meter.waited(seconds, self._limiter.clock(), refused=True)
        self._observer.on_wait(seconds, reason)
        self._limiter.pause(seconds + WAIT_MARGIN_SECONDS, cancel)
