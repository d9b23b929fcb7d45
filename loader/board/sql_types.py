"""Checks the SQL Server types that a person writes in a board file. Pure.

The types are those in the macro `monday_type_facts`; the macros generate the SQL for them.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

_SHAPE = re.compile(
    r"([a-z][a-z0-9_]*)\s*(?:\(\s*(max|[0-9]{1,9})\s*(?:,\s*([0-9]{1,9})\s*)?\))?", re.IGNORECASE
)
TEXTS = {"char": 8000, "varchar": 8000, "nchar": 4000, "nvarchar": 4000}
"""Maximum lengths."""
_WITH_MAX = frozenset({"varchar", "nvarchar"})
INTEGERS = {
    "tinyint": (0, 2**8 - 1),
    "smallint": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "integer": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
}
"""Minimum and maximum values."""
DECIMALS = frozenset({"decimal", "numeric", "dec"})
_BARE = set(INTEGERS) | {"money", "smallmoney", "real", "date", "bit", "datetime", "smalldatetime"}
"""Types without arguments in brackets."""
_FRACTIONS = frozenset({"datetime2", "time"})
_MAX_PRECISION = 38
_MAX_FLOAT = 53
_MAX_FRACTION = 7
_DECIMAL_PRECISION = 18
"""Precision of a decimal without brackets."""
_ID_DIGITS = 10
"""Digits of monday's ids today, too many for an int."""

DATA_TYPES = tuple(sorted(_BARE | DECIMALS | _FRACTIONS | set(TEXTS) | {"float"}))


def taken_apart(text: str) -> tuple[str, str | None, str | None]:
    """Split a valid type into its name in lower case and its two arguments in brackets."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no SQL type")
    name, first, second = match.groups()
    return name.lower(), first and first.lower(), second


def data_type_fault(text: str) -> str | None:
    """Return why a column cannot have type `text`, as the end of a sentence; None if it can."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        quotes = "; put it in quotes" if text.count("(") > text.count(")") else ""
        return f"is no SQL type such as decimal(18,4), nvarchar(100) or datetime2(0){quotes}"
    name, first, second = match[1].lower(), match[2], match[3]
    if name not in DATA_TYPES:
        near = get_close_matches(name, DATA_TYPES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(DATA_TYPES)}"
        return f"is no SQL type that can hold a value of monday's; {hint}"
    if first is None:
        return None
    if name in _BARE:
        return f"is no SQL type; {name} takes nothing in brackets"
    if first.lower() == "max":
        known = name in _WITH_MAX and second is None
        return None if known else "is no SQL type; only varchar and nvarchar take (max)"
    if second is not None and name not in DECIMALS:
        return f"is no SQL type; {name} takes one number in brackets"
    return _range_fault(name, int(first), int(second or 0))


def key_type_fault(text: str) -> str | None:
    """Return why the key column, which holds item ids, cannot have type `text`; None if it can."""
    fault = data_type_fault(text)
    if fault:
        return fault
    name, first, second = taken_apart(text)
    if name in TEXTS and first != "max":
        digits = int(first or 1)
    elif name in DECIMALS:
        digits = int(first or _DECIMAL_PRECISION) - int(second or 0)
    elif name in INTEGERS:
        digits = len(str(INTEGERS[name][1])) - 1
    else:
        return "cannot be a key of items' ids; use bigint or nvarchar(100)"
    if digits < _ID_DIGITS:
        return (
            f"has no room for the {_ID_DIGITS} digits of an item's id; use bigint or nvarchar(100)"
        )
    return None


def _range_fault(name: str, number: int, scale: int) -> str | None:
    low, high = 1, TEXTS.get(name, _MAX_PRECISION)
    if name in _FRACTIONS:
        low, high = 0, _MAX_FRACTION
    elif name == "float":
        high = _MAX_FLOAT
    if not low <= number <= high:
        return f"is no SQL type; the number of {name} is from {low} to {high}"
    if scale > number:
        return f"is no SQL type; its scale {scale} is more than its precision {number}"
    return None
