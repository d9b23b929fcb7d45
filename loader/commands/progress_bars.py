"""Progress bars on a terminal, below the lines that are printed in the meantime."""

from __future__ import annotations

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


@contextmanager
def progress_bars() -> Iterator[Callable[[str], Report]]:
    """Yield a function that adds a board's bar and returns a callback (items done, total items)."""
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
    """The phase of a load, derived from its counts."""

    def render(self, task: Task) -> Text:
        if task.total is None:
            return Text("asking monday")
        return Text("reading" if task.completed < task.total else "landing")


class _Rate(ProgressColumn):
    """Items per second, once there are any."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")
