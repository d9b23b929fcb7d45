"""How old a board's data may be: `freshness: {warn: 26h, error: 50h}` in a board file. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Period = Literal["minute", "hour", "day"]
_PERIODS: dict[str, Period] = {"m": "minute", "h": "hour", "d": "day"}

_AGE = "a whole number from 1 and m (minutes), h (hours) or d (days)"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Ages as a number and m, h or d. Data older than `warn` gives a warning, than `error` is late.

    With the defaults, a daily load can be two hours late before anybody is warned, and one load can
    fail completely before the board is late.
    """

    warn: str = "26h"
    error: str = "50h"

    @property
    def warn_after(self) -> timedelta:
        return age(self.warn)

    @property
    def error_after(self) -> timedelta:
        return age(self.error)


def age_fault(text: str) -> str | None:
    """Return what is wrong with an age, as the end of a sentence; None if valid."""
    if re.fullmatch("[1-9][0-9]{0,3}[mhd]", text):
        return None
    return f"is no age; write {_AGE}, such as 90m, 26h or 3d"


def sweep_fault(text: str) -> str | None:
    """Return what is wrong with `load: {sweep: ...}`, as the end of a sentence; None if valid."""
    if text in ("always", "daily") or age_fault(text) is None:
        return None
    return f"must be always, daily, or a time such as 12h: {_AGE}"


def count_and_period(age: str) -> tuple[int, Period]:
    """Split `26h` into 26 and `hour`, as in dbt's source freshness."""
    return int(age[:-1]), _PERIODS[age[-1]]


def age(text: str) -> timedelta:
    """Convert an age to a timedelta."""
    count, period = count_and_period(text)
    return timedelta(**{f"{period}s": count})
