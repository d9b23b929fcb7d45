"""A board's history: a dbt snapshot of its table, whose columns follow the table's. Pure.

dbt quotes the columns of a snapshot itself and does not double a quote in a name, and it adds
columns of its own. So a double quote in a name is written as a closing one, and one that
dbt uses gets the column's id, as colliding titles do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from loader.board.board_file import BoardFile, Past
from loader.board.column_types import TOLD_OF_PAST, UNTOLD_PARTS
from loader.board.names import Names
from loader.generate.columns import TableColumn
from loader.generate.jinja import PACKAGE, call, column, config_block, header
from loader.generate.link_tables import HISTORY, beside
from loader.landing.raw_table import PAST

DBT_COLUMNS = (
    "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted",
    "dbt_change_type", "dbt_unique_key",
)  # fmt: skip
SNAPSHOT = "monday_snapshot"
"""Which period's end a version of monday's past is from; empty for those that builds have seen."""
QUOTE, CLOSING = '"', "\u201d"


@dataclass(frozen=True, slots=True)
class HistoryColumn:
    """A column of the history, `name`, and the table's column it keeps, `of`.

    `former` are names it had in the history before, the latest first.
    """

    name: str
    of: str
    column_id: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The snapshot of one board. The first column is the key."""

    name: str
    table: str
    columns: tuple[HistoryColumn, ...]
    past: tuple[tuple[str, str, str, str | None, str | None], ...] = ()
    """Of the columns that monday's past tells: name, type, id, SQL type, part."""


def history(board: BoardFile, columns: Sequence[TableColumn]) -> History | None:
    """The history that the board file asks for, or None."""
    if not board.history:
        return None
    names = Names()
    for name in (*DBT_COLUMNS, *([SNAPSHOT] if isinstance(board.history, Past) else [])):
        names.take(name, "dbt")
    item = board.item_id.name
    key = HistoryColumn(names.give(_quotable(item), "item_id"), item, "")
    kept = tuple(_columns(board, columns, names))
    past = tuple(_past(columns, kept)) if isinstance(board.history, Past) else ()
    return History(board.name + HISTORY, beside(board.table, HISTORY), (key, *kept), past)


def _past(
    columns: Sequence[TableColumn], kept: Sequence[HistoryColumn]
) -> Iterable[tuple[str, str, str, str | None, str | None]]:
    for found, column_ in zip(columns, kept, strict=True):
        told = found.type in TOLD_OF_PAST or found.id == "name"
        if told and not found.gone and (found.type, found.part) not in UNTOLD_PARTS:
            yield column_.name, found.type, found.id, found.data_type, found.part


def snapshot_sql(board: BoardFile, kept: History) -> str:
    """The text of snapshots/<board>.sql."""
    lines = [f"    {column(c.of)} as {column(c.name)}" for c in kept.columns]
    return (
        header(board, "--")
        + f"\n{{% snapshot {kept.name} %}}\n\n"
        + config_block(_config(board, kept))
        + "\nselect\n"
        + ",\n".join(lines)
        + f"\nfrom {{{{ {PACKAGE}.monday_rows(ref('{board.name}')) }}}}\n\n{{% endsnapshot %}}\n"
    )


def _columns(
    board: BoardFile, columns: Sequence[TableColumn], names: Names
) -> Iterable[HistoryColumn]:
    """Former names are followed only where a column goes by one name, which nobody else has."""
    current = {c.name for c in columns}
    for found in columns:
        name = names.give(_quotable(found.name), found.id)
        entry = board.column(found.id)
        former: tuple[str, ...] = ()
        if entry is not None and found.name == entry.name:
            former = tuple(_quotable(n) for n in reversed(entry.former_names) if n not in current)
        yield HistoryColumn(name, found.name, found.id, former)


def _quotable(name: str) -> str:
    return name.replace(QUOTE, CLOSING)


def _config(board: BoardFile, kept: History) -> dict[str, Any]:
    former = {c.name: list(c.former) for c in kept.columns if c.former}
    return {
        "strategy": f"{PACKAGE}.monday",
        # An expression on both sides of dbt's comparison, hence quoted, as both engines take it.
        "unique_key": QUOTE + kept.columns[0].name + QUOTE,
        "hard_deletes": "invalidate",
        "alias": kept.table,
        "schema": board.schema,
        "database": board.database,
        "tags": [f"monday_{board.name}"],
        # dbt-sqlserver's default is a columnstore, whose columns could not follow a type.
        "as_columnstore": False,
        "meta": {
            "history_of": board.name,
            "history_key": kept.columns[0].name,
            "history_columns": {c.name: c.of for c in kept.columns if c.name != c.of},
            "history_former": former,
            **_past_meta(board, kept),
        },
        "pre_hook": "{{ " + call("monday_history_follow") + " }}",
        **({"post_hook": "{{ " + call("monday_history_fill") + " }}"} if kept.past else {}),
    }


def _past_meta(board: BoardFile, kept: History) -> dict[str, Any]:
    """What the macro that takes the past in has to know, where the board file asks for one."""
    if not isinstance(board.history, Past):
        return {}
    return {
        "history_past": {
            "raw": board.name + PAST,
            "every": board.history.every,
            "key_type": board.item_id.data_type,
            "max_losses": board.swap.max_losses,
            "columns": [list(one) for one in kept.past],
        }
    }
