"""monday's limits, each with its place in monday's documentation.

The pages named are those of developer.monday.com/api-reference. Values that this program chooses
itself (how long it waits, how small a page may get) are defined where they are used.
"""

from __future__ import annotations

ITEMS_A_PAGE = 500
"""The largest `limit` of `items_page` and `next_items_page` (reference/items-page)."""

IDS_A_REQUEST = 100
"""Ids that one call of `items` accepts (reference/items)."""

PEOPLE_A_REQUEST = 500
"""Users or teams requested in one call. `users` accepts 1,000 (reference/users).

With the ids of their teams, 500 stay well below the points of a small account's minute.
"""

EVENTS_A_PAGE = 1_000
"""The largest `limit` of `activity_logs` (changelog: board-activity-logs page-based pagination)."""

UPDATES_A_PAGE = 100
"""The largest `limit` of `updates` (changelog 2025-01)."""

EVENTS_A_WINDOW = 10_000
"""Events that monday gives for one time span, the newest ones (reference/activity-logs)."""

BOARDS_A_PAGE = 100
"""Boards listed in one call. `boards` has no documented maximum (reference/boards)."""

FORMULAS_A_REQUEST = 5
"""Formula columns that one call may read (reference/formula)."""

FORMULA_VALUES_A_MINUTE = 10_000
"""Formula values that monday computes in a minute (reference/formula)."""

QUERY_POINTS = 5_000_000
"""Maximum complexity of one query, whatever the account's minute allows (docs/rate-limits)."""

MINUTE_SECONDS = 60.0
"""The window in which complexity, requests and formula values count (docs/rate-limits)."""

REQUEST_SECONDS = 60.0
"""monday ends a request after this time (docs/rate-limits)."""
