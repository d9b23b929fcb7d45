"""Opens the warehouse of a profile on either engine."""

from __future__ import annotations

from loader.landing.contract import Landing
from loader.landing.profile import Warehouse


def check_database(warehouse: Warehouse, database: str) -> None:
    """Raise ProjectError for a database that this target's boards cannot go to. SQL Server is asked
    about any but the profile's own, which can raise WarehouseError."""
    warehouse.check_database(database)
    if warehouse.engine == "sqlserver":
        from loader.landing.sqlserver.health import refuse_other_database

        refuse_other_database(warehouse, database)


def open_landing(
    warehouse: Warehouse, database: str | None = None, *, read_only: bool = False
) -> Landing:
    """Connect to `database` in the warehouse, by default the profile's own.

    With `read_only` nothing is created, neither file nor schema. Raises ProjectError for a
    database that a DuckDB profile does not have; WarehouseLocked, GrantMissing, WarehouseError.
    """
    if warehouse.engine == "duckdb":
        from loader.landing.duckdb.landing import open_duckdb

        return open_duckdb(warehouse, database, read_only=read_only)
    from loader.landing.sqlserver.landing import open_sqlserver

    return open_sqlserver(warehouse, database, read_only=read_only)
