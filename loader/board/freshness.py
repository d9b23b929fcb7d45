"""How old a board's data may be: `freshness: {warn: 26h, error: 50h}` of a board file. Pure."""

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
    """Ages as a number and m, h or d. Data older than `warn` is told, older than `error` is late.

    A board loaded daily may miss an hour or two of its day before anybody is told, and one whole
    load before it is late.
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
    """What is wrong with an age, as the end of a sentence, or None."""
    if re.fullmatch("[1-9][0-9]{0,3}[mhd]", text):
        return None
    return f"is no age; write {_AGE}, such as 90m, 26h or 3d"


def sweep_fault(text: str) -> str | None:
    """What is wrong with `load: {sweep: ...}`, as the end of a sentence, or None."""
    if text in ("always", "daily") or age_fault(text) is None:
        return None
    return f"must be always, daily, or a time such as 12h: {_AGE}"


def count_and_period(age: str) -> tuple[int, Period]:
    """`26h` as dbt's source freshness has it: 26 and `hour`."""
    return int(age[:-1]), _PERIODS[age[-1]]


def age(text: str) -> timedelta:
    """An age as a length of time."""
    count, period = count_and_period(text)
    return timedelta(**{f"{period}s": count})
