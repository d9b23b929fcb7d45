"""Pages of items: which items, in which order, and the cursors of the next pages.

A cursor is valid for 60 minutes from the first page of its chain, not from its own page. Positions
count in the live order, so items that arrive or leave between two pages shift the rest, as on
monday.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .data import Account, Board, Item, Row
from .limits import Limits
from .problems import Problem
from .quirks import Quirks
from .rules import matches, sort_items

PAGE_LIMIT = 500
EXPIRED = (
    "CursorExpiredError: The cursor provided for pagination has expired. "
    "Please refresh your query and obtain a new cursor to continue fetching items"
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The arguments of the first page, and the position that the chain has reached."""

    board_id: int
    group_id: str | None
    scope: str | None
    query: dict[str, Any] | None
    opened: float
    offset: int = 0


class Pages:
    """All open chains of one server. `clock` counts seconds."""

    def __init__(
        self, account: Account, quirks: Quirks, clock: Callable[[], float], limits: Limits
    ) -> None:
        self.account = account
        self.quirks = quirks
        self.clock = clock
        self.limits = limits
        self._chains: dict[str, Chain] = {}
        self._orders: dict[tuple[Any, ...], list[Item]] = {}
        self._orders_version = -1

    def first(
        self,
        board: Board,
        group_id: str | None,
        limit: int,
        cursor: str | None = None,
        query_params: dict[str, Any] | None = None,
        hierarchy_scope_config: str | None = None,
    ) -> dict[str, Any]:
        """Return the answer of `items_page`; with a cursor, the same as `next`."""
        if cursor is not None:
            if query_params is not None:
                raise Problem(
                    "You must provide either a 'query_params' argument or a 'cursor' "
                    "argument, but not both",
                    "InvalidArgumentException",
                )
            return self.next(cursor, limit)
        if len((query_params or {}).get("ids") or ()) > 100:
            raise Problem("query_params.ids takes at most 100 ids", "InvalidArgumentException")
        scope = hierarchy_scope_config
        if scope not in (None, "allItems", "subitems", "parentItems"):
            raise Problem(f"hierarchy_scope_config {scope!r}", "InvalidArgumentException")
        return self._page(Chain(board.id, group_id, scope, query_params, self.clock()), limit)

    def next(self, cursor: str, limit: int) -> dict[str, Any]:
        """Return the page of a cursor; the same cursor always gives the same page."""
        chain = self._chains.get(cursor)
        if chain is None:
            raise Problem(f"Invalid cursor {cursor[:40]!r}", "CursorException")
        if self.clock() - chain.opened > self.limits.cursor_lifetime:
            raise Problem(EXPIRED, "CursorException")
        return self._page(chain, limit)

    def _page(self, chain: Chain, limit: int) -> dict[str, Any]:
        if not 1 <= limit <= PAGE_LIMIT:
            raise Problem(
                f"limit {limit} is not between 1 and {PAGE_LIMIT}", "InvalidArgumentException"
            )
        board = self.account.boards.get(chain.board_id)
        if board is None or board.state == "deleted":
            if self.quirks.gone_board_pages == "error":
                raise Problem("Board not found", "ResourceNotFoundException", 404)
            return {"cursor": None, "items": []}
        items, total = self._slice(board, chain, limit)
        end = chain.offset + limit
        token = None
        if end < total:
            token = f"MSw{chain.board_id},{secrets.token_urlsafe(48)}"
            self._chains[token] = replace(chain, offset=end)
        return {"cursor": token, "items": [Row(board, item) for item in items]}

    def _slice(self, board: Board, chain: Chain, limit: int) -> tuple[list[Item], int]:
        window = getattr(board.items, "window", None)
        if window is not None and not chain.query:
            made: tuple[list[Item], int] = window(chain.group_id, chain.offset, limit)
            return made
        if self._orders_version != self.account.version:
            self._orders, self._orders_version = {}, self.account.version
        key = (board.id, chain.group_id, chain.scope, repr(chain.query))
        order = self._orders.get(key)
        if order is None:
            order = self._order(board, chain)
            if board.cached:
                self._orders[key] = order
        return order[chain.offset : chain.offset + limit], len(order)

    def _order(self, board: Board, chain: Chain) -> list[Item]:
        """Return every active item that the chain will return, in its order."""
        query = chain.query or {}
        items = self._in_scope(board, chain, query)
        if query.get("ids") is not None:
            wanted = {int(i) for i in query["ids"]}
            items = [item for item in items if item.id in wanted]
        items = [item for item in items if matches(self.account, board, item, query)]
        order_by = query.get("order_by")
        if order_by and not (chain.scope == "allItems" and self.quirks.all_items_unordered):
            return sort_items(self.account, board, items, order_by)
        places = {group.id: place for place, group in enumerate(board.groups)}
        return sorted(items, key=lambda item: places.get(item.group_id, len(places)))

    def _in_scope(self, board: Board, chain: Chain, query: dict[str, Any]) -> list[Item]:
        items = board.active_items()
        if chain.group_id is not None:
            items = [item for item in items if item.group_id == chain.group_id]
        if board.hierarchy == "classic":
            return items
        if chain.scope == "allItems":
            filtered = bool(query.get("rules") or query.get("groups") or query.get("ids"))
            return items if filtered or self.quirks.all_items == "flat" else []
        if chain.scope == "subitems":
            return [item for item in items if item.parent_id is not None]
        return [item for item in items if item.parent_id is None]
