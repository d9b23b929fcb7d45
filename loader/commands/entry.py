"""Where the two programs begin. Their imports take a second, in which Ctrl-C is no fault either."""

from __future__ import annotations

import sys
from importlib import import_module

EXIT_INTERRUPTED = 130


def monday_load() -> None:
    """The program monday-load."""
    _run("loader.commands.load", "load_command")


def monday_board() -> None:
    """The program monday-board."""
    _run("loader.commands.board", "board_command")


def _run(module: str, command: str) -> None:
    try:
        found = getattr(import_module(module), command)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    found()
