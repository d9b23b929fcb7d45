"""monday's limits, each with where it stands in monday's documentation.

The pages named are those of developer.monday.com/api-reference. What this program chooses by
itself (how long it waits, how small a page may get) stands where it is used.
"""

from __future__ import annotations

ITEMS_A_PAGE = 500
"""The largest `limit` of `items_page` and `next_items_page` (reference/items-page)."""

IDS_A_REQUEST = 100
"""Ids that one call of `items` takes (reference/items)."""

PEOPLE_A_REQUEST = 500
"""Users or teams that are asked for in one call. `users` takes 1,000 (reference/users); with
the ids of their teams, 500 stay well below the points of a small account's minute."""

EVENTS_A_PAGE = 1_000
"""The largest `limit` of `activity_logs` (changelog: board-activity-logs page-based pagination)."""

UPDATES_A_PAGE = 100
"""The largest `limit` of `updates` (changelog 2025-01)."""

EVENTS_A_WINDOW = 10_000
"""Events that monday gives of one span of time, the newest of it (reference/activity-logs)."""

BOARDS_A_PAGE = 100
"""Boards that are listed in one call. `boards` has no documented maximum (reference/boards)."""

FORMULAS_A_REQUEST = 5
"""Formula columns that one call may read (reference/formula)."""

FORMULA_VALUES_A_MINUTE = 10_000
"""Formula values that monday computes in a minute (reference/formula)."""

QUERY_POINTS = 5_000_000
"""Complexity of a single query, whatever the account's minute allows (docs/rate-limits)."""

MINUTE_SECONDS = 60.0
"""The window in which complexity, requests and formula values count (docs/rate-limits)."""

REQUEST_SECONDS = 60.0
"""After so long monday ends a request by itself (docs/rate-limits)."""
