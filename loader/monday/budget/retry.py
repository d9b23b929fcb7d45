"""Whether and when a refused request is sent again, or asked for in smaller pages. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from loader import errors
from loader.errors import ApiError
from loader.monday.budget.allowances import MIN_PAGE


def halved(limit: int, error: ApiError) -> int | None:
    """The next smaller page, or None when smaller would not help.

    Points shrink with every item; time and formula values have causes beside the page.
    """
    least = 1 if isinstance(error, errors.QueryTooComplex) else MIN_PAGE
    return max(least, limit // 2) if limit > least else None


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after `seconds`; `account` means that every other request waits as well."""

    seconds: float
    account: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """What one load may still spend on being refused: `seconds` in all, `base` as first wait."""

    seconds: float
    base: float = 0.5


FIRST_CONTACT = 3
"""Tries without a hint before monday has answered at all: a wrong address is likelier then."""


TRIES = 8
"""Tries of one request without a hint from the server: about a minute and a half in all."""


SAME_SIZE = {errors.TimedOut: 2, errors.FieldLimitReached: 3}
"""Failures that a smaller page may cure: tries at one size before it is made smaller."""


SHARED_TRIES = 2
SHARED_TOO_LARGE = (errors.TimedOut, errors.FieldLimitReached, errors.ServerError)
"""What becomes of a query for too many boards: after so many tries it is asked for fewer."""


def retry(
    error: ApiError,
    tries: int,
    patience: Patience,
    *,
    met: bool,
    sizable: bool,
    shared: bool = False,
) -> Retry | None:
    """Whether to send a refused request again. None: raise the error.

    `tries` counts how often this request failed, this one included; `met` is true once monday
    has answered anything; `sizable` when the request could ask for fewer items instead, `shared`
    when for fewer boards. The server's wait is kept to exactly; ours doubles from `base` to 20
    seconds, and stands in for a hint of less than a second that did not help: kept to for ever, it
    would use up the calls of a day. A wait that is longer than what is left of the load's patience
    is not begun.
    """
    if not isinstance(error, errors.Waits | errors.NetworkError):
        return None
    if sizable and tries >= SAME_SIZE.get(type(error), math.inf):
        return None
    if shared and tries >= SHARED_TRIES and isinstance(error, SHARED_TOO_LARGE):
        return None
    hint = getattr(error, "retry_in", None)
    ours = min(20.0, patience.base * 2 ** min(tries - 1, 9))
    if hint is None:
        if tries >= (TRIES if met else FIRST_CONTACT):
            return None
        slowly = 60.0 if isinstance(error, errors.TemporarilyBlocked) else 0.0
        hint = max(slowly, ours)
    elif hint < 1 and tries > 1:
        hint = max(hint, ours)
    if hint > patience.seconds:
        return None
    account = isinstance(error, errors.RateLimited) and not isinstance(
        error, errors.FieldLimitReached | errors.EntityLimitReached
    )
    return Retry(hint, account)


def charge(seconds: float) -> float:
    """What a wait takes from the patience: at least a second, as its request takes time as well."""
    return max(1.0, seconds)


def given_up(error: ApiError, tries: int, patience: Patience) -> str:
    """What a message adds when an error that could pass was not waited for any longer."""
    if not isinstance(error, errors.Waits | errors.NetworkError):
        return ""
    hint = getattr(error, "retry_in", None)
    if hint is not None and hint > patience.seconds:
        return (
            f" It asks to wait {hint:.0f} s; {max(0.0, patience.seconds):.0f} s are left of the"
            " load's MONDAY_RETRY_SECONDS. Try again later."
        )
    return f" Gave up after {tries} tries. Try again later."
