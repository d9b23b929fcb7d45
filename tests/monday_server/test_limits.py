"""Token, versions, complexity and every budget, from a client's point of view."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from . import Limits, MondayServer, Quirks, Weights, demo_account, formula_board, text_board
from .asking import ITEMS, ask, page, post, problem
from .demo_columns import ORDERS_ID
from .generated import BIG_BOARD_ID, FORMULA_BOARD_ID

PLAINEST = """query ($board: [ID!], $limit: Int!) { complexity { before query after
  reset_in_x_seconds } boards(ids: $board, limit: 1) { items_page(limit: $limit) { cursor
  items { id name group { id } column_values { id text type value } } } } }"""


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("given", [None, "", "wrong", "Bearer stand-in-token"])
def test_only_the_bare_token_is_let_in(given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    with MondayServer(demo_account(5)) as server:
        answer = requests.post(server.url, json={"query": "{ me { id } }"}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"] == ["Not Authenticated"]


@pytest.mark.parametrize(
    ("sent", "served"),
    [
        (None, "2026-10"),
        ("2026-07", "2026-07"),
        ("2024-10", "2026-07"),
        ("2031-04", "2026-10"),
        ("dev", "dev"),
    ],
)
def test_served_version(sent: str | None, served: str) -> None:
    with MondayServer(demo_account(5)) as server:
        headers = {"Authorization": server.token} | ({"API-Version": sent} if sent else {})
        query = {"query": "{ version { value } }"}
        answer = requests.post(server.url, json=query, headers=headers)
    assert answer.headers["API-Version"] == served
    assert answer.json()["data"]["version"]["value"] == served


def test_malformed_version_and_a_version_of_its_own() -> None:
    with MondayServer(demo_account(5), quirks=Quirks(served_version="2026-07")) as server:
        headers = {"Authorization": server.token, "API-Version": "latest"}
        mine = post(server, "{ version { value } }")
        server.quirks.served_version = None
        bad = requests.post(server.url, json={"query": "{ me { id } }"}, headers=headers)
    assert mine.headers["API-Version"] == "2026-07"
    assert bad.status_code == 200
    assert bad.json()["errors"][0]["extensions"]["code"] == "InvalidVersionException"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{ boards { "}, "PARSING_ERROR"),
        ({"query": "{ boards { colour } }"}, "undefinedField"),
        ({"query": '{ boards(limit: "x") { id } }'}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{ me { id } }", "variables": "{}"}, "InvalidArgumentException"),
        ({}, "PARSING_ERROR"),
    ],
)
def test_wrong_queries(body: dict[str, Any], code: str) -> None:
    with MondayServer(demo_account(5)) as server:
        headers = {"Authorization": server.token}
        answer = requests.post(server.url, json=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert answer.json()["extensions"]["request_id"]


@pytest.mark.parametrize("limit", [1, 25, 500])
def test_cost_by_the_published_weights(limit: int) -> None:
    """Scalars cost 1, objects 10, times the limit: 5 + 14 around it, 37 an item."""
    with MondayServer(text_board(3, 2)) as server:
        spent = ask(server, PLAINEST, board=[BIG_BOARD_ID], limit=limit)["complexity"]
    per_item = 1 + 10 + 1 + 1 + (10 + 1) + (10 + 4)
    assert spent["query"] == (10 + 4) + 10 + 10 + per_item * limit
    assert spent["before"] - spent["after"] == spent["query"]


def test_ids_count_instead_of_the_limit_and_cells_can_weigh_more() -> None:
    query = "query ($i: [ID!]) { items(ids: $i, limit: 100) { id } complexity { query } }"
    with MondayServer(text_board(3, 2), weights=Weights(cells=30)) as server:
        few = ask(server, query, i=[1, 2, 3])["complexity"]["query"]
        heavy = ask(server, PLAINEST, board=[BIG_BOARD_ID], limit=10)["complexity"]["query"]
    assert few == 10 + 3 + 10 + 1
    assert heavy == 14 + 20 + 10 * (1 + 10 + 1 + 1 + 11 + 10 + 4 * 30)


def test_budget_runs_out_and_comes_back() -> None:
    clock = Clock()
    with MondayServer(
        text_board(3, 2), limits=Limits(complexity_minute=40_000), clock=clock
    ) as server:
        for _ in range(2):
            ask(server, PLAINEST, board=[BIG_BOARD_ID], limit=500)
            clock.now += 20
        refused = post(server, PLAINEST, board=[BIG_BOARD_ID], limit=500)
        clock.now += int(refused.headers["Retry-After"])
        ask(server, PLAINEST, board=[BIG_BOARD_ID], limit=500)
    extensions = refused.json()["errors"][0]["extensions"]
    assert refused.status_code == 429
    assert extensions["code"] == "COMPLEXITY_BUDGET_EXHAUSTED"
    assert extensions["retry_in_seconds"] == 20
    assert extensions["complexity"] == 19_034
    assert extensions["complexity_budget_left"] == 1_932
    assert "r=1932" in refused.headers["RateLimit"]


def test_one_query_over_the_maximum() -> None:
    with MondayServer(text_board(3, 2), limits=Limits(complexity_query=10_000)) as server:
        entry = problem(server, PLAINEST, board=[BIG_BOARD_ID], limit=500)
        ask(server, PLAINEST, board=[BIG_BOARD_ID], limit=250)
    assert "exceeds max complexity of 10000" in entry["message"]


def test_requests_a_minute_and_calls_a_day() -> None:
    clock = Clock()
    limits = Limits(requests_minute=2, daily=3)
    with MondayServer(demo_account(5), limits=limits, clock=clock) as server:
        ask(server, "{ me { id } }")
        ask(server, "{ complexity { query } }")
        minute = post(server, "{ me { id } }")
        clock.now += 61
        usage = "{ platform_api { daily_limit { total } daily_analytics { by_day { usage } } } }"
        used = ask(server, usage)["platform_api"]
        ask(server, "{ me { id } }")
        clock.now += 61
        day = post(server, "{ me { id } }")
    assert minute.json()["errors"][0]["extensions"]["code"] == "MINUTE_RATE_LIMIT_EXCEEDED"
    assert minute.headers["Retry-After"] == "60"
    assert used["daily_limit"]["total"] == 3
    assert used["daily_analytics"]["by_day"][0]["usage"] == 2
    assert day.json()["errors"][0]["extensions"]["code"] == "DAILY_LIMIT_EXCEEDED"


def test_concurrent_requests() -> None:
    with MondayServer(demo_account(5), limits=Limits(concurrency=1)) as server:
        server.ledger.in_flight += 1  # as if another request were being answered
        refused = post(server, "{ me { id } }")
        server.ledger.in_flight -= 1
        answered = post(server, "{ me { id } }")
    assert refused.status_code == 429
    assert refused.json()["errors"][0]["extensions"]["code"] == "maxConcurrencyExceeded"
    assert answered.status_code == 200


FORMULAS = """query ($board: [ID!], $ids: [String!], $limit: Int!) { boards(ids: $board) {
  items_page(limit: $limit) { items { column_values(ids: $ids) { id
  ... on FormulaValue { display_value } } } } } }"""


def test_sixth_formula_column_is_null_with_an_error() -> None:
    ids = [f"formula_{n}" for n in range(6)]
    with MondayServer(formula_board(2, 6)) as server:
        body = post(server, FORMULAS, board=[FORMULA_BOARD_ID], ids=ids, limit=2).json()
        ask(server, FORMULAS, board=[FORMULA_BOARD_ID], ids=ids[:5], limit=2)
    cells = body["data"]["boards"][0]["items_page"]["items"][1]["column_values"]
    assert [cell["display_value"] for cell in cells] == ["0.0", "1.5", "3.0", "4.5", "6.0", None]
    assert len(body["errors"]) == 2
    path = ["boards", 0, "items_page", "items", 0, "column_values", 5, "display_value"]
    assert body["errors"][0]["path"] == path


def test_formula_values_a_minute() -> None:
    clock = Clock()
    limits = Limits(formula_values_minute=15)
    asked: dict[str, Any] = {"board": [FORMULA_BOARD_ID], "ids": ["formula_0"], "limit": 10}
    with MondayServer(formula_board(10, 1), limits=limits, clock=clock) as server:
        ask(server, FORMULAS, **asked)
        clock.now += 10
        body = post(server, FORMULAS, **asked).json()
        clock.now += 60
        ask(server, FORMULAS, **asked)
    assert len(body["errors"]) == 5
    extensions = body["errors"][0]["extensions"]
    assert extensions["code"] == "FIELD_MINUTE_RATE_LIMIT_EXCEEDED"
    assert extensions["field"] == "display_value"
    assert extensions["retry_in_seconds"] == 50


def test_requests_are_recorded() -> None:
    with MondayServer(demo_account(5)) as server:
        page(server, ORDERS_ID, 2)
    (request,) = server.requests
    assert (request.number, request.page, request.status, request.limit) == (1, 1, 200, 2)
    assert request.query == ITEMS
    assert (request.cost > 0, request.errors) == (True, 0)
    assert request.answered >= request.arrived
