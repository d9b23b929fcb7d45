"""The connection of one token to monday: client, limiter and what is known of the account."""

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
"""If the full query fails for this many boards and works for none, the account lacks it."""


class Account:
    """What is known of the account, shared by all who use it."""

    version_told = False

    def __init__(self) -> None:
        self._refused: set[int] = set()
        self._answered = False
        self.plain = False
        """The server refuses what only the full board query asks for, whatever the board."""

    def is_plain(self, board_id: int) -> bool:
        """Whether the full query is refused for this board or for all."""
        return self.plain or board_id in self._refused

    def answered(self) -> None:
        """Note that the full query was answered, so a refusal concerns one board only."""
        self._answered = True

    def refused(self, board_id: int, *, unknown: bool) -> None:
        """Note that the full query was refused for a board and the plain one answered.

        `unknown`: because the server does not know the query.
        """
        self._refused.add(board_id)
        self.plain |= unknown or (not self._answered and len(self._refused) >= SOME)


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection of one token to monday, shared by all loads of a command."""

    http: Client
    limiter: RateLimiter
    account: Account
    retry_seconds: float
    first_retry: float
    today: Callable[[], datetime]
    ahead: AnswersAhead

    def client(self, meter: Meter, observer: Observer) -> RetryingClient:
        """Return a client that counts on `meter` and reports to `observer`."""
        return RetryingClient(self.http, self.limiter, meter, observer, self.ahead)
