"""Board files for tests that need no project."""

from __future__ import annotations

from collections.abc import Mapping

from loader.board.board_file import BoardFile
from loader.board.column_types import Rule
from loader.board.drift import adapt, empty_board_file
from loader.board.model import Board


def first_board_file(
    live: Board, *, name: str, table: str, policy: Mapping[str, Rule], today: str
) -> BoardFile:
    """The board file of a board that is deployed for the first time, nobody being asked."""
    return adapt(empty_board_file(live, name=name, table=table), live, policy, today).board
