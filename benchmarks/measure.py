"""Runs a program in its own process and measures it."""

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
"""Reads VmHWM, because ru_maxrss of a child also counts what its parent had before it started."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured program. `seconds` is the wall time to compare."""

    what: str
    seconds: float
    user: float
    """CPU seconds, of the whole process including Python's start, or of the model alone."""
    peak_mb: float
    ratio: float | None = None
    """`seconds` divided by that of the figure it is compared with."""
    user_ratio: float | None = None
    rows_a_second: float | None = None
    calls: int | None = None
    points: int | None = None
    late: int | None = None
    """The calls that contain a time of their own; their answers are rendered when requested."""
    server: float | None = None
    """CPU seconds of the database server, if it reports them."""
    server_ratio: float | None = None
    statements: int | None = None
    disk_mb: float | None = None
    """The size of the database file afterwards."""
    phases: Mapping[str, float] | None = None
    """Wall seconds of its phases, in order."""


def measured(
    project: UserProject, what: str, program: str, *words: str, inner: bool = False
) -> Figure:
    """Run a program. With `inner` its last line has the seconds and CPU seconds that count."""
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
    """Return the figure with its ratios to another one."""
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
"""Heading, field, width and format of each column of the table."""


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield the figures as lines, without columns that are all empty, and phases below them."""
    shown = [one for one in SHOWN if any(getattr(figure, one[1]) is not None for figure in figures)]
    yield (" " * 42 + "".join(f"{head:>{width}}" for head, _, width, _ in shown)).rstrip()
    for figure in figures:
        cells = ((getattr(figure, name), width, form) for _, name, width, form in shown)
        texts = (f"{'' if c is None else format(c, form):>{width}}" for c, width, form in cells)
        yield f"{figure.what:<42}{''.join(texts)}".rstrip()
        if figure.phases:
            parts = (f"{name} {seconds:.2f}" for name, seconds in figure.phases.items())
            yield "    " + ", ".join(parts)
