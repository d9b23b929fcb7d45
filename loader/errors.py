"""Every failure this product knows, one class per cause.

    LoaderError                     exit code 1
    ├── UsageError                  exit code 2: wrong words on the command line
    ├── ProjectError                dbt project, profile or target missing or unreadable
    ├── BoardFileError              a board file with faults, each with its line
    ├── BoardUnknown                exit code 2: no deployed board of that name or id
    ├── DriftRefused                the live board differs and --on-drift fail was given
    ├── IncompleteLoad              what was fetched is not what monday has
    ├── BoardChanged                a column was retyped while its board was being read
    ├── ApiError                    monday answered with an error, or not at all
    │   ├── NetworkError            no answer: refused, reset, cut off
    │   │   └── TimedOut            no answer in time: ask for fewer items at once
    │   ├── NotGraphQL              an answer that is not the API's (a proxy's HTML, say)
    │   ├── AuthenticationError     no token or a wrong one
    │   ├── PermissionDenied        the token may not read what was asked
    │   │   └── PlanRestricted      the account's plan does not include what was asked
    │   ├── BoardNotFound           unknown, deleted or invisible board
    │   ├── QueryRejected           the query itself is wrong
    │   │   ├── InvalidArgument     an id or value in the query is none that monday knows
    │   │   └── VersionRejected     MONDAY_API_VERSION is no version
    │   ├── QueryTooComplex         one query over monday's maximum: halve it
    │   ├── DailyLimitReached       nothing more today
    │   │   └── DayTooShort         not this today: more calls than are left
    │   ├── CursorExpired           start the board over
    │   └── Waits                   may pass: wait `retry_in` seconds
    │       ├── RateLimited
    │       │   ├── ComplexityExhausted     points of the minute
    │       │   ├── MinuteLimitReached      requests of the minute
    │       │   ├── ConcurrencyLimitReached requests at one time: send fewer
    │       │   ├── FieldLimitReached       one field, formula values above all
    │       │   ├── EntityLimitReached      one kind of entity (tooManyRequests)
    │       │   ├── IpLimitReached          requests of one address
    │       │   └── TemporarilyBlocked      monday blocked the token for a while
    │       └── ServerError         500, 502, 503, 504 or INTERNAL_SERVER_ERROR
    │           └── ResourceLocked          423: monday works on the board, wait
    └── WarehouseError              the database refused
        ├── WarehouseLocked         another process holds the DuckDB file, or a lock timed out
        └── GrantMissing            the login lacks a right; the message names the grant

A message says what failed, on which board, column or file, and what to do next.
"""

from __future__ import annotations

import re
from typing import Self


class LoaderError(Exception):
    """Base class of all errors that a command prints as one message, without a traceback."""

    exit_code = 1


class UsageError(LoaderError):
    """The command line asks for something impossible."""

    exit_code = 2


class ProjectError(LoaderError):
    """The dbt project, profile or target is missing or cannot be read."""


class BoardFileError(LoaderError):
    """A board file cannot be used. `faults` holds one sentence per fault, with line numbers."""

    def __init__(self, path: str, faults: tuple[str, ...]) -> None:
        self.path = path
        self.faults = faults
        listed = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(
            f"{path} has {len(faults)} fault(s); correct them and run again:\n{listed}"
        )


class BoardUnknown(LoaderError):
    """No deployed board has this name or id."""

    exit_code = 2


class DriftRefused(LoaderError):
    """The live board differs from the board file and drift must not be adapted."""


class IncompleteLoad(LoaderError):
    """The items fetched are not the items that monday has."""


class BoardChanged(LoaderError):
    """A column changed its type, or was removed, while the board was being read."""


class ApiError(LoaderError):
    """monday answered with an error. `code` and `request_id` are monday's own, if given."""

    def __init__(
        self, message: str, *, code: str | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.request_id = request_id

    @property
    def in_words(self) -> str:
        """The cause alone, for a log line: `minute limit reached`."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", type(self).__name__).lower()

    def going_on(self, text: str) -> Self:
        """Return the same error with `text` appended to its message."""
        other = type(self)(f"{self}{text}")
        other.__dict__.update(self.__dict__)
        return other


class NetworkError(ApiError):
    """No usable answer arrived: refused, reset, timed out or cut off."""


class TimedOut(NetworkError):
    """No complete answer arrived within the time allowed for one request."""


class NotGraphQL(ApiError):
    """The answer does not come from the API; it is, for example, a proxy's HTML page."""


class AuthenticationError(ApiError):
    """The token is missing, wrong or revoked."""


class PermissionDenied(ApiError):
    """The token may not read what was requested."""


class PlanRestricted(PermissionDenied):
    """The account's plan does not include what was requested."""


class BoardNotFound(ApiError):
    """The board is unknown, deleted, or invisible to the token."""


class QueryRejected(ApiError):
    """monday rejects the query or the API version as wrong. Never retried."""


class InvalidArgument(QueryRejected):
    """The query contains an id or value that monday does not know."""


class VersionRejected(QueryRejected):
    """MONDAY_API_VERSION is not a version that monday recognizes."""


class QueryTooComplex(ApiError):
    """One query costs more than monday's maximum: ask for fewer items at once."""


class Waits(ApiError):
    """A temporary failure. `retry_in`: seconds that the server asks to wait, or None."""

    def __init__(
        self,
        message: str,
        *,
        retry_in: float | None = None,
        code: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, code=code, request_id=request_id)
        self.retry_in = retry_in


class RateLimited(Waits):
    """A limit was reached."""


class ComplexityExhausted(RateLimited):
    """The complexity points of this minute are used up."""


class MinuteLimitReached(RateLimited):
    """The requests of this minute are used up."""


class ConcurrencyLimitReached(RateLimited):
    """Too many concurrent requests."""


class FieldLimitReached(RateLimited):
    """A field has reached its own limit, e.g. 10,000 formula values a minute. Its data is null."""


class EntityLimitReached(RateLimited):
    """The limit for one kind of entity was reached; monday calls this tooManyRequests."""


class IpLimitReached(RateLimited):
    """Too many requests from this address."""


class TemporarilyBlocked(RateLimited):
    """monday blocked the token for a while; it rarely gives `retry_in`."""


class DailyLimitReached(ApiError):
    """The account's daily calls are used up; they reset at 00:00 UTC."""


class DayTooShort(DailyLimitReached):
    """The request takes more calls than are left today; a smaller one may still fit."""


class CursorExpired(ApiError):
    """The paging cursor is no longer valid: the board must be read again from its start."""


class ServerError(Waits):
    """monday failed: 5xx or INTERNAL_SERVER_ERROR."""


class ResourceLocked(ServerError):
    """HTTP 423: another operation of monday holds the board."""


class WarehouseError(LoaderError):
    """The database refused a statement or a connection."""


class WarehouseLocked(WarehouseError):
    """Another process holds the DuckDB file, or a lock was not granted in time."""


class GrantMissing(WarehouseError):
    """The login lacks a permission; the message names the grant that gives it."""
