"""Read every page of a chain, in smaller pages if monday cannot handle them. No HTTP here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from loader.errors import (
    FieldLimitReached,
    IncompleteLoad,
    QueryTooComplex,
    TimedOut,
)
from loader.monday.budget.retry import halved
from loader.monday.graphql.pages import UnreadPage

Fetch = Callable[[str | None, int], UnreadPage]
"""(cursor or None for the first page, items to ask for) -> page."""

EMPTY_PAGES = 5
"""This many consecutive empty pages that still have a cursor are not the end of a board."""


def chain(fetch: Fetch, size: Callable[[str | None], int]) -> Iterator[UnreadPage]:
    """Yield every page, following the cursor until there is none.

    `size` returns how many items to ask for next. A page that monday finds too large, in points,
    formula values or time, is requested again at half the size. Raise IncompleteLoad if the pages
    do not end.
    """
    cursor: str | None = None
    ceiling = size(None)
    empty = came = 0
    while True:
        limit = min(size(cursor), ceiling)
        try:
            page = fetch(cursor, limit)
        except (QueryTooComplex, TimedOut, FieldLimitReached) as error:
            smaller = halved(limit, error)
            if smaller is None:
                raise
            ceiling = smaller
            continue
        yield page
        cursor = page.cursor
        if cursor is None:
            return
        came += len(page.items)
        empty = 0 if page.items else empty + 1
        if empty >= EMPTY_PAGES or came > 2 * (page.counted or came) + 10 * EMPTY_PAGES * limit:
            raise IncompleteLoad(
                "monday's pages do not come to an end: it gave"
                f" {came} items where it counts {page.counted}. Run the load again."
            )
