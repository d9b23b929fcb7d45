"""What an SQL type would lose of a column's sampled values. Pure.

It says of a text what the dbt macros `monday_to_...` do with it, before anything is built; the
rules are those of `docs/types.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loader.board.board_file import ColumnEntry
from loader.board.json_text import json_or_none
from loader.board.model import Cell, Item
from loader.board.spellings import BITS, TIME, moment, number
from loader.board.sql_types import DECIMALS, INTEGERS, TEXTS, taken_apart

VALUE_IS_NOT_TEXT = frozenset({
    "checkbox", "creation_log", "hour", "item_id", "last_updated", "rating", "time_tracking",
    "vote",
})  # fmt: skip
"""Types whose macro reads something else than what monday displays: nothing is said of them."""
_MONEY = {"money": 2**63, "smallmoney": 2**31}
_FIRST_DAY = {"datetime": date(1753, 1, 1), "smalldatetime": date(1900, 1, 1)}
_LAST_DAY = {"smalldatetime": date(2079, 6, 6)}
_REALS = (1.18e-38, 3.4e38)
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class TypeLosses:
    """Of `sampled` values of a column, what its `data_type` would lose."""

    entry: ColumnEntry
    lost: int
    sampled: int
    examples: tuple[str, ...]


def type_losses(entry: ColumnEntry, items: Iterable[Item]) -> TypeLosses | None:
    """What the column's own data type would lose of the cells of `items`; None for nothing."""
    if entry.data_type is None or entry.type in VALUE_IS_NOT_TEXT:
        return None
    cells = (cell for item in items for cell in item.cells if cell.column_id == entry.id)
    texts = [text for text in _texts(entry.type, cells) if text]
    lost = [text for text in texts if is_lost(text, entry.data_type)]
    examples = tuple(dict.fromkeys(lost))[:_EXAMPLES]
    return TypeLosses(entry, len(lost), len(texts), examples) if lost else None


def _texts(kind: str, cells: Iterable[Cell]) -> Iterator[str]:
    """What the macro of the type converts, of each cell."""
    for cell in cells:
        if kind == "numbers":
            yield (cell.value or "").strip().strip('"')
        elif kind == "date":
            decoded = json_or_none(cell.value or "")
            found = decoded if isinstance(decoded, dict) else {}
            yield " ".join(str(found[key]) for key in ("date", "time") if found.get(key))
        else:
            yield cell.text or ""


def is_lost(text: str, data_type: str) -> bool:
    """Whether `text` becomes NULL as that type, or less than it says; an empty one does not."""
    base, first, second = taken_apart(data_type)
    if not text:
        return False
    if base in TEXTS:
        length = 1 if first is None else None if first == "max" else int(first)
        return "\ufffd" in text or (length is not None and len(text) > length)
    bare = text.strip(" ").upper()
    if base == "bit":
        return bare not in BITS
    if base == "time":
        return re.fullmatch(TIME, bare) is None
    if base == "date" or base.startswith(("datetime", "smalldatetime")):
        return _moment_is_lost(text, base)
    precision = int(first or (53 if base == "float" else 18))
    return _number_is_lost(text, base, precision, int(second or 0))


def digits_of(value: Decimal) -> tuple[int, int]:
    """Digits before and after the point that this number needs, trailing zeros apart."""
    _, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return 0, 0
    zeros = len(text) - len(text.rstrip("0"))
    places = int(exponent)  # an int for every finite number
    return max(0, len(text) + places), max(0, -(places + zeros))


def _number_is_lost(text: str, base: str, precision: int, scale: int) -> bool:
    value = number(text)
    if value is None:
        return True
    whole, places = digits_of(value)
    if base in DECIMALS:
        return whole > precision - scale or places > scale
    if base in INTEGERS:
        least, most = INTEGERS[base]
        return "E" in text.upper() or places > 0 or not least <= value <= most
    if base in _MONEY:
        return places > 4 or not -_MONEY[base] <= value * 10_000 < _MONEY[base]
    single = base == "real" or precision <= 24
    return single and whole + places > 0 and not _REALS[0] <= abs(float(value)) <= _REALS[1]


def _moment_is_lost(text: str, base: str) -> bool:
    when = moment(text)
    if when is None:
        return True
    if base == "date":
        return re.search("[1-9]", text.strip(" ")[10:]) is not None
    if not _FIRST_DAY.get(base, date.min) <= when.date() <= _LAST_DAY.get(base, date.max):
        return True
    return base == "smalldatetime" and when.second > 0
