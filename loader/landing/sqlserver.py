"""Landing in SQL Server, connected by dbt-sqlserver's own code."""

from __future__ import annotations

from loader.errors import WarehouseError
from loader.landing.landing import Landing
from loader.landing.profile import Warehouse


def open_sqlserver(warehouse: Warehouse, database: str | None, *, read_only: bool) -> Landing:
    """See `landing.open_landing`."""
    raise WarehouseError(
        f"Landing in SQL Server is not there yet (target {warehouse.target}, "
        f"database {database}, read-only {read_only})."
    )
