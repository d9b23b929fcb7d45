"""The state of a board's tables in the warehouse: raw, production, incoming, staging, previous."""

from __future__ import annotations

from dataclasses import dataclass

from loader.landing.contract import Landing
from loader.landing.raw_table import RAW_SCHEMA, incoming_table
from loader.landing.records import BuildRecord


@dataclass(frozen=True, slots=True)
class TableState:
    """The state of a board's tables. Counts are None if there is no table."""

    raw_rows: int | None
    raw_items: int | None
    incoming_exists: bool
    """An incoming table exists: a load is running, or was killed."""
    production_exists: bool
    production_rows: int | None
    staging_exists: bool
    """`stg_<table>` exists: a build is running, or its validation failed."""
    previous_exists: bool
    """`<table>__previous` exists: the last swap kept it."""
    last_build: BuildRecord | None


def table_state(
    landing: Landing, board: str, *, table: str, schema: str, database: str | None = None
) -> TableState:
    """Return the state of a board's tables; `table`, `schema`, `database` name the production one.

    `database` defaults to the landing's own. Raises WarehouseError.
    """

    def exists(name: str) -> bool:
        return landing.table_exists(name, schema=schema, database=database)

    rows, items = landing.raw_counts(board)
    production = exists(table)
    return TableState(
        raw_rows=rows,
        raw_items=items,
        incoming_exists=landing.table_exists(incoming_table(board), schema=RAW_SCHEMA),
        production_exists=production,
        production_rows=(
            landing.count(table, schema=schema, database=database) if production else None
        ),
        staging_exists=exists(landing.staging_prefix + table),
        previous_exists=exists(f"{table}__previous"),
        last_build=next(iter(landing.last_builds(board, 1)), None),
    )
