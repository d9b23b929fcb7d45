"""Answers that are no data -> one exception, by cause. Pure: no HTTP, no clock.

monday says no in four shapes of body, often under HTTP 200 and beside partial data:

    {"data": .., "errors": [{"message", "path", "extensions": {"code", ..}}], "extensions": ..}
    {"error_code": "..", "error_message": "..", "status_code": 200, "error_data": {}}
    {"errors": ["Not Authenticated"]}
    an empty body

Every entry is read; the one that decides is the one that a retry could help least.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from loader import errors
from loader.errors import ApiError

MAX_QUERY_POINTS = 5_000_000
"""The most that one query may cost, whatever the account's minute allows."""

SHOWN = 300
"""Characters of monday's own words that a message repeats."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that monday said no to. `retry_in` in seconds."""

    message: str
    code: str = ""
    status: int | None = None
    retry_in: float | None = None
    path: tuple[str, ...] = ()
    cost: float | None = None
    limit: float | None = None
    request_id: str | None = None


class Context(NamedTuple):
    """What a message needs beside the body: the request's purpose and what HTTP said."""

    about: str
    """What was being done, say "reading items of board 12"."""
    status: int
    retry_after: float | None = None
    resets_in: float | None = None
    """When a used-up limit of the headers refills: the wait when nothing names one."""
    hide: str = ""
    """The token: should monday repeat it, no message does."""


def printable(text: str, hide: str = "") -> str:
    """`text` fit for a terminal or log: no control characters, not long, without `hide`."""
    if hide:
        text = text.replace(hide, "***")
    shown = "".join(c if c.isprintable() else " " for c in text)
    shown = " ".join(shown.split())
    return shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"


def entries_of(body: object) -> tuple[Entry, ...]:
    """Every error that a decoded body holds, in all of the shapes; empty when it has none."""
    if not isinstance(body, Mapping):
        return ()
    found: list[Entry] = []
    listed = body.get("errors")
    if listed:
        found.extend(_entry(e) for e in (listed if isinstance(listed, list) else [listed]))
    older = body.get("error_code") or body.get("error_message")
    bare = "data" not in body and not found and (body.get("message") or body.get("error"))
    if older or bare:
        found.append(_entry(body))
    request_id = _text(_mapping(body.get("extensions")).get("request_id"))
    return tuple(e if e.request_id or not request_id else _with_id(e, request_id) for e in found)


def refusal(entries: Iterable[Entry], context: Context) -> ApiError:
    """The exception for a refused request: `entries` from its body, `context` around it.

    With no entry (an empty body, or one that is not JSON) the HTTP status decides alone.
    """
    listed = tuple(entries) or (Entry("", status=context.status),)
    causes = [(_cause(entry, context.status), entry) for entry in listed]
    cause, decisive = min(causes, key=lambda pair: _RANK.index(pair[0]))
    waits = [e.retry_in for c, e in causes if c is cause and e.retry_in is not None]
    if context.retry_after is not None:
        waits.append(context.retry_after)
    if not waits and context.resets_in is not None:
        waits.append(context.resets_in)
    code = decisive.code or None
    request_id = decisive.request_id
    message = _message(listed, cause, context, decisive)
    if issubclass(cause, errors.RateLimited | errors.ServerError):
        return cause(message, retry_in=max(waits, default=None), code=code, request_id=request_id)
    return cause(message, code=code, request_id=request_id)


def _message(
    entries: tuple[Entry, ...], cause: type[ApiError], context: Context, decisive: Entry
) -> str:
    """Where it failed, monday's words, code and request id, then what to do next."""
    words = [printable(e.message, context.hide) for e in entries if e.message.strip()]
    said = "; ".join(dict.fromkeys(words)) or f"HTTP {context.status} without a message"
    marks = [printable(e.code, context.hide) for e in entries if e.code]
    if context.status != 200:
        marks.append(f"HTTP {context.status}")
    if decisive.request_id:
        marks.append(f"request {printable(decisive.request_id, context.hide)}")
    mark = f" [{', '.join(dict.fromkeys(marks))}]" if marks else ""
    remedy = _REMEDY.get(cause, "")
    return f"monday refused {context.about}: {said}{mark}." + (f" {remedy}" if remedy else "")


def _entry(raw: object) -> Entry:
    """One element of `errors`, or a whole body of the older shape."""
    if not isinstance(raw, Mapping):
        return Entry(str(raw))
    ext = _mapping(raw.get("extensions"))
    data = _mapping(ext.get("error_data")) or _mapping(raw.get("error_data"))
    message = _text(raw.get("message") or raw.get("error_message") or raw.get("error"))
    code = _text(ext.get("code") or raw.get("error_code") or raw.get("code"))
    retry_in = _first_number(ext, data, raw, key="retry_in_seconds")
    if retry_in is None:
        hint = re.search(r"reset in (\d+(?:\.\d+)?) second", message)
        retry_in = float(hint.group(1)) if hint else None
    status = _first_number(ext, raw, key="status_code")
    path = raw.get("path")
    return Entry(
        message,
        code,
        int(status) if status is not None else None,
        retry_in,
        tuple(str(p) for p in path) if isinstance(path, list) else (),
        _first_number(ext, data, key="complexity"),
        _first_number(ext, data, key="complexity_budget_limit"),
        _text(ext.get("request_id")) or None,
    )


def _with_id(entry: Entry, request_id: str) -> Entry:
    return replace(entry, request_id=request_id)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _first_number(*places: Mapping[str, object], key: str) -> float | None:
    """The first usable number under `key`: finite, not negative; numbers as text count."""
    for place in places:
        value = place.get(key)
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                continue
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
            return float(value)
    return None


def _plain(code: str) -> str:
    """A code without case and punctuation: three generations of spellings become one."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


def _cause(entry: Entry, http_status: int) -> type[ApiError]:
    """The class of one entry: by its code, else by its words, else by its status."""
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
    """True when no wait would help: the query alone is over a maximum."""
    if entry.cost is not None and entry.cost > min(entry.limit or 1e9, MAX_QUERY_POINTS):
        return True
    spent = re.search(r"query cost (\d+).* out of (\d+)", entry.message)
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

_RANK: tuple[type[ApiError], ...] = (
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
"""Which of several entries decides: what no retry can help first, then what needs most care."""

_REMEDY: dict[type[ApiError], str] = {
    errors.AuthenticationError: "Check MONDAY_API_TOKEN (and the account's list of allowed IPs).",
    errors.VersionRejected: "Set MONDAY_API_VERSION to a version such as 2026-10.",
    errors.PlanRestricted: "The account's plan does not include this.",
    errors.PermissionDenied: "Give the token's user the right to read this board, or use "
    "another token.",
    errors.BoardNotFound: "Check the board id, and that the token's user can see the board.",
    errors.InvalidArgument: "Check the board id and run `monday-board update`.",
    errors.QueryRejected: "Check MONDAY_API_VERSION; otherwise report this as a fault.",
    errors.NotGraphQL: "Check MONDAY_API_URL and any proxy on the way.",
    errors.DailyLimitReached: "The calls of the day are used up; they come back at 00:00 UTC.",
    errors.CursorExpired: "The board has to be read from its start.",
    errors.QueryTooComplex: "Use a smaller --batch-size.",
}
