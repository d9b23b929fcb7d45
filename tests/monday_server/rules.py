"""`query_params`: which items match its rules, and their order.

Filters on times work by day, in the time zone of the token's owner, as on monday.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from .data import Account, Board, Item
from .problems import Problem
from .texts import display, local

TIMES = {"__last_updated__": "updated_at", "__creation_log__": "created_at"}


def matches(account: Account, board: Board, item: Item, query: dict[str, Any]) -> bool:
    """Whether an item satisfies the rules and nested groups of a query."""
    tests = [_rule(account, board, item, rule) for rule in query.get("rules") or ()]
    tests += [matches(account, board, item, group) for group in query.get("groups") or ()]
    if not tests:
        return True
    return any(tests) if query.get("operator") == "or" else all(tests)


def sort_items(
    account: Account, board: Board, items: list[Item], order_by: list[dict[str, Any]]
) -> list[Item]:
    """Sort items by the columns of order_by, the first one leading; ties keep board order."""
    for order in reversed(order_by):
        column_id = order["column_id"]
        descending = order.get("direction") == "desc"

        def key(item: Item, column_id: str = column_id) -> Any:
            if column_id in TIMES:
                return getattr(item, TIMES[column_id])
            return _shown(account, board, item, column_id).casefold()

        items = sorted(items, key=key, reverse=descending)
    return items


def _shown(account: Account, board: Board, item: Item, column_id: str) -> str:
    """Return the displayed text of a column or of a virtual one."""
    if column_id == "name":
        return item.name
    if column_id == "__item_id__":
        return str(item.id)
    if column_id == "group":
        return item.group_id
    try:
        column = board.column(column_id)
    except KeyError:
        raise Problem(
            f"Column {column_id!r} not found on board {board.id}", "InvalidColumnIdException"
        ) from None
    return display(account, board, item, column)


def _rule(account: Account, board: Board, item: Item, rule: dict[str, Any]) -> bool:
    column_id, operator = rule["column_id"], rule.get("operator") or "any_of"
    given = rule["compare_value"]
    values = given if isinstance(given, list) else [given]
    if column_id in TIMES:
        moment: datetime = getattr(item, TIMES[column_id])
        return _day_rule(account, local(account, moment).date(), operator, values)
    shown = _shown(account, board, item, column_id)
    if operator in ("any_of", "not_any_of"):
        held = _held(board, item, column_id, shown)
        hit = any(str(value) in held for value in values)
        return hit if operator == "any_of" else not hit
    return _text_rule(shown, operator, [str(value) for value in values])


def _held(board: Board, item: Item, column_id: str, shown: str) -> set[str]:
    """Return what any_of compares with: label ids for status and dropdown, text otherwise."""
    kind = next((c.type for c in board.columns if c.id == column_id), "")
    value = item.value(column_id)
    if kind == "status":
        return {str(value)}
    if kind == "dropdown":
        return {str(entry) for entry in value or ()}
    return {shown}


def _text_rule(shown: str, operator: str, values: list[str]) -> bool:
    text, first = shown.casefold(), (values[0] if values else "").casefold()
    if operator == "is_empty":
        return text == ""
    if operator == "is_not_empty":
        return text != ""
    if operator in ("contains_text", "contains_terms"):
        return first in text
    if operator == "not_contains_text":
        return first not in text
    if operator == "starts_with":
        return text.startswith(first)
    if operator == "ends_with":
        return text.endswith(first)
    return _number_rule(shown, operator, values)


def _number_rule(shown: str, operator: str, values: list[str]) -> bool:
    try:
        number, bounds = float(shown), [float(value) for value in values]
    except ValueError:
        return False
    return _compare(number, operator, bounds)


def _compare(value: Any, operator: str, bounds: list[Any]) -> bool:
    if operator == "between":
        return bool(min(bounds) <= value <= max(bounds))
    tests = {
        "greater_than": value > bounds[0],
        "greater_than_or_equals": value >= bounds[0],
        "lower_than": value < bounds[0],
        "lower_than_or_equal": value <= bounds[0],
    }
    if operator not in tests:
        raise Problem(f"operator {operator} is not supported here", "InvalidArgumentException")
    return bool(tests[operator])


def _day_rule(account: Account, day: date, operator: str, values: list[Any]) -> bool:
    """Apply a rule on a time: its day against named days, dates or a number of days back."""
    today = local(account, account.now()).date()
    if operator == "within_the_last":
        unit = {"DAYS": 1, "WEEKS": 7, "MONTHS": 30}[str(values[0]).upper()]
        return today - timedelta(days=unit * int(values[1])) <= day <= today
    if operator in ("any_of", "not_any_of"):
        spans = [_span(str(value), today) for value in values if str(value) != "EXACT"]
        hit = any(span is not None and span[0] <= day <= span[1] for span in spans)
        return hit if operator == "any_of" else not hit
    bounds = [_parse(str(value)) for value in values if str(value) != "EXACT"]
    return _compare(day, operator, bounds)


def _span(word: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of TODAY, YESTERDAY, THIS_WEEK, THIS_MONTH or an ISO date.

    monday documents LAST_WEEK and LAST_MONTH, but they match nothing.
    """
    if word == "TODAY":
        return today, today
    if word == "YESTERDAY":
        return today - timedelta(days=1), today - timedelta(days=1)
    if word == "THIS_WEEK":
        start = today - timedelta(days=today.weekday())
        return start, start + timedelta(days=6)
    if word == "THIS_MONTH":
        start = today.replace(day=1)
        return start, (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if word in ("LAST_WEEK", "LAST_MONTH"):
        return None
    return _parse(word), _parse(word)


def _parse(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Problem(f"{text!r} is not a date", "InvalidArgumentException") from None
