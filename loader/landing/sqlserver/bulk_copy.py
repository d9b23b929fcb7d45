"""Lands batches by mssql-python's bulk copy, if the profile's `backend` is that driver.

The driver copies in its own session, which holds none of this product's locks and takes part in
none of its transactions. A batch is one statement there, stored completely or not at all, like
every batch of an incoming table. After a failed copy the stored rows are counted, whatever the
driver says; the rows of that batch and of later ones are then sent as JSON.
"""

from __future__ import annotations

import logging
from datetime import datetime

from loader.errors import WarehouseError
from loader.landing.raw_table import incoming_table
from loader.landing.rows import Rows
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.driver_errors import BulkCopyFailed
from loader.landing.sqlserver.names import raw

log = logging.getLogger(__name__)

FEWEST_ROWS = 5_000
"""Each copy logs in again and queries the table's columns; smaller batches are faster as JSON."""


def copied(
    connection: SqlServerConnection, board: str, rows: Rows, loaded_at: str, stood: int
) -> bool:
    """Copy a batch into the incoming table, which holds `stood` rows; return whether it is stored.

    False if bulk copy is not available, or if it failed and stored nothing. Raises WarehouseError
    if it stored any other number of rows, or if counting fails.
    """
    if len(rows) < FEWEST_ROWS or not connection.copies_in_bulk:
        return False
    try:
        connection.copy_in_bulk(raw(incoming_table(board)), _table(rows, loaded_at))
    except BulkCopyFailed as exc:
        log.info("board %s: %s Rows come as JSON instead.", board, exc)
        connection.copies_in_bulk = False
    if connection.copies_in_bulk and connection.copies_last:
        return True
    counted = connection.execute(f"counting rows of board {board}", tsql.count_incoming(board))
    stands = int(counted.rows[0][0])
    if stands not in (stood, stood + len(rows)):
        raise WarehouseError(
            f"{connection.place}: a bulk copy of {len(rows)} rows of board {board} left "
            f"{stands - stood}. The last complete load stays; run `monday-load {board}` again, "
            "with `backend: pyodbc` in the profile if this comes back."
        )
    connection.copies_in_bulk &= stands > stood
    connection.copies_last = connection.copies_in_bulk
    return stands > stood


def _table(rows: Rows, loaded_at: str) -> object:
    """Return the batch as an Arrow table, with the time of the load."""
    import pyarrow as pa

    from loader.landing.arrow_rows import arrow_rows

    moment = pa.scalar(datetime.fromisoformat(loaded_at), pa.timestamp("ms"))
    return arrow_rows(rows).append_column("loaded_at", pa.repeat(moment, len(rows)))
