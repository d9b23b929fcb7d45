"""T-SQL for loads of changes, and for warehouses that an earlier version made. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from loader.landing.sqlserver.raw_statements import ASCII, IDS, literal, load_columns, met, raw

COLUMNS_OF_LOADS = (
    "select c.name from sys.columns as c "
    f"where c.object_id = object_id({literal(raw('_loads'))}, N'U')"
)


def add_column(name: str) -> str:
    """One of the columns of `_loads` that came later, as CREATE_LOADS has it."""
    lengths = {"kind": 16, "watermark": 64, "fingerprint": 128}
    kind = f"varchar({lengths[name]}) {ASCII}" if name in lengths else "nvarchar(max)"
    return f"alter table {raw('_loads')} add {name} {kind} null"


def raw_cells(board: str, count: int) -> str:
    """Parameters: so many column ids."""
    marks = ", ".join("?" * count)
    return (
        f"select item_id, column_id, [text], [value] from {raw(board)} where column_id in ({marks})"
    )


def count_kept(board: str) -> str:
    """Rows that a merge by cells leaves. Parameter: a JSON array of the items that are gone."""
    return f"""select count_big(*) from {raw(board)}
where item_id not in ({IDS}) and not {met(board)}"""


def last_complete(lacking: Sequence[str], *, one_kind: bool) -> str:
    """Parameters: the board and, with `one_kind`, the kind of load."""
    same = "null = ?" if "kind" in lacking else "kind = ?"
    of_kind = f" and {same}" if one_kind else ""
    return (
        f"select top (1) {load_columns(lacking)} from {raw('_loads')} "
        f"where board = ? and status = 'complete'{of_kind} order by started_at desc, load_id"
    )


WATERMARK_MET = (
    f"select min(started_at) from {raw('_loads')} "
    "where board = ? and status = 'complete' and watermark = ?"
)
"""Parameters: board, watermark."""
