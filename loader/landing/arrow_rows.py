"""A batch of rows as an Arrow table: columns that DuckDB and bulk copy read without a copy of each
cell. Pure.
"""

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
    """The batch in the order and with the names of the raw table's columns, without loaded_at."""
    columns = (
        rows.item_ids,
        rows.column_ids,
        rows.column_types,
        rows.texts,
        rows.values,
        rows.fields,
    )
    return pa.table(list(columns), schema=_BATCH)
