"""Readers never see a missing, empty, partial or mixed table during rebuilds."""

from __future__ import annotations

import threading
import time

import duckdb
import pytest

from tests.cli.conftest import Plain

REBUILDS = 20
READERS = 2


@pytest.mark.timeout(180)
def test_readers_polling_during_rebuilds_always_see_one_whole_version(plain: Plain) -> None:
    """Readers poll in the building process, as DuckDB requires; each rebuild has a new version."""
    database = str(plain.project.database)
    done = threading.Event()
    seen: list[list[tuple[int, int, str]]] = [[] for _ in range(READERS)]
    failures: list[Exception] = []

    def read(mine: list[tuple[int, int, str]]) -> None:
        with duckdb.connect(database) as connection:
            while not done.is_set():
                try:
                    found = connection.execute(
                        'select count(*), count(distinct "Note"), max("Note") from orders'
                    ).fetchone()
                except duckdb.Error as error:
                    failures.append(error)
                else:
                    assert found is not None
                    mine.append(found)
                time.sleep(0.01)

    def publish(version: int) -> None:
        with duckdb.connect(database) as connection:
            connection.execute(
                "update raw_monday.orders set text = ? where column_id = 'text_1'",
                [f"version {version:02}"],
            )
        assert plain.project.dbt("run", "-s", "orders", parsed=parsed).success

    parsed = plain.project.dbt("--no-write-json", "parse").result
    publish(0)
    readers = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for reader in readers:
        reader.start()
    try:
        for version in range(1, REBUILDS + 1):
            publish(version)
    finally:
        done.set()
        for reader in readers:
            reader.join()

    assert failures == []
    for mine in seen:
        assert {(rows, versions) for rows, versions, _ in mine} == {(30, 1)}
        shown = [version for _, _, version in mine]
        assert shown == sorted(shown)
        assert len(set(shown)) == REBUILDS + 1, "the readers were too slow to see each version"
