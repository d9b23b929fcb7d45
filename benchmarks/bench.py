"""What the product takes beside the least that would do the same, in one run, as a table and JSON.

    make bench                                     # a small board
    python -m benchmarks.bench --items 10000 --columns 40 --delay 1.0 --json figures.json

The stand-in's answers are rendered before anything is measured, and come from memory after
`--delay` seconds each. Three comparisons, all on DuckDB, each way in a process of its own:

load   `monday-load` against a loop that posts the same requests, decodes the answers and keeps
       nothing
land   rows a second through the product's landing
build  dbt's model against a pivot with its primary key written by hand
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.load import ROOT, Replay, replaying
from tests.monday_server import MondayServer, text_board
from tests.monday_server.generated import BIG_BOARD_ID
from tests.project import UserProject, make_project

PEAK = """
import atexit, sys
def tell():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            print("\\npeak:", line.split()[1], file=sys.stderr)
atexit.register(tell)
"""
"""Linux: the kernel's figure of a child counts what its parent had before the child began."""
LOAD = "from loader.commands.load import load_command; load_command({words!r})"
BARE = """
import json, sys, requests
session = requests.Session()
session.headers.update({"Authorization": "t", "Content-Type": "application/json"})
for body in json.load(open(sys.argv[1], encoding="utf-8")):
    session.post(sys.argv[2], body.encode()).json()
"""
LAND = """
import sys, time
from benchmarks.landing import make_rows
from loader.landing.open import open_landing
from loader.session import Session
rows = make_rows(int(sys.argv[1]))
with open_landing(Session().warehouse) as landing, landing.begin("bench") as incoming:
    began = time.perf_counter()
    incoming.append(rows)
    print(time.perf_counter() - began)
"""
MODEL = "from dbt.cli.main import cli; cli(['run', '-s', 'orders'])"
PIVOT = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("set threads = 4")
ids = [row[0] for row in connection.execute(
    "select distinct column_id from raw_monday.orders order by 1").fetchall()]
began = time.perf_counter()
picked = ", ".join(f"max(case when column_id = '{i}' then text end) as \\"{i}\\"" for i in ids)
connection.execute(f"create or replace table by_hand as select item_id, {picked} "
                   "from raw_monday.orders group by item_id")
connection.execute("alter table by_hand alter column item_id set not null")
connection.execute("alter table by_hand add primary key (item_id)")
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One way of doing something. `seconds` is the wall time of what is compared."""

    what: str
    seconds: float
    user: float
    """CPU seconds of the whole process, start of Python included."""
    peak_mb: float
    ratio: float | None = None
    """`seconds` over those of the least that would do."""
    rows_a_second: float | None = None


def measured(
    project: UserProject, what: str, program: str, *words: str, inner: bool = False
) -> Figure:
    """Run a program; with `inner` it prints the seconds that count."""
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
    if inner:
        seconds = float(printed)
    return Figure(what, seconds, usage.ru_utime, int(said.rpartition("peak:")[2]) / 1024)


def against(least: Figure, figure: Figure) -> Figure:
    """The same with its ratio to the least that would do."""
    return Figure(**(asdict(figure) | {"ratio": figure.seconds / least.seconds}))


def loads(project: UserProject, server: Replay, url: str) -> Iterator[Figure]:
    """The bare loop, then loads with one worker and with four."""
    server.delay = 0.0
    least: Figure | None = None
    for workers in ("1", "4"):
        server.known.clear()
        server.requests.clear()
        words = ["orders", "--max-workers", workers]
        measured(project, "learning the answers", LOAD.format(words=words))
        bodies = project.home / "bodies.json"
        bodies.write_text(json.dumps([body.decode() for body in server.requests]), encoding="utf-8")
        delay, server.delay = server.delay, server.pace
        if least is None:
            least = measured(project, "bare loop", BARE, str(bodies), url)
            yield against(least, least)
        name = f"monday-load, {workers} worker{'s' * (workers != '1')}"
        yield against(least, measured(project, name, LOAD.format(words=words)))
        server.delay = delay


def landing(project: UserProject, rows: int) -> Figure:
    """Rows a second of one batch."""
    figure = measured(project, f"landing {rows:,} rows", LAND, str(rows), inner=True)
    return Figure(**(asdict(figure) | {"rows_a_second": rows / figure.seconds}))


def builds(project: UserProject) -> Iterator[Figure]:
    """The pivot by hand, then the model as dbt times it."""
    least = measured(project, "pivot by hand", PIVOT, str(project.database), inner=True)
    yield against(least, least)
    measured(project, "dbt's parse", MODEL)
    whole = measured(project, "dbt model", MODEL)
    results = json.loads((project.dir / "target" / "run_results.json").read_text("utf-8"))
    (seconds,) = (
        r["execution_time"] for r in results["results"] if r["unique_id"].startswith("model.")
    )
    yield against(least, Figure(**(asdict(whole) | {"seconds": seconds})))


@contextmanager
def deployed(items: int, columns: int, delay: float) -> Iterator[tuple[UserProject, Replay, str]]:
    """A project with a board of text columns in four groups, and the server that replays it."""
    board = text_board(items, columns, groups=4, lazy=True)
    with (
        tempfile.TemporaryDirectory() as home,
        MondayServer(board) as origin,
        replaying(origin.url, delay) as (server, url),
    ):
        project = make_project(Path(home), url, origin.token)
        project.deploy(BIG_BOARD_ID)
        yield project, server, url


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """The figures as lines."""
    yield f"{'':<28}{'seconds':>9}{'ratio':>8}{'user s':>9}{'peak MB':>9}{'rows/s':>12}"
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        rows = "" if one.rows_a_second is None else f"{one.rows_a_second:,.0f}"
        yield (
            f"{one.what:<28}{one.seconds:>9.2f}{ratio:>8}{one.user:>9.2f}"
            f"{one.peak_mb:>9.0f}{rows:>12}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=6_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds that each answer takes")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the landed batch")
    parser.add_argument("--json", type=Path, help="file for the figures as JSON")
    given = parser.parse_args()
    with deployed(given.items, given.columns, given.delay) as (project, server, url):
        figures = [*loads(project, server, url), landing(project, given.rows), *builds(project)]
    print(f"{given.items:,} items x {given.columns} columns, {given.delay} s an answer")
    print("\n".join(table(figures)))
    document = {
        "items": given.items,
        "columns": given.columns,
        "delay": given.delay,
        "figures": [asdict(figure) for figure in figures],
    }
    text = json.dumps(document, indent=2)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
