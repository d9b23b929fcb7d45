"""Readers during the swap: none fails, none sees a partial table, none waits long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest

from tests.sqlserver import connection as server
from tests.sqlserver.boards import ITEMS
from tests.sqlserver.conftest import Small
from tests.sqlserver.waiting import output_of, reading, wait_until

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]

READERS = 20
BUILDS = 3
QUERY = "select count(*), min([Version]), max([Version]) from dbo.{}"

WARM_UP = (
    "create table dbo.cold (i int); exec sp_rename N'dbo.cold', N'warm', N'OBJECT'; "
    "drop table dbo.warm"
)
"""Babelfish compiles sp_rename at its first call in a session, which takes seconds."""


@dataclass
class Seen:
    """What readers saw of the table, and how long they took for it and for another table."""

    answers: list[tuple[int, int, int]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    longest: float = 0.0
    longest_elsewhere: float = 0.0

    def read(self, connection: object, table: str) -> tuple[int, int, int]:
        return tuple(connection.execute(QUERY.format(table)).fetchone())  # type: ignore[attr-defined]

    def watch(self, database: str, stop: threading.Event) -> None:
        with closing(server.connect(database)) as connection:
            self.read(connection, "orders")  # a session's first read is always slow
            self.read(connection, "quiet")
            while not stop.is_set():
                began = time.monotonic()
                try:
                    self.answers.append(self.read(connection, "orders"))
                except Exception as exc:
                    self.failures.append(str(exc))
                between = time.monotonic()
                self.read(connection, "quiet")
                self.longest = max(self.longest, between - began)
                self.longest_elsewhere = max(self.longest_elsewhere, time.monotonic() - between)
                time.sleep(0.1)

    @property
    def waited(self) -> float:
        """The longest read, minus the longest on an unaffected table under the same load."""
        return self.longest - self.longest_elsewhere


@contextmanager
def readers(small: Small, count: int) -> Iterator[Seen]:
    """Start reader threads, each with its own connection, that read until the block ends."""
    small.project.query("select * into dbo.quiet from dbo.orders")
    seen, stop = Seen(), threading.Event()
    threads = [
        threading.Thread(target=seen.watch, args=(small.database, stop)) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: len(seen.answers) >= count, "all readers read")
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_twenty_readers_never_fail_nor_see_a_part_while_tables_are_exchanged(small: Small) -> None:
    if server.is_babelfish():
        small.project.configure({"+pre-hook": {"sql": WARM_UP, "transaction": False}})
    with readers(small, READERS) as seen:
        for version in range(11, 11 + BUILDS):
            small.load(version)
            output_of(small.project.process("dbt", "run", "-s", "orders"))

    assert server.of_server(seen.failures) == []
    assert {count for count, _, _ in seen.answers} == {ITEMS}
    assert all(low == high for _, low, high in seen.answers)
    assert {int(low) for _, low, _ in seen.answers} >= set(range(11, 10 + BUILDS))
    assert seen.waited < 1, f"{seen.longest:.2f} s, elsewhere {seen.longest_elsewhere:.2f} s"


def test_nobody_queues_behind_a_swap_that_waits_for_a_long_reader(small: Small) -> None:
    before = small.versions()
    small.load(21)
    with readers(small, 2) as seen:
        with reading(small.database, "dbo.orders"):
            build = small.project.process("dbt", "run", "-s", "orders")
            wait_until(lambda: small.staged() == ITEMS or build.poll() is not None, "it is staged")
            seen.longest = seen.longest_elsewhere = 0.0
            time.sleep(8)
            assert small.versions() == before
            kept_waiting = build.poll() is None
        if server.is_babelfish():  # there, no `catch` sees a lock timeout, so it ends the build
            assert not kept_waiting
            text, _ = build.communicate()
            assert "lock timeout" in text
            small.project.build()
        else:
            assert kept_waiting
            output_of(build)

    assert small.versions() == {21}
    assert seen.failures == []
    assert seen.longest > 0.5, "the swap has waited for its lock"
    assert seen.waited < 2, "a reader queued longer than one wait for the lock, which is 1 s"
