"""A dbt project with a DuckDB target in a folder of its own, and rows to land there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from loader.board import Cell, Item
from loader.landing.loads import LoadRecord
from loader.landing.profile import Warehouse, load_warehouse
from loader.landing.rows import Rows, rows_of

COLUMNS = {"text_1": "text", "numeric_2": "numbers"}
FIRST_ID = 8_709_134_353
"""Beyond 2^31, as monday's ids are."""
LOADED_AT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def write_project(folder: Path, *, profile: str = "", project: str = "") -> Path:
    """dbt_project.yml and profiles.yml with a DuckDB target in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dbt_project.yml").write_text(
        project or "name: boards\nprofile: boards\nvars: {monday_numbers_type: 'decimal(18,2)'}\n"
    )
    (folder / "profiles.yml").write_text(
        profile
        or "boards:\n  target: dev\n  outputs:\n"
        "    dev: {type: duckdb, path: warehouse.duckdb, schema: main, threads: 1}\n"
    )
    return folder


def warehouse_in(folder: Path) -> Warehouse:
    return load_warehouse(write_project(folder), folder)


def item(number: int, text: str = "t", **facts: str) -> Item:
    cells = (
        Cell("text_1", "text", text, f'"{text}"'),
        Cell("numeric_2", "numbers", str(number), f'"{number}"'),
    )
    return replace(Item(FIRST_ID + number, f"Item {number}", cells=cells), **facts)


def rows(numbers: Sequence[int], text: str = "t") -> Rows:
    return rows_of([item(n, text) for n in numbers], frozenset(), COLUMNS, keeps_nul=True)


def record(load_id: str = "load-1", board: str = "orders", **changes: object) -> LoadRecord:
    started = LoadRecord(load_id, board, 8_709_134_353, datetime(2026, 11, 23, 6, tzinfo=UTC))
    return replace(started, **changes)


def read(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    """Rows of the DuckDB file, read by a connection of its own."""
    with duckdb.connect(str(warehouse.credentials.path), read_only=True) as connection:
        return connection.execute(sql).fetchall()
