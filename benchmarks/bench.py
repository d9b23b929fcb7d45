"""What the product takes beside the least that would do the same, in one run, as a table and JSON.

    make bench                                     # a small board
    python -m benchmarks.bench --items 10000 --columns 40 --delay 1.0 --json figures.json
    python -m benchmarks.bench --only changes many # parts of it
    python -m benchmarks.bench --only plain --columns 10 40 92 250 --items 2000 10000

The stand-in's answers are rendered before anything is measured, and come from memory: a page of
500 items takes `--delay` seconds, an answer without items a quarter of that. Each way of a part
runs in its own process. All parts except `plain` run on DuckDB only:

start    commands on a board of twenty items: apart from monday's answers, their time is start-up
load     `monday-load` against a loop that posts the same requests, decodes the answers and keeps
         nothing
land     rows a second through the product's landing
build    dbt's model against a hand-written pivot and its primary key
changes  after 1 % of the items has changed: loads of changes against a full load, and the build of
         the changed rows against a whole build
plain    loads and builds against an extractor written by hand for the board, which makes the same
         table; also on the T-SQL server of MONDAY_TEST_SQLSERVER
many     a hundred boards of 90 items in one command
whole    a load and a build alone, for sizes at which the other parts would take hours; answers
         are rendered when they are requested

The last two take minutes, and run only if they are named.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

from benchmarks.beside import beside, whole_way
from benchmarks.changes import LOAD, Bench, build, changes, deployed, many
from benchmarks.measure import Figure, against, measured, table

PARTS = ("start", "load", "land", "build", "changes", "plain", "many", "whole")
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
    print(time.perf_counter() - began, time.process_time())
"""
PIVOT = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("set threads = 4")
ids = [row[0] for row in connection.execute(
    "select distinct column_id from raw_monday.orders order by 1").fetchall()]
began, user = time.perf_counter(), time.process_time()
picked = ", ".join(f"max(case when column_id = '{i}' then text end) as \\"{i}\\"" for i in ids)
connection.execute(f"create or replace table by_hand as select item_id, {picked} "
                   "from raw_monday.orders group by item_id")
connection.execute("alter table by_hand alter column item_id set not null")
connection.execute("alter table by_hand add primary key (item_id)")
print(time.perf_counter() - began, time.process_time() - user)
"""


def starts() -> Iterator[Figure]:
    """Run the loader's imports alone, then commands that open the warehouse, without delays."""
    with deployed(20, 10, 0.0) as bench:
        measured(bench.project, "the first load", LOAD.format(words=["orders"]))
        least = measured(bench.project, "imports of monday-load", "import loader.commands.load")
        yield against(least, least)
        show = "from loader.commands.board import board_command; board_command(['list'])"
        yield against(least, measured(bench.project, "monday-board list", show))
        load = LOAD.format(words=["orders"])
        yield against(least, measured(bench.project, "monday-load of 20 items", load))


def loads(bench: Bench, numbers: Sequence[str]) -> Iterator[Figure]:
    """Run the bare loop, then loads with these numbers of workers."""
    project, server = bench.project, bench.server
    server.delay = 0.0
    least: Figure | None = None
    for workers in numbers:
        server.known.clear()
        server.requests.clear()
        words = ["orders", "--max-workers", workers]
        measured(project, "learning the answers", LOAD.format(words=words))
        bodies = project.home / "bodies.json"
        bodies.write_text(json.dumps([body.decode() for body in server.requests]), encoding="utf-8")
        delay, server.delay = server.delay, server.pace
        if least is None:
            least = measured(project, "bare loop", BARE, str(bodies), bench.url)
            yield against(least, least)
        name = f"monday-load, {workers} worker{'s' * (workers != '1')}"
        yield against(least, measured(project, name, LOAD.format(words=words)))
        server.delay = delay


def landing(bench: Bench, rows: int) -> Iterator[Figure]:
    """Measure the rows a second of one batch."""
    figure = measured(bench.project, f"landing {rows:,} rows", LAND, str(rows), inner=True)
    yield replace(figure, rows_a_second=rows / figure.seconds)


def builds(bench: Bench) -> Iterator[Figure]:
    """Run the hand-written pivot, then the model with dbt's own timing."""
    project = bench.project
    if not project.query("from duckdb_tables() where table_name = 'orders'"):
        measured(project, "a load before the build", LOAD.format(words=["orders"]))
    least = measured(project, "pivot by hand", PIVOT, str(project.database), inner=True)
    yield against(least, least)
    build(project, "dbt's parse")
    yield against(least, build(project, "dbt model", "--full-refresh"))


def figures_of(parts: Sequence[str], items: int, columns: int, given: Namespace) -> list[Figure]:
    """Return the figures of these parts for a board of one size."""
    with ExitStack() as stack:
        own: dict[str, Callable[[], Iterator[Figure]]] = {
            "start": starts,
            "plain": lambda: beside(items, columns, given.delay, given.workers),
            "whole": lambda: whole_way(items, columns, given.delay, given.workers),
            "many": lambda: many(given.delay),
        }
        if set(parts) - set(own):
            bench = stack.enter_context(deployed(items, columns, given.delay))
            own |= {
                "load": lambda: loads(bench, given.workers),
                "land": lambda: landing(bench, given.rows),
                "build": lambda: builds(bench),
                "changes": lambda: changes(bench, max(1, items // 100)),
            }
        return [figure for name in parts for figure in own[name]()]


def main(words: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, nargs="+", default=[6_000])
    parser.add_argument("--columns", type=int, nargs="+", default=[20])
    parser.add_argument("--delay", type=float, default=1.0, help="seconds that a page of 500 takes")
    parser.add_argument("--workers", nargs="+", default=["1", "4"], help="of the measured loads")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the landed batch")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS[:-2])
    parser.add_argument("--json", type=Path, help="file for the figures as JSON")
    given = parser.parse_args(words)
    documents = []
    for items, columns in product(given.items, given.columns):
        figures = figures_of(given.only, items, columns, given)
        print(f"{items:,} items x {columns} columns, {given.delay} s a page")
        print("\n".join(table(figures)), flush=True)
        documents.append(
            {
                "items": items,
                "columns": columns,
                "delay": given.delay,
                "figures": [asdict(figure) for figure in figures],
            }
        )
    text = json.dumps(documents, indent=2)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
