"""What the product takes beside the least that would do the same, in one run, as a table and JSON.

    make bench                                     # a small board
    python -m benchmarks.bench --items 10000 --columns 40 --delay 1.0 --json figures.json
    python -m benchmarks.bench --only changes many # parts of it

The stand-in's answers are rendered before anything is measured, and come from memory after
`--delay` seconds each. Five parts, all on DuckDB, each way in a process of its own:

load     `monday-load` against a loop that posts the same requests, decodes the answers and keeps
         nothing
land     rows a second through the product's landing
build    dbt's model against a pivot with its primary key written by hand
changes  after a hundredth of the items has changed: loads of changes against a full one, the build
         of what changed against a whole one
many     a hundred boards of 90 items in one command; it takes minutes, and runs where it is named
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.changes import LOAD, Bench, build, changes, deployed, many
from benchmarks.measure import Figure, against, measured, table

PARTS = ("load", "land", "build", "changes", "many")
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


def loads(bench: Bench) -> Iterator[Figure]:
    """The bare loop, then loads with one worker and with four."""
    project, server = bench.project, bench.server
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
            least = measured(project, "bare loop", BARE, str(bodies), bench.url)
            yield against(least, least)
        name = f"monday-load, {workers} worker{'s' * (workers != '1')}"
        yield against(least, measured(project, name, LOAD.format(words=words)))
        server.delay = delay


def landing(bench: Bench, rows: int) -> Iterator[Figure]:
    """Rows a second of one batch."""
    figure = measured(bench.project, f"landing {rows:,} rows", LAND, str(rows), inner=True)
    yield replace(figure, rows_a_second=rows / figure.seconds)


def builds(bench: Bench) -> Iterator[Figure]:
    """The pivot by hand, then the model as dbt times it."""
    project = bench.project
    if not project.query("from duckdb_tables() where table_name = 'orders'"):
        measured(project, "a load before the build", LOAD.format(words=["orders"]))
    least = measured(project, "pivot by hand", PIVOT, str(project.database), inner=True)
    yield against(least, least)
    build(project, "dbt's parse")
    yield against(least, build(project, "dbt model", "--full-refresh"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=6_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds that each answer takes")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the landed batch")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS[:-1])
    parser.add_argument("--json", type=Path, help="file for the figures as JSON")
    given = parser.parse_args()
    with deployed(given.items, given.columns, given.delay) as bench:
        parts: dict[str, Callable[[], Iterator[Figure]]] = {
            "load": lambda: loads(bench),
            "land": lambda: landing(bench, given.rows),
            "build": lambda: builds(bench),
            "changes": lambda: changes(bench, max(1, given.items // 100)),
            "many": lambda: many(given.delay),
        }
        figures = [figure for name in given.only for figure in parts[name]()]
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
