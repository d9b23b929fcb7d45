"""Read monday's own counts, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from loader.board.model import Column
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.graphql import aggregates
from loader.monday.graphql.aggregates import BoardFacts, Counts


def read_counts(client: RetryingClient, board_id: int, group_ids: Sequence[str]) -> Counts:
    """Return monday's item counts of a board and of each of these groups."""
    query, variables = aggregates.counts(board_id, group_ids)
    answer = client.call(query, variables, f"the counts of board {board_id}")
    return aggregates.parse_counts(answer.data, board_id, group_ids)


def read_column_facts(
    client: RetryingClient, board_id: int, columns: Sequence[Column]
) -> BoardFacts:
    """Return the number of items and, for each column, of non-empty cells, and sums of numbers."""
    query, variables = aggregates.column_facts(board_id, columns)
    answer = client.call(query, variables, f"the cells of board {board_id}")
    return aggregates.parse_column_facts(answer.data, board_id, columns)
