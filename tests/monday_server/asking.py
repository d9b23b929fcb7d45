"""A minimal client for the stand-in's own tests: no retries, no interpretation."""

from __future__ import annotations

from typing import Any

import requests

from .server import MondayServer

ITEMS = """
query ($board: [ID!], $limit: Int!, $ask: ItemsQuery, $scope: String) {
  boards(ids: $board, limit: 1) {
    items_page(limit: $limit, query_params: $ask, hierarchy_scope_config: $scope) {
      cursor items { id name column_values(capabilities: [CALCULATED]) { id text value is_leaf } }
    }
  }
}"""
NEXT = """
query ($cursor: String!, $limit: Int!) {
  next_items_page(cursor: $cursor, limit: $limit) { cursor items { id name } }
}"""


def post(server: MondayServer, query: str, **variables: Any) -> requests.Response:
    """Return the whole HTTP answer."""
    return requests.post(
        server.url,
        json={"query": query, "variables": variables},
        headers={"Authorization": server.token, "API-Version": "2026-10"},
        timeout=30,
    )


def ask(server: MondayServer, query: str, **variables: Any) -> Any:
    """Return `data` of an answer that must have no errors."""
    body = post(server, query, **variables).json()
    assert "errors" not in body, body["errors"]
    return body["data"]


def problem(server: MondayServer, query: str, **variables: Any) -> dict[str, Any]:
    """Return the first entry of `errors`, which must exist."""
    entry: dict[str, Any] = post(server, query, **variables).json()["errors"][0]
    return entry


def page(server: MondayServer, board: int, limit: int = 500, **variables: Any) -> Any:
    """Return the first items page of a board."""
    found = ask(server, ITEMS, board=[str(board)], limit=limit, **variables)
    return found["boards"][0]["items_page"]


def all_ids(server: MondayServer, board: int, limit: int = 500, **variables: Any) -> list[int]:
    """Return the ids of all items in the order of their pages."""
    here = page(server, board, limit, **variables)
    ids = [int(item["id"]) for item in here["items"]]
    while here["cursor"]:
        here = ask(server, NEXT, cursor=here["cursor"], limit=limit)["next_items_page"]
        ids += [int(item["id"]) for item in here["items"]]
    return ids
