"""Loads into DuckDB: what is particular to this engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from loader.errors import ProjectError, WarehouseError, WarehouseLocked
from loader.landing.duckdb.landing import DuckLanding
from loader.landing.duckdb.plain import PlainDuckDb
from loader.landing.open import open_landing
from loader.landing.profile import Warehouse, load_warehouse
from loader.landing.rows import Rows
from tests.systems import needs_posix
from tests.unit.landing.case import read, record, rows, warehouse_in, write_project

REPOSITORY = Path(__file__).parents[4]

HOLD = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").mkdir()
    monkeypatch.chdir(tmp_path / "p")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return warehouse_in(tmp_path / "project")


def with_output(folder: Path, output: str) -> Warehouse:
    profile = f"boards: {{target: dev, outputs: {{dev: {{type: duckdb, {output}}}}}}}"
    return load_warehouse(write_project(folder, profile=profile), folder)


def test_a_file_that_another_process_holds_is_named_with_that_process(
    warehouse: Warehouse,
) -> None:
    path = warehouse.credentials.path
    holder = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        for read_only in (False, True):
            with pytest.raises(WarehouseLocked) as caught:
                open_landing(warehouse, read_only=read_only)
            assert re.fullmatch(
                rf"The DuckDB file {re.escape(path)} is open in process {holder.pid} \(.+\), and "
                r"DuckDB admits one process at a time\. Wait for it to end, or close it, and run "
                r"again\.",
                str(caught.value),
            )
    finally:
        holder.kill()
        holder.wait()
        if holder.stdout is not None:
            holder.stdout.close()

    with open_landing(warehouse) as landing:
        assert landing.last_loads("orders") == ()


def test_two_readers_do_not_disturb_each_other(warehouse: Warehouse) -> None:
    with open_landing(warehouse) as landing:
        landing.start_load(record())
        landing.finish_load(record(status="complete"))

    with open_landing(warehouse, read_only=True) as one:
        code = (
            "import sys; from pathlib import Path; from loader.landing.profile import *; "
            "from loader.landing.open import open_landing; p = Path(sys.argv[1])\n"
            "with open_landing(load_warehouse(p, p), read_only=True) as l:"
            " print(l.last_loads('orders')[0].status)"
        )
        other = subprocess.run(
            [sys.executable, "-c", code, str(warehouse.project_dir)],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        )
        assert other.stdout == "complete\n"
        assert one.last_loads("orders")[0].status == "complete"


def test_looking_creates_nothing(warehouse: Warehouse) -> None:
    with open_landing(warehouse, read_only=True) as landing:
        assert landing.last_loads("orders") == ()

    assert not Path(warehouse.credentials.path).exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    warehouse = with_output(tmp_path / "p", "path: nowhere/boards.duckdb")

    with pytest.raises(WarehouseError) as caught:
        open_landing(warehouse)

    folder = tmp_path / "p" / "nowhere"
    assert str(caught.value) == (
        f"The DuckDB file {folder}/boards.duckdb cannot be opened: the folder {folder} does not "
        "exist. Create it, or correct `path` in the profile."
    )


def test_a_file_that_is_no_database_is_named(warehouse: Warehouse) -> None:
    path = Path(warehouse.credentials.path)
    path.write_text("not a database, but long enough to be looked at " * 200)

    with pytest.raises(WarehouseError, match=re.escape(f"{path} is not a DuckDB database.")):
        open_landing(warehouse)


def test_a_board_may_live_in_an_attached_catalog(tmp_path: Path) -> None:
    warehouse = with_output(
        tmp_path / "p", "path: own.duckdb, attach: [{path: archive.duckdb, alias: old}]"
    )

    with open_landing(warehouse, "old") as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1, 2]))
        incoming.replace(2)

    with duckdb.connect(str(tmp_path / "p" / "archive.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from raw_monday.orders").fetchall() == [(6,)]
    assert read(warehouse, "select count(*) from duckdb_tables()") == [(0,)]
    with open_landing(warehouse, "old", read_only=True) as landing:
        assert landing.item_ids("orders") == {row + 8_709_134_353 for row in (1, 2)}


@pytest.mark.parametrize("output", ["path: ':memory:'", "threads: 1"])
def test_a_database_in_memory_is_refused(tmp_path: Path, output: str) -> None:
    """Without a path dbt-duckdb keeps everything in memory, so a load would be lost at its end."""
    warehouse = with_output(tmp_path / "p", output)
    with pytest.raises(ProjectError, match=r"'memory' in memory, .* path: monday\.duckdb"):
        open_landing(warehouse)


def test_a_file_beside_a_database_in_memory_will_do(tmp_path: Path) -> None:
    attached = "attach: [{path: archive.duckdb, alias: old}]"
    warehouse = with_output(tmp_path / "p", f"path: ':memory:', {attached}")
    with open_landing(warehouse, "old") as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1]))
        incoming.replace(1)
    with pytest.raises(ProjectError, match="in memory"):
        open_landing(warehouse)


def test_another_database_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    warehouse = with_output(
        tmp_path / "p", "path: own.duckdb, attach: [{path: archive.duckdb, alias: old}]"
    )

    with pytest.raises(ProjectError) as caught:
        open_landing(warehouse, "Reporting")

    assert str(caught.value) == (
        "The DuckDB target 'dev' has no database 'Reporting'; it has own, old. "
        "Attach it in the profile, or choose one of those."
    )


@pytest.mark.parametrize(
    "name", ["temp", "System", "main", "information_schema", "pg_catalog", "Raw_monday"]
)
def test_a_file_with_a_name_that_stands_for_something_else_is_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        with_output(tmp_path / "p", f"path: {name}.duckdb")
    with pytest.raises(ProjectError, match="cannot have this name"):
        with_output(tmp_path / "p", f"path: own.duckdb, attach: [{{path: {name}.duckdb}}]")

    assert str(caught.value) == (
        f"The DuckDB target 'dev' would have a database {name!r}, and the profile's `path` cannot "
        "have this name: it stands for something else there. Rename the file, or give it an "
        "`alias` where it stands under `attach`."
    )
    assert not list((tmp_path / "p").glob("*.duckdb"))


def test_settings_of_the_profile_are_those_of_a_build(tmp_path: Path) -> None:
    warehouse = with_output(
        tmp_path / "p",
        "path: own.duckdb, settings: {memory_limit: 300MB}, "
        "retries: {connect_attempts: 1, query_attempts: 2}",
    )

    with open_landing(warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1]))
        incoming.replace(1)

    assert read(warehouse, "select count(*) from raw_monday.orders") == [(3,)]


def wide_rows(items: range) -> Rows:
    """Return fifty cells per item."""
    count = len(items) * 50
    ids = [item for item in items for _ in range(50)]
    columns = ["name" if n % 50 == 0 else f"text_{n % 50}" for n in range(count)]
    texts: list[str | None] = [f"text {n}" for n in range(count)]
    return Rows(ids, columns, ["text"] * count, texts, texts, [None] * count)


def merge_with_little_memory(warehouse: Warehouse) -> None:
    """Merge changes across a table whose primary key needs more memory than is available."""
    with open_landing(warehouse) as landing, landing.begin("orders") as incoming:
        for start in range(1, 10_001, 500):
            incoming.append(wide_rows(range(start, start + 500)))
        incoming.replace(10_000)
    with open_landing(warehouse) as landing:
        assert isinstance(landing, DuckLanding)
        landing.connection.execute("set memory_limit = '24MB'")
        with landing.begin("orders") as incoming:
            incoming.append(wide_rows(range(1, 10_001, 25)))
            incoming.merge(400, [77])


def test_a_merge_that_needs_more_memory_gets_it(tmp_path: Path) -> None:
    warehouse = with_output(tmp_path / "p", "path: own.duckdb")
    merge_with_little_memory(warehouse)
    counted = "select count(*), count(distinct item_id) from raw_monday.orders"
    assert read(warehouse, counted) == [(9_999 * 50, 9_999)]


def test_the_memory_that_a_profile_says_is_not_exceeded(tmp_path: Path) -> None:
    warehouse = with_output(tmp_path / "p", "path: own.duckdb, settings: {memory_limit: 24MB}")
    with pytest.raises(WarehouseError, match="Set `memory_limit` under `settings` of the profile"):
        merge_with_little_memory(warehouse)
    counted = "select count(*), count(distinct item_id) from raw_monday.orders"
    assert read(warehouse, counted) == [(10_000 * 50, 10_000)]


def test_a_plain_target_is_opened_as_by_dbt(tmp_path: Path) -> None:
    """`is_ducklake: false` only has the effect that dbt's own code opens the file."""
    output = (
        "path: own.duckdb, settings: {memory_limit: 300MB, TimeZone: Asia/Tokyo, threads: 1}, "
        "config_options: {threads: 2, default_order: \"{{ env_var('ORDER_HERE', 'desc') }}\"}"
    )
    names = ("memory_limit", "TimeZone", "threads", "default_order", "access_mode")
    asked = "select " + ", ".join(f"current_setting('{name}')" for name in names)
    found = []
    for more in ("", ", is_ducklake: false"):
        warehouse = with_output(tmp_path / "p", output + more)
        with open_landing(warehouse) as landing:
            assert isinstance(landing, DuckLanding)
            found.append((type(warehouse.credentials), landing.connection.execute(asked)))

    (quick, its), (by_dbt, same) = found
    assert (quick, by_dbt.__name__) == (PlainDuckDb, "DuckDBCredentials")
    assert its == same
    assert its[0][1:4] == ("Asia/Tokyo", 1, "DESC")


def test_an_extension_that_there_is_not_is_named_as_after_dbts_own(tmp_path: Path) -> None:
    messages = set()
    for more in ("", ", is_ducklake: false"):
        warehouse = with_output(tmp_path / "p", f"path: own.duckdb, extensions: [none_such]{more}")
        with pytest.raises(WarehouseError, match=r"opening it failed: .*none_such") as caught:
            open_landing(warehouse)
        messages.add(str(caught.value))

    assert len(messages) == 1


def test_the_raw_table_has_the_types_of_the_contract(warehouse: Warehouse) -> None:
    with open_landing(warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1]))
        incoming.replace(1)

    assert read(
        warehouse,
        "select column_name, data_type, is_nullable from duckdb_columns() "
        "where table_name = 'orders' order by column_index",
    ) == [
        ("item_id", "BIGINT", False),
        ("column_id", "VARCHAR", False),
        ("column_type", "VARCHAR", False),
        ("text", "VARCHAR", True),
        ("value", "VARCHAR", True),
        ("fields", "VARCHAR", True),
        ("loaded_at", "TIMESTAMP", False),
    ]
    assert read(
        warehouse,
        "select constraint_column_names from duckdb_constraints() "
        "where table_name = 'orders' and constraint_type = 'PRIMARY KEY'",
    ) == [(["item_id", "column_id"],)]


MEASURE = """
import resource, sys
from pathlib import Path
from loader.landing.duckdb.landing import DuckLanding
from loader.landing.duckdb.plain import PlainDuckDb
from loader.landing.open import open_landing
from loader.landing.profile import load_warehouse
from loader.landing.rows import Rows

def page(number, columns=60, items=500):
    ids = [i for i in range(number * items, (number + 1) * items) for _ in range(columns)]
    n = len(ids)
    names = ["name", *(f"text_{c}" for c in range(1, columns))] * items
    return Rows(ids, names, ["text"] * n, [f"some text {i}" for i in ids],
                [f'"some text {i}"' for i in ids], [None] * n)

def peak():
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit

folder = Path(sys.argv[1])
with open_landing(load_warehouse(folder, folder)) as landing:
    landing.begin("warm").append(page(0))
    before = peak()
    with landing.begin("orders") as incoming:
        for number in range(int(sys.argv[2])):
            incoming.append(page(number))
        incoming.replace(500 * int(sys.argv[2]))
    print(before, peak())
"""


def peak_growth(folder: Path, pages: int) -> int:
    """Return by how many MiB a load of `pages` of 30,000 rows raises a process's peak memory."""
    write_project(folder)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder), str(pages)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = map(int, done.stdout.split())
    return after - before


@needs_posix("the peak memory of a process, by the module resource")
def test_memory_does_not_grow_with_the_board(tmp_path: Path) -> None:
    """Of a million rows, with 60 MB of text alone, only a small part is in memory at a time."""
    few = peak_growth(tmp_path / "few", 6)
    many = peak_growth(tmp_path / "many", 34)

    assert many < 120
    assert many - few < 80
