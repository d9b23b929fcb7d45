"""Sends queries through the limiter, and is the only place that sends one again."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from loader.errors import ApiError
from loader.monday.budget import retry as retries
from loader.monday.budget.limiter import WAIT_MARGIN_SECONDS, RateLimiter
from loader.monday.budget.observer import Observer
from loader.monday.budget.usage import Meter
from loader.monday.graphql.queries import Query
from loader.monday.http.client import Answer, Client, Variables


@dataclass(frozen=True, slots=True)
class Ask:
    """How many items a query asks for, and formula values with them.

    `sizable` says that the caller can ask again for fewer: then failures which that may cure
    are raised early.
    """

    limit: int = 0
    values: int = 0
    sizable: bool = False


NO_ITEMS = Ask()


class RetryingClient:
    """Sends queries through the limiter for one load, and sends again what is worth it."""

    def __init__(
        self, client: Client, limiter: RateLimiter, meter: Meter, observer: Observer
    ) -> None:
        self._client = client
        self._limiter = limiter
        self._meter = meter
        self._observer = observer

    def call(
        self,
        query: Query,
        variables: Variables,
        about: str,
        *,
        ask: Ask = NO_ITEMS,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """The answer to one query. `about` says what it is for: "reading board 12".

        Raises its error when trying again is no use or out of time, Cancelled when `cancel`
        is set meanwhile.
        """
        cancel = cancel or threading.Event()
        tries = 0
        while True:
            try:
                return self._once(query, variables, about, ask, cancel)
            except ApiError as error:
                tries += 1
                patience = self._meter.patience
                wait = retries.retry(
                    error, tries, patience, met=self._limiter.met, sizable=ask.sizable
                )
                self._limiter.refused(error, wait)
                if wait is None:
                    if ask.sizable and isinstance(error, tuple(retries.SAME_SIZE)):
                        raise
                    advice = retries.given_up(error, tries, patience)
                    raise error.going_on(advice) from error
                self._observer.on_retry(error)
                self._pause(wait.seconds, type(error).__name__, cancel)

    def _once(
        self, query: Query, variables: Variables, about: str, ask: Ask, cancel: threading.Event
    ) -> Answer:
        cost = self._limiter.enter(query, ask.limit, ask.values, cancel, self._paced)
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

    def _paced(self, seconds: float, reason: str) -> None:
        self._meter.waited(seconds, self._limiter.clock(), refused=False)
        self._observer.on_wait(seconds, reason)

    def _pause(self, seconds: float, reason: str, cancel: threading.Event) -> None:
        self._meter.waited(seconds, self._limiter.clock(), refused=True)
        self._observer.on_wait(seconds, reason)
        self._limiter.pause(seconds + WAIT_MARGIN_SECONDS, cancel)
