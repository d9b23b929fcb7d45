"""Shows the progress of loads: bars on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from loader.load.request import Progress as Report

log = logging.getLogger(__name__)

LINE_SECONDS = 10.0
"""Minimum time between two progress lines of a board without a terminal."""


@contextmanager
def shown_progress() -> Iterator[Callable[[str], Report]]:
    """Yield a function that takes a board's name and returns a callback (items done, total items).

    The first call, with 0 done, sets the total; done = total means that the rows are being landed.
    Boards that are loaded in parallel each have a bar.
    """
    if not sys.stderr.isatty():
        yield _lines
        return
    from loader.commands.progress_bars import progress_bars  # imports rich

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
