"""How far loads are: bars on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from loader.load.request import Progress as Report

log = logging.getLogger(__name__)

LINE_SECONDS = 10.0
"""At most one progress line of a board in this time where there is no terminal."""


@contextmanager
def shown_progress() -> Iterator[Callable[[str], Report]]:
    """A function that takes a board's name and gives one to call with items done and in all.

    Called with none done it learns the total; all done means that the rows are put in place.
    Boards that load side by side each have a bar of their own.
    """
    if not sys.stderr.isatty():
        yield _lines
        return
    from loader.commands.progress_bars import progress_bars  # rich, which no log has a use for

    with progress_bars() as start:
        yield start


def _lines(board: str) -> Report:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            log.info("%s: %s of %s items", board, f"{done:,}", f"{total:,}")

    return report
