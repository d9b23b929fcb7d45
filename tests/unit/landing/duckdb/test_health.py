"""The state of a DuckDB file, as `monday-board doctor` shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from loader.errors import WarehouseLocked
from loader.landing.duckdb.health import duckdb_health
from loader.landing.profile import Warehouse, load_warehouse
from tests.project import make_project

HOLD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    project = make_project(tmp_path, "http://localhost:9", "token")
    with project.inside({}):
        return load_warehouse(None, None, None, None)


def test_a_file_that_is_not_there_stays_away(warehouse: Warehouse) -> None:
    facts = dict(duckdb_health(warehouse, "monday").facts)
    assert facts["file"].endswith("monday.duckdb (not there yet; a load makes it)")
    assert not Path(warehouse.credentials.path).exists()


def test_a_free_file(warehouse: Warehouse) -> None:
    duckdb.connect(warehouse.credentials.path).close()
    facts = dict(duckdb_health(warehouse, "monday").facts)
    assert facts["version"] == f"v{duckdb.__version__}"
    assert facts["lock"] == "free"


def test_who_holds_the_file_is_told_at_once(warehouse: Warehouse) -> None:
    words = [sys.executable, "-c", HOLD, warehouse.credentials.path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseLocked, match=f"process {holder.pid} "):
            duckdb_health(warehouse, "monday")
        holder.communicate()
