"""monday-load --watch: one process that keeps boards fresh, for those without a scheduler."""

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
"""Seconds: a machine that slept, or whose clock was set, is noticed after so long."""
LONGEST_END = 5.0
"""Seconds that a stopped watch may take to end."""
TAG = "tag:monday_"
WELL = frozenset({"success", "pass", "warn", "no-op"})
"""Statuses of dbt's nodes that are no failure."""
Load = Callable[[tuple[str, ...]], Mapping[str, LoadResult | Exception]]


@dataclass(frozen=True, slots=True)
class Watching:
    """What the command line asks of a watch."""

    every: timedelta
    calls_a_day: int | None
    build: bool


def watching_of(
    watch: bool, every: str | None, calls_a_day: int | None, build: bool
) -> Watching | None:
    """What --watch and its companions say; None without it. Raises UsageError."""
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
    """Look at the boards until stopped by SIGTERM or Ctrl-C, which is a good end.

    `names` tells which boards there are now. Raises what is wrong with the settings at once.
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
            with suppress(LoaderError):  # those that were known go on
                watch.follow(names())
            watch.turn()
    note("Stopped; the last complete data stays.")
    if asked.build:
        _end_in_time()


def _end_in_time() -> None:
    """See that the process ends soon. The interpreter's end joins the pools of threads that dbt
    has made, and one that was interrupted may hold a lock that it would wait for without end.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    guard = threading.Timer(LONGEST_END, os._exit, [0])
    guard.daemon = True
    guard.start()


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """A list that is not empty once the process was told to end. What is under way is interrupted;
    dbt takes such an interruption for the end of its build alone.
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
    """What a load came to, as the watch counts it."""
    if isinstance(outcome, Exception):
        # One that is too large for what is left of the day leaves that to the others.
        over = isinstance(outcome, DailyLimitReached) and not isinstance(outcome, DayTooShort)
        return Look(0, None, day_is_over=over)
    changed = outcome.changed + outcome.gone + outcome.news + len(outcome.altered)
    if outcome.kind == "full":
        changed = max(1, outcome.items)
    return Look(outcome.calls, changed, outcome.shared_calls)


def _models(session: Session, name: str) -> tuple[tuple[str, int, int], ...]:
    """Which files are generated from a board's, and of when: a load, or `update`, writes them."""
    folder = session.project.dir
    patterns = (f"models/boards/{name}.*", f"models/boards/{name}__*", f"snapshots/{name}.sql")
    found = []
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
        with suppress(OSError):
            state = path.stat()
            found.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(found)


def _build(session: Session, names: tuple[str, ...]) -> frozenset[str]:
    """Build all tables of these boards with dbt, in this process. Those of which that failed."""
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
    """Close dbt's connections. Its DuckDB adapter keeps the file open for as long as the process
    lives, and nobody else could read it, not even the next look for several boards at once.
    """
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    cleanup_connections()
    reset_adapters()
    duckdb = sys.modules.get("dbt.adapters.duckdb.connections")
    if duckdb is not None:
        duckdb.DuckDBConnectionManager.close_all_connections()


def boards_that_failed(results: Iterable[Any], names: Sequence[str]) -> tuple[str, ...]:
    """Boards of which a node of dbt's failed, by its tag or by those of what it looks at.

    All of them where one cannot be told whose it is.
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
