"""Board file text <-> BoardFile. Reading reports every fault with its line; writing keeps
a person's comments, order and quoting, and gives the same bytes for the same board."""

from __future__ import annotations

import datetime
import io
import unicodedata
from dataclasses import fields
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from loader.board.board_file import BoardFile
from loader.board.file_reader import read_board
from loader.errors import BoardFileError

_DEFAULTS = {f.name: f.default for f in fields(BoardFile)}
_UNSHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp"})
_WRITTEN_DEFAULTS = ("board", "classic", ["active"], False)
_ORDER = (
    "id", "type", "title", "name", "data_type", "decision", "decided_by", "decided_at", "reason",
    "boards", "aliases", "parts", "links", "description", "gone", "former_names",
)  # fmt: skip
"""Of the keys of a column; other mappings keep the order of their dataclass."""
_FLOW_KEYS = ("item_id", "load", "swap")


def parse(text: str, name: str, path: str) -> BoardFile:
    """The board that `text` describes.

    `name` is the file's stem, `path` is for messages. Raises BoardFileError with every
    fault and its line.
    """
    try:
        document = _yaml().load(text)
    except YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark is not None else ""
        problem = getattr(exc, "problem", None) or str(exc).splitlines()[0]
        raise BoardFileError(path, (f"{line}not YAML: {problem}",)) from exc
    if not isinstance(document, CommentedMap):
        raise BoardFileError(path, ("line 1: a board file is a mapping, with board_id: and so on",))
    board, faults = read_board(document, name)
    if board is None or faults:
        raise BoardFileError(path, faults)
    return board


def render(board: BoardFile, previous: str | None = None) -> str:
    """The text of `board`. Comments and order come from `previous`, the text there now."""
    yaml = _yaml()
    document = yaml.load(previous) if previous else CommentedMap()
    _scalars(document, board)
    for key in _FLOW_KEYS:
        _put_mapping(document, key, getattr(board, key))
    _put_optional(document, "indexes", [_entry(i) for i in board.indexes])
    _put_optional(document, "states", None if board.states == ("active",) else list(board.states))
    _put_entries(document, "attributes", board.attributes)
    _put_entries(document, "columns", board.columns)
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _is_unshown(ch: str) -> bool:
    """True for what does not show; not for the joiner within emoji."""
    return unicodedata.category(ch) in _UNSHOWN and ch != "\u200d"


class _Emitter(Emitter):
    """Writes what does not show, or turns lines around, as escapes, wherever a text has quotes."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: ARG002  the base class's signature
        self.write_indicator('"', True)
        data = "".join(self._escaped(ch) for ch in text)
        self.column += len(data)
        self.stream.write(data)
        self.write_indicator('"', False)

    def _escaped(self, ch: str) -> str:
        if ch in self.ESCAPE_REPLACEMENTS:
            return "\\" + str(self.ESCAPE_REPLACEMENTS[ch])
        if not _is_unshown(ch):
            return ch
        code = ord(ch)
        if code <= 0xFF:
            return f"\\x{code:02X}"
        return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Emitter = _Emitter
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # a title is never folded over lines: one column, one line
    yaml.indent(mapping=2, sequence=2, offset=0)
    yaml.allow_unicode = True
    return yaml


def _scalars(document: CommentedMap, board: BoardFile) -> None:
    for key in ("board_id", "title", "table"):
        _put(document, key, getattr(board, key))
    for key in (
        "schema", "database", "url", "kind", "hierarchy", "description",
        "keep_removed", "history", "subitems", "removed",
    ):  # fmt: skip
        value = getattr(board, key)
        _put_optional(document, key, None if value == _DEFAULTS[key] else value)


def _put(document: CommentedMap, key: str, value: Any) -> None:
    if key not in document or document[key] != value:
        document[key] = _flow(value)


def _put_optional(document: CommentedMap, key: str, value: Any) -> None:
    """Set a key that stands in the file only while it says something but the default."""
    if value in (None, [], False):
        if key in document and not _is_default(document[key], value):
            del document[key]
    elif key not in document:
        lists = [i for i, k in enumerate(document) if k in ("attributes", "columns")]
        document.insert(min(lists, default=len(document)), key, _flow(value))
    elif document[key] != value:
        document[key] = _flow(value)


def _is_default(written: Any, value: Any) -> bool:
    """A default that a person wrote out stays written."""
    return written == value or (value is None and written in _WRITTEN_DEFAULTS)


def _put_mapping(document: CommentedMap, key: str, settings: Any) -> None:
    wanted = _entry(settings)
    if key not in document:
        document[key] = _flow(wanted)
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
    return (name in ("parts", "links") and value is False) or (name == "aliases" and value == [])


def _entry(value: Any) -> dict[str, Any]:
    """A dataclass as the keys that a board file shows: what is unset is left out."""
    names = [field.name for field in fields(value)]
    shown: dict[str, Any] = {}
    for name in sorted(names, key=lambda n: _ORDER.index(n) if n in _ORDER else 0):
        content = getattr(value, name)
        if isinstance(content, tuple):
            content = list(content)
        if content is None or content is False or content == []:
            continue
        shown[name] = _day(content) if name in ("decided_at", "gone") else content
    return shown


def _day(text: str) -> datetime.date | str:
    """A date as YAML's own, which is written without quotes."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _scalar(value: Any) -> Any:
    """Text with characters that break lines or do not show is written as escapes.

    So is text that begins with a question mark or a colon, which the writer would leave without
    quotes and the reader then takes for a key or a value.
    """
    if isinstance(value, str) and (value.startswith(("?", ":")) or any(map(_is_unshown, value))):
        return DoubleQuotedScalarString(value)
    return value


def _flow(value: Any) -> Any:
    """`value` as a node that is written on one line."""
    if isinstance(value, dict):
        node: Any = CommentedMap({k: _flow(v) for k, v in value.items()})
    elif isinstance(value, list):
        node = CommentedSeq([_flow(v) for v in value])
    else:
        return _scalar(value)
    node.fa.set_flow_style()
    return node
