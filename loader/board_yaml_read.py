"""From a parsed board file to a BoardFile, collecting every fault with its line."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, TypeVar

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarbool import ScalarBoolean

from loader.board_file import (
    ATTRIBUTE_IDS,
    DECISIONS,
    REFRESHES,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
    Index,
    ItemId,
    LoadSettings,
    SwapSettings,
)
from loader.naming import (
    BOARD_NAME_RULE,
    DATABASE_NAME_RULE,
    MAX_UNITS,
    collation_key,
    is_database_name,
    is_safe_name,
    units,
)

_DATA_TYPE = re.compile(
    r"[a-z][a-z0-9]*( precision)?(\(\s*(\d{1,4}|max)\s*(,\s*\d{1,4}\s*)?\))?", re.IGNORECASE
)
_T = TypeVar("_T")

_TOP_KEYS = (
    "board_id", "title", "table", "schema", "database", "url", "kind", "hierarchy", "description",
    "item_id", "load", "swap", "indexes", "states", "keep_removed", "history", "subitems",
    "removed", "attributes", "columns",
)  # fmt: skip
_COLUMN_KEYS = (
    "id", "type", "title", "name", "decision", "data_type", "boards", "aliases", "parts",
    "links", "description", "decided_by", "decided_at", "reason", "gone", "former_names",
)  # fmt: skip


def read_board(document: CommentedMap, name: str) -> tuple[BoardFile | None, tuple[str, ...]]:
    """The board and the faults. The board is None when a fault leaves nothing to show."""
    faults: list[tuple[int, str]] = []
    top = _Node(document, "", faults)
    top.only(_TOP_KEYS)
    if not is_safe_name(name):
        top.fault(None, f"the file name {name!r} is no board name: use {BOARD_NAME_RULE}")
    columns = tuple(_column(node) for node in top.entries("columns"))
    attributes = tuple(_attribute(node) for node in top.entries("attributes"))
    board = BoardFile(
        name=name,
        board_id=top.integer("board_id", None, 1, 2**63 - 1),
        title=top.text("title"),
        table=top.safe_name("table"),
        schema=top.safe_name("schema", optional=True),
        database=top.database("database"),
        url=top.text("url", optional=True),
        kind=top.text("kind", default="board"),
        hierarchy=top.choice("hierarchy", ("classic", "multi_level"), "classic"),
        description=top.text("description", optional=True),
        item_id=_item_id(top.mapping("item_id")),
        load=_load(top.mapping("load")),
        swap=_swap(top.mapping("swap")),
        indexes=tuple(_index(node) for node in top.entries("indexes", with_id=False)),
        states=top.texts("states", ("active",), ("active", "archived")),
        keep_removed=top.boolean("keep_removed"),
        history=top.boolean("history"),
        subitems=top.safe_name("subitems", optional=True),
        removed=top.boolean("removed"),
        columns=columns,
        attributes=attributes,
    )
    _check_names(top, board)
    found = tuple(f"line {line}: {fault}" for line, fault in sorted(faults))
    return (None if found else board), found


class _Node:
    """A mapping of the file with its place, reading typed values and noting faults."""

    def __init__(self, data: CommentedMap, label: str, faults: list[tuple[int, str]]) -> None:
        self.data = data
        self.label = label
        self.faults = faults

    def line(self, key: str | None) -> int:
        try:
            return int(self.data.lc.key(key)[0]) + 1
        except (AttributeError, KeyError, TypeError):
            return int(self.data.lc.line or 0) + 1

    def fault(self, key: str | None, message: str) -> None:
        where = f"{self.label}: " if self.label else ""
        self.faults.append((self.line(key), where + message))

    def only(self, keys: tuple[str, ...]) -> None:
        for key in self.data:
            if key not in keys:
                self.fault(key, f"unknown key {key!r}; known are {', '.join(keys)}")

    def _typed(self, key: str, kind: type | tuple[type, ...], want: str, default: _T) -> Any | _T:
        value = self.data.get(key)
        if value is None:
            return default
        if isinstance(value, (bool, ScalarBoolean)) and kind is not bool:
            self.fault(key, f"{key} must be {want}, not {value}")
            return default
        if not isinstance(value, kind) and not isinstance(value, ScalarBoolean):
            self.fault(key, f"{key} must be {want}, not {value!r}")
            return default
        return value

    def text(self, key: str, *, optional: bool = False, default: str | None = None) -> Any:
        value = self._typed(key, str, "text; put it in quotes", None)
        if value is None and key in self.data and self.data[key] is not None:
            return default or ""  # faulty, and reported as such
        if value is None and default is None and not optional:
            self.fault(key, f"{key} is missing")
        return default if value is None else str(value)

    def integer(self, key: str, default: int | None, low: int, high: int) -> Any:
        value = self._typed(key, int, "a whole number", None)
        if value is None:
            if default is None and self.data.get(key) is None:
                self.fault(key, f"{key} is missing")
            return default
        if not low <= value <= high:
            self.fault(key, f"{key} must be from {low} to {high}, not {value}")
        return int(value)

    def boolean(self, key: str) -> bool:
        return bool(self._typed(key, bool, "true or false", False))

    def choice(self, key: str, allowed: tuple[_T, ...], default: _T | None) -> _T:
        value = self.data.get(key, default)
        if value not in allowed:
            listed = ", ".join(str(a) for a in allowed)
            self.fault(key, f"{key} must be one of {listed}, not {value!r}")
            return allowed[0]
        return allowed[allowed.index(value)]

    def safe_name(self, key: str, *, optional: bool = False) -> Any:
        value = self.text(key, optional=optional)
        if value and not is_safe_name(value):
            self.fault(key, f"{key} {value!r} is not allowed: use {BOARD_NAME_RULE}")
        return value

    def database(self, key: str) -> str | None:
        value: str | None = self.text(key, optional=True)
        if value and not is_database_name(value):
            self.fault(key, f"{key} {value!r} is not allowed: use {DATABASE_NAME_RULE}")
        return value

    def data_type(self, key: str) -> str | None:
        value: str | None = self.text(key, optional=True)
        if value and not _DATA_TYPE.fullmatch(value):
            self.fault(key, f"{key} {value!r} is no SQL type such as decimal(18,4) or datetime2(0)")
        return value

    def day(self, key: str) -> str | None:
        value = self.data.get(key)
        if isinstance(value, datetime.date):
            return value.isoformat()[:10]
        return self.text(key, optional=True)  # type: ignore[no-any-return]

    def texts(
        self, key: str, default: tuple[str, ...] = (), allowed: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        value = self.data.get(key)
        if value is None:
            return default
        if not isinstance(value, CommentedSeq) or not all(isinstance(v, str) for v in value):
            self.fault(key, f"{key} must be a list of texts")
            return default
        if allowed and (not value or any(v not in allowed for v in value)):
            self.fault(key, f"{key} must be a list of {', '.join(allowed)}")
        return tuple(str(v) for v in value)

    def ids(self, key: str) -> tuple[int, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, CommentedSeq) or not all(type(v) is int and v > 0 for v in value):
            self.fault(key, f"{key} must be a list of monday's ids of boards")
            return ()
        return tuple(int(v) for v in value)

    def mapping(self, key: str) -> _Node:
        value = self.data.get(key)
        if value is not None and not isinstance(value, CommentedMap):
            self.fault(key, f"{key} must be a mapping")
            value = None
        return _Node(value if value is not None else CommentedMap(), key, self.faults)

    def entries(self, key: str, *, with_id: bool = True) -> list[_Node]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, CommentedSeq):
            self.fault(key, f"{key} must be a list")
            return []
        nodes: list[_Node] = []
        seen: dict[str, int] = {}
        for number, entry in enumerate(value):
            line = int(value.lc.item(number)[0]) + 1
            if not isinstance(entry, CommentedMap):
                self.faults.append((line, f"{key}: each entry must be a mapping, not {entry!r}"))
                continue
            ident = str(entry.get("id", number + 1))
            if with_id and ident in seen:
                self.faults.append((line, f"{key}: id {ident!r} stands on line {seen[ident]} too"))
            seen[ident] = line
            nodes.append(_Node(entry, f"{key} {ident}", self.faults))
        return nodes


def _column(node: _Node) -> ColumnEntry:
    node.only(_COLUMN_KEYS)
    return ColumnEntry(
        id=node.text("id"),
        type=node.text("type"),
        title=node.text("title", default=""),
        name=_column_name(node),
        decision=node.choice("decision", DECISIONS, None),
        data_type=node.data_type("data_type"),
        boards=node.ids("boards"),
        aliases=node.texts("aliases"),
        parts=node.boolean("parts"),
        links=node.boolean("links"),
        description=node.text("description", optional=True),
        decided_by=node.text("decided_by", optional=True),
        decided_at=node.day("decided_at"),
        reason=node.text("reason", optional=True),
        gone=node.day("gone"),
        former_names=node.texts("former_names"),
    )


def _column_name(node: _Node) -> str:
    name: str = node.text("name")
    if name is not None and "name" in node.data:
        if not name.strip() or "\0" in name:
            node.fault("name", "name must have at least one visible character and no U+0000")
        elif units(name) > MAX_UNITS:
            node.fault("name", f"name has {units(name)} UTF-16 units; SQL Server takes {MAX_UNITS}")
    return name or ""


def _attribute(node: _Node) -> AttributeEntry:
    node.only(("id", "name", "decision"))
    ident = node.choice("id", ATTRIBUTE_IDS, None)
    return AttributeEntry(
        id=ident, name=_column_name(node), decision=node.choice("decision", DECISIONS, None)
    )


def _item_id(node: _Node) -> ItemId:
    node.only(("name", "data_type"))
    default = ItemId()
    name = _column_name(node) if "name" in node.data else default.name
    return ItemId(name=name, data_type=node.data_type("data_type") or default.data_type)


def _load(node: _Node) -> LoadSettings:
    node.only(("batch_size", "max_workers", "refresh"))
    has_refresh = node.data.get("refresh") is not None
    return LoadSettings(
        batch_size=node.integer("batch_size", 500, 1, 500),
        max_workers=node.integer("max_workers", 1, 1, 64),
        refresh=node.choice("refresh", REFRESHES, None) if has_refresh else None,
    )


def _swap(node: _Node) -> SwapSettings:
    node.only(("max_shrink_percent", "min_rows", "max_losses", "keep_previous", "take_over"))
    has_losses = node.data.get("max_losses") is not None
    return SwapSettings(
        max_shrink_percent=node.integer("max_shrink_percent", 50, 0, 100),
        min_rows=node.integer("min_rows", 0, 0, 2**31 - 1),
        max_losses=node.integer("max_losses", 0, 0, 2**31 - 1) if has_losses else None,
        keep_previous=node.boolean("keep_previous"),
        take_over=node.boolean("take_over"),
    )


def _index(node: _Node) -> Index:
    node.only(("columns", "unique", "include"))
    columns = node.texts("columns")
    if not columns:
        node.fault("columns", "columns must name at least one column")
    return Index(columns=columns, unique=node.boolean("unique"), include=node.texts("include"))


def _check_names(top: _Node, board: BoardFile) -> None:
    """No two columns of the table may have names that SQL Server can hold equal."""
    owners: dict[str, str] = {}
    sequence = top.data.get("columns")
    lines = _lines(sequence)

    def claim(name: str | None, what: str, fault: Callable[[str], None]) -> None:
        key = collation_key(name or "") if name else None
        if key is None:
            return
        if key in owners and owners[key] != what:
            fault(f"name {name!r} of {what} may be equal to that of {owners[key]} in SQL Server")
        owners.setdefault(key, what)

    claim(board.item_id.name, "the item id column", lambda m: top.fault("item_id", m))
    for entry in board.columns:
        line = lines.get(entry.id, 1)
        for name in (entry.name, *entry.aliases):
            claim(name, f"column {entry.id}", lambda m, at=line: top.faults.append((at, m)))  # type: ignore[misc]
    attribute_lines = _lines(top.data.get("attributes"))
    for attribute in board.attributes:
        at = attribute_lines.get(attribute.id, 1)
        claim(attribute.name, attribute.id, lambda m, at=at: top.faults.append((at, m)))  # type: ignore[misc]


def _lines(sequence: Any) -> dict[str, int]:
    if not isinstance(sequence, CommentedSeq):
        return {}
    return {
        str(entry.get("id")): int(sequence.lc.item(number)[0]) + 1
        for number, entry in enumerate(sequence)
        if isinstance(entry, CommentedMap)
    }
