"""Read the facts of one board, or the list of all boards page by page."""

from __future__ import annotations

from collections.abc import Iterator

from loader.board.model import BoardSummary
from loader.errors import ApiError, PermissionDenied, QueryRejected
from loader.monday import limits
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.connection import Account
from loader.monday.graphql import queries
from loader.monday.graphql.payloads import parse_summaries
from loader.monday.http.client import Answer


def board_facts(client: RetryingClient, account: Account, board_id: int) -> Answer:
    """Return the facts of one board, leaving out what the account or the board refuses."""
    about = f"board {board_id}"
    variables = {"board": [str(board_id)]}
    unknown = False
    if not account.is_plain(board_id):
        try:
            answer = client.call(queries.BOARD, variables, about)
        except ApiError as exc:
            # ApiError itself is an error of unknown kind, such as null where the schema has none.
            if type(exc) not in (QueryRejected, PermissionDenied, ApiError):
                raise
            unknown = isinstance(exc, QueryRejected)
        else:
            account.answered()
            return answer
    answer = client.call(queries.BOARD_PLAIN, variables, about)
    account.refused(board_id, unknown=unknown)
    return answer


def board_list(client: RetryingClient) -> Iterator[BoardSummary]:
    """Yield every active board that the token sees, classic and multi-level."""
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
