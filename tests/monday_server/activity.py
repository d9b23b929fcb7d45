"""monday's activity log: the entries that edits write, and how boards return them.

The structure of `data` is that of entries recorded by real clients. Values are spelled differently
there than in the cell itself, and column types have their old names.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .values import Raw

MOST = 10_000
"""The most entries that one set of filters returns: the newest."""
A_PAGE = 1_000
OLD_TYPES = {
    "status": "color",
    "numbers": "numeric",
    "people": "multiple-person",
    "timeline": "timerange",
    "long_text": "long-text",
    "time_tracking": "duration",
    "checkbox": "boolean",
    "board_relation": "board-relation",
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry. `ticks` are units of 100 ns since 1970; the log shows it from `seen_at` on."""

    id: str
    event: str
    entity: str
    ticks: int
    user_id: str
    data: str
    seen_at: datetime


class ActivityLog:
    """The logs of all boards of an account."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.lag: Callable[[], timedelta] = timedelta
        """The delay between an event and its appearance in the log."""
        self.keeps: timedelta | None = None
        """The retention of an entry; None for ever."""
        self.entries: dict[int, list[LogEntry]] = {}
        self._ids = Random(4)
        self._count = itertools.count()

    def write(
        self,
        board_id: int,
        event: str,
        data: dict[str, Any],
        user_id: int | str,
        entity: str = "pulse",
    ) -> LogEntry:
        """Add an entry with the current time."""
        now = self.now()
        entry = LogEntry(
            id=str(uuid.UUID(int=self._ids.getrandbits(128), version=4)),
            event=event,
            entity=entity,
            ticks=ticks_of(now) + 10 * (next(self._count) % 10_000),
            user_id=str(user_id),
            data=json.dumps({"board_id": board_id, **data}, separators=(",", ":")),
            seen_at=now + self.lag(),
        )
        self.entries.setdefault(board_id, []).append(entry)
        return entry

    def shown(
        self,
        board_id: int,
        start: datetime | None = None,
        end: datetime | None = None,
        keep: Callable[[LogEntry, dict[str, Any]], bool] | None = None,
    ) -> list[LogEntry]:
        """Return the entries between two moments, newest first, at most 10,000."""
        now = self.now()
        first = 0 if start is None else ticks_of(start)
        last = 2**63 if end is None else ticks_of(end)
        if self.keeps is not None:
            first = max(first, ticks_of(now - self.keeps))
        found = [
            entry
            for entry in self.entries.get(board_id, ())
            if first <= entry.ticks <= last
            and entry.seen_at <= now
            and (keep is None or keep(entry, json.loads(entry.data)))
        ]
        found.sort(key=lambda entry: (entry.ticks, entry.id), reverse=True)
        return found[:MOST]


def ticks_of(moment: datetime) -> int:
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 10_000_000 + since.microseconds * 10


def page_of(entries: list[LogEntry], limit: int | None, page: int | None) -> list[LogEntry]:
    size = 25 if limit is None else min(limit, A_PAGE)
    start = (max(1, page or 1) - 1) * size
    return entries[start : start + size]


def logged(value: Any, column: Any) -> Any:
    """Return an entry's `value` or `previous_value` for a cell; None if it was never filled."""
    if value is None:
        return None
    if isinstance(value, Raw):
        return {"value": value.text} if value.text else {}
    match column.type:
        case "status":
            return _status(value, column)
        case "date":
            is_moment = isinstance(value, datetime)
            time = value.astimezone(UTC).strftime("%H:%M:%S") if is_moment else None
            day = value.astimezone(UTC).date() if is_moment else value
            return {"date": day.isoformat(), "time": time, "icon": None}
        case "people":
            listed = [{"id": who.id, "kind": who.kind} for who in value]
            return {"personsAndTeams": listed, "column_settings": {"max_people_allowed": "0"}}
        case "numbers":
            return {"value": _number(str(value)), "unit": None} if str(value) else {}
        case "dropdown":
            texts = {label.id: label.text for label in column.labels}
            return {"chosenValues": [{"id": i, "name": texts.get(i, "")} for i in value]}
        case "timeline":
            return {"from": value.start.isoformat(), "to": value.end.isoformat()}
        case "long_text":
            return {"text": value}
        case _:
            return {"value": str(value)} if value != "" else {}


def textual(value: Any, column: Any, names: Callable[[int], str | None]) -> dict[str, str]:
    """Return the text that an entry has besides a value that does not contain it."""
    if value is None or isinstance(value, Raw) or column.type not in ("people", "dropdown"):
        return {}
    texts = {label.id: label.text for label in column.labels}
    if column.type == "people":
        return {"textual_value": ", ".join(names(who.id) or "" for who in value)}
    return {"textual_value": ", ".join(texts.get(i, "") for i in value)}


def raw_values(columns: Iterable[Any], cells: dict[str, Any]) -> dict[str, str]:
    """Return `column_values_json`: the raw values with which an item was created."""
    kinds = {column.id: column.type for column in columns}
    found: dict[str, Any] = {}
    for column_id, cell in cells.items():
        value, kind = cell.value, kinds.get(column_id)
        if value is None or kind is None or isinstance(value, Raw):
            continue
        if kind == "status":
            found[column_id] = {"index": value}
        elif kind == "dropdown":
            found[column_id] = {"ids": list(value)}
        elif kind == "people":
            listed = [{"id": who.id, "kind": who.kind} for who in value]
            found[column_id] = {"personsAndTeams": listed}
        elif kind == "date":
            day = value.date() if isinstance(value, datetime) else value
            found[column_id] = {"date": day.isoformat()}
        elif isinstance(value, date | Decimal | str | int | bool):
            found[column_id] = {"value": str(value)}
    return {"column_values_json": json.dumps(found, separators=(",", ":"))} if found else {}


def _status(value: int, column: Any) -> dict[str, Any]:
    label = next((one for one in column.labels if one.id == value), None)
    text = {"text": label.text, "is_done": label.done} if label and label.text else {}
    colour = label.color if label else "#c4c4c4"
    style = {"color": colour, "border": colour, "var_name": "grass-green"}
    return {"label": {"index": value, **text, "style": style}, "post_id": None}


def _number(text: str) -> float | int | str:
    """Return a number, or the text that remains in a column which had another type before."""
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
