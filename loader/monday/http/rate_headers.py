"""What answers say about limits: complexity, `RateLimit` headers, waits. Pure parsing.

    RateLimit-Policy: "minuteRate";q=5000;w=60, "concurrency";q=250;qu="concurrent-requests"
    RateLimit: "minuteRate";r=4999, "concurrency";r=249, "complexityMinute";r=4950000;t=45

All of it is optional: a server that says nothing leaves every value None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Complexity:
    """Points: what a query cost, what the minute had before and has after, seconds to refill."""

    query: int
    before: int
    after: int
    resets_in: float


@dataclass(frozen=True, slots=True)
class Rate:
    """One named limit. `left` of `limit`; `resets_in` and `window` in seconds."""

    left: int | None = None
    limit: int | None = None
    resets_in: float | None = None
    window: float | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits that an answer's headers name; an empty Rate for each they do not."""

    minute: Rate = Rate()
    concurrency: Rate = Rate()
    complexity: Rate = Rate()
    daily: Rate = Rate()


def rates_of(headers: Mapping[str, str]) -> Rates:
    """Read both headers; what cannot be read is left out. `headers` is case-insensitive."""
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
    """Which field of Rates a limit's name means; a day's window says more than a name."""
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
    """Seconds of a `Retry-After` header: a number, or an HTTP date seen against `Date`."""
    if header is None:
        return None
    header = header.strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", header):
        return float(header)
    until, since = _date(header), _date(date)
    return max(0.0, (until - since).total_seconds()) if until and since else None


def clock_difference(date: str | None, now: datetime) -> timedelta | None:
    """How far the clock behind a `Date` header is ahead of `now`; None without such a header.

    None as well for a date that no clock shows: it would leave no room to reckon from it.
    """
    told = _date(date)
    return told - now if told and 1970 <= told.year < 2200 else None


def _date(header: str | None) -> datetime | None:
    """The time of a header; one that ends in `-0000` is read without a zone, and is UTC."""
    try:
        when = parsedate_to_datetime(header or "")
    except (ValueError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def complexity_of(value: object) -> Complexity | None:
    """The `complexity` field of an answer's data; None when it is absent or malformed."""
    if not isinstance(value, Mapping):
        return None
    numbers = [value.get(k) for k in ("query", "before", "after", "reset_in_x_seconds")]
    usable = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(usable) != 4 or not all(0 <= n < 1e12 for n in usable):
        return None
    query, before, after, resets_in = usable
    return Complexity(int(query), int(before), int(after), float(resets_in))
