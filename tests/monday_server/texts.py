"""What monday displays for a cell: the only place that knows, for answers and expectations.

`display(...)` returns "" for an empty cell. Dates with a time are displayed in the time zone of the
token's owner; nothing else depends on a zone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .data import Account, Board, Column, Item, Row
from .values import Email, Link, Raw, Span


def display(account: Account, board: Board, item: Item, column: Column) -> str:
    """Return the text that a person sees in this cell on the board's page."""
    derived = DERIVED.get(column.type)
    if derived is not None:
        return derived(account, board, item, column)
    value = item.value(column.id)
    if isinstance(value, Raw):
        return value.text or ""
    if column.type == "vote":
        return str(len(value or ()))
    if value is None or value == "":
        return ""
    stored = STORED.get(column.type)
    return str(value) if stored is None else stored(account, column, value)


def linked_items(account: Account, item: Item, column: Column) -> list[Row]:
    """Return the existing linked items of a relation or dependency cell, in stored order."""
    value = item.value(column.id)
    ids = value if isinstance(value, tuple) else ()
    found = (account.find(item_id) for item_id in ids)
    return [row for row in found if row is not None and row.item.state != "deleted"]


def subitems(account: Account, board: Board, item: Item, column: Column) -> list[Row]:
    """Return active subitems of an item, from the subitem board or, multi-level, the same board."""
    home = board
    if column.boards:
        home = account.boards.get(column.boards[0], board)
    return [Row(home, child) for child in account.children(home).get(item.id, ())]


def mirrored(
    account: Account, board: Board, item: Item, column: Column
) -> list[tuple[Board, Item, Column]]:
    """Return (linked board, linked item, mirrored column) for each link that a mirror follows."""
    if column.mirror is None:
        return []
    try:
        relation = board.column(column.mirror.relation)
    except KeyError:
        return []
    out = []
    for there, linked in linked_items(account, item, relation):
        try:
            out.append((there, linked, there.column(column.mirror.column)))
        except KeyError:
            continue
    return out


def label_text(column: Column, label_id: int) -> str:
    """Return the label's text; "" for an id that the column lacks, as on monday."""
    return next((label.text for label in column.labels if label.id == label_id), "")


def local(account: Account, moment: datetime) -> datetime:
    """Return the moment in the token owner's zone, or in UTC at the ends of the calendar."""
    try:
        return moment.astimezone(ZoneInfo(account.me.time_zone))
    except OverflowError:
        return moment


def day(value: date) -> str:
    """Return an ISO date with a four-digit year (strftime drops leading zeros on some systems)."""
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def clock(seconds: int) -> str:
    """Return seconds in the form `02:30:00`."""
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def log_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def _date(account: Account, _column: Column, value: date) -> str:
    if isinstance(value, datetime):
        shown = local(account, value)
        return f"{day(shown)} {shown.hour:02d}:{shown.minute:02d}"
    return day(value)


def _span(_account: Account, _column: Column, value: Span) -> str:
    return f"{day(value.start)} - {day(value.end)}"


def _people(account: Account, _column: Column, value: tuple[Any, ...]) -> str:
    names = []
    for who in value:
        known = account.teams.get(who.id) if who.kind == "team" else account.users.get(who.id)
        if known is not None:
            names.append(known.name)
    return ", ".join(names)


def _tags(account: Account, _column: Column, value: tuple[int, ...]) -> str:
    return ", ".join(account.tags[tag].name for tag in value if tag in account.tags)


def _email(_account: Account, _column: Column, value: Email) -> str:
    if value.label and value.label != value.address:
        return f"{value.label} - {value.address}"
    return value.address


def _link(_account: Account, _column: Column, value: Link) -> str:
    return f"{value.text} - {value.url}"


STORED: dict[str, Callable[[Account, Column, Any], str]] = {
    "status": lambda a, c, v: label_text(c, v),
    "dropdown": lambda a, c, v: ", ".join(filter(None, (label_text(c, i) for i in v))),
    "date": _date,
    "timeline": _span,
    "week": _span,
    "hour": lambda a, c, v: f"{(v.hour + 11) % 12 + 1:02d}:{v.minute:02d} {'AP'[v.hour > 11]}M",
    "checkbox": lambda a, c, v: "v" if v else "",
    "people": _people,
    "item_assignees": _people,
    "person": lambda a, c, v: a.user_name(v) or "",
    "team": lambda a, c, v: a.teams[v].name if v in a.teams else "",
    "tags": _tags,
    "email": _email,
    "link": _link,
    "phone": lambda a, c, v: v.number,
    "country": lambda a, c, v: v.name,
    "location": lambda a, c, v: v.address,
    "file": lambda a, c, v: ", ".join(f.name for f in v),
    "doc": lambda a, c, v: "",
    "direct_doc": lambda a, c, v: "",
    "time_tracking": lambda a, c, v: clock(v.duration),
    "integration": lambda a, c, v: v.issue_id,
}
"""Texts of non-empty stored values, by type; types that are not listed display the value itself."""


def _mirror(account: Account, board: Board, item: Item, column: Column) -> str:
    shown = (display(account, *there) for there in mirrored(account, board, item, column))
    return ", ".join(text for text in shown if text)


def _links(account: Account, _board: Board, item: Item, column: Column) -> str:
    return ", ".join(linked.name for _, linked in linked_items(account, item, column))


DERIVED: dict[str, Callable[[Account, Board, Item, Column], str]] = {
    "name": lambda a, b, i, c: i.name,
    "board_relation": _links,
    "dependency": _links,
    "mirror": _mirror,
    "subtasks": lambda a, b, i, c: ", ".join(s.item.name for s in subitems(a, b, i, c)),
    "formula": lambda a, b, i, c: c.formula(i) if c.formula else "",
    "creation_log": lambda a, b, i, c: log_text(i.created_at),
    "last_updated": lambda a, b, i, c: log_text(i.updated_at),
    "item_id": lambda a, b, i, c: str(i.id),
    "group": lambda a, b, i, c: b.group(i.group_id).title,
    "button": lambda a, b, i, c: c.button,
    "progress": lambda a, b, i, c: "",
    "auto_number": lambda a, b, i, c: str(1 + list(b.items).index(i.id)),
}
"""Texts computed from the item and its context, by type."""
