"""The memory of a load does not grow with the log that it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.load.changed.lab import BOARD, duckdb_lab
from tests.load.changed.test_event_logs import asking, recent
from tests.load.changed.world import BOARD_ID, FIRST, clock_of, world
from tests.load.faults.outcomes import WHOLE
from tests.monday_server import MondayServer
from tests.monday_server.activity import LogEntry, ticks_of
from tests.project import ROOT, UserProject

FEW, MANY, LETTERS = (10_000, 100_000, 200) if WHOLE else (2_000, 16_000, 4_000)
"""Events in the two logs, and letters in each event. As Python objects, those of the larger log
would take 55 MB more, or 100 MB with WHOLE; the process takes 240 MB."""
LIMIT = 64
"""MB that DuckDB may use, set in the profile; otherwise it could use half a GB."""
ALLOWED = 1.3
LOAD = """
import atexit, resource, sys

def tell():
    try:
        lines = open("/proc/self/status").read().splitlines()
        peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("peak:", peak, file=sys.stderr)

atexit.register(tell)
from loader.commands.load import load_command
load_command(sys.argv[1:])
"""
"""On Linux, getrusage also counts the memory of the parent that the child was forked from."""


def entries(count: int, api: MondayServer) -> Iterator[LogEntry]:
    """Yield events of one status column, three per second, at least as long as on real boards."""
    start = clock_of(api.account).now - timedelta(days=200)
    for n in range(count):
        when = start + timedelta(seconds=n // 3)
        label = {"label": {"index": n % 3, "text": f"{n:09}" * (LETTERS // 9)}, "post_id": None}
        data = {
            "board_id": BOARD_ID, "pulse_id": FIRST + n % 12, "column_id": "status",
            "column_type": "color", "value": label, "previous_value": None,
        }  # fmt: skip
        ticks = ticks_of(when) + n % 9_973
        text = json.dumps(data)
        yield LogEntry(f"{n:036}", "update_column_value", "pulse", ticks, "7", text, when)


def peak(template: UserProject, home: Path, count: int) -> int:
    """Return the peak resident memory of a process that loads a board with `count` log entries."""
    with MondayServer(recent(world())) as api:
        api.account.log.entries[BOARD_ID] = list(entries(count, api))
        lab = asking(duckdb_lab(template, home, api))
        profile = home / "profiles.yml"
        limited = f"threads: 4\n      settings: {{memory_limit: {LIMIT}MB}}"
        text = profile.read_text(encoding="utf-8").replace("threads: 4", limited, 1)
        profile.write_text(text, encoding="utf-8")
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        done = subprocess.run(
            [sys.executable, "-c", LOAD, BOARD],
            cwd=lab.project.dir,
            env=kept | lab.project.environment | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert lab.query(f"select count(*) from raw_monday.{BOARD}__activity") == [(count,)]
    return int(done.stderr.rpartition("peak:")[2])


def test_memory_does_not_grow_with_the_log(deployed: UserProject, tmp_path: Path) -> None:
    few, many = peak(deployed, tmp_path / "few", FEW), peak(deployed, tmp_path / "many", MANY)
    print(f"peak memory: {few} for {FEW:,} events, {many} for {MANY:,}: {many / few:.2f}")
    assert many < ALLOWED * few
