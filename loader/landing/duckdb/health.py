"""The state of a DuckDB file."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

from loader.landing.duckdb.connection import DuckConnection
from loader.landing.health import Health
from loader.landing.profile import Warehouse


def duckdb_health(warehouse: Warehouse, database: str) -> Health:
    """Return facts about the file. An existing file is opened for writing, the only way to see that
    no other process has it open. Raises WarehouseLocked with the name of that process.
    """
    path = str(warehouse.credentials.path)
    credentials = copy.copy(warehouse.credentials)
    credentials.retries = None  # report a lock instead of waiting for it
    warehouse = replace(warehouse, credentials=credentials)
    is_there = Path(path).is_file()
    connection = DuckConnection(warehouse, database, read_only=not is_there)
    try:
        with connection.reported("asking for its version"):
            version = str(connection.execute("select version()")[0][0])
    finally:
        connection.close()
    size = f"{Path(path).stat().st_size:,} bytes" if is_there else "not there yet; a load makes it"
    facts = (
        ("engine", "DuckDB"),
        ("version", version),
        ("file", f"{path} ({size})"),
        ("database", database),
        ("lock", "free"),
    )
    folder = Path(path).absolute().parent
    problems: tuple[str, ...] = ()
    if not is_there and "://" not in path and not folder.is_dir():
        problems = (
            f"The folder {folder} is not there; make it, or correct `path` in the profile.",
        )
    return Health(f"DuckDB {path}, database {database}", facts, problems=problems)
