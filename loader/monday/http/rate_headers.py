"""Parse what answers say about limits: complexity, `RateLimit` headers, waits. Pure.

    RateLimit-Policy: "minuteRate";q=5000;w=60, "concurrency";q=250;qu="concurrent-requests"
    RateLimit: "minuteRate";r=4999, "concurrency";r=249, "complexityMinute";r=4950000;t=45

Everything is optional: without these, all values are None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Complexity:
    """Points: cost of the query, left of the minute before and after it; seconds to refill."""

    query: int
    before: int
    after: int
    resets_in: float


@dataclass(frozen=True, slots=True)
class Rate:
    """One named limit: `left` of `limit`; `resets_in` and `window` in seconds."""

    left: int | None = None
    limit: int | None = None
    resets_in: float | None = None
    window: float | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits named in an answer's headers; an empty Rate for each missing one."""

    minute: Rate = Rate()
    concurrency: Rate = Rate()
    complexity: Rate = Rate()
    daily: Rate = Rate()


def rates_of(headers: Mapping[str, str]) -> Rates:
    """Read both headers, without unreadable parts. `headers` is case-insensitive."""
    found: dict[str, Rate] = {}
    for name, params in _members(headers.get("RateLimit-Policy", "")):
        found[name] = Rate(limit=_integer(params.get("q")), window=_integer(params.get("w")))
    for name, params in _members(headers.get("RateLimit", "")):
        found[name] = replace(
            found.get(name, Rate()),
            left=_integer(params.get("r")),
            resets_in=_integer(params.get("t")),
        )
    rates = Rates()
    for name, rate in found.items():
        kind = _kind(name, rate)
        if kind:
            rates = replace(rates, **{kind: rate})
    return rates


def _kind(name: str, rate: Rate) -> str | None:
    """Return the field of Rates for a limit's name; a window of a day decides before the name."""
    lowered = name.lower()
    if "dai" in lowered or "day" in lowered or (rate.window or 0) >= 86_000:
        return "daily"
    if "complexity" in lowered:
        return "complexity"
    if "concurren" in lowered:
        return "concurrency"
    return "minute" if "minute" in lowered else None


def _members(header: str) -> list[tuple[str, dict[str, str]]]:
    """`"a";r=1;t=2, "b";r=3` -> [("a", {"r": "1", "t": "2"}), ("b", {"r": "3"})]."""
    members = []
    for member in re.findall(r'(?:[^,"]|"[^"]*")+', header):
        name, *params = re.findall(r'(?:[^;"]|"[^"]*")+', member.strip()) or [""]
        pairs = (p.strip().partition("=") for p in params)
        members.append((name.strip().strip('"'), {k: v.strip('"') for k, _, v in pairs}))
    return members


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d{1,15}", text) else None


def retry_after(header: str | None, date: str | None) -> float | None:
    """Return the seconds in a `Retry-After` header: a number or an HTTP date, seen from `Date`."""
    if header is None:
        return None
    header = header.strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", header):
        return float(header)
    until, since = _date(header), _date(date)
    return max(0.0, (until - since).total_seconds()) if until and since else None


def clock_difference(date: str | None, now: datetime) -> timedelta | None:
    """Return how far the clock behind a `Date` header is ahead of `now`; None without a header.

    Also None for a date that no clock shows, so extreme that calculations with it would fail.
    """
    told = _date(date)
    return told - now if told and 1970 <= told.year < 2200 else None


def _date(header: str | None) -> datetime | None:
    """Return the time in a header. One that ends in `-0000` is parsed without a zone but is UTC."""
    try:
        when = parsedate_to_datetime(header or "")
    except (ValueError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def complexity_of(value: object) -> Complexity | None:
    """Parse the `complexity` field of an answer's data; None if it is absent or malformed."""
    if not isinstance(value, Mapping):
        return None
    numbers = [value.get(k) for k in ("query", "before", "after", "reset_in_x_seconds")]
    usable = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(usable) != 4 or not all(0 <= n < 1e12 for n in usable):
        return None
    query, before, after, resets_in = usable
    return Complexity(int(query), int(before), int(after), float(resets_in))
