"""Boards and board files for tests that need no project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.column_types import Rule
from loader.board.drift import adapt, empty_board_file
from loader.board.model import Board, Column

DAY = "2026-11-25"


def first_board_file(
    live: Board, *, name: str, table: str, policy: Mapping[str, Rule], today: str
) -> BoardFile:
    """Return the board file that a first deployment without prompts writes."""
    return adapt(empty_board_file(live, name=name, table=table), live, policy, today).board


def live(*columns: tuple[str, str, str], name: str = "Orders", **facts: Any) -> Board:
    """Return a board as monday shows it; each column is (id, title, type)."""
    return Board(1, name, tuple(Column(i, title, kind) for i, title, kind in columns), **facts)


def deployed(*columns: tuple[str, str, str], **facts: Any) -> BoardFile:
    """Return the board file of such a board, deployed with the default policy."""
    board = live(*columns, **facts)
    return first_board_file(board, name="orders", table="orders", policy={}, today=DAY)
