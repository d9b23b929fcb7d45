"""Read a board at past moments, with monday's `items_history` (API 2026-10 and later).

monday gives an item's name and the values of the columns that it tracks, but no group, state,
creator or parent. An answer leaves out moments from before monday's records and says when they
begin. Source: developer.monday.com/api-reference/reference/board-history.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from loader.board.json_text import json_or_none
from loader.board.spellings import moment
from loader.errors import NotGraphQL, VersionRejected
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.retrying_client import Ask, RetryingClient
from loader.monday.graphql.checked import Json, ident, listed, mapping, string, text_or_none
from loader.monday.graphql.queries import query
from loader.monday.graphql.selection import OBJECT
from loader.monday.http.client import Variable

SINCE_VERSION = "2026-10"
"""The first API version that has it."""
ITEMS_A_PAGE = 500
"""The largest `limit` (reference/board-history)."""
MOMENTS_A_CALL = 12
"""Moments requested at a time; monday states no maximum."""

PAST = query(
    "ItemsHistory",
    ("$board: ID!", "$moments: [String!]!", "$limit: Int!", "$after: String"),
    "items_history(query: { from: { type: TABLE, id: $board }, at_timestamps: $moments,"
    " limit: $limit, after: $after }) { results { item_id name timestamp entries { alias value {"
    " ... on ItemsHistoryColumnResult { value } } } } after earliest_available }",
    per_item=3 * OBJECT + 5,
)
"""Items at moments, page by page. Variables: board, moments, limit, after."""


@dataclass(frozen=True, slots=True)
class PastItem:
    """An item at a moment. `values` are raw column values as JSON text, by column id."""

    item_id: int
    name: str
    at: datetime
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Page:
    items: tuple[PastItem, ...]
    after: str | None
    earliest: datetime | None


class PastReader:
    """Reads the past of one board. Raises VersionRejected if the API version has none."""

    def __init__(
        self, client: RetryingClient, limiter: RateLimiter, board_id: int, version: str
    ) -> None:
        if version < SINCE_VERSION:
            raise VersionRejected(
                f"monday tells a board's past from version {SINCE_VERSION} of its API on, and"
                f" MONDAY_API_VERSION is {version}. Unset it, or write history: true."
            )
        self._client = client
        self._limiter = limiter
        self._board_id = board_id

    @property
    def points(self) -> float:
        """The points that one call is expected to cost, from answers so far."""
        return self._limiter.expected(PAST, ITEMS_A_PAGE)

    @property
    def calls_left(self) -> int | None:
        """Calls left today; None if monday does not say."""
        return self._limiter.calls_left

    def begins(self, oldest: datetime) -> datetime:
        """Return when monday's records begin, or `oldest` if they go back further. One call."""
        return self._page([oldest], 1, None).earliest or oldest

    def at(self, moments: Sequence[datetime]) -> Iterator[PastItem]:
        """Yield every item at each of these moments, which must be within monday's records.

        Raise NotGraphQL if they no longer are.
        """
        after: str | None = None
        while True:
            page = self._page(moments, ITEMS_A_PAGE, after)
            if page.earliest is not None:
                raise NotGraphQL(
                    f"monday's past of board {self._board_id} now begins at {page.earliest}, after"
                    " the first moment that was asked for. Nothing was kept; run the command again."
                )
            yield from page.items
            if not page.after:
                return
            if page.after == after:
                raise NotGraphQL("monday's answer gives a page of items_history after itself.")
            after = page.after

    def _page(self, moments: Sequence[datetime], limit: int, after: str | None) -> _Page:
        variables: dict[str, Variable] = {
            "board": str(self._board_id),
            "moments": [spelled(one) for one in moments],
            "limit": limit,
        }
        if after is not None:
            variables["after"] = after
        about = f"the past of board {self._board_id}"
        return parse_page(self._client.call(PAST, variables, about, ask=Ask(limit)).data)


def spelled(at: datetime) -> str:
    """Return a moment in the format of monday's arguments."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_page(data: object) -> _Page:
    """Parse a page of an `ItemsHistory` answer."""
    raw = mapping(mapping(data, "data").get("items_history"), "items_history")
    found = [mapping(one, "results") for one in listed(raw, "results", "items_history")]
    return _Page(
        tuple(map(_item, found)),
        text_or_none(raw.get("after")) or None,
        moment(text_or_none(raw.get("earliest_available"))),
    )


def _item(raw: Json) -> PastItem:
    item_id = ident(raw, "item_id", "a past item")
    at = moment(string(raw, "timestamp", f"past item {item_id}"))
    if at is None:
        raise NotGraphQL(f"monday's answer has no usable timestamp of past item {item_id}.")
    entries = [mapping(one, "entries") for one in listed(raw, "entries", f"past item {item_id}")]
    values = {}
    for entry in entries:
        told = entry.get("value")
        value = told.get("value") if isinstance(told, Mapping) else None
        values[string(entry, "alias", f"past item {item_id}")] = json_text(value)
    return PastItem(item_id, string(raw, "name", f"past item {item_id}"), at, values)


def json_text(value: object) -> str | None:
    """Return a raw value as JSON text, whether monday gives it as text or decoded."""
    if value is None or (isinstance(value, str) and json_or_none(value) is not None):
        return value
    return json.dumps(value, ensure_ascii=False)
