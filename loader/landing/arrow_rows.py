"""Batches as Arrow tables, which DuckDB and bulk copy read without copying each cell. Pure."""

from __future__ import annotations

import pyarrow as pa

from loader.landing.rows import Rows

_BATCH = pa.schema(
    [
        ("item_id", pa.int64()),
        ("column_id", pa.large_string()),
        ("column_type", pa.large_string()),
        ("text", pa.large_string()),
        ("value", pa.large_string()),
        ("fields", pa.large_string()),
    ]
)


def arrow_rows(rows: Rows) -> pa.Table:
    """Return the batch with the raw table's columns, in their order, without loaded_at."""
    columns = (
        rows.item_ids,
        rows.column_ids,
        rows.column_types,
        rows.texts,
        rows.values,
        rows.fields,
    )
    return pa.table(list(columns), schema=_BATCH)
