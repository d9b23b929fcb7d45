"""`aggregate`: counts and sums over the active items that match, in one row.

Another service than that for pages of items answers it, so it may lag: `Quirks.stale_counts`. Group
keys and the possible groupings are not documented well enough to be simulated.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .data import Board, Item
from .problems import Problem
from .resolvers import state
from .rules import matches
from .texts import display


def aggregate(_root: Any, info: Any, query: dict[str, Any]) -> dict[str, Any]:
    """Return one row, with an entry for each selected function."""
    here = state(info)
    if here.quirks.aggregate == "refused":
        raise Problem("aggregate is not part of this plan", "FORBIDDEN_EXCEPTION", 403)
    board = here.account.boards.get(int(query["from"]["id"]))
    if board is None or not board.visible:
        raise Problem("Board not found", "ResourceNotFoundException", 404)
    if query.get("group_by"):
        raise Problem("group_by is not stood in for", "InvalidArgumentException")
    items = here.quirks.stale_counts.get(board.id)
    if items is None:
        items = board.active_items()
    rules = query.get("query") or {}
    found = [item for item in items if matches(here.account, board, item, rules)]
    entries = [
        {"alias": one["as"], "value": {"result": _result(here.account, board, found, one)}}
        for one in query["select"]
    ]
    return {"results": [{"entries": entries}]}


def _result(account: Any, board: Board, items: list[Item], select: dict[str, Any]) -> float:
    if select["type"] != "FUNCTION":
        raise Problem("A column needs a group_by of its own", "InvalidArgumentException")
    function = select["function"]
    name, params = function["function"], function.get("params") or []
    if name == "COUNT_ITEMS":
        if params:
            raise Problem("COUNT_ITEMS takes no params", "InvalidArgumentException")
        return float(len(items))
    column_id = params[0]["column"]["column_id"]
    column = next((c for c in board.columns if c.id == column_id), None)
    if column is None:
        raise Problem(f"Column {column_id!r} not found", "InvalidColumnIdException")
    parents = {item.parent_id for item in items}
    if board.hierarchy == "multi_level":
        items = [item for item in items if item.id not in parents]
    texts = [display(account, board, item, column) for item in items]
    filled = [text for text in texts if text]
    if name == "COUNT":
        return float(len(filled))
    if name == "SUM":
        return float(sum(map(Decimal, filled)))
    raise Problem(f"{name} is not stood in for", "InvalidArgumentException")
