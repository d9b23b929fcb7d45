"""How fast rows land, by each way there is: rows a second, in one run, against the product's.

    python benchmarks/landing.py [--rows 30000]

DuckDB always; SQL Server too when MONDAY_TEST_SQLSERVER holds an ODBC connection string, and bulk
copy where mssql-python is installed. The rows are those of a board of 60 columns: item id, column
id, type, text, value, fields.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from loader.landing.open import open_landing
from loader.landing.profile import load_warehouse
from loader.landing.rows import Rows
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.landing import SqlServerLanding, open_sqlserver

COLUMNS = 60
BATCHES = 10
"""The batches of one load; memory is measured after the first and after the last."""
LOADED_AT = "2026-11-23T06:30:00.000"
DUCKDB_TABLE = (
    "create or replace table trial (item_id bigint not null, column_id varchar not null, "
    "column_type varchar not null, text varchar, value varchar, fields varchar, "
    "loaded_at timestamp not null, primary key (item_id, column_id))"
)
SHRED = """[
{"item_id": "BIGINT", "column_id": "VARCHAR", "column_type": "VARCHAR", "text": "VARCHAR",
 "value": "VARCHAR", "fields": "VARCHAR"}]"""
Row = tuple[int, str, str, str | None, str | None, str | None]


def make_rows(count: int) -> Rows:
    """Return `count` rows of items with 60 columns; no text has characters that JSON escapes."""
    ids = [8_709_134_353 + n // COLUMNS for n in range(count)]
    columns = ["name" if n % COLUMNS == 0 else f"numeric_{n % COLUMNS}" for n in range(count)]
    texts: list[str | None] = [f"Bestellung № {n}" for n in range(count)]
    return Rows(ids, columns, ["numbers"] * count, texts, list(texts), [None] * count)


def as_tuples(rows: Rows) -> list[Row]:
    return list(
        zip(
            rows.item_ids,
            rows.column_ids,
            rows.column_types,
            rows.texts,
            rows.values,
            rows.fields,
            strict=True,
        )
    )


def measure(ways: Iterable[tuple[str, int, Callable[[], object]]]) -> None:
    """Print each way's rows/s and its ratio to the first. A way: name, number of rows, call."""
    first = 0.0
    for name, count, land in ways:
        began = time.perf_counter()
        land()
        speed = count / (time.perf_counter() - began)
        first = first or speed
        print(f"  {name:<44}{speed:>12,.0f} rows/s   {speed / first:5.2f}")


def duckdb_ways(rows: Rows, folder: Path) -> None:
    """Measure the product's way, then JSON and row-by-row inserts into the same table."""
    (folder / "dbt_project.yml").write_text("name: trial\nprofile: trial\n")
    output = {"type": "duckdb", "path": str(folder / "product.duckdb")}
    (folder / "profiles.yml").write_text(
        json.dumps({"trial": {"target": "dev", "outputs": {"dev": output}}})
    )
    connection = duckdb.connect(str(folder / "trial.duckdb"))
    tuples = as_tuples(rows)
    few = tuples[: max(1, len(tuples) // 20)]

    def shredded() -> None:
        connection.execute(DUCKDB_TABLE)
        names = ("item_id", "column_id", "column_type", "text", "value", "fields")
        batch = json.dumps([dict(zip(names, row, strict=True)) for row in tuples])
        connection.execute(
            "insert into trial select r.*, ?::timestamp from (select unnest(from_json(?, ?)) as r)",
            [LOADED_AT, batch, SHRED],
        )

    def one_by_one() -> None:
        connection.execute(DUCKDB_TABLE)
        connection.executemany(
            "insert into trial values (?, ?, ?, ?, ?, ?, ?)", [(*row, LOADED_AT) for row in few]
        )

    print(f"DuckDB {duckdb.__version__}, {len(rows):,} rows")
    warehouse = load_warehouse(folder, folder)
    with open_landing(warehouse) as landing, landing.begin("trial") as incoming:
        measure(
            [
                (
                    "columns as an Arrow table (the product)",
                    len(rows),
                    lambda: incoming.append(rows),
                ),
                ("one JSON parameter, from_json", len(rows), shredded),
                (f"executemany, row by row ({len(few):,} rows)", len(few), one_by_one),
            ]
        )
    connection.close()


def sqlserver_ways(rows: Rows, folder: Path) -> None:
    """Measure the product's ways, then the plain driver, into the product's own incoming table."""
    from tests.sqlserver import connection as server

    with server.create_database() as database:
        output = server.profile_output(database)
        (folder / "profiles.yml").write_text(
            json.dumps({"trial": {"target": "dev", "outputs": {"dev": output}}})
        )
        (folder / "dbt_project.yml").write_text("name: trial\nprofile: trial\n")
        with ExitStack() as opened:
            landing = opened.enter_context(open_sqlserver(load_warehouse(folder, folder)))
            version = server.run(database, "select @@version")[0][0].splitlines()[0]
            chosen = "one JSON parameter" if landing.connection.shreds_json else "fast_executemany"
            print(f"{version}, {len(rows):,} rows; the product chooses {chosen} here")
            ways = _ways_on_server(rows, landing, server.connect(database))
            if find_spec("mssql_python"):
                copying = opened.enter_context(_copying(folder, database))
                name = f"bulk copy by mssql-python, {BATCHES} batches"
                ways.append((name, BATCHES * len(rows), _in_bulk(rows, copying)))
            else:
                print("  bulk copy left out: mssql-python is not installed")
            measure(ways)


@contextmanager
def _copying(folder: Path, database: str) -> Iterator[SqlServerLanding]:
    """Open a landing with mssql-python; a proxy translates its bulk copy for Babelfish."""
    from tests.sqlserver import connection as server
    from tests.sqlserver.line import Line

    with Line() as line:
        changes: dict[str, Any] = {"backend": "mssql-python"}
        if server.is_babelfish():
            line.reword()
            changes |= {"server": "127.0.0.1", "port": line.port, "encrypt": False}
        output = server.profile_output(database, **changes)
        (folder / "profiles.yml").write_text(
            json.dumps({"trial": {"target": "dev", "outputs": {"dev": output}}})
        )
        with open_sqlserver(load_warehouse(folder, folder)) as landing:
            yield landing


def _in_bulk(rows: Rows, landing: SqlServerLanding) -> Callable[[], object]:
    def land() -> None:
        with landing.begin("copied") as incoming:
            for number in range(BATCHES):
                first = 8_709_134_353 + number * len(rows)
                rows.item_ids[:] = [first + n // COLUMNS for n in range(len(rows))]
                incoming.append(rows)
                if not landing.connection.copies_in_bulk:
                    raise SystemExit("bulk copy did not get through")
                if number in (0, BATCHES - 1):
                    print(f"  resident memory after batch {number + 1}: {resident_mb():.0f} MB")

    return land


def resident_mb() -> float:
    """Return the resident memory of this process in megabytes; Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _ways_on_server(
    rows: Rows, landing: SqlServerLanding, plain: Any
) -> list[tuple[str, int, Callable[[], object]]]:
    few = as_tuples(rows)[: max(1, len(rows) // 20)]

    def through_product(shreds: bool) -> Callable[[], object]:
        def land() -> None:
            landing.connection.shreds_json = shreds
            with landing.begin("trial") as incoming:
                incoming.append(rows)

        return land

    def one_by_one() -> None:
        with landing.begin("trial"), plain.cursor() as cursor:
            send: Sequence[Sequence[object]] = [(*row, LOADED_AT) for row in few]
            cursor.executemany(tsql.insert_values("trial"), send)

    return [
        ("one JSON parameter, OPENJSON", len(rows), through_product(True)),
        ("parameters, fast_executemany", len(rows), through_product(False)),
        (f"parameters, plain executemany ({len(few):,} rows)", len(few), one_by_one),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000, help="rows of one batch")
    rows = make_rows(parser.parse_args().rows)
    from tests.sqlserver.connection import SKIP_REASON, configured

    with tempfile.TemporaryDirectory() as folder:
        duckdb_ways(rows, Path(folder))
    if configured():
        with tempfile.TemporaryDirectory() as folder:
            sqlserver_ways(rows, Path(folder))
    else:
        print(f"SQL Server left out: {SKIP_REASON}")


if __name__ == "__main__":
    main()
