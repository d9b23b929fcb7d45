"""One token's way to monday: client, limiter and what is known of the account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from loader.monday.budget.answers_ahead import AnswersAhead
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.observer import Observer
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.budget.usage import Meter
from loader.monday.http.client import Client

SOME = 2
"""So many boards without the full query, and none with it, are the account's way."""


class Account:
    """What was learned of the account, for all that share it."""

    version_told = False

    def __init__(self) -> None:
        self._refused: set[int] = set()
        self._answered = False
        self.plain = False
        """The server refuses what only the full board query asks for, of whatever board."""

    def is_plain(self, board_id: int) -> bool:
        """Whether the full query is refused for this board, or for all."""
        return self.plain or board_id in self._refused

    def answered(self) -> None:
        """The full query was answered: a refusal is its board's own."""
        self._answered = True

    def refused(self, board_id: int, *, unknown: bool) -> None:
        """The full query was refused for a board and the plain one answered. `unknown`: because
        the server does not know the query.
        """
        self._refused.add(board_id)
        self.plain |= unknown or (not self._answered and len(self._refused) >= SOME)


@dataclass(frozen=True, slots=True)
class Connection:
    """One token's way to monday, which every load of a command shares."""

    http: Client
    limiter: RateLimiter
    account: Account
    retry_seconds: float
    first_retry: float
    today: Callable[[], datetime]
    ahead: AnswersAhead

    def client(self, meter: Meter, observer: Observer) -> RetryingClient:
        """A client that counts on `meter` and tells `observer`."""
        return RetryingClient(self.http, self.limiter, meter, observer, self.ahead)
