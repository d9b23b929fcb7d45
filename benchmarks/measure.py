"""Runs a program in a process of its own, and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.project import UserProject

ROOT = Path(__file__).resolve().parents[1]
PEAK = """
import atexit, sys
def tell():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            print("\\npeak:", line.split()[1], file=sys.stderr)
atexit.register(tell)
"""
"""Linux: the kernel's figure of a child counts what its parent had before the child began."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One way of doing something. `seconds` is the wall time of what is compared."""

    what: str
    seconds: float
    user: float
    """CPU seconds: of the whole process, start of Python included, or of the model alone."""
    peak_mb: float
    ratio: float | None = None
    """`seconds` over those of what it is compared with."""
    user_ratio: float | None = None
    rows_a_second: float | None = None
    calls: int | None = None
    points: int | None = None
    late: int | None = None
    """Of the calls, those that ask with a moment of their own: their answers are rendered then."""
    server: float | None = None
    """CPU seconds of the database server, where it tells them."""
    server_ratio: float | None = None
    statements: int | None = None
    disk_mb: float | None = None
    """Of the database file afterwards."""
    phases: Mapping[str, float] | None = None
    """Wall seconds of its parts, one after the other."""


def measured(
    project: UserProject, what: str, program: str, *words: str, inner: bool = False
) -> Figure:
    """Run a program; with `inner` its last line is the seconds that count, and CPU seconds."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    began = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [sys.executable, "-c", PEAK + program, *words],
            cwd=project.dir,
            env=kept | project.environment | {"PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=err,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        printed, said = out.read().decode(), err.read().decode()
        if process.returncode:
            raise SystemExit(f"{what} failed:\n{printed}{said}")
    user = usage.ru_utime
    if inner:
        seconds, user = map(float, printed.splitlines()[-1].split())
    return Figure(what, seconds, user, int(said.rpartition("peak:")[2]) / 1024)


def against(least: Figure, figure: Figure) -> Figure:
    """The same with its ratios to another one."""
    server = figure.server and least.server and figure.server / least.server
    return replace(
        figure,
        ratio=figure.seconds / least.seconds,
        user_ratio=figure.user / least.user,
        server_ratio=server or None,
    )


SHOWN: tuple[tuple[str, str, int, str], ...] = (
    ("seconds", "seconds", 9, ".2f"),
    ("ratio", "ratio", 7, ".2f"),
    ("user s", "user", 8, ".2f"),
    ("ratio", "user_ratio", 7, ".2f"),
    ("peak MB", "peak_mb", 9, ".0f"),
    ("rows/s", "rows_a_second", 10, ",.0f"),
    ("calls", "calls", 7, ","),
    ("late", "late", 6, ","),
    ("points", "points", 12, ","),
    ("server s", "server", 10, ".2f"),
    ("ratio", "server_ratio", 7, ".2f"),
    ("statements", "statements", 12, ","),
    ("disk MB", "disk_mb", 9, ",.0f"),
)
"""Head, field, width and form of each column of the table."""


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """The figures as lines, without columns that none of them has; phases as lines of their own."""
    shown = [one for one in SHOWN if any(getattr(figure, one[1]) is not None for figure in figures)]
    yield (" " * 42 + "".join(f"{head:>{width}}" for head, _, width, _ in shown)).rstrip()
    for figure in figures:
        cells = ((getattr(figure, name), width, form) for _, name, width, form in shown)
        texts = (f"{'' if c is None else format(c, form):>{width}}" for c, width, form in cells)
        yield f"{figure.what:<42}{''.join(texts)}".rstrip()
        if figure.phases:
            parts = (f"{name} {seconds:.2f}" for name, seconds in figure.phases.items())
            yield "    " + ", ".join(parts)
