"""Map an entry of `errors` to an exception class: by its code, its words or its status."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from loader import errors
from loader.errors import ApiError
from loader.monday.limits import QUERY_POINTS


@dataclass(frozen=True, slots=True)
class Entry:
    """One error that monday reports. `retry_in` is in seconds."""

    message: str
    code: str = ""
    status: int | None = None
    retry_in: float | None = None
    path: tuple[str, ...] = ()
    cost: float | None = None
    limit: float | None = None
    request_id: str | None = None


def _plain(code: str) -> str:
    """Return a code without case and punctuation, which unifies three generations of spelling."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


def cause_of(entry: Entry, http_status: int) -> type[ApiError]:
    """Return the class for an entry: by its code, else by its words, else by its status."""
    code = _plain(entry.code)
    cause = _BY_CODE.get(code)
    if cause is None:
        cause = next((c for found, c in _BY_WORDS if found(entry.message)), None)
    if cause is errors.ComplexityExhausted and _too_complex(entry):
        return errors.QueryTooComplex
    if cause is not None:
        return cause
    status = entry.status if http_status == 200 and entry.status else http_status
    return _by_status(status)


def _too_complex(entry: Entry) -> bool:
    """Whether waiting is useless because the query alone is over a maximum."""
    if entry.cost is not None and entry.cost > min(entry.limit or 1e9, QUERY_POINTS):
        return True
    spent = re.search(r"query cost (\d{1,15})\b.* out of (\d{1,15})\b", entry.message)
    if spent:
        return int(spent.group(1)) > int(spent.group(2))
    return entry.retry_in is None and bool(_SINGLE_QUERY.search(entry.message))


def _by_status(status: int) -> type[ApiError]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return errors.ServerError
    return ApiError if status == 200 else errors.NotGraphQL


_SINGLE_QUERY = re.compile(r"maximum|max complexity|single query|too complex", re.IGNORECASE)

_BY_STATUS: dict[int, type[ApiError]] = {
    400: errors.QueryRejected,
    401: errors.AuthenticationError,
    403: errors.PermissionDenied,
    408: errors.ServerError,
    423: errors.ResourceLocked,
    429: errors.RateLimited,
}

_BY_CODE: dict[str, type[ApiError]] = {
    "complexitybudgetexhausted": errors.ComplexityExhausted,
    "complexityexception": errors.ComplexityExhausted,
    "maxcomplexityexceeded": errors.QueryTooComplex,
    "querytoocomplex": errors.QueryTooComplex,
    "minuteratelimitexceeded": errors.MinuteLimitReached,
    "ratelimitexceeded": errors.MinuteLimitReached,
    "maxconcurrencyexceeded": errors.ConcurrencyLimitReached,
    "concurrencylimitexceeded": errors.ConcurrencyLimitReached,
    "fieldlimitexceeded": errors.FieldLimitReached,
    "fieldminuteratelimitexceeded": errors.FieldLimitReached,
    "toomanyrequests": errors.EntityLimitReached,
    "ipratelimitexceeded": errors.IpLimitReached,
    "dailylimitexceeded": errors.DailyLimitReached,
    "apitemporarilyblocked": errors.TemporarilyBlocked,
    "cursorexception": errors.CursorExpired,
    "cursorexpirederror": errors.CursorExpired,
    "usernotauthenticated": errors.AuthenticationError,
    "notauthenticated": errors.AuthenticationError,
    "userunauthorized": errors.PermissionDenied,
    "userunauthorizedexception": errors.PermissionDenied,
    "useraccessdenied": errors.PermissionDenied,
    "missingrequiredpermissions": errors.PermissionDenied,
    "unauthorizedfieldortype": errors.PermissionDenied,
    "forbiddenexception": errors.PlanRestricted,
    "invalidboardidexception": errors.BoardNotFound,
    "resourcenotfoundexception": errors.InvalidArgument,
    "invalidargumentexception": errors.InvalidArgument,
    "invalidcolumnidexception": errors.InvalidArgument,
    "undefinedfield": errors.QueryRejected,
    "graphqlvalidationfailed": errors.QueryRejected,
    "graphqlparsefailed": errors.QueryRejected,
    "parsingerror": errors.QueryRejected,
    "argumentliteralsincompatible": errors.QueryRejected,
    "baduserinput": errors.QueryRejected,
    "invalidversionexception": errors.VersionRejected,
    "internalservererror": errors.ServerError,
    "resourcelocked": errors.ResourceLocked,
}


def _words(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.IGNORECASE).search


_BY_WORDS: tuple[tuple[Callable[[str], object], type[ApiError]], ...] = (
    (_words(r"cursor.{0,80}expired"), errors.CursorExpired),
    (_words(r"complexity"), errors.ComplexityExhausted),
    (_words(r"daily (call |rate )?limit"), errors.DailyLimitReached),
    (_words(r"^not authenticated|ip is restricted"), errors.AuthenticationError),
    (_words(r"minute (rate limit|limit rate) exceeded"), errors.MinuteLimitReached),
    (_words(r"limit exceeded for the field"), errors.FieldLimitReached),
    (_words(r"concurrency limit exceeded"), errors.ConcurrencyLimitReached),
    (_words(r"^ip rate limit"), errors.IpLimitReached),
    (_words(r"rate limit exceeded for"), errors.EntityLimitReached),
    (
        _words(r"^(cannot query field|unknown (argument|type)|field .* doesn't exist)"),
        errors.QueryRejected,
    ),
)

RANK: tuple[type[ApiError], ...] = (
    errors.AuthenticationError,
    errors.VersionRejected,
    errors.PlanRestricted,
    errors.PermissionDenied,
    errors.BoardNotFound,
    errors.InvalidArgument,
    errors.QueryRejected,
    errors.NotGraphQL,
    errors.DailyLimitReached,
    errors.CursorExpired,
    errors.QueryTooComplex,
    errors.TemporarilyBlocked,
    errors.ConcurrencyLimitReached,
    errors.ComplexityExhausted,
    errors.MinuteLimitReached,
    errors.IpLimitReached,
    errors.FieldLimitReached,
    errors.EntityLimitReached,
    errors.RateLimited,
    errors.ResourceLocked,
    errors.ServerError,
    ApiError,
)
"""Which of several entries decides: first those no retry can help, then those needing most care."""
