"""Work in a forked process, which can be killed at a request, a statement or a file change.

A fork takes only hundredths of a second, because everything is already imported. SIGKILL ends it
as it would end a command: nothing is flushed, rolled back or cleaned up.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from dbt.adapters.duckdb.connections import DuckDBConnectionManager

from loader.errors import LoaderError

Point = Literal["request", "statement", "file"]
NOBODY = 65534
VISITS = 3
"""How often each line counts: in loops over rows it is always the same point."""
MOST_SECONDS = 240
"""A step that takes longer counts as hanging."""


@dataclass(frozen=True)
class Kill:
    """Where the process is killed: before its `number`th request, statement or file change."""

    point: Point
    number: int


@dataclass(frozen=True)
class Ended:
    """The outcome of the work."""

    how: Literal["done", "refused", "fault", "killed"]
    """`refused` is a failure that names its cause; `fault` any other."""
    text: str = ""
    value: Any = None

    @property
    def done(self) -> bool:
        return self.how == "done"


class Refused(Exception):
    """A failure that names its cause, in work outside the loader."""


class Countdown:
    """Kills this process with SIGKILL at the given call; with None, only counts."""

    def __init__(self, number: int | None) -> None:
        self.number = number
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
        if self.count == self.number:
            os.kill(os.getpid(), signal.SIGKILL)


def run(
    work: Callable[[Countdown], Any],
    log: Path,
    kill: Kill | None = None,
    *,
    as_nobody: bool = False,
    started: Callable[[int], None] = lambda pid: None,
) -> Ended:
    """Do `work` in a forked process. `started` receives its process id before it begins.

    `work` receives a function to call at each statement.
    """
    # A database that dbt still holds open here has threads, which the child lacks when closing it.
    DuckDBConnectionManager.close_all_connections()
    ready_out, ready_in = os.pipe()
    answer_out, answer_in = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the server's threads are idle
        pid = os.fork()
    if pid == 0:
        os.close(ready_in)
        os.close(answer_out)
        os.read(ready_out, 1)
        _child(work, log, kill, answer_in, as_nobody)
    os.close(ready_out)
    os.close(answer_in)
    started(pid)
    os.write(ready_in, b"1")
    os.close(ready_in)
    with os.fdopen(answer_out, "rb") as answers:
        answer = answers.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return Ended("fault", f"did not end within {MOST_SECONDS} s")
    if os.WIFSIGNALED(status):
        return Ended("killed", signal.Signals(os.WTERMSIG(status)).name)
    ended = pickle.loads(answer)
    assert isinstance(ended, Ended)
    return ended


def _child(
    work: Callable[[Countdown], Any], log: Path, kill: Kill | None, answer: int, as_nobody: bool
) -> None:
    """Run the work and exit; never return."""
    gc.disable()  # it ends soon, and a collection would copy all memory shared by the fork
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(MOST_SECONDS)
    with log.open("a", encoding="utf-8") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    try:
        if as_nobody and os.geteuid() == 0:
            os.chdir("/")  # other users may not enter the folder where the tests were started
            os.seteuid(NOBODY)
        ended = _ended(work, kill)
    except BaseException:
        ended = Ended("fault", traceback.format_exc())
    with suppress(OSError):
        os.write(answer, pickle.dumps(ended))
    os._exit(0)


def _ended(work: Callable[[Countdown], Any], kill: Kill | None) -> Ended:
    def number(point: Point) -> int | None:
        return kill.number if kill is not None and kill.point == point else None

    statements, files = Countdown(number("statement")), Countdown(number("file"))
    sys.addaudithook(lambda event, args: files() if _changes_a_file(event, args) else None)
    try:
        value = work(statements)
    except (LoaderError, Refused) as exc:
        return Ended("refused", f"{type(exc).__name__}: {exc}")
    return Ended("done", value=(value, statements.count, files.count))


def _changes_a_file(event: str, args: tuple[Any, ...]) -> bool:
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in ("os.rename", "os.remove", "os.mkdir", "os.chmod")


def at_each_line(files: tuple[str, ...], reached: Callable[[], None]) -> None:
    """Call `reached` before each line that this thread runs in these files, the first VISITS times
    per line: this is finer than statements, and includes begin and commit.
    """
    visits: Counter[tuple[str, int]] = Counter()

    def line(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            place = (frame.f_code.co_filename, frame.f_lineno)
            visits[place] += 1
            if visits[place] <= VISITS:
                reached()
        return line

    def call(frame: FrameType, event: str, arg: Any) -> Any:
        return line if frame.f_code.co_filename.endswith(files) else None

    sys.settrace(call)
