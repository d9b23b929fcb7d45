"""Calculated cells of multi-level boards: what a parent shows for its descendants.

Numbers and dates keep their type, and calculated cells have `is_leaf` false. A rolled-up status is
a BatteryValue on parents and leaves alike; its keys are the label ids.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .data import Account, Board, Column, Item
from .texts import day
from .values import Span


def leaves(account: Account, board: Board, item: Item) -> list[Item]:
    """Return the active descendants without subitems, or the item itself if it has none."""
    children = account.children(board).get(item.id)
    if not children:
        return [item]
    return [leaf for child in children for leaf in leaves(account, board, child)]


def rolled_value(account: Account, board: Board, item: Item, column: Column) -> Any:
    """Return the calculated value in Python: Decimal, date, Span or {label id: count}."""
    values = [leaf.value(column.id) for leaf in leaves(account, board, item)]
    present = [value for value in values if value is not None and value != ""]
    if column.type == "status":
        return dict(sorted(Counter(present).items()))
    if not present:
        return None
    if column.type == "numbers":
        numbers = [Decimal(str(value)) for value in present]
        if column.rollup == "MIN":
            return min(numbers)
        return max(numbers) if column.rollup == "MAX" else sum(numbers, Decimal(0))
    if column.type == "timeline":
        return Span(min(v.start for v in present), max(v.end for v in present))
    days = [v.date() if isinstance(v, datetime) else v for v in present]
    return max(days) if column.rollup == "MAX" else min(days)


def rollup_answer(
    account: Account, board: Board, item: Item, column: Column
) -> dict[str, Any] | None:
    """Return the fields that differ from a plain cell's; None if the plain cell is the answer."""
    leaf = item.id not in account.children(board)
    if column.type == "status":
        counts = rolled_value(account, board, item, column)
        entries = [
            {"__typename": "BatteryValueItem", "key": str(key), "count": count}
            for key, count in counts.items()
        ]
        return {"__typename": "BatteryValue", "battery_value": entries, "is_leaf": leaf}
    if leaf:
        return None
    rolled = rolled_value(account, board, item, column)
    fields = _FIELDS[column.type](rolled, column)
    return {**fields, "is_leaf": False}


def _numbers(rolled: Decimal | None, column: Column) -> dict[str, Any]:
    unit = column.unit or (None, None)
    shown = "" if rolled is None else format(rolled, "f")
    return {
        "text": shown,
        "value": json.dumps(shown) if shown else None,
        "number": float(rolled) if rolled is not None else None,
        "symbol": unit[0],
        "direction": unit[1],
    }


def _date(rolled: date | None, _column: Column) -> dict[str, Any]:
    shown = "" if rolled is None else day(rolled)
    value = json.dumps({"date": shown}) if shown else None
    return {"text": shown, "value": value, "date": shown or None, "time": None, "icon": None}


def _timeline(rolled: Span | None, _column: Column) -> dict[str, Any]:
    if rolled is None:
        empty = dict.fromkeys(("from", "to", "visualization_type"))
        return {"text": "", "value": None, **empty}
    start, end = day(rolled.start), day(rolled.end)
    return {
        "text": f"{start} - {end}",
        "value": json.dumps({"from": start, "to": end}),
        "from": f"{start}T00:00:00+00:00",
        "to": f"{end}T00:00:00+00:00",
        "visualization_type": None,
    }


_FIELDS: dict[str, Callable[[Any, Column], dict[str, Any]]] = {
    "numbers": _numbers,
    "date": _date,
    "timeline": _timeline,
}
