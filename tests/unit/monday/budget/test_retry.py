"""Whether, when and at what size a request is sent again. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader import errors
from loader.errors import ApiError
from loader.monday.budget import retry as retry_rules
from loader.monday.budget.retry import Patience, Retry, retry

FOREVER = Patience(900)


def again(error: ApiError, tries: int = 1, patience: Patience = FOREVER, **more: bool) -> object:
    return retry(error, tries, patience, met=more.get("met", True), sizable="sizable" in more)


@given(st.floats(1, 900), st.integers(1, 50))
def test_the_servers_wait_is_kept_to_exactly(hint: float, tries: int) -> None:
    for cause in (errors.RateLimited, errors.ServerError, errors.ResourceLocked):
        answer = again(cause("", retry_in=hint), tries)
        assert isinstance(answer, Retry)
        assert answer.seconds == hint


def test_a_wait_of_nothing_that_did_not_help_becomes_ours() -> None:
    waits = [again(errors.ServerError("", retry_in=0), n) for n in (1, 2, 3, 6, 50, 2000)]
    assert [w.seconds if isinstance(w, Retry) else None for w in waits] == [0, 1, 2, 16, 20, 20]
    tired = again(errors.RateLimited("", retry_in=0.5), 5, Patience(6))
    assert tired is None
    assert "Gave up after 5 tries" in retry_rules.given_up(
        errors.RateLimited("", retry_in=0.5), 5, Patience(6)
    )


def test_without_a_hint_waits_double_up_to_a_bound_and_end() -> None:
    waits = [again(errors.ServerError(""), n) for n in range(1, retry_rules.TRIES + 1)]
    assert [w.seconds if isinstance(w, Retry) else None for w in waits] == [
        0.5, 1, 2, 4, 8, 16, 20, None
    ]  # fmt: skip


def test_an_address_that_never_answered_is_given_up_soon() -> None:
    assert again(errors.NetworkError(""), 2, met=False) is not None
    assert again(errors.NetworkError(""), 3, met=False) is None


def test_a_wait_beyond_the_loads_patience_is_not_begun() -> None:
    error = errors.ComplexityExhausted("", retry_in=61)
    assert again(error, patience=Patience(60)) is None
    assert retry_rules.given_up(error, 1, Patience(60)) == (
        " It asks to wait 61 s; 60 s are left of the load's MONDAY_RETRY_SECONDS. Try again later."
    )


@pytest.mark.parametrize(
    "cause",
    [
        errors.AuthenticationError,
        errors.PermissionDenied,
        errors.PlanRestricted,
        errors.BoardNotFound,
        errors.QueryRejected,
        errors.QueryTooComplex,
        errors.DailyLimitReached,
        errors.CursorExpired,
        errors.NotGraphQL,
        ApiError,
    ],
)
def test_what_no_retry_helps_is_not_retried(cause: type[ApiError]) -> None:
    assert again(cause("")) is None


def test_account_limits_hold_everybody_back_and_field_limits_do_not() -> None:
    assert again(errors.ComplexityExhausted("", retry_in=1)) == Retry(1, account=True)
    assert again(errors.IpLimitReached("", retry_in=1)) == Retry(1, account=True)
    assert again(errors.FieldLimitReached("", retry_in=1)) == Retry(1, account=False)
    assert again(errors.EntityLimitReached("", retry_in=1)) == Retry(1, account=False)
    assert again(errors.ServerError("", retry_in=1)) == Retry(1, account=False)


def test_a_blocked_token_rests_long() -> None:
    answer = again(errors.TemporarilyBlocked(""))
    assert answer == Retry(60, account=True)


def test_a_smaller_page_is_tried_where_it_may_help() -> None:
    assert again(errors.TimedOut(""), 2, sizable=True) is None
    assert again(errors.TimedOut(""), 2) is not None
    assert retry_rules.halved(500, errors.TimedOut("")) == 250
    assert retry_rules.halved(25, errors.TimedOut("")) is None
    assert retry_rules.halved(25, errors.QueryTooComplex("")) == 12
    assert retry_rules.halved(1, errors.QueryTooComplex("")) is None
