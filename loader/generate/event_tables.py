"""The tables of what happened on a board, made of the logs that loads keep. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.names import Names
from loader.generate.jinja import PACKAGE, call, column, config_block, header, jinja
from loader.generate.link_properties import column_tests
from loader.generate.link_tables import beside
from loader.generate.text import argument_text, markdown_text, yaml_text
from loader.generate.together import refer

ACTIVITY, STATUS_TIMES, UPDATES = "__activity", "__status_times", "__updates"


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A column of such a table. `source` is its name in the query of the macro."""

    source: str
    name: str
    data_type: str
    description: str


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table made by one macro. `key` are names of columns."""

    model: str
    table: str
    what: str
    query: str
    """Jinja that gives the query: a call of the macro."""
    columns: tuple[EventColumn, ...]
    key: tuple[str, ...]
    meta: tuple[tuple[str, Any], ...]
    tests: tuple[dict[str, Any], ...] = ()


Described = tuple[str, str, str, str]
"""source, name, SQL type, description."""

_ACTIVITY: tuple[Described, ...] = (
    ("event_id", "Event ID", "varchar(255)", "monday's id of the event."),
    ("happened_at", "At", "datetime2(7)", "When it happened, in UTC; microseconds on DuckDB."),
    ("ticks", "Ticks", "bigint", "The same as monday counts it, 100 nanoseconds since 1970-01-01."),
    ("event_name", "Event", "nvarchar(255)", "monday's word for what happened."),
    ("entity", "Entity", "nvarchar(255)", "What it happened to: pulse (an item) or board."),
    ("user_id", "User ID", "bigint",
     "monday's id of who did it; negative for automations and monday's own apps."),
    ("item_id", "Item ID", "", "monday's id of the item; empty for events of the board."),
    ("item_name", "Item", "nvarchar(max)", "The item's name at that time."),
    ("column_id", "Column ID", "nvarchar(255)", "monday's id of the column."),
    ("column_title", "Column", "nvarchar(max)", "The column's title at that time."),
    ("group_id", "Group ID", "nvarchar(255)", "monday's id of the group."),
    ("from_text", "From", "nvarchar(max)", "What was before, as people see it."),
    ("to_text", "To", "nvarchar(max)", "What was after, as people see it."),
    ("from_json", "From JSON", "nvarchar(max)", "What was before, as monday gives it."),
    ("to_json", "To JSON", "nvarchar(max)", "What was after, as monday gives it."),
    ("data", "Data", "nvarchar(max)", "All that monday says of the event, as JSON."),
)  # fmt: skip


_STATUS_TIMES: tuple[Described, ...] = (
    ("item_id", "Item ID", "", "monday's id of the item, as in the board's own table."),
    ("column_name", "Column", "nvarchar(128)", "The column's name in the board's own table."),
    ("column_id", "Column ID", "nvarchar(255)", "monday's id of the column."),
    ("stay_position", "Position", "int", "1 for the first stay of the item in this column."),
    ("label_id", "Label ID", "int", "monday's id of the label; empty for other types."),
    ("label_then", "Label", "nvarchar(max)", "The value as it was called then; empty for none."),
    ("label_now", "Label Now", "nvarchar(max)", "The same as it is called now, or was last."),
    ("started_at", "From", "datetime2(7)", "When the stay began, in UTC; empty if not known."),
    ("ended_at", "To", "datetime2(7)", "When it ended, in UTC; empty for one that goes on."),
    ("seconds", "Seconds", "bigint", "How long it lasted; empty for one that goes on."),
    ("user_id", "By ID", "bigint", "monday's id of who began it."),
    ("begins_with", "Begins With", "nvarchar(20)",
     "change, creation, restored, moved in; before the log, changed at, seen again for what the "
     "log does not say."),
    ("ends_with", "Ends With", "nvarchar(20)",
     "change; left for an item archived, deleted or moved; open; unknown for an item that is gone "
     "without an event."),
)  # fmt: skip


_UPDATES: tuple[Described, ...] = (
    ("post_kind", "Kind", "nvarchar(10)", "update or reply."),
    ("monday_id", "Update ID", "bigint", "monday's id of the update or reply."),
    ("parent_id", "Reply To", "bigint", "The update that a reply is to; empty for an update."),
    ("item_id", "Item ID", "", "monday's id of the item; empty for an update of the board."),
    ("creator", "Creator ID", "bigint", "monday's id of who wrote it; empty for nobody."),
    ("written_at", "Created At", "datetime2(0)", "When it was written, in UTC."),
    ("changed_at", "Edited At", "datetime2(0)", "When it was last edited, in UTC; empty if never."),
    ("left_at", "Gone At", "datetime2(0)",
     "When a full load first found it deleted, in UTC; empty while it is there."),
    ("plain_text", "Text", "nvarchar(max)", "What it says."),
    ("html", "HTML", "nvarchar(max)", "The same as HTML, as people wrote it: not to be trusted."),
    ("file_list", "Files", "nvarchar(max)", "Its files as JSON: id, name, extension and size."),
)  # fmt: skip


def event_tables(board: BoardFile) -> tuple[EventTable, ...]:
    """The tables that the board file asks for."""
    tables = [_activity(board)] if board.activity else []
    tables += [_status_times(board)] if board.timed else []
    tables += [_updates(board)] if board.updates else []
    return tuple(tables)


def raw_tables(board: BoardFile) -> list[dict[str, Any]]:
    """The logs that loads keep, as further tables of the board's source."""
    ident = board.board_id
    activity = (
        f"monday's activity log of board {ident} as it came, one row per event; kept when monday "
        "has forgotten it."
    )
    updates = f"What people say on board {ident} as it came, one row per update and reply."
    asked: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    if board.activity:
        asked.append((ACTIVITY, activity, _RAW_ACTIVITY))
    if board.updates:
        asked.append((UPDATES, updates, _RAW_UPDATES))
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


_RAW_ACTIVITY = (
    ("event_id", "monday's id of the event."),
    ("ticks", "When it happened: 100 nanoseconds since 1970-01-01 UTC."),
    ("event", "monday's word for what happened."),
    ("entity", "pulse or board."),
    ("user_id", "monday's id of who did it; negative for automations."),
    ("account_id", "monday's id of the account."),
    ("data", "What monday says of it, as JSON."),
    ("loaded_at", "When the row was loaded, in UTC."),
)


_RAW_UPDATES = (
    ("post_id", "Kind and id."),
    ("kind", "update or reply."),
    ("monday_id", "monday's id of it."),
    ("parent_id", "The update that a reply is to."),
    ("item_id", "monday's id of the item."),
    ("creator_id", "monday's id of who wrote it."),
    ("created_at", "When it was written."),
    ("edited_at", "When it was last edited; as created_at if never."),
    ("body", "HTML as people wrote it."),
    ("text_body", "The same without HTML."),
    ("files", "Its files as JSON."),
    ("ticks", "Its last change: 100 nanoseconds since 1970-01-01 UTC."),
    ("gone_at", "When a full load first found it deleted, in UTC."),
    ("loaded_at", "When the row was loaded, in UTC."),
)


def event_sql(board: BoardFile, table: EventTable, with_: Sequence[str]) -> str:
    """The text of the model, which is exchanged with these."""
    lines = [f"    {_source(board, c)} as {column(c.name)}" for c in table.columns]
    return (
        header(board, "--")
        + "\n"
        + config_block(_config(board, table, with_))
        + refer(with_)
        + "\nselect\n"
        + ",\n".join(lines)
        + f"\nfrom (\n    {{{{ {table.query} }}}}\n) as found\n"
    )


def event_model(board: BoardFile, table: EventTable) -> dict[str, Any]:
    """The entry of the model under `models:`."""
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
    columns = _columns(board, _ACTIVITY)
    return EventTable(
        raw,
        beside(board.table, ACTIVITY),
        "what happened on it, one row per event, as far as loads have read monday's log",
        f"{PACKAGE}.monday_activity(source('raw_monday', '{raw}'))",
        columns,
        (columns[0].name,),
        (("swap_rows_from", ["raw_monday", raw]), ("monday_log", True)),
    )


def _updates(board: BoardFile) -> EventTable:
    raw = board.name + UPDATES
    columns = _columns(board, _UPDATES)
    return EventTable(
        raw,
        beside(board.table, UPDATES),
        "what people say on it, one row per update and reply",
        f"{PACKAGE}.monday_updates(source('raw_monday', '{raw}'))",
        columns,
        tuple(c.name for c in columns if c.source in ("post_kind", "monday_id")),
        (("swap_rows_from", ["raw_monday", raw]), ("monday_log", True)),
    )


def _status_times(board: BoardFile) -> EventTable:
    columns = _columns(board, _STATUS_TIMES)
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
    """The item's column is called as in the board's own table, and no other one is."""
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


def _config(board: BoardFile, table: EventTable, with_: Sequence[str]) -> dict[str, Any]:
    meta = {
        "swap_max_shrink_percent": board.swap.max_shrink_percent,
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
