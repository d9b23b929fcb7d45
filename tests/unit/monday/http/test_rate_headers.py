"""What monday says about its limits, in headers and in the body, however odd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.monday.http.rate_headers import (
    Rate,
    clock_difference,
    complexity_of,
    rates_of,
    retry_after,
)


def test_rate_limit_headers() -> None:
    rates = rates_of(
        {
            "RateLimit-Policy": '"minuteRate";q=5000;w=60, "concurrency";q=250;qu="concurrent'
            '-requests", "complexityMinute";q=5000000;w=60;qu="content-bytes",'
            ' "daily";q=1000;w=86400',
            "RateLimit": '"minuteRate";r=4999, "concurrency";r=249,'
            ' "complexityMinute";r=4950000;t=45, "daily";r=17;t=3600',
        }
    )
    assert rates.minute == Rate(4999, 5000, None, 60)
    assert rates.concurrency == Rate(249, 250, None, None)
    assert rates.complexity == Rate(4950000, 5000000, 45, 60)
    assert rates.daily == Rate(17, 1000, 3600, 86400)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_the_reading(policy: str, limit: str) -> None:
    rates_of({"RateLimit-Policy": policy, "RateLimit": limit})
    retry_after(policy, limit)


def test_retry_after_is_seconds_or_a_date() -> None:
    now = "Wed, 25 Nov 2026 22:00:00 GMT"
    assert retry_after("7", now) == 7
    assert retry_after("Wed, 25 Nov 2026 22:00:09 GMT", now) == 9
    assert retry_after("Wed, 25 Nov 2026 22:00:09 -0000", now) == 9
    assert retry_after("Wed, 25 Nov 2026 23:00:09 +0100", now) == 9
    assert retry_after("Fri, 31 Dec 99999 23:59:59 GMT", now) is None
    assert retry_after("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", now) is None
    assert retry_after("soon", now) is None
    assert retry_after(None, now) is None


odd = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)


@given(odd | st.lists(odd, max_size=2) | st.dictionaries(st.text(max_size=5), odd, max_size=2))
def test_complexity_is_read_or_left(value: object) -> None:
    complexity_of(value)
    complexity_of(dict.fromkeys(("query", "before", "after", "reset_in_x_seconds"), value))


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 1900 00:00:00 GMT",
        "Fri, 31 Dec 99999999999999999999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_a_date_that_no_clock_shows_is_none(date: str) -> None:
    """Moments computed from it would be outside the range of Python and the warehouse."""
    assert clock_difference(date, datetime(2026, 11, 25, tzinfo=UTC)) is None


def test_the_clock_of_an_answer_may_differ_by_years() -> None:
    now = datetime(1970, 1, 1, tzinfo=UTC)
    assert now + (clock_difference("Wed, 25 Nov 2026 22:00:00 GMT", now) or timedelta()) == (
        datetime(2026, 11, 25, 22, tzinfo=UTC)
    )
