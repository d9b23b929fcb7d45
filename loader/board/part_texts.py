"""The texts of a cell's parts, which the type macros convert for `parts: true`. Pure."""

from __future__ import annotations

import json
import re
from typing import Literal

from loader.board.json_text import parse_json
from loader.board.model import Cell

Place = tuple[Literal["value", "fields", "text"], str]
"""A field of the cell and a dotted path of keys in its JSON; the path is empty for `text`."""

WHOLE = ""
"""Key for the column itself, if its macro converts something other than the cell's text."""

_IDS: tuple[Place, ...] = (("fields", "linked_item_ids"),)
_FROM_TO: dict[str, tuple[Place, ...]] = {"from": (("value", "from"),), "to": (("value", "to"),)}
PLACES: dict[str, dict[str, tuple[Place, ...]]] = {
    "board_relation": {"ids": _IDS},
    "country": {"code": (("value", "countryCode"),)},
    "creation_log": {
        WHOLE: (("value", "created_at"), ("text", "")),
        "creator id": (("value", "creator_id"),),
    },
    "dependency": {"ids": _IDS},
    "doc": {"files": (("value", "files"),)},
    "dropdown": {"label ids": (("value", "ids"),)},
    "email": {"address": (("value", "email"),), "label": (("value", "text"),)},
    "file": {"files": (("value", "files"),)},
    "group": {"id": (("fields", "group_id"),)},
    "item_id": {WHOLE: (("value", "item_id"), ("text", ""))},
    "last_updated": {
        WHOLE: (("value", "updated_at"), ("text", "")),
        "updater id": (("value", "updater_id"),),
    },
    "link": {"url": (("value", "url"),), "text": (("value", "text"),)},
    "location": {
        "lat": (("value", "lat"),),
        "lng": (("value", "lng"),),
        "address": (("value", "address"),),
        "city": (("fields", "city"), ("value", "city.long_name"), ("value", "city")),
        "country": (
            ("fields", "location_country"), ("value", "country.long_name"), ("value", "country"),
        ),
    },
    "people": {"ids": (("value", "personsAndTeams"),)},
    "phone": {"number": (("value", "phone"),), "country": (("value", "countryShortName"),)},
    "rating": {WHOLE: (("fields", "rating"), ("value", "rating"))},
    "status": {"label id": (("value", "index"),), "done": (("fields", "is_done"),)},
    "subtasks": {"ids": (("fields", "subitems_ids"),)},
    "tags": {"ids": (("value", "tag_ids"),)},
    "time_tracking": {
        WHOLE: (("fields", "duration"), ("value", "duration")),
        "running": (("fields", "running"), ("value", "running")),
    },
    "timeline": _FROM_TO,
    "vote": {
        WHOLE: (("fields", "vote_count"), ("text", "")),
        "voter ids": (("fields", "voter_ids"), ("value", "voter_ids")),
    },
    "week": {"from": (("value", "week.startDate"),), "to": (("value", "week.endDate"),)},
}  # fmt: skip
"""Places of each part, by type; the first place with a value counts."""

CHANGED = "changed at"
"""A part that many types have, all in the same place."""


def part_text(cell: Cell, part: str) -> str:
    """Return the text of `part` in the cell; empty if it has none, or if its place is not known."""
    places = PLACES.get(cell.type, {}).get(part, ())
    for document, path in (("value", "changed_at"),) if part == CHANGED else places:
        found = cell.text if document == "text" else _at(getattr(cell, document), path)
        if found not in (None, "", [], {}):
            return found if isinstance(found, str) else _dumps(found)
    return ""


_SCALAR = re.compile(r'".*"|[-0-9].*', re.DOTALL)


def scalar_text(document: str | None) -> str:
    """Return a JSON string or number as it is spelled, without quotes; empty for anything else."""
    is_scalar = document is not None and _SCALAR.fullmatch(document)
    return document.replace('"', "") if document and is_scalar else ""


def _at(document: str | None, path: str) -> object:
    try:
        found = parse_json(document or "null", spelled=True)
    except ValueError:
        return None
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
