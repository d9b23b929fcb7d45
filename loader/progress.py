"""How far a load is: a bar on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from loader.load import Progress as Report

log = logging.getLogger(__name__)

LINE_SECONDS = 10.0
"""At most one progress line in this time where there is no terminal."""


@contextmanager
def shown_progress(board: str) -> Iterator[Report]:
    """A function to call with items landed and items expected."""
    if not sys.stderr.isatty():
        yield _lines(board)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(board, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(board: str) -> Report:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            log.info("%s: %s of %s items", board, f"{done:,}", f"{total:,}")

    return report
