"""The expected tables of events and stays, from the stand-in's log and its own records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from loader.monday.read.activity import moment_of
from tests.monday_server.activity import LogEntry

Place = int | None | str
"""Where an item is: a label's id, None for no label, AWAY, or ELSEWHERE for another board."""
AWAY, ELSEWHERE = "away", "elsewhere"


def facts(entry: LogEntry) -> dict[str, Any]:
    """Return the expected row for an event."""
    data = json.loads(entry.data)
    item = data.get("pulse_id")
    at = moment_of(entry.ticks).replace(tzinfo=None)
    before, after = data.get("previous_value"), data.get("value")
    known = {
        "At": at,
        "Ticks": entry.ticks,
        "Event": entry.event,
        "Entity": entry.entity,
        "User ID": int(entry.user_id),
        "Item ID": None if item is None else str(item),
        "Item": data.get("pulse_name") or data.get("pulse", {}).get("name"),
        "Column ID": data.get("column_id"),
        "Column": data.get("column_title"),
        "Group ID": data.get("group_id"),
        "Data": entry.data,
    }
    if entry.event.startswith("move_pulse") and entry.event.endswith("_group"):
        before, after = data["source_group"], data["dest_group"]
        known |= {"From": before["title"], "To": after["title"]}
    elif entry.event == "update_name":
        known |= {"From": before["name"], "To": after["name"]}
    elif data.get("column_type") == "color" and entry.event == "update_column_value":
        known |= {"From": label(before), "To": label(after)}
    elif data.get("column_type") == "multiple-person" and entry.event == "update_column_value":
        known |= {"To": data["textual_value"]}
    if isinstance(after, dict):
        known["To JSON"] = json.dumps(after, separators=(",", ":"), ensure_ascii=False)
    return known


def label(value: Any) -> str | None:
    text: str | None = (value or {}).get("label", {}).get("text")
    return text


@dataclass(frozen=True)
class Stay:
    """A period with one label, from the stand-in's records. UTC; `until` is None if it is open."""

    label: int | None
    since: datetime
    until: datetime | None
    ends_with: str


def stays(places: list[tuple[datetime, Place]]) -> list[Stay]:
    found = []
    for (since, place), after in zip_longest(places, places[1:]):
        if not isinstance(place, str):
            until, then = after or (None, None)
            ends = "open" if after is None else "left" if isinstance(then, str) else "change"
            found.append(Stay(place, since, until, ends))
    return found


def knowable(places: list[tuple[datetime, Place]], began: datetime) -> list[Stay]:
    """Return the stays that the log or the cell reveals. A period on the board without any change
    is unknown, unless the item was created in it or is still there.
    """
    stints: list[list[tuple[datetime, Place]]] = [[]]
    for when, place in places:
        stints[-1].append((when, place))
        if place == ELSEWHERE:
            stints.append([])
    found = []
    for number, stint in enumerate(stints):
        told = stays(stint)
        made = number == 0 and bool(stint) and stint[0][0] > began
        if made or len({s.label for s in told}) > 1 or (told and told[-1].ends_with == "open"):
            found += told
    return found


def close(found: datetime | None, wanted: datetime | None) -> bool:
    """Whether two times are equal, as log entries are written milliseconds after their event."""
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted.replace(tzinfo=None)) < timedelta(milliseconds=200)
