"""Wherever a load is killed, the last complete load stays and the next load works."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from loader.errors import WarehouseLocked
from loader.landing.board_tables import incoming_tables
from loader.landing.open import open_landing
from loader.landing.records import KILLED
from loader.landing.table_state import table_state
from tests.sqlserver.connection import needs_sql_server
from tests.unit.landing.case import Place, record, rows
from tests.unit.landing.victim import ITEMS, POINTS

REPOSITORY = Path(__file__).parents[3]
OLD_ITEMS = 300
FILLING = ("incoming-created", "one-page-landed", "all-pages-landed")


@contextmanager
def victim(place: Place, point: str) -> Iterator[subprocess.Popen[str]]:
    """Run a load up to `point`; kill it with SIGKILL when the block ends."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.unit.landing.victim",
            str(place.warehouse.project_dir),
            point,
        ],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def load(place: Place, size: int, text: str, load_id: str) -> None:
    """Run a complete load as soon as the server has noticed that the killed one is gone."""
    for attempt in range(100):
        try:
            with open_landing(place.warehouse) as landing:
                landing.start_load(record(load_id))
                with landing.begin("orders") as incoming:
                    incoming.append(rows(range(size), text))
                    incoming.replace(size, record(load_id, status="complete"))
                landing.finish_load(record(load_id, status="complete"))
        except WarehouseLocked:
            if attempt == 99:
                raise
            time.sleep(0.1)
        else:
            return


def incoming(place: Place) -> set[str]:
    """Return the incoming tables that exist."""
    every = {name for names in incoming_tables("orders").values() for name in names}
    found = place.read(
        "select table_name from information_schema.tables where table_schema = 'raw_monday'"
    )
    return every & {str(name) for (name,) in found}


def contents(place: Place) -> tuple[object, ...]:
    """Return items, rows, and the smallest and largest text of the raw table."""
    return place.read(
        "select count(distinct item_id), count(*), "
        "min(case when column_id = 'text_1' then text end), "
        "max(case when column_id = 'text_1' then text end) from raw_monday.orders"
    )[0]


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_load_leaves_a_whole_table_and_the_next_load_works(
    place: Place, point: str
) -> None:
    load(place, OLD_ITEMS, "old", "first")

    with victim(place, point):
        pass

    replaced = point == "replaced"
    size, text = (ITEMS, "new") if replaced else (OLD_ITEMS, "old")
    assert contents(place) == (size, size * 3, text, text)
    assert len(incoming(place)) == (4 if point in FILLING else 0) or point.startswith("inside")

    load(place, 5, "next", "next")
    assert contents(place) == (5, 15, "next", "next")
    assert incoming(place) == set()
    with open_landing(place.warehouse, read_only=True) as landing:
        ended = {one.load_id: (one.status, one.error) for one in landing.last_loads("orders")}
        assert not table_state(landing, "orders", table="t", schema="main").incoming_exists
    expected: dict[str, tuple[str, str | None]] = {
        "first": ("complete", None),
        "next": ("complete", None),
    }
    if replaced:
        expected["victim"] = ("complete", None)
    elif point != "opened":
        expected["victim"] = ("failed", KILLED)
    assert ended == expected


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_the_table_is_that_of_one_load(place: Place, seed: int) -> None:
    if place.engine == "sqlserver":
        needs_sql_server("a client that dies inside a batch can take the whole server down")
    load(place, ITEMS, "version 0", "first")

    with victim(place, "forever"):
        time.sleep(random.Random(seed).uniform(0.2, 1.5))

    items, count, smallest, largest = contents(place)
    assert (items, count) == (ITEMS, ITEMS * 3)
    assert smallest == largest
