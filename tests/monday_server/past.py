"""The stand-in's record of past board states, and `items_history`, which returns them."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

from .cells import ABSENT, cell_answer
from .data import Account, Board, Item
from .problems import Problem

UNTRACKED = ABSENT | {
    "mirror", "formula", "button", "progress", "board_relation", "dependency", "subtasks",
    "creation_log", "last_updated", "item_id", "group",
}  # fmt: skip
"""Types without a raw value of their own."""
LIMIT = 500
SINCE_VERSION = "2026-10"


def remember(account: Account, board_id: int, at: datetime) -> None:
    """Record the board's current state, for queries about moments from `at` on."""
    board = account.board(board_id)
    kept = {i: copy.deepcopy(item) for i, item in board.items.items() if item.state == "active"}
    account.past.setdefault(board_id, []).append((at, kept))


def shown_at(account: Account, board_id: int, at: datetime) -> dict[int, Item]:
    """Return the items of a board at a moment, by id; none if no earlier state was recorded."""
    found: dict[int, Item] = {}
    for when, items in account.past.get(board_id, ()):
        if when <= at:
            found = items
    return found


def items_history(_root: Any, info: Any, query: dict[str, Any]) -> dict[str, Any]:
    """Return items at moments, sorted by item and moment; `limit` counts these rows."""
    here = info.context
    if here.served_version < SINCE_VERSION:
        raise Problem('Cannot query field "items_history" on type "Query".', "undefinedField")
    account: Account = here.account
    if account.plan == "free":
        raise Problem("Board history needs another plan", "FORBIDDEN_EXCEPTION")
    board = account.board(int(query["from"]["id"]))
    limit = query.get("limit") or 50
    if limit > LIMIT:
        raise Problem(f"limit must be at most {LIMIT}", "InvalidArgumentException")
    begins = account.past[board.id][0][0] if account.past.get(board.id) else account.now()
    if account.past_begins is not None:
        begins = max(begins, account.past_begins)
    asked = [(text, _moment(text)) for text in query["at_timestamps"]]
    told = [(text, at) for text, at in asked if at >= begins]
    rows = [
        (item_id, at, text, item)
        for text, at in told
        for item_id, item in shown_at(account, board.id, at).items()
    ]
    rows.sort(key=lambda row: row[:2])
    start = int(query.get("after") or 0)
    page = rows[start : start + limit]
    cut = len(told) < len(asked)
    return {
        "results": [_answer(here, board, text, item) for _, _, text, item in page],
        "after": str(start + limit) if start + limit < len(rows) else None,
        "earliest_available": begins.strftime("%Y-%m-%dT%H:%M:%SZ") if cut else None,
        "range_limit_reason": ("PLAN_LIMIT" if account.past_begins else "DATA_LIMIT")
        if cut
        else None,
    }


def _answer(here: Any, board: Board, text: str, item: Item) -> dict[str, Any]:
    described = here.store.described(board)
    entries = []
    for column in board.columns:
        if column.type in UNTRACKED or column.archived or column.id in here.account.untracked:
            continue
        value = cell_answer(here.account, board, item, column, described[column.id])["value"]
        result = {"__typename": "ItemsHistoryColumnResult", "value": _raw(value)}
        entries.append({"alias": column.id, "value": result})
    return {
        "item_id": str(item.id),
        "name": item.name,
        "timestamp": text,
        "entries": entries,
    }


def _raw(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
