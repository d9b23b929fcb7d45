"""Answers without data -> one exception, by cause. Pure: no HTTP, no clock.

monday reports errors in four formats, often with HTTP 200 and along with partial data:

    {"data": .., "errors": [{"message", "path", "extensions": {"code", ..}}], "extensions": ..}
    {"error_code": "..", "error_message": "..", "status_code": 200, "error_data": {}}
    {"errors": ["Not Authenticated"]}
    an empty body

All entries are read; the one for which a retry is least useful decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from loader import errors
from loader.errors import ApiError
from loader.monday.http.error_codes import RANK, Entry, cause_of

SHOWN = 300
"""How many characters of monday's own words a message repeats."""


class Context(NamedTuple):
    """What a message needs besides the body: the purpose of the request and what HTTP said."""

    about: str
    """What the request was for, e.g. "reading items of board 12"."""
    status: int
    retry_after: float | None = None
    resets_in: float | None = None
    """Seconds until an exhausted limit in the headers refills; used if no other wait is given."""
    hide: str = ""
    """The token: messages leave it out even if monday repeats it."""


def printable(text: str, hide: str = "") -> str:
    """Return `text` fit for a terminal or log: short, without control characters and `hide`."""
    if hide:
        text = text.replace(hide, "***")
    shown = "".join(c if c.isprintable() else " " for c in text)
    shown = " ".join(shown.split())
    return shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"


def entries_of(body: object) -> tuple[Entry, ...]:
    """Return every error in a decoded body, in any of the formats; empty if it has none."""
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
    """Return the exception for a refused request: `entries` from its body, `context` around it.

    Without entries (the body is empty or not JSON), the HTTP status alone decides.
    """
    listed = tuple(entries) or (Entry("", status=context.status),)
    causes = [(cause_of(entry, context.status), entry) for entry in listed]
    cause, decisive = min(causes, key=lambda pair: RANK.index(pair[0]))
    waits = [e.retry_in for c, e in causes if c is cause and e.retry_in is not None]
    if context.retry_after is not None:
        waits.append(context.retry_after)
    if not waits and context.resets_in is not None:
        waits.append(context.resets_in)
    code = decisive.code or None
    request_id = decisive.request_id
    message = _message(listed, cause, context, decisive)
    if issubclass(cause, errors.Waits):
        return cause(message, retry_in=max(waits, default=None), code=code, request_id=request_id)
    return cause(message, code=code, request_id=request_id)


def _message(
    entries: tuple[Entry, ...], cause: type[ApiError], context: Context, decisive: Entry
) -> str:
    """Say where it failed, monday's words, code and request id, then what to do next."""
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
    """Parse one element of `errors`, or a whole body in the older format."""
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
    """Return the first usable number under `key`: finite and not negative; text may hold it."""
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
