"""Estimate what a read of a board would cost, from one small page of it."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace

from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.graphql import queries
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.plan import ReadPlan, calls_of, column_sets_of, formulas_fit

PROBE = 25
"""Items that an estimate requests to learn the cost of an item."""
SECONDS_A_CALL = 2.0
"""Time of a typical page of 500 items, from request to last byte."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a read would cost. `calls_left` is for today, None if monday does not say."""

    calls: int
    points: int
    minutes: float
    calls_left: int | None


def estimate(plan: ReadPlan, client: RetryingClient, limiter: RateLimiter) -> Estimate:
    """Request a small page and calculate the cost of all pages from it."""
    inside = formulas_fit(plan, limiter.formulas_free())
    column_sets = column_sets_of(plan, formulas_inside=inside)
    probe = replace(plan, batch_size=min(PROBE, plan.size), workers=1)
    requests = BoardRequests(probe, client, limiter)
    next(requests.pages(column_sets[0], threading.Event()))
    calls = calls_of(plan, formulas_inside=inside)
    apart = plan.pages * (len(column_sets) - 1)
    levels = plan.board.hierarchy == "multi_level"
    main, *others = (
        limiter.expected(queries.next_page(column_set.shape, levels=levels), plan.size)
        for column_set in column_sets
    )
    points = (calls - apart) * main + plan.pages * sum(others)
    a_minute = limiter.minute_points()
    values = plan.board.items_count * len(plan.formulas)
    minutes = max(
        points / a_minute - 1 if a_minute else 0.0,
        values / limiter.formula_values - 1,
        calls * SECONDS_A_CALL / 60 / max(1, plan.workers),
    )
    return Estimate(calls, math.ceil(points), minutes, limiter.calls_left)
