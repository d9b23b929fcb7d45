"""Decide whether and when to retry a refused request, or to ask for smaller pages. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from loader import errors
from loader.errors import ApiError
from loader.monday.budget.allowances import MIN_PAGE


def halved(limit: int, error: ApiError) -> int | None:
    """Return the next smaller page size, or None if smaller would not help.

    Points shrink with every item; time and formula values also have other causes.
    """
    least = 1 if isinstance(error, errors.QueryTooComplex) else MIN_PAGE
    return max(least, limit // 2) if limit > least else None


@dataclass(frozen=True, slots=True)
class Retry:
    """Retry after `seconds`; `account` means that all other requests wait too."""

    seconds: float
    account: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """What a load may still spend on refusals: `seconds` in total, `base` for the first wait."""

    seconds: float
    base: float = 0.5


FIRST_CONTACT = 3
"""Attempts without a hint before monday has ever answered: a wrong address is likely then."""


TRIES = 8
"""Attempts per request without a hint from the server: about a minute and a half in total."""


SAME_SIZE = {errors.TimedOut: 2, errors.FieldLimitReached: 3}
"""Failures that a smaller page may fix: attempts at one size before reducing it."""


SHARED_TRIES = 2
SHARED_TOO_LARGE = (errors.TimedOut, errors.FieldLimitReached, errors.ServerError)
"""Failures of a query for too many boards: after SHARED_TRIES attempts, ask for fewer."""


def retry(
    error: ApiError,
    tries: int,
    patience: Patience,
    *,
    met: bool,
    sizable: bool,
    shared: bool = False,
) -> Retry | None:
    """Decide whether to retry a refused request. None: raise the error.

    `tries` counts this request's failures, including this one; `met` says that monday has answered
    something before; `sizable` that the request could ask for fewer items, `shared` for fewer
    boards. The server's wait is kept exactly; our own doubles from `base` to 20 seconds. Ours also
    replaces a server's wait of less than a second that did not help, because repeating that would
    use up the calls of a day. A wait longer than the load's remaining patience is not started.
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
    """Return what a wait takes from the patience: at least a second, for the request itself."""
    return max(1.0, seconds)


def given_up(error: ApiError, tries: int, patience: Patience) -> str:
    """Return the end of a message about a temporary error for which no more waiting is done."""
    if not isinstance(error, errors.Waits | errors.NetworkError):
        return ""
    hint = getattr(error, "retry_in", None)
    if hint is not None and hint > patience.seconds:
        return (
            f" It asks to wait {hint:.0f} s; {max(0.0, patience.seconds):.0f} s are left of the"
            " load's MONDAY_RETRY_SECONDS. Try again later."
        )
    return f" Gave up after {tries} tries. Try again later."
