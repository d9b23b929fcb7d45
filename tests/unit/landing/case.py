"""Fresh warehouses of both engines for one test each, and rows to land there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from loader.board.model import Cell, Item
from loader.landing.open import open_landing
from loader.landing.profile import Warehouse, load_warehouse
from loader.landing.records import LoadRecord
from loader.landing.rows import Rows, rows_of
from tests.sqlserver import connection as server

COLUMNS = {"text_1": "text", "numeric_2": "numbers"}
FIRST_ID = 8_709_134_353
"""Larger than 2^31, like monday's ids."""
ENDED_AT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


def write_project(folder: Path, *, profile: str = "", project: str = "") -> Path:
    """Write dbt_project.yml and profiles.yml with a DuckDB target to `folder`; return `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dbt_project.yml").write_text(
        project or "name: boards\nprofile: boards\nvars: {monday_numbers_type: 'decimal(18,2)'}\n"
    )
    (folder / "profiles.yml").write_text(
        profile
        or "boards:\n  target: dev\n  outputs:\n"
        f"    dev: {{type: duckdb, path: {folder}/warehouse.duckdb, schema: main, threads: 1}}\n"
    )
    return folder


def warehouse_in(folder: Path) -> Warehouse:
    return load_warehouse(write_project(folder), folder)


def item(number: int, text: str = "t", **facts: Any) -> Item:
    cells = (
        Cell("text_1", "text", text, f'"{text}"'),
        Cell("numeric_2", "numbers", str(number), f'"{number}"'),
    )
    return replace(Item(FIRST_ID + number, f"Item {number}", cells=cells), **facts)


def rows(numbers: Sequence[int], text: str = "t") -> Rows:
    return rows_of([item(n, text) for n in numbers], frozenset(), COLUMNS, keeps_nul=True)


def record(load_id: str = "load-1", board: str = "orders", **changes: Any) -> LoadRecord:
    started = LoadRecord(load_id, board, 8_709_134_353, datetime(2026, 11, 23, 6, tzinfo=UTC))
    return replace(started, **changes)


def read(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    """Return rows of the DuckDB file, read through a separate connection."""
    with duckdb.connect(str(warehouse.credentials.path), read_only=True) as connection:
        found: list[tuple[object, ...]] = connection.execute(sql).fetchall()
        return found


@dataclass(frozen=True)
class Place:
    """A warehouse of one engine, with direct access that bypasses the code under test.

    DuckDB admits one connection mode at a time: use `read` and `run` while no landing is open.
    """

    warehouse: Warehouse
    read: Callable[[str], list[tuple[object, ...]]]
    run: Callable[[str], object]

    @property
    def engine(self) -> str:
        return self.warehouse.engine


@contextmanager
def place_in(engine: str, folder: Path) -> Iterator[Place]:
    """Yield a fresh DuckDB file, or an emptied database on the test server; skip without one."""
    if engine == "duckdb":
        warehouse = warehouse_in(folder)

        def run(sql: str) -> None:
            with duckdb.connect(str(warehouse.credentials.path)) as connection:
                connection.execute(sql)

        yield Place(warehouse, lambda sql: read(warehouse, sql), run)
        return
    server.require()
    database = server.shared_database()
    output = server.profile_output(database)
    profile = json.dumps({"boards": {"target": "dev", "outputs": {"dev": output}}})
    warehouse = load_warehouse(write_project(folder, profile=profile), folder)

    def ask(sql: str) -> list[tuple[object, ...]]:
        return server.run(database, sql)

    server.drop_tables(database, "raw_monday", "monday")
    yield Place(warehouse, ask, ask)


def load(place: Place, numbers: range, text: str = "t") -> None:
    """Run one complete load of these items."""
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(numbers, text))
        incoming.replace(len(numbers))
