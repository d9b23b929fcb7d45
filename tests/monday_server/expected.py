"""What a table should hold for a board, as Python values, from the stand-in's own data.

Independent of the loader: values come from the dataclasses and from `texts`, the module that knows
what monday displays. Types of the values, by column type:

    numbers                     Decimal, every digit
    date                        date, or datetime in UTC without tzinfo when it has a time
    creation_log, last_updated  datetime in UTC without tzinfo, whole seconds
    hour                        time
    checkbox                    bool, False when empty
    rating, vote, time_tracking int (seconds for the last)
    item_id                     int
    everything else             the displayed text

Any other empty cell is None; one without votes holds 0. Text is unchanged from monday: the test has
to map a lone surrogate or U+0000.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from .data import Account, Board, Column, Item
from .resolvers import host
from .rollups import rolled_value
from .texts import display, label_text
from .values import Raw

Table = dict[int, dict[str, Any]]
"""Typed values by item id and column id."""

UNREADABLE = frozenset({"auto_number", "progress", "button"})


def expected_table(
    account: Account,
    board: int | Board,
    columns: Iterable[str] | None = None,
    states: tuple[str, ...] = ("active",),
) -> Table:
    """Return every item in these states with these columns.

    Default `columns`: all that are readable and not archived, including `name`. `columns` may
    contain the ids of attributes (`__group__` and so on).
    """
    with account.lock:
        there = account.board(board)
        if columns is None:
            columns = [
                column.id
                for column in there.columns
                if column.type not in UNREADABLE and not column.archived
            ]
        wanted = [(column_id, _column(there, column_id)) for column_id in columns]
        return {
            item.id: {
                column_id: expected_value(account, there, item, column)
                if column is not None
                else ATTRIBUTES[column_id](account, there, item)
                for column_id, column in wanted
            }
            for item in there.items.values()
            if item.state in states
        }


def expected_value(account: Account, board: Board, item: Item, column: Column) -> Any:
    """Return the typed value of one cell."""
    if column.rollup is not None and board.hierarchy == "multi_level":
        return _rolled(account, board, item, column)
    value = item.value(column.id)
    if isinstance(value, Raw):
        return _raw(column, value)
    typed = TYPED.get(column.type)
    if typed is not None:
        return typed(item, value)
    return display(account, board, item, column) or None


def _raw(column: Column, value: Raw) -> Any:
    if column.type == "unsupported":
        return value.text or value.value
    return value.typed


def _column(board: Board, column_id: str) -> Column | None:
    if column_id in ATTRIBUTES:
        return None
    return board.column(column_id)


def _rolled(account: Account, board: Board, item: Item, column: Column) -> Any:
    rolled = rolled_value(account, board, item, column)
    if column.type == "status":
        leaf = item.id not in account.children(board)
        texts = [(label_text(column, key), count) for key, count in rolled.items()]
        if leaf:
            return texts[0][0] or None if texts else None
        return ", ".join(f"{text}: {count}" for text, count in texts) or None
    if column.type == "timeline" and rolled is not None:
        return f"{rolled.start.isoformat()} - {rolled.end.isoformat()}"
    return rolled


def _number(_item: Item, value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _moment(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _date(_item: Item, value: Any) -> date | datetime | None:
    return _moment(value) if isinstance(value, datetime) else value


TYPED: dict[str, Any] = {
    "numbers": _number,
    "date": _date,
    "checkbox": lambda item, value: bool(value),
    "hour": lambda item, value: value,
    "rating": lambda item, value: value,
    "vote": lambda item, value: len(value or ()),
    "time_tracking": lambda item, value: None if value is None else value.duration,
    "creation_log": lambda item, value: _moment(item.created_at),
    "last_updated": lambda item, value: _moment(item.updated_at),
    "item_id": lambda item, value: item.id,
    "doc": lambda item, value: ", ".join(f.name for f in value) if value else None,
}

ATTRIBUTES: dict[str, Any] = {
    "__group__": lambda account, board, item: board.group(item.group_id).title or None,
    "__updated_at__": lambda account, board, item: _moment(item.updated_at),
    "__created_at__": lambda account, board, item: _moment(item.created_at),
    "__state__": lambda account, board, item: item.state,
    "__creator__": lambda account, board, item: account.user_name(item.creator_id),
    "__url__": lambda account, board, item: f"{host(account)}/boards/{board.id}/pulses/{item.id}",
    "__parent_item__": lambda account, board, item: item.parent_id,
}
