"""How far loads are: bars on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from loader.load.request import Progress as Report
from loader.output.logs import lines_above

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
    columns = (
        TextColumn("{task.description}"),
        _Phase(),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
    )
    console = Console(stderr=True)
    bars = Progress(
        *columns, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        console=console, transient=True, redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip

    def above(line: str) -> None:
        console.print(Text(line), soft_wrap=True)

    with bars, lines_above(above):

        def start(board: str) -> Report:
            task = bars.add_task(board, total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        yield start


class _Phase(ProgressColumn):
    """What a load is at, as its numbers tell."""

    def render(self, task: Task) -> Text:
        if task.total is None:
            return Text("asking monday")
        return Text("reading" if task.completed < task.total else "landing")


class _Rate(ProgressColumn):
    """Items a second, once some have come."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def _lines(board: str) -> Report:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            log.info("%s: %s of %s items", board, f"{done:,}", f"{total:,}")

    return report
