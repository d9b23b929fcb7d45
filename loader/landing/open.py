"""Opening the warehouse of a profile, whichever engine it is."""

from __future__ import annotations

from loader.landing.contract import Landing
from loader.landing.profile import Warehouse


def check_database(warehouse: Warehouse, database: str) -> None:
    """Refuse a database that boards of this target cannot go to. Raises ProjectError, and on SQL
    Server, which is asked where it is not the profile's own, WarehouseError."""
    warehouse.check_database(database)
    if warehouse.engine == "sqlserver":
        from loader.landing.sqlserver.health import refuse_other_database

        refuse_other_database(warehouse, database)


def open_landing(
    warehouse: Warehouse, database: str | None = None, *, read_only: bool = False
) -> Landing:
    """Connect to the warehouse, to `database` or the profile's own.

    With `read_only` nothing is created: not the file, not the schema. Raises ProjectError for a
    database that a DuckDB profile does not have, WarehouseLocked, GrantMissing, WarehouseError.
    """
    if warehouse.engine == "duckdb":
        from loader.landing.duckdb.landing import open_duckdb

        return open_duckdb(warehouse, database, read_only=read_only)
    from loader.landing.sqlserver.landing import open_sqlserver

    return open_sqlserver(warehouse, database, read_only=read_only)
