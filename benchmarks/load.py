"""How long a load takes and what memory it needs, against doing the same by hand, in one run.

    python benchmarks/load.py [--items 10000] [--columns 20] [--delay 0.2]

By hand: every page into one list, then row by row into DuckDB, with the same client. The
stand-in answers once beforehand; the measured runs get the same bytes from memory, each after
`--delay` seconds (monday takes longer), so that its own speed does not count. Each way runs in
a process of its own. Ratios are above 1 where the product is better.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.monday_server import MondayServer, text_board  # noqa: E402
from tests.monday_server.generated import BIG_BOARD_ID  # noqa: E402
from tests.project import UserProject, make_project  # noqa: E402

PRODUCT = "from loader.commands.load import load_command; load_command(['orders'])"
BY_HAND = """
import duckdb
from loader.landing.rows import rows_of
from loader.load.columns import fetched_columns
from loader.monday.api import Page, ReadPlan
from loader.session import Session

session = Session()
file = session.registry.read("orders")
live = session.monday.board(file.board_id)
attributes = frozenset(a.id for a in file.approved_attributes)
columns = fetched_columns(file, live)
events = session.monday.read(ReadPlan(live, columns, attributes, 500, 1))
pages = [event.items for event in events if isinstance(event, Page)]
connection = duckdb.connect(str(session.warehouse.credentials.path))
connection.execute(
    "create or replace table by_hand (item_id bigint, column_id varchar, column_type varchar, "
    "text varchar, value varchar, fields varchar, primary key (item_id, column_id))"
)
connection.execute("begin")
for items in pages:
    rows = rows_of(items, attributes, {c.id: c.type for c in columns}, keeps_nul=True)
    ids, types = (rows.item_ids, rows.column_ids), (rows.column_types, rows.texts)
    for row in zip(*ids, *types, rows.values, rows.fields):
        connection.execute("insert into by_hand values (?, ?, ?, ?, ?, ?)", row)
connection.execute("commit")
"""


class Replay(ThreadingHTTPServer):
    """Answers from memory what it has once asked `origin`."""

    def __init__(self, origin: str, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.origin = origin
        self.delay = self.pace = delay
        self.known: dict[bytes, bytes] = {}
        self.requests: list[bytes] = []
        self.times: list[tuple[float, float]] = []
        """When each request came and when it was answered, by time.monotonic()."""
        self.asked = requests.Session()


class Answer(BaseHTTPRequestHandler):
    """One request to `Replay`."""

    protocol_version = "HTTP/1.1"
    server: Replay

    def do_POST(self) -> None:
        came = time.monotonic()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(body)
        if body in self.server.known:
            time.sleep(self.server.delay)
        else:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host",)}
            answer = self.server.asked.post(self.server.origin, body, headers=headers)
            self.server.known[body] = answer.content
        content = self.server.known[body]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.server.times.append((came, time.monotonic()))

    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


@contextmanager
def replaying(origin: str, delay: float) -> Iterator[tuple[Replay, str]]:
    server = Replay(origin, delay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/v2"
    finally:
        server.shutdown()
        server.server_close()


def measured(project: UserProject, program: str) -> tuple[float, float]:
    """Seconds and peak MB of a Python process."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=project.dir,
        env=kept | project.environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, errors
    return time.monotonic() - started, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds that each answer takes")
    given = parser.parse_args()
    board = text_board(given.items, given.columns, lazy=True)
    with (
        tempfile.TemporaryDirectory() as home,
        MondayServer(board) as origin,
        replaying(origin.url, given.delay) as (_, url),
    ):
        project = make_project(Path(home), url, origin.token)
        project.deploy(BIG_BOARD_ID)
        project.ok("monday-load", "orders")  # the replay learns every page
        idle, base = measured(project, "import loader.commands.load, loader.load.run, dbt.cli.main")
        seconds, memory = measured(project, PRODUCT)
        by_hand, by_hand_memory = measured(project, BY_HAND)
    rows = given.items * (given.columns + 3)
    print(f"{given.items:,} items x {given.columns} columns, {rows:,} rows, {given.delay} s a page")
    print(f"start of Python and dbt  {idle:7.1f} s  {base:6.0f} MB, part of both below")
    print(f"monday-load              {seconds:7.1f} s  {memory:6.0f} MB")
    print(f"by hand                  {by_hand:7.1f} s  {by_hand_memory:6.0f} MB")
    print(f"ratio                    {by_hand / seconds:7.1f} x {by_hand_memory / memory:6.1f} x")


if __name__ == "__main__":
    main()
