"""When to send and how much. Pure; the tests give the time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.monday.budget import allowances as pacing
from loader.monday.budget.allowances import Bucket, Costs, Window, page_size

seconds = st.floats(0, 120)
points = st.integers(0, 10_000_000)


def test_what_fits_goes_at_once_and_what_does_not_waits_for_the_reset() -> None:
    bucket = Bucket().reported(left=100, limit=1000, resets_in=30, now=0)
    assert bucket.wait(cost=100, reserved=0, now=5) == 0
    assert bucket.wait(cost=101, reserved=0, now=5) == pytest.approx(25 + pacing.ROUNDING_SECONDS)
    assert bucket.wait(cost=101, reserved=0, now=31) == 0


def test_what_only_lacks_for_others_in_flight_waits_for_them() -> None:
    bucket = Bucket().reported(left=100, limit=1000, resets_in=30, now=0)
    assert bucket.wait(cost=60, reserved=50, now=0) == math.inf


def test_answers_that_overtake_each_other_never_raise_what_is_left() -> None:
    late_first = Bucket().reported(80, 1000, 30, 0.0).reported(90, 1000, 30, 0.1)
    assert late_first.left == 80


def test_a_new_window_is_believed() -> None:
    bucket = Bucket().reported(80, 1000, 10, 0.0).reported(990, 1000, 60, 11.5)
    assert bucket.left == 990


@given(points, points, seconds)
def test_an_unknown_budget_never_blocks(cost: int, reserved: int, now: float) -> None:
    assert Bucket().wait(cost, reserved, now) == 0


@given(points, points, points, seconds, st.lists(st.floats(0, 5), max_size=8))
def test_nothing_is_sent_that_would_overrun_the_budget(
    left: int, limit: int, cost: int, resets_in: float, steps: list[float]
) -> None:
    bucket = Bucket().reported(left, limit, resets_in, 0)
    now = 0.0
    for step in steps:
        now += step
        if now < resets_in and bucket.wait(cost, 0, now) == 0:
            assert cost <= left


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 20)), max_size=30))
def test_a_window_never_holds_more_than_its_limit(spends: list[tuple[int, float]]) -> None:
    window = Window(60, 1000)
    log: list[tuple[float, int]] = []
    now = 0.0
    for amount, step in spends:
        now += step
        now += window.wait(amount, now)
        assert window.wait(amount, now) == pytest.approx(0, abs=1e-6)
        window = window.add(amount, now)
        log.append((now, amount))
        assert sum(a for t, a in log if t > now - 60) <= 1000


def test_an_amount_above_the_limit_waits_for_an_empty_window() -> None:
    window = Window(60, 1000).add(10, 0)
    assert window.wait(5000, 1) == pytest.approx(59.5)
    assert Window(60, 1000).wait(5000, 0) == 0


@given(st.integers(1, 2000), st.integers(1, 10**7), st.booleans(), points, points)
def test_a_page_is_never_larger_than_asked_nor_empty(
    wanted: int, cost: int, known: bool, left: int, limit: int
) -> None:
    size = page_size(wanted, cost, known, Bucket(left, max(left, limit), 60), 0)
    assert 1 <= size <= wanted


def test_pages_are_whole_unless_points_forbid() -> None:
    roomy = Bucket(9_000_000, 10_000_000, 30)
    assert page_size(500, 225_000, True, roomy, 0) == 500
    assert page_size(500, 10_000_000, True, roomy, 0) == 237
    assert page_size(500, 400_000, False, Bucket(990_000, 1_000_000, 30), 0) == 500
    assert page_size(500, 600_000, False, Bucket(990_000, 1_000_000, 30), 0) < 500


def test_costs_are_learned_from_answers() -> None:
    costs = Costs().learned("q", fixed=30, per_item=40, limit=100, cost=8030)
    assert costs.expected("q", 30, 40, 500) == 40030
    assert costs.factor == 2
    assert costs.expected("another", 30, 10, 500) == 30 + 10_000
    assert Costs().expected("q", 30, 40, 10) == 430


def test_a_next_page_is_expected_to_cost_what_the_first_of_its_kind_did() -> None:
    """Also after pages of other columns whose cost is not proportional to the weights."""
    costs = Costs().learned("first", fixed=30, per_item=40, limit=100, cost=8030)
    costs = costs.learned("first of other columns", fixed=30, per_item=900, limit=100, cost=9030)
    assert costs.expected("next", 30, 40, 500) == 40_030
    assert costs.expected("next of other columns", 30, 900, 500) == 45_030


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 500), st.integers(0, 10**6))
def test_learning_never_expects_less_than_was_paid(
    fixed: int, per_item: int, limit: int, cost: int
) -> None:
    costs = Costs().learned("q", fixed, per_item, limit, cost)
    if per_item:
        assert costs.expected("q", fixed, per_item, limit) >= cost - 1e-6
