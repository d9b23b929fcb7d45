"""Compares the product with the extractor of `plain` on a board with all common types of columns.

Both read the same answers and make the same table, and the tables are compared cell by cell
afterwards. Runs on DuckDB, and on the T-SQL server that MONDAY_TEST_SQLSERVER names. Every step has
run once before it is measured: answers are rendered, dbt has parsed its project, and both tables
exist. With four workers a board of more than 4,000 items is read in groups in parallel.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.boards import mixed_account
from benchmarks.changes import LOAD, WIDE
from benchmarks.measure import Figure, against, measured
from benchmarks.replay import Replay, replaying
from benchmarks.server_cpu import watched
from tests.monday_server import MondayServer
from tests.monday_server.generated import BIG_BOARD_ID
from tests.project import UserProject, make_project
from tests.sqlserver import connection as server
from tests.sqlserver.project import SqlServerProject, make_sqlserver_project

BOARD = "bench_beside"
"""On Babelfish locks apply to the whole server, so no test uses a board of this name."""
PLAIN = "from benchmarks.plain import main; main()"
BUILD = """
import json, sys, time
from dbt.cli.main import dbtRunner
marks, statements = [], 0
def heard(event):
    global statements
    name = event.info.name
    if name not in ("NodeStart", "NodeFinished", "SQLQuery"):
        return
    statements += name == "SQLQuery"
    if event.data.node_info.unique_id.startswith("model."):
        marks.append((time.monotonic(), name, event.data.sql if name == "SQLQuery" else ""))
done = dbtRunner(callbacks=[heard]).invoke(["--quiet", "build", "-s", sys.argv[2]])
assert done.success, done.exception or [r.message for r in done.result if r.message]
json.dump({"statements": statements, "marks": marks}, open(sys.argv[1], "w"))
"""
"""Writes dbt's statements for the model, with their times, to the given file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A deployed project on one engine. The plain extractor writes to `written`."""

    engine: str
    project: UserProject
    written: str
    replay: Replay
    origin: MondayServer

    def run(self, what: str, program: str, *words: str) -> Figure:
        """Measure a process: its time, its phases, and the database server's CPU time for it."""
        self.replay.times.clear()
        began = time.monotonic()
        spent = None
        if isinstance(self.project, SqlServerProject):
            with watched(self.project.server_database) as watch:
                figure = measured(self.project, f"{self.engine}: {what}", program, *words)
            spent = watch.seconds
        else:
            figure = measured(self.project, f"{self.engine}: {what}", program, *words)
        figure = replace(figure, server=spent)
        return self._fetched(figure, began) if self.replay.times else figure

    def _fetched(self, figure: Figure, began: float) -> Figure:
        """Add the calls, and the seconds to the first request, to the last answer, and after it."""
        first = min(came for came, _ in self.replay.times)
        last = max(answered for _, answered in self.replay.times)
        phases = {
            "start": first - began,
            "fetch": last - first,
            "land what is left": began + figure.seconds - last,
        }
        return replace(figure, calls=len(self.replay.times), phases=phases)

    def learn(self, run: Callable[[], object]) -> None:
        """Run it once without delays, so that its answers are rendered."""
        self.replay.delay = 0.0
        run()
        self.replay.delay = self.replay.pace

    def load(self, workers: str) -> Figure:
        words = [BOARD, "--max-workers", workers]
        what = f"monday-load, {workers} worker{'s' * (workers != '1')}"
        return self.run(what, LOAD.format(words=words))

    def plain(self) -> Figure:
        return self.run("plain extractor", PLAIN, str(BIG_BOARD_ID), self.written)

    def build(self) -> Figure:
        """Run `dbt build`: the model and its tests."""
        noted = self.project.home / "noted.json"
        began = time.monotonic()
        figure = self.run("dbt build", BUILD, str(noted), BOARD)
        found = json.loads(noted.read_text(encoding="utf-8"))
        phases = _phases(began, found["marks"], began + figure.seconds)
        return replace(figure, statements=found["statements"], phases=phases)


def differing(project: UserProject) -> int:
    """Return the number of rows of the extractor's table that differ from the product's table."""
    schema = "dbo" if isinstance(project, SqlServerProject) else "main"
    own, hand = f"{schema}.{BOARD}", f"{schema}.by_hand"
    [(rows, expected)] = project.query(
        f"select (select count(*) from {own}), (select count(*) from {hand})"
    )
    if rows != expected:
        raise SystemExit(f"{own} has {rows} rows, {hand} {expected}")
    named = project.query(
        "select column_name from information_schema.columns where table_name = 'by_hand' "
        "order by ordinal_position"
    )
    columns = ", ".join('"' + name.replace('"', '""') + '"' for (name,) in named)
    [(count,)] = project.query(
        f"select count(*) from (select {columns} from {hand} "
        f"except select {columns} from {own}) as differing"
    )
    return int(count)


def _phases(began: float, marks: list[tuple[float, str, str]], ended: float) -> dict[str, float]:
    """Return the wall seconds of each phase: dbt's start, the steps of the model, and its tests."""
    started = next(at for at, name, _ in marks if name == "NodeStart")
    filled = next(at for at, _, sql in marks if "model_rows" in sql)
    checked = next(at for at, _, sql in marks if at > filled)
    swapped = next(
        at for at, _, sql in marks if at > checked and ("rename to" in sql or "sp_rename" in sql)
    )
    built = next(at for at, name, _ in marks if name == "NodeFinished")
    return {
        "start": started - began,
        "prepare": filled - started,
        "pivot": checked - filled,
        "checks": swapped - checked,
        "swap": built - swapped,
        "tests": ended - built,
    }


@contextmanager
def places(items: int, columns: int, delay: float, *, server_too: bool) -> Iterator[list[Place]]:
    """Deploy the same board on each available engine."""
    account = mixed_account(items, columns)
    with (
        tempfile.TemporaryDirectory() as folder,
        MondayServer(account, limits=WIDE) as origin,
        replaying(origin.url, delay) as (replay, url),
        _database(server_too) as database,
    ):
        on_duckdb = make_project(Path(folder, "duckdb"), url, origin.token)
        found = [Place("DuckDB", on_duckdb, str(on_duckdb.database), replay, origin)]
        if database:
            home, reach = Path(folder, "sqlserver"), server.connection_string(database)
            on_server = make_sqlserver_project(home, url, origin.token, database)
            found.append(Place("T-SQL", on_server, reach, replay, origin))
        for place in found:
            place.project.deploy(BIG_BOARD_ID, BOARD)
        yield found


@contextmanager
def _database(server_too: bool) -> Iterator[str]:
    """Create a database on the T-SQL server; yield an empty name if there is no server."""
    if not (server_too and server.configured()):
        yield ""
        return
    with server.create_database() as name:
        yield name


def beside(items: int, columns: int, delay: float, workers: Sequence[str]) -> Iterator[Figure]:
    """Yield the extractor, then loads and a build, then both together against the extractor."""
    with places(items, columns, delay, server_too=True) as found:
        for place in found:
            yield from _figures(place, workers)


def whole_way(items: int, columns: int, delay: float, workers: Sequence[str]) -> Iterator[Figure]:
    """Run loads and a build on DuckDB, for boards too large for the other parts.

    Answers of the first load are rendered when they are requested: its `fetch` is the stand-in's
    time.
    """
    with places(items, columns, delay, server_too=False) as [place]:
        for number in workers:
            place.origin.forget()
            load = place.load(number)
            points = sum(request.cost for request in place.origin.requests)
            yield replace(load, points=points, disk_mb=_megabytes(place.project.database))
        build = place.build()
        yield replace(build, disk_mb=_megabytes(place.project.database))
        yield together(load, build)


def _megabytes(file: Path) -> float:
    return file.stat().st_size / 1024**2


def _figures(place: Place, workers: Sequence[str]) -> Iterator[Figure]:
    place.learn(place.plain)
    for number in workers:
        place.learn(partial(place.load, number))
    place.learn(place.build)
    plain = place.plain()
    loads = [place.load(number) for number in workers]
    build = place.build()
    if count := differing(place.project):
        raise SystemExit(f"{place.engine}: {count} rows differ between {BOARD} and by_hand")
    yield against(plain, plain)
    yield from loads
    yield build
    for load in loads:
        yield against(plain, together(load, build))


def together(load: Figure, build: Figure) -> Figure:
    """Return the sum of a load and the build after it."""
    spent = None
    if load.server is not None and build.server is not None:
        spent = load.server + build.server
    return Figure(
        load.what.replace("monday-load", "load + build"),
        load.seconds + build.seconds,
        load.user + build.user,
        max(load.peak_mb, build.peak_mb),
        server=spent,
    )
