"""Converts register entries to the JSON texts in `raw_monday._columns` and back. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

import yaml

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import Entry, RegisteredColumn, Version
from loader.board.file_reader import board_of
from loader.board.json_text import parse_json

_REVISION = "revision"


def as_texts(row: RegisteredColumn) -> tuple[str | None, str | None]:
    """Return the entry that the last load used and the earlier versions; None for a missing one."""
    *past, last = row.versions or (None,)
    if last is None:
        return None, None
    earlier = [_values(version) for version in past if version is not None]
    return _text(_values(last)), _text(earlier) if earlier else None


def versions_in(decided: str | None, filed: str | None) -> tuple[Version, ...]:
    """Return the versions in two texts from `as_texts`. Raises ValueError for any other texts.

    In older registers `filed` is a single entry: what the file said before the load that decided.
    """
    if decided is None:
        return ()
    last: Any = parse_json(decided)
    past: Any = [] if filed is None else parse_json(filed)
    if isinstance(past, dict):
        past, last = [{**past, _REVISION: 0}], {_REVISION: 1, **last}
    try:
        return tuple(_version(dict(found)) for found in (*past, last))
    except (TypeError, ValueError, KeyError, AttributeError, yaml.YAMLError) as exc:
        raise ValueError(f"{decided[:40]!r} is no entry of a board file") from exc


def _values(version: Version) -> dict[str, Any]:
    """Return a version's values; tests as YAML, because JSON has no dates and no non-text keys."""
    values = asdict(version.entry)
    if values.get("tests"):
        values["tests"] = yaml.safe_dump(list(values["tests"]), allow_unicode=True)
    return {**values, _REVISION: version.revision}


def _text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _version(values: dict[str, Any]) -> Version:
    return Version(int(values.pop(_REVISION, 0)), _entry(values))


def _entry(values: dict[str, Any]) -> Entry:
    """Return the entry from its values; ignore keys of later program versions."""
    kind = _kind(values)
    known = {f.name for f in fields(kind)}
    given = {key: value for key, value in values.items() if key in known}
    if isinstance(given.get("tests"), str):
        given["tests"] = yaml.safe_load(given["tests"])
    if kind is BoardFile:
        return board_of(given, given["name"])
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    entry: Entry = kind(**(given | lists))
    for name, hint in get_type_hints(kind).items():
        if not _fits(getattr(entry, name), hint):
            raise TypeError(name)
    return entry


def _fits(value: object, hint: Any) -> bool:
    """Return whether a value has the type of a field's annotation."""
    origin, of = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in of
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(one, of[0]) for one in value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, dict)
    if of:
        return any(_fits(value, one) for one in of)
    return isinstance(value, hint)


def _kind(values: dict[str, Any]) -> type[Any]:
    if "board_id" in values:
        return BoardFile
    return ColumnEntry if "type" in values else AttributeEntry
