"""monday-load --watch: one process that keeps boards fresh, for users without a scheduler."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from loader.board.freshness import age, age_fault
from loader.errors import DailyLimitReached, DayTooShort, LoaderError, UsageError
from loader.load.request import LoadResult
from loader.load.watch import Day, Look, Watch, Watched
from loader.output.console import note
from loader.session import Session

log = logging.getLogger(__name__)

EVERY = "5m"
LONGEST_SLEEP = 60.0
"""In seconds. After a suspend or a clock change, the watch notices within this time."""
LONGEST_END = 5.0
"""Maximum seconds until a stopped watch exits."""
TAG = "tag:monday_"
WELL = frozenset({"success", "pass", "warn", "no-op"})
"""Statuses of dbt nodes that are not failures."""
Load = Callable[[tuple[str, ...]], Mapping[str, LoadResult | Exception]]


@dataclass(frozen=True, slots=True)
class Watching:
    """The settings of a watch from the command line."""

    every: timedelta
    calls_a_day: int | None
    build: bool


def watching_of(
    watch: bool, every: str | None, calls_a_day: int | None, build: bool
) -> Watching | None:
    """Return the settings of --watch and its options; None without it. Raises UsageError."""
    if not watch:
        if every is not None or calls_a_day is not None or build:
            raise UsageError("--every, --calls-a-day and --build go with --watch.")
        return None
    fault = age_fault(every or EVERY)
    if fault:
        raise UsageError(f"--every {every!r} {fault}.")
    return Watching(age(every or EVERY), calls_a_day, build)


def keep_watch(
    session: Session, names: Callable[[], tuple[str, ...]], asked: Watching, load: Load
) -> None:
    """Check the boards until stopped by SIGTERM or Ctrl-C, which counts as success.

    `names` returns the current boards. Raises at once for wrong settings.
    """
    session.open()
    watch = Watch(
        boards={name: Watched(name) for name in names()},
        day=Day(allowed=asked.calls_a_day),
        every=asked.every,
        look=lambda some: {name: look_of(one) for name, one in load(some).items()},
        spent=lambda: session.monday.calls,
        build=(lambda some: _build(session, some)) if asked.build else None,
        clock=lambda: datetime.now(UTC),
        sleep=lambda seconds: time.sleep(min(seconds, LONGEST_SLEEP)),
        models=lambda name: _models(session, name),
        unbuilt=set(),
    )
    log.info("watching %d board(s), each at most every %s", len(watch.boards), asked.every)
    with _told_to_stop() as stopped, suppress(KeyboardInterrupt):
        while not stopped:
            with suppress(LoaderError):  # continue with the known boards
                watch.follow(names())
            watch.turn()
    note("Stopped; the last complete data stays.")
    if asked.build:
        _end_in_time()


def _end_in_time() -> None:
    """Make sure that the process exits soon. At exit the interpreter joins dbt's thread pools, and
    an interrupted thread may hold a lock that it would wait for forever.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    guard = threading.Timer(LONGEST_END, os._exit, [0])
    guard.daemon = True
    guard.start()


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """Yield a list that is non-empty once SIGTERM or SIGINT has arrived. Running work is also
    interrupted; dbt would treat that interruption as the end of its build only.
    """
    signals: list[int] = []

    def stop(number: int, _: object) -> None:
        signals.append(number)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield signals
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def look_of(outcome: LoadResult | Exception) -> Look:
    """Convert the outcome of a load to the watch's counts."""
    if isinstance(outcome, Exception):
        # A board too large for the rest of the daily limit leaves the rest to other boards.
        over = isinstance(outcome, DailyLimitReached) and not isinstance(outcome, DayTooShort)
        return Look(0, None, day_is_over=over)
    changed = outcome.changed + outcome.gone + outcome.news + len(outcome.altered)
    if outcome.kind == "full":
        changed = max(1, outcome.items)
    return Look(outcome.calls, changed, outcome.shared_calls)


def _models(session: Session, name: str) -> tuple[tuple[str, int, int], ...]:
    """Return name, mtime and size of a board's generated files, which loads and `update` write."""
    folder = session.project.dir
    patterns = (f"models/boards/{name}.*", f"models/boards/{name}__*", f"snapshots/{name}.sql")
    found = []
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
        with suppress(OSError):
            state = path.stat()
            found.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(found)


def _build(session: Session, names: tuple[str, ...]) -> frozenset[str]:
    """Build all tables of these boards with dbt in this process; return the boards that failed."""
    from dbt.cli.main import dbtRunner

    words = ["build", *session.flags.words(), "--select", *(f"{TAG}{n}" for n in names)]
    try:
        result = dbtRunner().invoke(words)
    finally:
        _let_go()
    if isinstance(result.exception, KeyboardInterrupt):
        raise result.exception
    if result.success:
        return frozenset()
    failed = boards_that_failed(getattr(result.result, "results", None) or (), names)
    log.error("dbt build of %s failed; it is tried again after the next look", ", ".join(failed))
    return frozenset(failed)


def _let_go() -> None:
    """Close dbt's connections. Otherwise its DuckDB adapter keeps the file open until the process
    exits, and nothing else could read it, not even the next check of several boards at once.
    """
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    cleanup_connections()
    reset_adapters()
    duckdb = sys.modules.get("dbt.adapters.duckdb.connections")
    if duckdb is not None:
        duckdb.DuckDBConnectionManager.close_all_connections()


def boards_that_failed(results: Iterable[Any], names: Sequence[str]) -> tuple[str, ...]:
    """Return the boards with a failed dbt node, by the tags of the node or of nodes it depends on.

    Return all boards if the board of any failed node is unknown.
    """
    known = list(results)
    tags = {one.node.unique_id: set(one.node.tags) for one in known if hasattr(one, "node")}
    found: set[str] = set()
    for one in known:
        if str(one.status) in WELL:
            continue
        node = getattr(one, "node", None)
        of_node = set(node.tags).union(*(tags.get(n, ()) for n in _reads(node))) if node else set()
        of_boards = {name for name in names if TAG.removeprefix("tag:") + name in of_node}
        if not of_boards:
            return tuple(names)
        found |= of_boards
    return tuple(name for name in names if name in found) or tuple(names)


def _reads(node: Any) -> Sequence[str]:
    return getattr(node, "depends_on_nodes", None) or ()
