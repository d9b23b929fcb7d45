"""Entry points of the two programs. Ctrl-C during imports is not an error either."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

EXIT_INTERRUPTED = 130
HELP = {"help_option_names": ["-h", "--help"]}
"""Settings of a command that accepts -h as well."""


def monday_load() -> None:
    """Run the program monday-load."""
    _run("loader.commands.load", "load_command")


def monday_board() -> None:
    """Run the program monday-board."""
    _run("loader.commands.board", "board_command")


def _run(module: str, command: str) -> None:
    _open_streams()
    imported(module, command)()


def _open_streams() -> None:
    """Open closed standard streams on the null device: schedulers can start a program without them.

    Otherwise the next file opened, such as the database, gets the number of the closed stream.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "w" if number else "r", encoding="utf-8"))


def imported(module: str, name: str) -> Any:
    """Import `name` from a module; Ctrl-C ends the program as it does while a command runs."""
    try:
        return getattr(import_module(module), name)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
