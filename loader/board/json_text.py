"""JSON text -> values, the one way that is safe for any text. Pure.

A text may be nested so deeply that parsing it, or looking into what it holds, exhausts Python's
stack; a number may have more digits than Python converts. Either is no JSON to this program.
"""

from __future__ import annotations

import json

DEEPEST = 64
"""Lists and mappings in one another. What monday gives and what is written here stays below 20."""

LONGEST = 16 << 20
"""Characters or bytes. The longest value of a cell that monday keeps is far below."""


class TooDeep(ValueError):
    """The text is nested deeper than anything that monday gives."""


def parse_json(text: str | bytes, *, longest: int = LONGEST, spelled: bool = False) -> object:
    """The value of a JSON text: None, bool, int, float, str, list or dict.

    With `spelled` numbers are texts, as they are spelled. Raises ValueError for a text that is no
    JSON, TooDeep for one that is nested beyond DEEPEST.
    """
    if len(text) > longest:
        raise ValueError(f"longer than {longest:,}")
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    try:
        value = (_SPELLED if spelled else _DECODER).decode(text)
    except RecursionError:
        raise TooDeep(f"nested deeper than {DEEPEST}") from None
    _check_depth(value)
    return value


def json_or_none(text: str | None) -> object:
    """The same; None for no text and for one that cannot be parsed."""
    try:
        return parse_json(text or "null")
    except ValueError:
        return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
"""One for all: as it refuses NaN and Infinity, it would be made anew for each text."""
_SPELLED = json.JSONDecoder(parse_constant=_refuse, parse_float=str, parse_int=str)


def _check_depth(value: object) -> None:
    """Level by level, without recursion. Raises TooDeep."""
    level = [value] if isinstance(value, dict | list) else []
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise TooDeep(f"nested deeper than {DEEPEST}")
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list  # quicker than isinstance, for millions
        ]
