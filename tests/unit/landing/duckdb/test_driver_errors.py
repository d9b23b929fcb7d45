"""DuckDB's messages about a file that another process has open, as they are on each system."""

from __future__ import annotations

import duckdb
import pytest

from loader.errors import WarehouseError, WarehouseLocked
from loader.landing.duckdb.driver_errors import reported

LINUX = 'IO Error: Could not set lock on file "x.duckdb": Conflicting lock is held in '
WINDOWS = (
    'IO Error: Cannot open file "x.duckdb": The process cannot access the file because it is being '
    "used by another process."
)


@pytest.mark.parametrize(
    ("said", "who"),
    [(f"{LINUX}/usr/bin/python3.11 (PID 7).", r"process 7 \(/usr/bin/python3.11\)"),
     (WINDOWS, "another process")],
    ids=["Linux", "Windows"],
)  # fmt: skip
def test_a_file_that_another_process_has(said: str, who: str) -> None:
    told = f"is open in {who}, and DuckDB admits one process"
    with pytest.raises(WarehouseLocked, match=told), reported("x.duckdb", "opening it"):
        raise duckdb.IOException(said)


def test_another_fault_of_the_file_is_no_lock() -> None:
    opening = reported("x.duckdb", "opening it")
    with pytest.raises(WarehouseError, match="permission denied") as told, opening:
        raise duckdb.IOException('Cannot open file "x.duckdb": Permission denied')
    assert not isinstance(told.value, WarehouseLocked)
