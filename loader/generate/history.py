"""A board's history: a dbt snapshot of its table, whose columns follow the table's. Pure.

dbt quotes the columns of a snapshot itself without doubling a quote in a name, and it adds columns
of its own. So a double quote in a name is replaced by a closing one, and a name that dbt uses gets
the column's id appended, as colliding titles do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loader.board.board_file import BoardFile, Past
from loader.board.column_types import TOLD_OF_PAST, UNTOLD_PARTS
from loader.board.names import Names, collation_key
from loader.generate.columns import TableColumn
from loader.generate.former_names import former_names, owners, parts_of
from loader.generate.jinja import PACKAGE, call, column, config_block, header
from loader.generate.link_tables import HISTORY, beside
from loader.landing.raw_table import PAST, PAST_IDS

DBT_COLUMNS = (
    "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted",
    "dbt_change_type", "dbt_unique_key",
)  # fmt: skip
SNAPSHOT = "monday_snapshot"
"""The column with the period length of a version from monday's past, empty in those from builds."""
QUOTE, CLOSING = '"', "\u201d"


@dataclass(frozen=True, slots=True)
class HistoryColumn:
    """A column of the history, `name`, and the table's column that it records, `of`."""

    name: str
    of: str
    column_id: str


@dataclass(frozen=True, slots=True)
class History:
    """The snapshot of one board. The first column is the key."""

    name: str
    table: str
    columns: tuple[HistoryColumn, ...]
    former: Mapping[str, list[dict[str, str]]] = field(default_factory=dict, hash=False)
    """{current name: former name} of a column and its parts, latest first, by the column's name."""
    past: tuple[tuple[str, str, str, str | None, str | None], ...] = ()
    """The columns that monday's past has values for: name, type, id, SQL type, part."""


def history(board: BoardFile, columns: Sequence[TableColumn]) -> History | None:
    """Return the history that the board file asks for, or None."""
    if not board.history:
        return None
    names = _reserved()
    item = board.item_id.name
    key = HistoryColumn(names.give(_quotable(item), "item_id"), item, "")
    kept = tuple(HistoryColumn(names.give(_quotable(c.name), c.id), c.name, c.id) for c in columns)
    past = tuple(_past(columns, kept)) if isinstance(board.history, Past) else ()
    former = dict(_former(board, columns, (key, *kept)))
    name, table = board.name + HISTORY, beside(board.table, HISTORY)
    return History(name, table, (key, *kept), former, past)


def _reserved() -> Names:
    names = Names()
    for name in (*DBT_COLUMNS, SNAPSHOT):
        names.take(name, "dbt")
    return names


def _past(
    columns: Sequence[TableColumn], kept: Sequence[HistoryColumn]
) -> Iterable[tuple[str, str, str, str | None, str | None]]:
    for found, column_ in zip(columns, kept, strict=True):
        told = found.type in TOLD_OF_PAST or found.id == "name"
        told = told and found.id not in PAST_IDS
        if told and not found.gone and (found.type, found.part) not in UNTOLD_PARTS:
            yield column_.name, found.type, found.id, found.data_type, found.part


def snapshot_sql(board: BoardFile, kept: History) -> str:
    """Return the text of snapshots/<board>.sql."""
    lines = [f"    {column(c.of)} as {column(c.name)}" for c in kept.columns]
    return (
        header(board, "--")
        + f"\n{{% snapshot {kept.name} %}}\n\n"
        + config_block(_config(board, kept))
        + "\nselect\n"
        + ",\n".join(lines)
        + f"\nfrom {{{{ {PACKAGE}.monday_rows(ref('{board.name}')) }}}}\n\n{{% endsnapshot %}}\n"
    )


def _former(
    board: BoardFile, columns: Sequence[TableColumn], kept: Sequence[HistoryColumn]
) -> Iterable[tuple[str, list[dict[str, str]]]]:
    """Yield each renamed column's current name in the history, and its former names if certain."""
    if not any(c.former_names for c in board.columns):
        return
    called = {c.of: c.name for c in kept}
    whose = owners(board, _quotable)
    for found in columns:
        entry = board.column(found.id)
        if entry is None or found.name != entry.name or not entry.former_names:
            continue
        parts = parts_of(columns, entry)
        now: dict[str | None, str] = {None: called[found.name]}
        now |= {part: called[name] for name, part in parts.items()}
        ways = [
            {now[part]: old for part, name in way.items() if (old := _once(name, entry.id, whose))}
            for way in former_names(entry, parts, tuple(parts.values()))
        ]
        taken = set(called.values())
        sure = [{n: old for n, old in way.items() if old not in taken} for way in ways]
        sure = [way for way in sure if now[None] in way]
        if sure:
            yield now[None], sure


def _once(name: str, owner: str, whose: Mapping[str, set[str]]) -> str | None:
    """Return the history's name for a former name in the table; None if it may be another's."""
    quotable = _quotable(name)
    kept = _reserved().give(quotable, owner)
    alone = all(whose.get(collation_key(n), {owner}) == {owner} for n in (quotable, kept))
    return kept if alone else None


def _quotable(name: str) -> str:
    return name.replace(QUOTE, CLOSING)


def _config(board: BoardFile, kept: History) -> dict[str, Any]:
    return {
        "strategy": f"{PACKAGE}.monday",
        # dbt uses it as an expression on both sides of a comparison, so it is quoted for both
        # engines.
        "unique_key": QUOTE + kept.columns[0].name + QUOTE,
        "hard_deletes": "invalidate",
        "alias": kept.table,
        "schema": board.schema,
        "database": board.database,
        "tags": [f"monday_{board.name}"],
        # dbt-sqlserver's default is a columnstore, in which a column's type cannot be changed.
        "as_columnstore": False,
        "meta": {
            "history_of": board.name,
            "history_key": kept.columns[0].name,
            "history_columns": {c.name: c.of for c in kept.columns if c.name != c.of},
            "history_former": dict(kept.former),
            **_like_mark(kept),
            **_past_meta(board, kept),
        },
        "pre_hook": "{{ " + call("monday_history_follow") + " }}",
        **({"post_hook": "{{ " + call("monday_history_fill") + " }}"} if kept.past else {}),
    }


def _like_mark(kept: History) -> dict[str, str]:
    """Return the history's name for a board column whose title is SNAPSHOT, if there is one."""
    mark = collation_key(SNAPSHOT)
    found = [c.name for c in kept.columns if collation_key(_quotable(c.of)) == mark]
    return {"history_snapshot": found[0]} if found else {}


def _past_meta(board: BoardFile, kept: History) -> dict[str, Any]:
    """Return the settings of the macro monday_history_fill, if the board file asks for the past."""
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
