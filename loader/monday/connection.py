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


class Account:
    """What was learned of the account, for all that share it."""

    plain = False
    """The server refuses what only the full board query asks for."""
    version_told = False


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
