"""Read a board's updates: all of them, or those written since a given time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from loader.board.model import Board
from loader.errors import FieldLimitReached, QueryTooComplex, TimedOut
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.retry import halved
from loader.monday.budget.retrying_client import Ask, RetryingClient
from loader.monday.graphql.queries import Query
from loader.monday.graphql.updates import (
    RECENT_UPDATES,
    UPDATES,
    UPDATES_BY_ID,
    Post,
    parse_updates,
)
from loader.monday.http.client import Answer, Variable
from loader.monday.http.error_answers import printable
from loader.monday.limits import UPDATES_A_PAGE


class UpdatesRead:
    """Updates of one board with replies. Posts may come twice if people write during the read."""

    def __init__(self, client: RetryingClient, limiter: RateLimiter, board: Board) -> None:
        self._client = client
        self._limiter = limiter
        self._board_id = board.id
        self._about = f"the updates of board {board.id} ({printable(board.name)})"

    def posts(self, since: datetime | None, until: datetime) -> Iterator[tuple[Post, ...]]:
        """Yield pages of posts written since a given time, or of all posts.

        A page that monday finds too large is requested again at half the size.
        """
        query, variables = UPDATES, dict[str, Variable]()
        if since is not None:
            query = RECENT_UPDATES
            variables = {"from": _iso(since), "to": _iso(until)}
        came, size = 0, UPDATES_A_PAGE
        while True:
            size = self._limiter.page_size(query, size)
            try:
                page = {"limit": size, "page": came // size + 1}
                answer = self._ask(query, {**variables, **page}, size)
            except (QueryTooComplex, TimedOut, FieldLimitReached) as error:
                smaller = halved(size, error)
                if smaller is None:
                    raise
                size = smaller
                continue
            posts, count = parse_updates(answer.data, self._board_id)
            if posts:
                yield posts
            if count < size:
                return
            came = came // size * size + count

    def by_id(self, ids: Sequence[int]) -> Iterator[tuple[Post, ...]]:
        """Yield these updates without those that monday no longer has."""
        for at in range(0, len(ids), UPDATES_A_PAGE):
            some = [str(ident) for ident in ids[at : at + UPDATES_A_PAGE]]
            answer = self._ask(UPDATES_BY_ID, {"ids": some, "limit": len(some)}, len(some))
            yield parse_updates(answer.data, self._board_id)[0]

    def _ask(self, query: Query, variables: dict[str, Variable], size: int) -> Answer:
        asked = {"board": [str(self._board_id)], **variables}
        return self._client.call(query, asked, self._about, ask=Ask(size, sizable=True))


def _iso(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
