"""Make foreign text safe for a terminal or a log: nothing in it is executed or hidden."""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return `text` with control, direction and surrogate characters as escapes."""
    return "".join(
        ch if unicodedata.category(ch) not in _UNSAFE or ch == "\u200d" else _escape(ch)
        for ch in text
    )


def _escape(ch: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(ch) or f"\\u{ord(ch):04x}"
