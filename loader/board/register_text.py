"""Entries of a board's register and the JSON texts that `raw_monday._columns` keeps. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import Entry, RegisteredColumn, Version
from loader.board.file_reader import board_of
from loader.board.json_text import parse_json

_REVISION = "revision"


def as_texts(row: RegisteredColumn) -> tuple[str | None, str | None]:
    """The entry as the last load went by it, and the versions before; None where there is none."""
    *past, last = row.versions or (None,)
    if last is None:
        return None, None
    earlier = [_values(version) for version in past if version is not None]
    return _text(_values(last)), _text(earlier) if earlier else None


def versions_in(decided: str | None, filed: str | None) -> tuple[Version, ...]:
    """The versions in two such texts. Raises ValueError for texts that were not written so.

    Where an entry stands alone in `filed`, as in older registers, it is what the file said before
    the load that decided.
    """
    if decided is None:
        return ()
    last: Any = parse_json(decided)
    past: Any = [] if filed is None else parse_json(filed)
    if isinstance(past, dict):
        past, last = [{**past, _REVISION: 0}], {_REVISION: 1, **last}
    try:
        return tuple(_version(dict(found)) for found in (*past, last))
    except (TypeError, ValueError, KeyError) as exc:
        raise ValueError(f"{decided[:40]!r} is no entry of a board file") from exc


def _values(version: Version) -> dict[str, Any]:
    return {**asdict(version.entry), _REVISION: version.revision}


def _text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _version(values: dict[str, Any]) -> Version:
    return Version(int(values.pop(_REVISION, 0)), _entry(values))


def _entry(values: dict[str, Any]) -> Entry:
    """Keys of a later version are passed over."""
    kind = _kind(values)
    known = {f.name for f in fields(kind)}
    given = {key: value for key, value in values.items() if key in known}
    if kind is BoardFile:
        return board_of(given, given["name"])
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    entry: Entry = kind(**(given | lists))
    return entry


def _kind(values: dict[str, Any]) -> type[Any]:
    if "board_id" in values:
        return BoardFile
    return ColumnEntry if "type" in values else AttributeEntry
