"""The event tables of a board, built from the logs that loads keep. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.names import Names
from loader.generate.event_columns import (
    ACTIVITY_COLUMNS,
    RAW_ACTIVITY,
    RAW_UPDATES,
    STATUS_TIMES_COLUMNS,
    UPDATES_COLUMNS,
    Described,
)
from loader.generate.jinja import PACKAGE, call, column, config_block, header, jinja
from loader.generate.link_properties import column_tests
from loader.generate.link_tables import beside
from loader.generate.text import argument_text, markdown_text, yaml_text
from loader.generate.together import refer

ACTIVITY, STATUS_TIMES, UPDATES = "__activity", "__status_times", "__updates"


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A column of an event table. `source` is its name in the macro's query."""

    source: str
    name: str
    data_type: str
    description: str


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table that one macro builds. `key` has the names of its key columns."""

    model: str
    table: str
    what: str
    query: str
    """The query as Jinja: a call of the macro."""
    columns: tuple[EventColumn, ...]
    key: tuple[str, ...]
    meta: tuple[tuple[str, Any], ...]
    tests: tuple[dict[str, Any], ...] = ()


def event_tables(board: BoardFile) -> tuple[EventTable, ...]:
    """Return the event tables that the board file asks for."""
    tables = [_activity(board)] if board.activity else []
    tables += [_status_times(board)] if board.timed else []
    tables += [_updates(board)] if board.updates else []
    return tuple(tables)


def raw_tables(board: BoardFile) -> list[dict[str, Any]]:
    """Return the logs that loads keep, as further tables of the board's source."""
    ident = board.board_id
    activity = (
        f"monday's activity log of board {ident} as it came, one row per event; kept when monday "
        "has forgotten it."
    )
    updates = f"What people say on board {ident} as it came, one row per update and reply."
    asked: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    if board.activity:
        asked.append((ACTIVITY, activity, RAW_ACTIVITY))
    if board.updates:
        asked.append((UPDATES, updates, RAW_UPDATES))
    return [
        {
            "name": board.name + ending,
            "description": text,
            "config": {
                "tags": [f"monday_{board.name}"],
                "meta": {"monday_board_id": str(board.board_id)},
            },
            "columns": [{"name": name, "description": what} for name, what in columns],
        }
        for ending, text, columns in asked
    ]


def event_sql(
    board: BoardFile, table: EventTable, with_: Sequence[str], config: Mapping[str, Any]
) -> str:
    """Return the text of the model with this config()."""
    lines = [f"    {_source(board, c)} as {column(c.name)}" for c in table.columns]
    return (
        header(board, "--")
        + "\n"
        + config_block(config)
        + refer(with_)
        + "\nselect\n"
        + ",\n".join(lines)
        + f"\nfrom (\n    {{{{ {table.query} }}}}\n) as found\n"
    )


def event_model(board: BoardFile, table: EventTable) -> dict[str, Any]:
    """Return the model's entry under `models:`."""
    title = markdown_text(board.title)
    unique = {
        "name": f"unique_{table.model}",
        "arguments": {"columns": [argument_text(name) for name in table.key]},
    }
    tests: list[dict[str, Any]] = [{f"{PACKAGE}.unique_together": unique}, *table.tests]
    columns = []
    for found in table.columns:
        entry: dict[str, Any] = {
            "name": yaml_text(found.name),
            "quote": True,
            "description": found.description,
            "config": {"meta": {"data_type": found.data_type}},
        }
        if found.name in table.key:
            name = f"not_null_{table.model}__{found.source}"
            own, apart = column_tests(found.name, not_null=name)
            entry |= {"data_tests": own} if own else {}
            tests += apart
        columns.append(entry)
    text = f"monday board {title} (id {board.board_id}): {table.what}."
    return {
        "name": table.model,
        "description": yaml_text(text),
        "config": {"meta": {"monday_board_id": str(board.board_id)}},
        "data_tests": tests,
        "columns": columns,
    }


def _activity(board: BoardFile) -> EventTable:
    raw = board.name + ACTIVITY
    columns = _columns(board, ACTIVITY_COLUMNS)
    return EventTable(
        raw,
        beside(board.table, ACTIVITY),
        "what happened on it, one row per event, as far as loads have read monday's log",
        f"{PACKAGE}.monday_activity(source('raw_monday', '{raw}'))",
        columns,
        (columns[0].name,),
        _log_meta(raw, "activity", columns),
    )


def _log_meta(raw: str, log: str, columns: Sequence[EventColumn]) -> tuple[tuple[str, object], ...]:
    """Return the meta with which a build checks a table whose rows are those of a log."""
    names = {column.source: column.name for column in columns}
    return ("swap_rows_from", ["raw_monday", raw]), ("monday_log", {"facts": log, "names": names})


def _updates(board: BoardFile) -> EventTable:
    raw = board.name + UPDATES
    columns = _columns(board, UPDATES_COLUMNS)
    return EventTable(
        raw,
        beside(board.table, UPDATES),
        "what people say on it, one row per update and reply",
        f"{PACKAGE}.monday_updates(source('raw_monday', '{raw}'))",
        columns,
        tuple(c.name for c in columns if c.source in ("post_kind", "monday_id")),
        _log_meta(raw, "updates", columns),
    )


def _status_times(board: BoardFile) -> EventTable:
    columns = _columns(board, STATUS_TIMES_COLUMNS)
    named = {c.source: c.name for c in columns}
    key = tuple(named[source] for source in ("item_id", "column_id", "stay_position"))
    followed = jinja([list(one) for one in board.timed])
    model = board.name + STATUS_TIMES
    seamless = {
        "name": f"seamless_{model}",
        "arguments": {
            "cell": [argument_text(name) for name in key[:2]],
            "position": argument_text(named["stay_position"]),
            "started": argument_text(named["started_at"]),
            "ended": argument_text(named["ended_at"]),
            "ends_with": argument_text(named["ends_with"]),
        },
    }
    return EventTable(
        model,
        beside(board.table, STATUS_TIMES),
        "how long its items stood where, one row per stay",
        f"{PACKAGE}.monday_status_times(source('raw_monday', '{board.name}'), "
        f"source('raw_monday', '{board.name}{ACTIVITY}'), '{board.name}', {followed})",
        columns,
        key,
        (
            ("swap_shrink_of", {named["column_id"]: [ident for ident, _, _ in board.timed]}),
            ("monday_source", ["raw_monday", board.name]),
        ),
        ({f"{PACKAGE}.stays_are_seamless": seamless},),
    )


def _columns(board: BoardFile, described: Sequence[Described]) -> tuple[EventColumn, ...]:
    """Give the item's column its name in the board's own table, and no other column that name."""
    names = Names()
    names.take(board.item_id.name, "item_id")
    return tuple(
        EventColumn(source, board.item_id.name, board.item_id.data_type, text)
        if source == "item_id"
        else EventColumn(source, names.give(name, source), kind, text)
        for source, name, kind, text in described
    )


def _source(board: BoardFile, found: EventColumn) -> str:
    if found.source != "item_id":
        return found.source
    return f"{{{{ {call('monday_key', board.item_id.data_type)} }}}}"


def event_config(board: BoardFile, table: EventTable, with_: Sequence[str]) -> dict[str, Any]:
    """Return the config() arguments of the model, which is exchanged with the models in `with_`."""
    meta = {
        "swap_max_shrink_percent": board.swap.max_shrink_percent,
        "swap_max_losses": board.swap.max_losses,
        "swap_with": list(with_),
        "swap_exchange": None if board.swap.exchange == "swap" else board.swap.exchange,
        **dict(table.meta),
    }
    return {
        "materialized": "staged_swap",
        "unique_key": list(table.key),
        "alias": table.table,
        "schema": board.schema,
        "database": board.database,
        "tags": [f"monday_{board.name}", *board.tags],
        "meta": {key: value for key, value in meta.items() if value is not None},
    }
