"""Converts board file text to a BoardFile and back. Reading reports every fault with its line;
writing keeps a person's comments, order and quoting, and is byte-stable for the same board."""

from __future__ import annotations

import datetime
import io
from dataclasses import fields
from functools import lru_cache
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from loader.board.board_file import FORMAT, BoardFile, Past
from loader.board.file_reader import read_board, read_plain
from loader.board.plain_yaml import plain_values
from loader.board.yaml_document import NotReadable, is_unshown, read, yaml
from loader.errors import BoardFileError

_DEFAULTS = {f.name: f.default for f in fields(BoardFile)}
_WRITTEN_DEFAULTS = ("board", "classic", ["active"], False)
_ORDER = (
    "id", "type", "title", "name", "data_type", "decision", "decided_by", "decided_at", "reason",
    "boards", "monday", "aliases", "parts", "part_types", "links", "times", "description", "tests",
    "gone",
    "former_names",
)  # fmt: skip
"""Order of a column's keys; other mappings keep the order of their dataclass."""
_FLOW_KEYS = ("item_id", "load", "swap")
_OPTIONAL_KEYS = ("freshness", "schedule")
"""Mappings that are left out while they hold only defaults."""


def parse(text: str, name: str, path: str) -> BoardFile:
    """Return the board that `text` describes.

    `name` is the file's stem, `path` is for messages. Raises BoardFileError with every
    fault and its line.
    """
    try:
        board = _read(text, name)
    except NotReadable as exc:
        raise BoardFileError(path, (str(exc),)) from exc
    if isinstance(board, tuple):
        raise BoardFileError(path, board)
    return board


@lru_cache(maxsize=256)
def _read(text: str, name: str) -> BoardFile | tuple[str, ...]:
    """Return the board or its faults. Cached: a load reads its file six times, and YAML is slow."""
    values = plain_values(text)
    board = None if values is None else read_plain(values, name)
    return read_board(read(text), name) if board is None else board


def render(board: BoardFile, previous: str | None = None) -> str:
    """Return the text of `board`, with comments and order of `previous`, the current text."""
    writer = yaml()
    document = writer.load(previous) if previous else CommentedMap(format=FORMAT)
    _scalars(document, board)
    for key in _FLOW_KEYS:
        _put_mapping(document, key, getattr(board, key))
    _put_optional(document, "monday", dict(board.monday) or None)
    _put_optional(document, "revisions", dict(board.revisions) or None)
    for key in _OPTIONAL_KEYS:
        settings = getattr(board, key)
        if document.get(key) is not None or settings != type(settings)():
            _put_mapping(document, key, settings)
    _put_optional(document, "indexes", [_entry(i) for i in board.indexes])
    _put_optional(document, "tags", list(board.tags))
    _put_optional(document, "tests", list(board.tests))
    _put_optional(document, "exposures", [_entry(e) for e in board.exposures])
    _put_optional(document, "states", None if board.states == ("active",) else list(board.states))
    _put_entries(document, "attributes", board.attributes)
    _put_entries(document, "columns", board.columns)
    out = io.StringIO()
    writer.dump(document, out)
    return out.getvalue()


def _scalars(document: CommentedMap, board: BoardFile) -> None:
    for key in ("board_id", "title", "table"):
        _put(document, key, getattr(board, key))
    for key in (
        "schema", "database", "url", "kind", "hierarchy", "description",
        "owner", "keep_removed", "history", "activity", "updates", "subitems", "removed",
    ):  # fmt: skip
        value = getattr(board, key)
        if isinstance(value, Past):
            written = document.get(key)
            if isinstance(written, dict) and Past(**written) == value:
                continue
            value = _entry(value)
        _put_optional(document, key, None if value == _DEFAULTS[key] else value)


def _put(document: CommentedMap, key: str, value: Any) -> None:
    if key not in document or document[key] != value:
        document[key] = _flow(value)


def _put_optional(document: CommentedMap, key: str, value: Any) -> None:
    """Set a key that is in the file only while its value is not the default."""
    if value in (None, [], False):
        if key in document and not _is_default(document[key], value):
            del document[key]
    elif key not in document:
        _insert(document, key, value)
    elif document[key] != value:
        document[key] = _flow(value)


def _insert(document: CommentedMap, key: str, value: Any) -> None:
    """Put a new key before the long lists."""
    lists = [i for i, k in enumerate(document) if k in ("attributes", "columns")]
    document.insert(min(lists, default=len(document)), key, _flow(value))


def _is_default(written: Any, value: Any) -> bool:
    """Return whether `written` is the default, which stays in the file if a person wrote it."""
    return written == value or (value is None and written in _WRITTEN_DEFAULTS)


def _put_mapping(document: CommentedMap, key: str, settings: Any) -> None:
    wanted = _entry(settings)
    if document.get(key) is None:
        document.pop(key, None)
        _insert(document, key, wanted)
        return
    mapping = document[key]
    defaults = _entry(type(settings)())
    for name, value in wanted.items():
        if name in mapping or value != defaults.get(name):
            _put(mapping, name, value)
    for name in [n for n in mapping if n not in wanted]:
        del mapping[name]


def _put_entries(document: CommentedMap, key: str, entries: tuple[Any, ...]) -> None:
    sequence = document.get(key)
    if sequence is None:
        document[key] = sequence = CommentedSeq()
    nodes = {node["id"]: node for node in sequence}
    for entry in entries:
        node = nodes.get(entry.id)
        wanted = _entry(entry)
        if node is None:
            sequence.append(_flow(wanted))
            continue
        for name, value in wanted.items():
            _put(node, name, value)
        for name in [n for n in node if n not in wanted and not _written_default(n, node[n])]:
            del node[name]


def _written_default(name: str, value: Any) -> bool:
    defaults = {
        "parts": False,
        "links": False,
        "times": False,
        "aliases": [],
        "part_types": {},
        "tests": [],
    }
    return name in defaults and value == defaults[name]


def _entry(value: Any) -> dict[str, Any]:
    """Return a dataclass as a board file's keys and values, without unset ones."""
    names = [field.name for field in fields(value)]
    shown: dict[str, Any] = {}
    for name in sorted(names, key=lambda n: _ORDER.index(n) if n in _ORDER else 0):
        content = getattr(value, name)
        if isinstance(content, tuple):
            content = list(content)
        if content is None or content is False or content in ([], {}):
            continue
        shown[name] = _day(content) if name in ("decided_at", "gone") else content
    return shown


def _day(text: str) -> datetime.date | str:
    """Return an ISO date as a date, which YAML writes without quotes; any other text unchanged."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _scalar(value: Any) -> Any:
    """Force double quotes, and so escapes, for text with invisible or line-breaking characters.

    Also for text that begins with a question mark or colon: the writer would not quote it, and the
    reader would take it for a key or a value.
    """
    if isinstance(value, str) and (value.startswith(("?", ":")) or any(map(is_unshown, value))):
        return DoubleQuotedScalarString(value)
    return value


def _flow(value: Any) -> Any:
    """Return `value` as a node that is written on one line."""
    if isinstance(value, dict):
        node: Any = CommentedMap({k: _flow(v) for k, v in value.items()})
    elif isinstance(value, list):
        node = CommentedSeq([_flow(v) for v in value])
    else:
        return _scalar(value)
    node.fa.set_flow_style()
    return node
