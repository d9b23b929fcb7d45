"""Which columns a load fetches, and which of them can change without a trace. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from loader.board.board_file import BoardFile
from loader.board.column_types import column_type
from loader.board.model import Board, Column


def fetched_columns(board: BoardFile, live: Board) -> tuple[Column, ...]:
    """Return the approved columns that are on the live board, as monday has them."""
    approved = {c.id for c in board.approved}
    return tuple(c for c in live.columns if c.id in approved and not c.archived)


def untraced_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns whose values can change without their item's date, e.g. rolled-up ones."""
    return tuple(c for c in columns if column_type(c.type).moves_unseen or c.rollup)
