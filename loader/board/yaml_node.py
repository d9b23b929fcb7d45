"""A mapping of a parsed YAML file that reads typed values and notes faults with their line."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarbool import ScalarBoolean

from loader.board.names import (
    BOARD_NAME_RULE,
    DATABASE_NAME_RULE,
    is_database_name,
    is_safe_name,
)
from loader.board.sql_types import data_type_fault

_T = TypeVar("_T")


class Node:
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
        if self.data.merge:  # what this program writes into one entry would show in the others
            self.fault("<<", "<<: takes keys over from elsewhere; write them out here")
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

    def data_type(
        self, key: str, check: Callable[[str], str | None] = data_type_fault
    ) -> str | None:
        value: str | None = self.text(key, optional=True)
        fault = check(value) if value else None
        if fault:
            self.fault(key, f"{key} {value!r} {fault}")
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

    def mapping(self, key: str) -> Node:
        value = self.data.get(key)
        if value is not None and not isinstance(value, CommentedMap):
            self.fault(key, f"{key} must be a mapping")
            value = None
        return Node(value if value is not None else CommentedMap(), key, self.faults)

    def entries(self, key: str, *, with_id: bool = True) -> list[Node]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, CommentedSeq):
            self.fault(key, f"{key} must be a list")
            return []
        nodes: list[Node] = []
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
            nodes.append(Node(entry, f"{key} {ident}", self.faults))
        return nodes
