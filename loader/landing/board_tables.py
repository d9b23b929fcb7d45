"""The tables of raw_monday that loads create for one board. Pure.

Tables that hold rows of all boards are not among them; their names start with `_`.
"""

from __future__ import annotations

from collections.abc import Mapping

from loader.landing.log_tables import ACTIVITY, UPDATES
from loader.landing.raw_table import PAST, incoming_table

LOGS = (ACTIVITY, UPDATES)


def kept_tables(board: str) -> tuple[str, ...]:
    """Return the names of the board's permanent tables."""
    return (board, board + PAST, *(log.name(board) for log in LOGS))


def incoming_tables(board: str) -> Mapping[str, tuple[str, ...]]:
    """Return the incoming tables that a load fills (and leaves behind if killed), by lock name.

    A board's past has its own lock, because it can be loaded at the same time as the board.
    """
    past = board + PAST
    return {
        board: (incoming_table(board), *(log.incoming(board) for log in LOGS)),
        past: (incoming_table(past),),
    }
