"""Every table of raw_monday that loads make for one board. Pure.

Product tables with rows of all boards start with `_` and are none of these.
"""

from __future__ import annotations

from collections.abc import Mapping

from loader.landing.log_tables import ACTIVITY, UPDATES
from loader.landing.raw_table import PAST, incoming_table

LOGS = (ACTIVITY, UPDATES)


def kept_tables(board: str) -> tuple[str, ...]:
    """Those that stay."""
    return (board, board + PAST, *(log.name(board) for log in LOGS))


def aside_tables(board: str) -> Mapping[str, tuple[str, ...]]:
    """Those that a load fills, and leaves when it is killed, by the name that it locks.

    A board's past is loaded under a lock of its own, beside loads of the board.
    """
    past = board + PAST
    return {
        board: (incoming_table(board), *(log.aside(board) for log in LOGS)),
        past: (incoming_table(past),),
    }
