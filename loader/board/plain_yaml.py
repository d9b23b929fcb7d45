"""Reads plain YAML, as in most board files, with libyaml.

ruamel.yaml, which keeps marks and comments, takes twenty times as long, and is needed only to
report faults and to write. This module accepts only text that means the same to both readers in
every version of YAML; any other text is left to ruamel.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import yaml

_TEXT = re.compile(
    "[\\n\\x20-\\x5b\\x5d-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]*"
)
"""No backslash, no line end but \\n, no invisible characters, none that some readers reject."""
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS = re.compile(
    r"""[^\W\d](?:[\w .,()/&+%'"$*;<=>@^~!|-]*[\w.()/&+%'"$*;<=>@^~!|-])?"""
    r"|https?://[A-Za-z0-9_./-]*[A-Za-z0-9_/-]"
)
"""Unquoted text that begins with a letter or _ and contains nothing that could end it."""
_MEANS_MORE = frozenset({"true", "false", "null"})
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_EVENTS = 40_000
_MAX_DEPTH = 6


class _NotPlainError(Exception):
    """The text has something that YAML versions or readers may interpret differently."""


def plain_values(text: str) -> dict[str, Any] | None:
    """Return the mapping in a text, or None if only the full reader can read it."""
    if not _TEXT.fullmatch(text) or not hasattr(yaml, "CSafeLoader"):
        return None
    try:
        return _document(islice(yaml.parse(text, yaml.CSafeLoader), _MAX_EVENTS))
    except (_NotPlainError, yaml.YAMLError, StopIteration, ValueError):
        return None


def _document(events: Iterator[yaml.Event]) -> dict[str, Any]:
    _ = next(events)
    start = next(events)
    first = next(events)
    if getattr(start, "explicit", True) or not isinstance(first, yaml.MappingStartEvent):
        raise _NotPlainError
    found = _mapping(first, events, 1)
    end, last = next(events), next(events)
    if getattr(end, "explicit", True) or not isinstance(last, yaml.StreamEndEvent):
        raise _NotPlainError
    return found


def _mapping(start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> dict[str, Any]:
    _check(start, depth)
    found: dict[str, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        name = key.value if isinstance(key, yaml.ScalarEvent) and not key.style else ""
        if not _KEY.fullmatch(name) or name in found or name.lower() in _MEANS_MORE:
            raise _NotPlainError
        _check(key, depth)
        found[name] = _value(next(events), events, depth)
    return found


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
    if isinstance(event, yaml.ScalarEvent):
        _check(event, depth)
        return _scalar(event)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(event, events, depth + 1)
    if not isinstance(event, yaml.SequenceStartEvent):
        raise _NotPlainError
    _check(event, depth + 1)
    found = []
    while not isinstance(entry := next(events), yaml.SequenceEndEvent):
        found.append(_value(entry, events, depth + 1))
    return found


def _check(event: Any, depth: int) -> None:
    if event.anchor is not None or event.tag is not None or depth > _MAX_DEPTH:
        raise _NotPlainError


def _scalar(event: Any) -> str | int | bool | date:
    text: str = event.value
    if event.start_mark.line != event.end_mark.line:
        raise _NotPlainError
    if event.style in ("'", '"'):
        return text
    if event.style:
        raise _NotPlainError
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        return int(text)
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if not _WORDS.fullmatch(text) or text.lower() in _MEANS_MORE:
        raise _NotPlainError
    return text
