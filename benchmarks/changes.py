"""Measures loads and builds after 1 % of a board has changed, and loads of a hundred small boards.

All loads start from the same database; an unmeasured one first makes the stand-in render the
answers. Calls and points follow monday's price list and are counted where the requests arrive.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from benchmarks.measure import Figure, against, measured
from benchmarks.replay import Replay, replaying
from tests.monday_server import Account, Board, Edits, Item, Limits, MondayServer, text_board
from tests.monday_server.data import EPOCH
from tests.monday_server.generated import BIG_BOARD_ID, FIRST_ITEM, GeneratedItems
from tests.project import UserProject, make_project

LOAD = "from loader.commands.load import load_command; load_command({words!r})"
BUILD = """
import shutil, sys, time
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
database, before, *words = sys.argv[1:]
marks = []
def heard(event):
    if event.info.name in ("NodeStart", "NodeFinished"):
        if event.data.node_info.unique_id.startswith("model."):
            marks.append((time.perf_counter(), time.process_time()))
for _ in range(2 if before else 1):
    if before:
        DuckDBConnectionManager.close_all_connections()
        shutil.copy(before, database)
    done = dbtRunner(callbacks=[heard]).invoke(["--quiet", "run", "-s", "orders", *words])
    assert done.success, done.exception
(first, began), (last, ended) = marks[-2:]
print(last - first, ended - began)
"""
"""Prints the model's seconds and CPU seconds; dbt's start and parse do not grow with a board.

With a database to start from, they are those of a second run in the same process.
"""
BOARDS, ITEMS, COLUMNS, FIRST_BOARD = 100, 90, 10, 7_700_000_001
WIDE = Limits(complexity_minute=10**9, requests_minute=10**6, daily=10**6)
"""Wide enough that no wait for the next minute's points is measured."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A deployed project, the stand-in, and the server at `url` that replays its answers."""

    project: UserProject
    origin: MondayServer
    server: Replay
    url: str

    def load(self, what: str, *words: str) -> Figure:
        """Run monday-load once to render the answers, then measure it from the same state."""
        kept = self.project.home / "before.duckdb"
        database = self.project.database
        if database.exists():
            shutil.copy(database, kept)
        program = LOAD.format(words=list(words))
        self.server.known.clear()
        self.server.delay = 0.0
        self.origin.forget()
        measured(self.project, f"{what}, answers rendered", program)
        points = [request.cost for request in self.origin.requests]
        database.unlink()
        if kept.exists():
            kept.rename(database)
        self.server.delay = self.server.pace
        figure = measured(self.project, what, program)
        late = len(self.origin.requests) - len(points)
        return replace(figure, calls=len(points), points=sum(points), late=late)

    def proof(self) -> str:
        """Return how the last load verified that it is complete."""
        newest = "where status = 'complete' order by seq desc limit 1"
        return str(self.project.query(f"select complete_by from raw_monday._loads {newest}")[0][0])

    def age_loads(self) -> None:
        """Date all loads back by ten minutes, so that changes from now on are read only once."""
        earlier = "started_at = started_at - interval 10 minutes"
        self.project.query(f"update raw_monday._loads set {earlier}")


@contextmanager
def deployed(items: int, columns: int, delay: float) -> Iterator[Bench]:
    """Deploy a board of text columns in four groups."""
    with _served(Account([text_board(items, columns, groups=4, lazy=True)]), delay, WIDE) as bench:
        bench.project.deploy(BIG_BOARD_ID)
        yield bench


@contextmanager
def _served(account: Account, delay: float, limits: Limits) -> Iterator[Bench]:
    with (
        tempfile.TemporaryDirectory() as home,
        MondayServer(account, limits=limits) as origin,
        replaying(origin.url, delay) as (server, url),
    ):
        yield Bench(make_project(Path(home), url, origin.token), origin, server, url)


def build(project: UserProject, what: str, *words: str, again: Path | None = None) -> Figure:
    """Run dbt on the board's model; `seconds` and `user` are the model's.

    With `again`, measure a second build in the same process, from that database.
    """
    places = (str(project.database), str(again or ""))
    return measured(project, what, BUILD, *places, *words, inner=True)


def changes(bench: Bench, changed: int) -> Iterator[Figure]:
    """Yield loads of `changed` items against a full load, then a partial build against a whole."""
    account = bench.origin.account
    board = account.board(BIG_BOARD_ID)
    due = _lived_in(board, changed)
    full = bench.load("full load", "orders")
    yield against(full, full)
    build(bench.project, "dbt's parse")
    bench.age_loads()
    for item_id in due:
        Edits(account).set_cell(item_id, "text_0", "edited")
    board.cached = True  # item orders are cached; few cells are read from here on
    board_file = bench.project.dir / "boards" / "orders.yml"
    text = board_file.read_text(encoding="utf-8")
    board_file.write_text(text.replace("load: {", "load: {sweep: always, ", 1), encoding="utf-8")
    before = bench.project.home / "full.duckdb"
    shutil.copy(bench.project.database, before)
    yield against(full, _changed(bench, changed))
    board_file.write_text(text, encoding="utf-8")
    before.rename(bench.project.database)
    yield against(full, _changed(bench, changed))
    yield from _builds(bench.project, changed)


def _builds(project: UserProject, changed: int) -> Iterator[Figure]:
    """Yield a whole and a partial build, each in a new process and in one that has built before."""
    loaded = project.home / "loaded.duckdb"
    shutil.copy(project.database, loaded)
    for again, where in ((None, ""), (loaded, ", process kept")):
        whole = build(project, f"whole build{where}", "--full-refresh", again=again)
        yield against(whole, whole)
        shutil.copy(loaded, project.database)
        part = build(project, f"build of {changed:,} changed{where}", again=again)
        yield against(whole, part)


def _changed(bench: Bench, changed: int) -> Figure:
    """Measure a load of changes, named after its proof: a sweep, or counts and log."""
    figure = bench.load("load of changes", "orders", "--changed")
    return replace(figure, what=f"{changed:,} changed, by {bench.proof()}")


def _lived_in(board: Board, count: int) -> list[int]:
    """Date a generated board's items a minute apart, the newest first, and pick `count` of them.

    Returns their ids, spread over the board. Items are made only once, because the stand-in looks
    at all of them for each ordered page.
    """
    items = board.items
    assert isinstance(items, GeneratedItems)
    plain, step = items.make, len(items) // count

    def make(n: int) -> Item:
        if n not in kept:
            moment = EPOCH - timedelta(minutes=n)
            kept[n] = replace(plain(n), created_at=moment, updated_at=moment)
        return kept[n]

    kept: dict[int, Item] = {}
    items.make = make
    return [FIRST_ITEM + n for n in range(0, count * step, step)]


def many(delay: float) -> Iterator[Figure]:
    """Yield loads of a hundred boards in one command: full, unchanged, with ten boards changed."""
    account = Account([_small_board(n) for n in range(BOARDS)])
    with _served(account, delay, Limits()) as bench:
        bench.project.deploy(FIRST_BOARD, "small_0")
        path = bench.project.dir / "boards" / "small_0.yml"
        text = path.read_text(encoding="utf-8")
        for n in range(1, BOARDS):
            name = f"small_{n}"
            own = text.replace(str(FIRST_BOARD), str(FIRST_BOARD + n)).replace("small_0", name)
            path.with_name(f"{name}.yml").write_text(own, encoding="utf-8")
        full = bench.load(f"{BOARDS} boards of {ITEMS} items, in full", "--all")
        yield against(full, full)
        bench.age_loads()
        bench.load("once more", "--all", "--changed")
        bench.age_loads()
        yield against(full, bench.load(f"{BOARDS} boards at rest", "--all", "--changed"))
        for n in range(0, BOARDS, 10):
            item_id = next(iter(account.board(FIRST_BOARD + n).items))
            Edits(account).set_cell(item_id, "text_0", "edited")
        bench.age_loads()
        yield against(full, bench.load("an item changed on 10 of them", "--all", "--changed"))


def _small_board(number: int) -> Board:
    """Return a board with its own item ids."""
    board = text_board(ITEMS, COLUMNS, 1, FIRST_BOARD + number)
    moved = [replace(item, id=item.id + 1000 * number) for item in board.items.values()]
    board.items = {item.id: item for item in moved}
    return board
