"""Parses JSON text safely, whatever the text. Pure.

A text can be nested so deeply that parsing it, or walking the result, exhausts Python's stack; a
number can have more digits than Python converts. This program treats both as invalid JSON.
"""

from __future__ import annotations

import json

DEEPEST = 64
"""Maximum nesting of lists and mappings. What monday returns or this program writes is below 20."""

LONGEST = 16 << 20
"""Maximum length in characters or bytes. The longest cell value that monday stores is far below."""


class TooDeep(ValueError):
    """The text is nested deeper than anything that monday returns."""


def parse_json(text: str | bytes, *, longest: int = LONGEST, spelled: bool = False) -> object:
    """Return the value of a JSON text: None, bool, int, float, str, list or dict.

    With `spelled`, numbers are returned as text, exactly as spelled. Raises ValueError for a text
    that is not JSON, TooDeep for one that is nested deeper than DEEPEST.
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
    """Return the value of a JSON text; None for no text or one that cannot be parsed."""
    try:
        return parse_json(text or "null")
    except ValueError:
        return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
"""Shared, because the standard parser would make a new decoder for each text to refuse NaN."""
_SPELLED = json.JSONDecoder(parse_constant=_refuse, parse_float=str, parse_int=str)


def _check_depth(value: object) -> None:
    """Raise TooDeep if the value is nested too deeply. Goes level by level, without recursion."""
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
            if type(inner) is dict or type(inner) is list  # faster than isinstance
        ]
