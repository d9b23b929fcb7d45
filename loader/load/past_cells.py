"""Raw values of a past moment -> cells, for types whose value determines the text. Pure.

monday gives no displayed text for the past. Labels, people and teams get today's names, or their
ids if the name is unknown. For tags, connected items, mirrors and formulas the text depends on more
than the value, or monday gives none: these columns are empty in the past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from loader.board.column_settings import id_number
from loader.board.column_types import TOLD_OF_PAST
from loader.board.json_text import json_or_none
from loader.board.model import Cell, Column
from loader.monday.graphql.cells import EMPTY_LABEL, document_names, labels_of

Value = Mapping[str, object]


def _words(value: Value, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _range(value: Value, first: str, last: str) -> str:
    return " - ".join(filter(None, (_words(value, first), _words(value, last))))


def _week(value: Value) -> str:
    week = value.get("week")
    return _range(week, "startDate", "endDate") if isinstance(week, Mapping) else ""


def _email(value: Value) -> str:
    address, label = _words(value, "email"), _words(value, "text")
    return address if label in ("", address) else f"{label} - {address}"


def _link(value: Value) -> str:
    url = _words(value, "url")
    return f"{_words(value, 'text')} - {url}" if url else ""


def _colour(value: Value) -> str:
    colour = value.get("color")
    return _words(colour, "hex") if isinstance(colour, Mapping) else ""


_TEXTS: Mapping[str, Callable[[Value], str]] = {
    "long_text": lambda value: _words(value, "text"),
    "timeline": lambda value: _range(value, "from", "to"),
    "week": _week,
    "email": _email,
    "link": _link,
    "phone": lambda value: _words(value, "phone"),
    "location": lambda value: _words(value, "address"),
    "country": lambda value: _words(value, "countryName"),
    "color_picker": _colour,
    "world_clock": lambda value: _words(value, "timezone"),
}
"""The text that monday shows for a value; other types are handled below."""


Names = Mapping[tuple[str, int], str]
"""Today's names of people and teams, by kind (person, team) and id."""


def past_cells(
    columns: Iterable[Column], values: Mapping[str, str | None], names: Names
) -> tuple[Cell, ...]:
    """Return an item's cells in columns of such types; skip columns that monday does not track."""
    told = (c for c in columns if c.type in TOLD_OF_PAST and c.id in values)
    return tuple(_cell(column, values[column.id], names) for column in told)


def _cell(column: Column, value: str | None, names: Names) -> Cell:
    if column.type == "people":
        text = _people(json_or_none(value), names)
    elif column.type == "doc":
        text = document_names(value) or ""
    else:
        text = _text(column, value)
    return Cell(column.id, column.type, text or None, value)


def _people(decoded: object, names: Names) -> str:
    listed = decoded.get("personsAndTeams") if isinstance(decoded, Mapping) else None
    called = []
    for one in listed if isinstance(listed, list) else []:
        ident = id_number(one.get("id")) if isinstance(one, Mapping) else None
        if ident is not None:
            called.append(names.get((str(one.get("kind", "person")), ident)) or str(ident))
    return ", ".join(called)


def _text(column: Column, value: str | None) -> str:
    if value is None:
        return ""
    decoded = json_or_none(value)
    if column.type in ("text", "numbers"):
        if isinstance(decoded, Mapping) and decoded.keys() == {"changed_at"}:
            return ""
        return decoded if isinstance(decoded, str) else value
    if not isinstance(decoded, Mapping):
        return ""
    if column.type == "status":
        return _labels(column, [decoded["index"]]) if decoded.get("index") is not None else ""
    if column.type == "dropdown":
        ids = decoded.get("ids")
        return _labels(column, ids if isinstance(ids, list) else [])
    return _TEXTS[column.type](decoded) if column.type in _TEXTS else ""


def _labels(column: Column, ids: Iterable[object]) -> str:
    """Return the labels' names; a label that no longer exists is named by its id, as in counts."""
    words = labels_of(column.settings)
    named = (words.get(str(i), "" if str(i) == EMPTY_LABEL else str(i)) for i in ids)
    return ", ".join(filter(None, named))
