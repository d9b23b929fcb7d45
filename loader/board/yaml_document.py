"""Reads a board file's YAML with all marks and comments, and configures its writer.

Reading accepts a subset of YAML: a tree of plain values without duplicate keys. It refuses, with
the line: aliases of lists and mappings, which can make a small file large; merge keys (`<<`), which
copy one entry to another; tags, which can turn a value into a program.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.composer import Composer
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode

from loader.board.names import clean_text

_MAX_CHARACTERS = 1_000_000
_MAX_NODES = 40_000
"""A thousand columns with every key have 300,000 characters and 35,000 nodes. Reading that takes
seconds, so larger files, which are there by mistake (an export, a log), are refused."""
_MAX_DEPTH = 8
"""File, columns, column, aliases, alias are five levels."""
_UNSHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp"})


class NotReadable(Exception):
    """The text is not YAML that a board file can have. The message is a sentence with the line."""


class _Refused(MarkedYAMLError):
    """Valid YAML that a board file must not have; `problem` is the whole sentence."""


def read(text: str) -> CommentedMap:
    """Return the mapping in `text`. Raises NotReadable."""
    if len(text) > _MAX_CHARACTERS:
        raise NotReadable(f"has {len(text)} characters, which is no board file")
    try:
        document = yaml().load(text)
    except _Refused as exc:
        raise NotReadable(f"line {exc.problem_mark.line + 1}: {exc.problem}") from exc
    except YAMLError as exc:
        raise NotReadable(_not_yaml(exc, text)) from exc
    if not isinstance(document, CommentedMap):
        raise NotReadable("line 1: a board file is a mapping, with board_id: and so on")
    return document


def yaml() -> YAML:
    """Return a reader and writer of board files. Use a new one for each document."""
    made = YAML(typ="rt")
    made.Composer = _Composer
    made.Constructor = _Constructor
    made.Emitter = _Emitter
    made.preserve_quotes = True
    made.width = 1_000_000  # never wrap a title: one column, one line
    made.indent(mapping=2, sequence=2, offset=0)
    made.allow_unicode = True
    return made


def is_unshown(ch: str) -> bool:
    """Return whether a character is invisible, except for the joiner in emoji."""
    return unicodedata.category(ch) in _UNSHOWN and ch != "\u200d"


def _not_yaml(exc: YAMLError, text: str) -> str:
    mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
    line = mark.line if mark else text.count("\n", 0, getattr(exc, "position", 0))
    problem = getattr(exc, "problem", None) or str(exc).splitlines()[0]
    tabs = "; indent with spaces" if "'\\t'" in problem else ""
    return f"line {line + 1}: not YAML: {problem[:200]}{tabs}"


class _Composer(Composer):
    """Refuses YAML features that board files must not use, before any value is constructed."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False
        self._levels = 0
        self._nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        try:
            event = self.parser.peek_event()
        except (ValueError, OverflowError):  # an escape such as "\U99999999"
            mark = self.loader.reader.get_mark()
            raise _Refused(None, None, "an escape is no character", mark) from None
        fault = self._fault(event, is_key=isinstance(parent, MappingNode) and index is None)
        if fault:
            raise _Refused(None, None, fault, event.start_mark)
        self._levels += 1
        self._nodes += 1
        node = super().compose_node(parent, index)
        self._levels -= 1
        return node

    def compose_mapping_node(self, anchor: Any) -> Any:
        node = super().compose_mapping_node(anchor)
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if key.value in lines:
                twice = f"{key.value[:60]!r} stands on line {lines[key.value]} too; keep one"
                raise _Refused(None, None, twice, key.start_mark)
            lines[key.value] = key.start_mark.line + 1
        return node

    def _fault(self, event: NodeEvent, *, is_key: bool) -> str | None:
        if isinstance(event, AliasEvent):
            aliased = self.anchors.get(event.anchor)
            if aliased is not None and not isinstance(aliased, ScalarNode):
                # what this program writes in one place would also appear in the other
                return f"*{event.anchor[:60]} takes content over from elsewhere; write it out here"
            return None
        tag = getattr(event, "tag", None)
        if tag is not None:
            return f"the tag {tag[:60]!r} has no meaning here; take it out"
        if self._levels >= _MAX_DEPTH:
            return "nested deeper than anything in a board file"
        if self._nodes >= _MAX_NODES:
            return "the file holds more than a board file can"
        if is_key and not isinstance(event, ScalarEvent):
            return "a key must be a word, not a list or a mapping"
        if isinstance(event, ScalarEvent):
            if is_key and event.value == "<<" and event.style is None:
                return "<<: takes keys over from elsewhere; write them out here"
            if clean_text(event.value) != event.value:
                return "text holds U+0000 or half a character, which no database can hold"
        return None


class _Constructor(RoundTripConstructor):
    """Reports the line of an invalid number or date, such as 2026-02-30."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, OverflowError):
            wrong = "a value is no number or date; put it in quotes if it is text"
            raise _Refused(None, None, wrong, node.start_mark) from None


class _Emitter(Emitter):
    """Escapes invisible and text-direction characters in quoted text."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: ARG002  the base class's signature
        self.write_indicator('"', True)
        data = "".join(self._escaped(ch) for ch in text)
        self.column += len(data)
        self.stream.write(data)
        self.write_indicator('"', False)

    def _escaped(self, ch: str) -> str:
        if ch in self.ESCAPE_REPLACEMENTS:
            return "\\" + str(self.ESCAPE_REPLACEMENTS[ch])
        if not is_unshown(ch):
            return ch
        code = ord(ch)
        if code <= 0xFF:
            return f"\\x{code:02X}"
        return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
