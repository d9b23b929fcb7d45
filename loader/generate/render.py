"""Renders a board file to the text of its dbt files: same board, same bytes. Pure.

models/boards/<board>.sql                 the pivot, one line for each column
models/boards/<board>.yml                 source and models: descriptions, tests, freshness
models/boards/<board>__links.sql          if a column says `links: true`
models/boards/<board>__time_entries.sql   if a time-tracking column does
models/boards/<board>__activity.sql       if the board says `activity: true`
models/boards/<board>__status_times.sql   if it does and has columns to follow
models/boards/<board>__updates.sql        if the board says `updates: true`
snapshots/<board>.sql                     if the board says `history: true`
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from loader.board.board_file import BoardFile, SwapSettings
from loader.generate.columns import LEVEL, TableColumn, table_columns
from loader.generate.event_tables import (
    ACTIVITY,
    STATUS_TIMES,
    UPDATES,
    EventTable,
    event_config,
    event_sql,
    event_tables,
)
from loader.generate.fingerprint import with_fingerprint
from loader.generate.history import history, snapshot_sql
from loader.generate.jinja import PACKAGE, call, column, config_block, header
from loader.generate.link_tables import LINKS, TIME_ENTRIES, Companion, companions
from loader.generate.properties import properties_yaml
from loader.generate.together import leaders, refer

MODELS = PurePosixPath("models/boards")
SNAPSHOTS = PurePosixPath("snapshots")


def render_files(board: BoardFile, others: Sequence[BoardFile] = ()) -> dict[str, str]:
    """Return the text of every generated dbt file, by path relative to the dbt project.

    `others` are the other deployed boards that link to this board or that it links to.
    """
    columns = table_columns(board)
    beside, events = companions(board), event_tables(board)
    led = leaders(board, others)
    with_ = (*led, board.name)
    configs = {board.name: _config_of_board(board, columns, led)}
    configs |= {one.model: _config_beside(board, one, with_) for one in beside}
    configs |= {one.model: _config_of_events(board, one, with_) for one in events}
    properties = properties_yaml(board, columns, configs, beside, others)
    files = {
        str(MODELS / f"{board.name}.sql"): _model(board, columns, led, configs[board.name]),
        str(MODELS / f"{board.name}.yml"): properties,
    }
    for one in beside:
        text = _companion(board, one, with_, configs[one.model])
        files[str(MODELS / f"{one.model}.sql")] = text
    for table in events:
        text = event_sql(board, table, with_, configs[table.model])
        files[str(MODELS / f"{table.model}.sql")] = text
    kept = history(board, columns)
    if kept is not None:
        files[str(SNAPSHOTS / f"{board.name}.sql")] = snapshot_sql(board, kept)
    return files


def possible_files(board: BoardFile) -> tuple[str, ...]:
    """Return every path that `render_files` may return for a board of this name."""
    endings = ("", LINKS, TIME_ENTRIES, ACTIVITY, STATUS_TIMES, UPDATES)
    models = [MODELS / f"{board.name}{ending}.sql" for ending in endings]
    paths = [*models, MODELS / f"{board.name}.yml", SNAPSHOTS / f"{board.name}.sql"]
    return tuple(str(path) for path in paths)


def _config_of_board(
    board: BoardFile, columns: Sequence[TableColumn], with_: Sequence[str]
) -> dict[str, Any]:
    said = [[c.name, c.id, c.type, c.data_type, c.part, c.gone] for c in columns]
    return with_fingerprint(
        _config(board, with_), str(board.board_id), board.item_id.data_type, said
    )


def _config_beside(board: BoardFile, one: Companion, with_: Sequence[str]) -> dict[str, Any]:
    said = [[c.source, c.name, c.data_type] for c in one.columns]
    return with_fingerprint(_companion_config(board, one, with_), str(board.board_id), said)


def _config_of_events(board: BoardFile, one: EventTable, with_: Sequence[str]) -> dict[str, Any]:
    said = [[c.source, c.name, c.data_type] for c in one.columns]
    config = event_config(board, one, with_)
    return with_fingerprint(config, str(board.board_id), one.query, said)


def _model(
    board: BoardFile,
    columns: tuple[TableColumn, ...],
    with_: Sequence[str],
    config: Mapping[str, Any],
) -> str:
    key = call("monday_key", board.item_id.data_type)
    lines = [f"    {{{{ {key} }}}} as {column(board.item_id.name)}"]
    lines += [f"    {{{{ {_expression(c)} }}}} as {column(c.name)}" for c in columns]
    raw = f"source('raw_monday', '{board.name}')"
    rest = f"where {{{{ {PACKAGE}.staged_swap_changed('item_id') }}}}\n"
    if any(c.id == LEVEL for c in columns):  # an item's level changes with its parents
        rest = f"left join {{{{ {PACKAGE}.monday_levels({raw}) }}}} as levels"
        rest += " on level_item_id = item_id\n"
    return (
        header(board, "--")
        + "\n"
        + config_block(config)
        + refer(with_)
        + "\nselect\n"
        + ",\n".join(lines)
        + f"\nfrom {{{{ {PACKAGE}.monday_rows({raw}) }}}}\n{rest}group by item_id\n"
    )


def _expression(found: TableColumn) -> str:
    if found.gone:
        return call("monday_gone", found.type, data_type=found.data_type, part=found.part)
    if found.id == LEVEL:
        return call("monday_level")
    return call(found.macro, found.id, data_type=found.data_type, part=found.part)


def _companion(
    board: BoardFile, companion: Companion, with_: Sequence[str], config: Mapping[str, Any]
) -> str:
    item, *rest = companion.columns
    lines = [f"    {{{{ {call('monday_key', item.data_type)} }}}} as {column(item.name)}"]
    lines += [f"    {c.source} as {column(c.name)}" for c in rest]
    branches = [
        f"    {{{{ {call(macro, entry.id, entry.name)[:-1]}, raw) }}}}"
        for macro, entry in companion.entries
    ]
    return (
        header(board, "--")
        + "\n"
        + config_block(config)
        + refer(with_)
        + f"\n{{% set raw = source('raw_monday', '{board.name}') %}}\n\nselect\n"
        + ",\n".join(lines)
        + "\nfrom (\n"
        + "\n    union all\n".join(branches)
        + "\n) as found\n"
    )


def _config(board: BoardFile, with_: Sequence[str]) -> dict[str, Any]:
    """Return the config() arguments of a model that is exchanged together with models `with_`."""
    return {
        "materialized": "staged_swap",
        "unique_key": [board.item_id.name],
        "alias": board.table,
        "schema": board.schema,
        "database": board.database,
        "tags": [f"monday_{board.name}", *board.tags],
        "meta": _swap_meta(board, with_),
    }


def _companion_config(
    board: BoardFile, companion: Companion, with_: Sequence[str]
) -> dict[str, Any]:
    """Return the config() arguments of a companion table.

    Its rows are not the board's items, and a column that leaves the table takes its rows with it.
    """
    column_ids = [entry.id for _, entry in companion.entries]
    meta = {
        "swap_max_shrink_percent": board.swap.max_shrink_percent,
        "swap_shrink_of": {companion.named("column_id"): column_ids},
        "swap_max_losses": board.swap.max_losses,
        "swap_with": list(with_),
        "swap_exchange": _exchange(board),
        "swap_partial_percent": _partial_percent(board),
        "monday_source": ["raw_monday", board.name],
        "monday_columns": [[e.type, e.id, e.name] for _, e in companion.entries],
    }
    meta = {key: value for key, value in meta.items() if value is not None}
    own = {"unique_key": list(companion.key), "alias": companion.table, "meta": meta}
    return {**_config(board, with_), **own}


def _exchange(board: BoardFile) -> str | None:
    return None if board.swap.exchange == "swap" else board.swap.exchange


def _partial_percent(board: BoardFile) -> int | None:
    percent = board.swap.partial_percent
    return None if percent == SwapSettings().partial_percent else percent


def _swap_meta(board: BoardFile, with_: Sequence[str]) -> dict[str, Any]:
    swap = board.swap
    meta: dict[str, Any] = {
        "swap_rows_from": ["raw_monday", board.name],
        "swap_max_shrink_percent": swap.max_shrink_percent,
        "swap_min_rows": swap.min_rows,
        "swap_max_losses": swap.max_losses,
        "swap_with": list(with_) or None,
        "swap_exchange": _exchange(board),
        "swap_partial_percent": _partial_percent(board),
        "swap_keep_previous": swap.keep_previous or None,
        "swap_take_over": swap.take_over or None,
        "swap_indexes": [
            {"columns": list(i.columns), "unique": i.unique, "include": list(i.include)}
            for i in board.indexes
        ]
        or None,
    }
    return {key: value for key, value in meta.items() if value is not None}
