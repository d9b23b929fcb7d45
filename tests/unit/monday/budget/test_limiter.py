"""What reads cost; monday never has to refuse one because of a budget that it reported."""

from __future__ import annotations

import re
import threading
import time
from typing import Literal

import pytest
import requests

from loader.commands.watch import look_of
from loader.errors import DailyLimitReached, NetworkError
from loader.monday.api import Complete, Monday, ReadPlan
from tests.load.faults.boards import BOARD_ID, account
from tests.load.faults.following import Followed, Quiet, follow, monday_of, plan_of
from tests.load.faults.virtual_time import VirtualTime
from tests.monday_server import Limits, MondayServer, Request, Weights

PLAINEST = """
query($limit: Int!) { boards(ids: [5000000001], limit: 1) { items_page(limit: $limit) {
  cursor items { id name group { id } column_values(ids: ["text_1", "numbers_1"]) {
  id text type value } } } } }
"""


def read(
    server: MondayServer, batch: int, workers: int = 1, time: VirtualTime | None = None
) -> tuple[Followed, Monday, Quiet]:
    observer = Quiet()
    monday = monday_of(server, observer, time=time, retry_seconds=900)
    board = monday.board(BOARD_ID)
    got = follow(monday.read(plan_of(board, batch_size=batch, workers=workers)))
    monday.close()
    return got, monday, observer


def refusals(server: MondayServer) -> list[Request]:
    return [r for r in server.requests if r.errors or r.status != 200]


@pytest.mark.parametrize(
    ("window", "headers", "workers"),
    [
        pytest.param("fixed", True, 1, id="fixed window"),
        pytest.param("sliding", True, 1, id="sliding window"),
        pytest.param("sliding", False, 1, id="no headers"),
        pytest.param("sliding", True, 4, id="four workers"),
    ],
)
def test_the_minutes_points_are_never_overrun(
    window: Literal["fixed", "sliding"], headers: bool, workers: int
) -> None:
    limits = Limits(complexity_minute=2000, window=window, headers=headers)
    time = VirtualTime()
    with MondayServer(account(60), limits=limits, clock=time.clock) as server:
        got, monday, observer = read(server, batch=5, workers=workers, time=time)
        assert len(got.rows) == 60
        assert refusals(server) == []
        assert monday.usage.complexity == sum(r.cost for r in server.requests)
        assert monday.usage.waits > 0
        assert {reason for _, reason in observer.waits} == {"complexity of the minute"}


def test_a_page_that_no_minute_can_pay_is_asked_for_in_parts() -> None:
    limits, time = Limits(complexity_minute=6000), VirtualTime()
    with MondayServer(account(200), limits=limits, clock=time.clock) as server:
        got, _, _ = read(server, batch=200, time=time)
        assert len(got.rows) == 200
        assert len(refusals(server)) <= 1


@pytest.mark.parametrize("cells", [1, 40], ids=["light", "dearer than the weights say"])
def test_a_query_above_the_maximum_is_made_smaller_not_repeated(cells: int) -> None:
    limits = Limits(complexity_query=3000)
    with MondayServer(account(200), limits=limits, weights=Weights(cells=cells)) as server:
        got, _, _ = read(server, batch=200)
        assert len(got.rows) == 200
        sizes = [r.limit or 0 for r in refusals(server)]
        assert sizes == sorted(set(sizes), reverse=True), "no refused size is tried twice"


def test_requests_of_the_minute_are_kept_to() -> None:
    limits, time = Limits(requests_minute=6), VirtualTime()
    with MondayServer(account(100), limits=limits, clock=time.clock) as server:
        got, _, _ = read(server, batch=10, time=time)
        assert len(got.rows) == 100
        assert refusals(server) == []


def test_requests_at_one_time_are_kept_to() -> None:
    limits = Limits(concurrency=2)
    with MondayServer(account(200, groups=8), limits=limits) as server:
        got, _, _ = read(server, batch=10, workers=8)
        assert len(got.rows) == 200
        assert server.ledger.most_in_flight <= 2
        assert refusals(server) == []


@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("groups", [1, 3, 80])
@pytest.mark.parametrize("items", [1, 100, 200, 201, 799])
def test_calls_stay_within_the_bound(items: int, groups: int, workers: int) -> None:
    with MondayServer(account(items, groups)) as server:
        got, monday, _ = read(server, batch=50, workers=workers)
        assert len(got.rows) == items
        spare = groups if workers > 1 and items > 400 else 0
        assert monday.usage.calls == len(server.requests) <= items / 50 + spare + 3


def test_many_groups_are_read_side_by_side() -> None:
    with MondayServer(account(1000, groups=10)) as server:
        got, monday, _ = read(server, batch=20, workers=4)
        assert len(got.rows) == 1000
        assert server.ledger.most_in_flight > 1
        assert monday.usage.calls <= 1000 / 20 + 10 + 3


@pytest.mark.parametrize("cells", [1, 30])
def test_a_text_board_costs_little_more_than_the_plainest_query(cells: int) -> None:
    with MondayServer(account(20), weights=Weights(cells=cells)) as server:
        read(server, batch=500)
        ours = next(r.cost for r in server.requests if r.page)
        requests.post(
            server.url,
            json={"query": PLAINEST, "variables": {"limit": 500}},
            headers={"Authorization": server.token, "API-Version": "2026-10"},
            timeout=10,
        )
        plainest = server.requests[-1].cost
    assert plainest > 10_000
    assert ours <= 1.4 * plainest


def test_formulas_have_a_chain_and_a_budget_of_their_own() -> None:
    limits, time = Limits(formula_values_minute=400), VirtualTime()
    with MondayServer(account(100, formulas=12), limits=limits, clock=time.clock) as server:
        got, monday, observer = read(server, batch=20, time=time)
        assert all(len(row) == 16 for row in got.rows.values())
        assert refusals(server) == []
        asked = [r.variables["columns"] for r in server.requests if "columns" in r.variables]
        assert max(sum(c.startswith("formula") for c in columns) for columns in asked) <= 5
        assert {reason for _, reason in observer.waits} == {"formula values of the minute"}
        assert monday.usage.waits > 120, "1,200 values at 400 a minute"


def test_few_formulas_cost_no_call_of_their_own() -> None:
    with MondayServer(account(2000, formulas=5)) as server:
        got, monday, _ = read(server, batch=500)
        assert all(len(row) == 9 for row in got.rows.values())
        assert monday.usage.calls == 5
        assert refusals(server) == []


def test_a_day_that_is_too_short_is_said_before_the_load_begins() -> None:
    with MondayServer(account(100), limits=Limits(daily=1000, daily_used=990)) as server:
        monday = monday_of(server)
        board = monday.board(BOARD_ID)
        with pytest.raises(DailyLimitReached) as caught:
            monday.read(plan_of(board, batch_size=5))
        monday.close()
    assert len(server.requests) == 1
    assert re.search(
        r"board 5000000001 \(Small\) needs about 20 calls and 10 are left of the day's; nothing was"
        r" loaded\. The day's calls come back at 00:00 UTC\.",
        str(caught.value),
    )
    assert not look_of(caught.value).day_is_over, "smaller boards may be watched on"
    assert look_of(DailyLimitReached("none left")).day_is_over


def test_calls_that_reach_monday_count_refused_or_not_and_no_others() -> None:
    time = VirtualTime()
    with MondayServer(account(1), faults={1: "http_500"}, clock=time.clock) as server:
        monday = monday_of(server, time=time)
        monday.board(BOARD_ID)
        assert monday.share().calls == len(server.requests) == 2
    with pytest.raises(NetworkError):
        monday.board(BOARD_ID)
    assert monday.calls == 2


def test_an_estimate_is_close_to_what_the_read_costs() -> None:
    with MondayServer(account(1000), weights=Weights(cells=3)) as server:
        monday = monday_of(server)
        board = monday.board(BOARD_ID)
        estimate = monday.estimate(plan_of(board))
        load = monday.share()
        follow(load.read(plan_of(board)))
        monday.close()
    assert estimate.calls == load.usage.calls == 2
    assert estimate.points == pytest.approx(load.usage.complexity, rel=0.02)
    assert estimate.calls_left == 10_000 - 1
    assert estimate.minutes < 1


def test_boards_read_at_once_share_one_budget_and_count_for_themselves() -> None:
    limits, clock = Limits(complexity_minute=5000), VirtualTime()
    with MondayServer(account(60), limits=limits, clock=clock.clock) as server:
        monday = monday_of(server, time=clock, retry_seconds=900)
        board = monday.board(BOARD_ID)
        shares = [monday.share() for _ in range(3)]
        ends: list[Complete | None] = []

        def load(one: Monday) -> None:
            ends.append(follow(one.read(plan_of(board, batch_size=20))).complete)

        threads = [threading.Thread(target=load, args=(one,)) for one in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        monday.close()
        assert [end.items for end in ends if end] == [60, 60, 60]
        assert refusals(server) == []
        assert [one.usage.calls for one in shares] == [3, 3, 3]
        assert monday.usage.calls == 1


def test_memory_holds_a_few_pages_however_slow_the_landing() -> None:
    with MondayServer(account(500, groups=1)) as server:
        monday = monday_of(server)
        events = monday.read(plan_of(monday.board(BOARD_ID), batch_size=10))
        next(events)
        time.sleep(0.5)
        assert len(server.pages_served) <= 4
        events.close()  # type: ignore[attr-defined]
        monday.close()


def test_a_larger_batch_is_taken_as_monday_s_maximum() -> None:
    with MondayServer(account(10)) as server:
        monday = monday_of(server)
        board = monday.board(BOARD_ID)
        follow(monday.read(ReadPlan(board, (), frozenset(), batch_size=5000)))
        monday.close()
        assert server.requests[-1].limit == 500
