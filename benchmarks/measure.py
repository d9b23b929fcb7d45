"""Runs a program in a process of its own, and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.load import ROOT
from tests.project import UserProject

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
    return replace(
        figure, ratio=figure.seconds / least.seconds, user_ratio=figure.user / least.user
    )


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """The figures as lines."""
    yield (
        f"{'':<42}{'seconds':>9}{'ratio':>7}{'user s':>8}{'ratio':>7}{'peak MB':>9}{'rows/s':>10}"
        f"{'calls':>7}{'late':>6}{'points':>12}"
    )
    for one in figures:
        yield (
            f"{one.what:<42}{one.seconds:>9.2f}{_shown(one.ratio, '.2f'):>7}{one.user:>8.2f}"
            f"{_shown(one.user_ratio, '.2f'):>7}{one.peak_mb:>9.0f}"
            f"{_shown(one.rows_a_second, ',.0f'):>10}{_shown(one.calls, ','):>7}"
            f"{_shown(one.late, ','):>6}{_shown(one.points, ','):>12}"
        ).rstrip()


def _shown(figure: float | None, form: str) -> str:
    return "" if figure is None else format(figure, form)
