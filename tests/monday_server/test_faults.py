"""Each fault is sent as its description says, where and when it should be."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from . import FAULTS, Fault, MondayServer, Strike, text_board
from .asking import ITEMS, NEXT, all_ids, page, post
from .generated import BIG_BOARD_ID
from .left_out_faults import LEFT_OUT_FAULTS


def items_in(body: Any) -> int:
    """Return the number of items in the answer to a next page; 0 for errors."""
    if not isinstance(body, dict) or body.get("errors") or "error_code" in body:
        return 0
    return len(((body.get("data") or {}).get("next_items_page") or {}).get("items") or ())


def outcome(server: MondayServer, cursor: str) -> tuple[int, Any, dict[str, str]]:
    """Return status, JSON (None if there is none) and headers; status 0 for a broken connection."""
    try:
        answer = post(server, NEXT, cursor=cursor, limit=10)
    except requests.RequestException:
        return 0, None, {}
    try:
        body = answer.json()
    except requests.JSONDecodeError:
        body = None
    return answer.status_code, body, dict(answer.headers)


LEFT_OUT = {fault.name for fault in LEFT_OUT_FAULTS}


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_what_is_left_out_is_left_out_once_and_without_an_error(name: str) -> None:
    query = """query ($board: [ID!], $limit: Int!) { boards(ids: $board, limit: 1) {
      id items_count updated_at items_page(limit: $limit) {
        cursor items { id name column_values { id type text value } } } } }"""
    with MondayServer(text_board(30, 2), faults={1: name}) as server:
        struck, true = (post(server, query, board=[BIG_BOARD_ID], limit=10) for _ in range(2))
    assert [r.fault for r in server.requests] == [name, None]
    assert (struck.status_code, "errors" in struck.json()) == (200, False)
    assert len(true.json()["data"]["boards"][0]["items_page"]["items"]) == 10
    assert struck.json()["data"] != true.json()["data"]


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - LEFT_OUT))
def test_every_fault_shows_at_its_request(name: str) -> None:
    fault = FAULTS[name].waiting(0.05)
    with MondayServer(text_board(30, 2), faults={2: fault}) as server:
        cursor = page(server, BIG_BOARD_ID, 10)["cursor"]
        status, body, _ = outcome(server, cursor)
        _, later, _ = outcome(server, cursor)
    assert server.requests[1].fault == name
    assert (status == 200 and items_in(body) == 10) == (name == "slow")
    assert (items_in(later) == 10) == (not fault.lasting)


@pytest.mark.parametrize("name", sorted(n for n, f in FAULTS.items() if f.retry_in is not None))
def test_a_wait_stands_in_header_or_body(name: str) -> None:
    with MondayServer(text_board(30, 2), faults={2: FAULTS[name].waiting(7)}) as server:
        cursor = page(server, BIG_BOARD_ID, 10)["cursor"]
        _, body, headers = outcome(server, cursor)
    told = json.dumps(body or {})
    assert (
        headers.get("Retry-After") == "7"
        or '"retry_in_seconds": 7' in told
        or "reset in 7 seconds" in told
    )


@pytest.mark.parametrize(
    "name", ["field_concurrency", "field_minute", "unauthorized_partial", "internal_200_partial"]
)
def test_partial_nulls_are_named_by_their_path(name: str) -> None:
    with MondayServer(text_board(30, 2), faults={1: name}) as server:
        answer = post(server, ITEMS, board=[BIG_BOARD_ID], limit=10)
    body = answer.json()
    assert answer.status_code == 200
    node: Any = body["data"]
    for step in body["errors"][0]["path"]:
        node = node[step]
    assert node is None
    assert len(body["data"]["boards"][0]["items_page"]["items"]) == 10


def test_cursor_error_can_be_the_second_entry() -> None:
    with MondayServer(text_board(30, 2), faults={2: "cursor_expired_second"}) as server:
        cursor = page(server, BIG_BOARD_ID, 10)["cursor"]
        _, body, _ = outcome(server, cursor)
    codes = [entry["extensions"]["code"] for entry in body["errors"]]
    assert codes == ["INTERNAL_SERVER_ERROR", "CursorException"]


def test_faults_of_pages_wait_for_one() -> None:
    with MondayServer(text_board(30, 2), faults={1: "cursor_expired"}) as server:
        post(server, "{ me { id } }")
        cursor = page(server, BIG_BOARD_ID, 10)["cursor"]
        outcome(server, cursor)
    assert [request.fault for request in server.requests] == [None, None, "cursor_expired"]


def test_strikes_by_page_by_predicate_and_at_every_match() -> None:
    strikes = [
        Strike("http_500", page=2),
        Strike("http_503_plain", when=lambda request: "{ me {" in request.query, times=None),
    ]
    with MondayServer(text_board(30, 2), faults=strikes) as server:
        for _ in range(2):
            assert post(server, "{ me { id } }").status_code == 503
        cursor = page(server, BIG_BOARD_ID, 10)["cursor"]
        assert outcome(server, cursor)[0] == 500
        assert outcome(server, cursor)[0] == 200


def test_an_edit_in_the_middle_of_paging() -> None:
    board = text_board(30, 2)
    first = next(iter(board.items))
    with MondayServer(board) as server:
        server.edit_at[2] = lambda account: server.edit.delete_item(first)
        ids = all_ids(server, BIG_BOARD_ID, 10)
    assert len(ids) == 29


def test_a_fault_of_ones_own() -> None:
    teapot = Fault("teapot", lambda scene: scene.json({"errors": ["short and stout"]}, 418))
    with MondayServer(text_board(3, 1), faults={1: teapot}) as server:
        assert post(server, "{ me { id } }").status_code == 418
