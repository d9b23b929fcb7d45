"""Converts a parsed board file to a BoardFile, or reports every fault with its line.

`board_file.schema.json`, which editors also use, defines the permitted values; this module checks
what a schema cannot express.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarbool import ScalarBoolean

from loader.board.board_file import (
    FORMAT,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
    Exposure,
    Index,
    ItemId,
    LoadSettings,
    Past,
    Schedule,
    SwapSettings,
)
from loader.board.column_types import COLUMN_TYPES, TIMED, column_type
from loader.board.cron import cron_fault
from loader.board.freshness import Freshness, age_fault, sweep_fault
from loader.board.json_schema import Fault, Path, Schema, shown, words
from loader.board.names import (
    BOARD_NAME_RULE,
    DATABASE_NAME_RULE,
    MAX_UNITS,
    collation_key,
    is_database_name,
    is_safe_name,
    units,
)
from loader.board.sql_types import data_type_fault, key_type_fault

_T = TypeVar("_T")
_DAYS = ("decided_at", "gone")
_SWITCHES = {
    "parts": sorted(t.name for t in COLUMN_TYPES.values() if t.parts),
    "links": sorted(t.name for t in COLUMN_TYPES.values() if t.linking),
    "times": sorted(TIMED),
}
"""Keys that only columns of these types can have."""


def read_board(document: CommentedMap, name: str) -> BoardFile | tuple[str, ...]:
    """Return the board, or its faults ordered by line."""
    values = _plain(document)
    if _is_later(values):
        return (
            f"line {_line(document, ('format',))}: format is {values['format']}, and this version "
            f"reads up to {FORMAT}: a later version wrote the file; "
            "pip install --upgrade monday-to-sqlserver",
        )

    def line(*path: str | int) -> int:
        return _line(document, path)

    faults = [*SCHEMA.faults(values), *_further(values, name, line)]
    if not faults:
        return board_of(values, name)
    told = {(line(*fault.path), fault.text) for fault in faults}
    return tuple(f"line {at}: {text}" for at, text in sorted(told))


def read_plain(values: dict[str, Any], name: str) -> BoardFile | None:
    """Return the board, or None if anything is wrong: reporting faults needs a document's lines."""
    values = _plain(values)
    faults = itertools.chain(SCHEMA.faults(values), _further(values, name, lambda *_: 0))
    if _is_later(values) or next(iter(faults), None):
        return None
    return board_of(values, name)


def _is_later(values: dict[str, Any]) -> bool:
    written = values.get("format")
    return isinstance(written, int) and written > FORMAT


def _plain(value: Any, key: object = None) -> Any:
    """Return the value without ruamel's types."""
    if isinstance(value, dict):
        return {k: _plain(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, (bool, ScalarBoolean)):
        return bool(value)
    if isinstance(value, datetime.date) and key in _DAYS:
        return value.isoformat()[:10]
    return next((kind(value) for kind in (str, int, float) if isinstance(value, kind)), value)


def _line(document: CommentedMap, path: Path) -> int:
    """Return the line of the value at this path, or of its nearest existing ancestor."""
    node: Any = document
    line = int(document.lc.line or 0)
    for step in path:
        try:
            place_of = node.lc.key if isinstance(node, CommentedMap) else node.lc.item
            line, node = int(place_of(step)[0]), node[step]
        except (AttributeError, KeyError, TypeError):
            break
    return line + 1


def _column_name_fault(name: str) -> str | None:
    if not name.strip():
        return "must have at least one visible character"
    if units(name) > MAX_UNITS:
        return f"has {units(name)} UTF-16 units; SQL Server takes {MAX_UNITS}"
    return None


def _unless(check: Callable[[str], bool], rule: str) -> Callable[[str], str | None]:
    return lambda name: None if check(name) else f"is not allowed: use {rule}"


SCHEMA = Schema(
    __package__,
    "board_file.schema.json",
    {
        "board-name": _unless(is_safe_name, BOARD_NAME_RULE),
        "database-name": _unless(is_database_name, DATABASE_NAME_RULE),
        "column-name": _column_name_fault,
        "age": age_fault,
        "sweep": sweep_fault,
        "cron": cron_fault,
        "data-type": data_type_fault,
        "key-type": key_type_fault,
    },
)


def _further(values: dict[str, Any], name: str, line: Callable[..., int]) -> Iterator[Fault]:
    """Yield faults that a schema cannot express; skip values of a wrong type, already reported."""
    if not is_safe_name(name):
        yield Fault((), f"the file name {shown(name)} is no board name: use {BOARD_NAME_RULE}")
    if values.get("subitems") == name:
        yield Fault(("subitems",), "subitems must name another board than this one")
    for key in ("attributes", "columns"):
        seen: dict[str, int] = {}
        for at, entry in _entries(values, key):
            ident = str(entry.get("id"))
            if ident in seen:
                twice = f"stands on line {line(key, seen[ident])} too"
                yield Fault((key, at), f"{key}: id {shown(ident)} {twice}")
            if entry.get("id") is not None:
                seen.setdefault(ident, at)
    for at, entry in _entries(values, "columns"):
        for switch, types in _SWITCHES.items():
            kind = entry.get("type")
            if entry.get(switch) is True and isinstance(kind, str) and kind not in types:
                path: Path = ("columns", at, switch)
                wrong = f"is not for a column of type {shown(kind)}, only for {', '.join(types)}"
                yield Fault(path, f"{': '.join(words(path, values))}: true {wrong}")
        yield from _part_faults(values, at, entry)
    yield from _test_faults(values)
    yield from _times_faults(values)
    yield from _freshness_fault(values)
    yield from _exposure_faults(values)
    yield from _equal_names(values)


def _test_faults(values: dict[str, Any]) -> Iterator[Fault]:
    """Yield faults for .nan and .inf in tests: nothing can be compared with them."""
    listed = [((), values), *((("columns", at), e) for at, e in _entries(values, "columns"))]
    for path, entry in listed:
        try:
            json.dumps(entry.get("tests"), allow_nan=False, default=str, skipkeys=True)
        except ValueError:
            where = ": ".join(words((*path, "tests"), values))
            yield Fault((*path, "tests"), f"{where}: .nan and .inf are no numbers to test by")


def _times_faults(values: dict[str, Any]) -> Iterator[Fault]:
    """Yield faults of `times: true`: it needs the log; of the attributes only the group has it."""
    for key in ("attributes", "columns"):
        for at, entry in _entries(values, key):
            if entry.get("times") is not True:
                continue
            path: Path = (key, at, "times")
            lead = f"{': '.join(words(path, values))}: true"
            if values.get("activity") is not True:
                yield Fault(path, f"{lead} needs activity: true, the board's log")
            if key == "attributes" and entry.get("id") != "__group__":
                yield Fault(
                    path, f"{lead} is not for {shown(str(entry.get('id')))}, only __group__"
                )


def _part_faults(values: dict[str, Any], at: int, entry: dict[str, Any]) -> Iterator[Fault]:
    given, kind = entry.get("part_types"), entry.get("type")
    if not isinstance(given, dict) or not isinstance(kind, str):
        return
    known = column_type(kind).parts
    for part in given:
        path: Path = ("columns", at, "part_types", part)
        lead = ": ".join(words(path, values))
        if part not in known:
            has = f"which has {', '.join(known)}" if known else "which has none"
            yield Fault(path, f"{lead} is no part of a column of type {shown(kind)}, {has}")
        elif entry.get("parts") is not True:
            yield Fault(path, f"{lead} is shown only under parts: true, which the column lacks")


def _freshness_fault(values: dict[str, Any]) -> Iterator[Fault]:
    given = values.get("freshness")
    texts = list(given.values()) if isinstance(given, dict) else []
    if any(not isinstance(t, str) or age_fault(t) for t in texts if t is not None):
        return
    ages = _made(Freshness, given or {})
    if ages.warn_after > ages.error_after:
        longer = f"warn ({ages.warn}) must not be longer than error ({ages.error})"
        yield Fault(("freshness",), f"freshness: {longer}")


def _exposure_faults(values: dict[str, Any]) -> Iterator[Fault]:
    """Yield faults of exposures: dbt requires an owner."""
    seen: set[str] = set()
    for at, entry in _entries(values, "exposures"):
        path: Path = ("exposures", at)
        name = entry.get("name")
        if not entry.get("owner") and not values.get("owner"):
            yield Fault(path, f"exposures {at + 1} has no owner, and neither has the board")
        if isinstance(name, str) and name in seen:
            yield Fault(path, f"exposures {at + 1}: name {shown(name)} stands twice")
        seen.add(str(name))


def _entries(values: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    listed = values.get(key)
    found = enumerate(listed) if isinstance(listed, list) else ()
    return [(at, entry) for at, entry in found if isinstance(entry, dict)]


def _equal_names(values: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each name that SQL Server may treat as equal to another column's name."""
    owners: dict[str, str] = {}
    for path, name, owner in _names(values):
        key = collation_key(name) if isinstance(name, str) else ""
        if key and owners.setdefault(key, owner) != owner:
            equal = f"may be equal to that of {owners[key]} in SQL Server; give it another"
            yield Fault(path, f"name {shown(name)} of {owner} {equal}")


def _names(values: dict[str, Any]) -> Iterator[tuple[Path, Any, str]]:
    """Yield path, name and owner of each column of the table."""
    item_id = values.get("item_id")
    given = item_id.get("name") if isinstance(item_id, dict) else None
    yield ("item_id", "name"), given or ItemId().name, "the item id column"
    for at, entry in _entries(values, "columns"):
        owner = f"column {entry.get('id')}"
        yield ("columns", at, "name"), entry.get("name"), owner
        aliases = entry.get("aliases")
        for number, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            yield ("columns", at, "aliases", number), alias, owner
    for at, entry in _entries(values, "attributes"):
        yield ("attributes", at, "name"), entry.get("name"), str(entry.get("id"))


def board_of(values: dict[str, Any], name: str) -> BoardFile:
    """Return the board from valid values, whose keys, except `format`, are dataclass fields.

    Raises TypeError for any other key.
    """
    groups = {
        "item_id": ItemId, "load": LoadSettings, "swap": SwapSettings, "freshness": Freshness,
        "schedule": Schedule,
    }  # fmt: skip
    lists = {
        "indexes": Index,
        "exposures": Exposure,
        "attributes": AttributeEntry,
        "columns": ColumnEntry,
    }
    made: dict[str, Any] = {k: _made(cls, values.get(k) or {}) for k, cls in groups.items()}
    for key, cls in lists.items():
        without = {"title": ""} if cls is ColumnEntry else {}
        made[key] = tuple(_made(cls, e, **without) for e in values.get(key) or ())
    if isinstance(values.get("history"), dict):
        made["history"] = _made(Past, values["history"])
    known = {key: value for key, value in values.items() if key != "format"}
    return _made(BoardFile, {**known, **made, "name": name})


def _made(cls: type[_T], values: dict[str, Any], **without: Any) -> _T:
    """Make an instance; `without` holds values for keys that are left out."""
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if v is not None}
    return cls(**{**without, **given})
