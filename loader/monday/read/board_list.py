"""The boards of an account, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from loader.board.model import BoardSummary
from loader.monday import limits
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.graphql import queries
from loader.monday.graphql.payloads import parse_summaries


def board_list(client: RetryingClient) -> Iterator[BoardSummary]:
    """Every active board that the token sees, classic and multi-level."""
    seen: set[int] = set()
    page = 1
    while True:
        variables = {"limit": limits.BOARDS_A_PAGE, "page": page}
        answer = client.call(queries.BOARD_LIST, variables, "the list of boards")
        found = parse_summaries(answer.data)
        new = [board for board in found if board.id not in seen]
        if not new:
            return
        seen.update(board.id for board in new)
        yield from new
        page += 1
