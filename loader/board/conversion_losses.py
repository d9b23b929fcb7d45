"""Predicts which values of a column an SQL type would lose. Pure.

It predicts what the dbt macros `monday_to_...` do with a text, before anything is built; the rules
are those in `docs/types.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loader.board.board_file import ColumnEntry
from loader.board.json_text import json_or_none
from loader.board.model import Cell
from loader.board.part_texts import PLACES, WHOLE, part_text, scalar_text
from loader.board.spellings import BITS, TIME, moment, number
from loader.board.sql_types import DECIMALS, INTEGERS, TEXTS, taken_apart
from loader.output.printable import printable

UNTOLD = frozenset({"checkbox", "hour"})
"""Types without predictions: their macros assemble the text that they convert."""
_MONEY = {"money": 2**63, "smallmoney": 2**31}
_FIRST_DAY = {"datetime": date(1753, 1, 1), "smalldatetime": date(1900, 1, 1)}
_LAST_DAY = {"smalldatetime": date(2079, 6, 6)}
_REALS = (1.18e-38, 3.4e38)
_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


@dataclass(frozen=True, slots=True)
class TypeLosses:
    """How many (`lost`) of the `values` values of a column or part its `data_type` would lose."""

    entry: ColumnEntry
    part: str | None
    data_type: str
    lost: int
    values: int
    examples: tuple[str, ...]


def type_losses(entry: ColumnEntry, cells: Iterable[Cell]) -> tuple[TypeLosses, ...]:
    """Return what the configured types of the column and its parts would lose of `cells`, which may
    include cells of other columns. Each cell is read once, and none is kept."""
    types: dict[str | None, str] = dict(entry.part_types.items()) if entry.parts else {}
    if entry.data_type is not None and entry.type not in UNTOLD:
        types[None] = entry.data_type
    counts = {part: [0, 0] for part in types}
    examples: dict[str | None, dict[str, None]] = {part: {} for part in types}
    for cell in cells:
        if cell.column_id != entry.id:
            continue
        for part, data_type in types.items():
            text = _converted(cell) if part is None else part_text(cell, part)
            lost = is_lost(text, data_type)
            counts[part][0] += lost
            counts[part][1] += text != ""
            if lost and len(examples[part]) < _EXAMPLES:
                examples[part][text] = None
    return tuple(
        TypeLosses(entry, part, types[part], lost, values, tuple(examples[part]))
        for part, (lost, values) in counts.items()
        if lost
    )


def type_of(entry: ColumnEntry | None, part: str | None) -> str | None:
    """Return the type that is configured for a column, or for one of its parts."""
    if entry is None:
        return None
    return entry.data_type if part is None else entry.part_types.get(part)


def newly_typed(
    columns: Iterable[ColumnEntry], settled: Mapping[str, ColumnEntry]
) -> tuple[ColumnEntry, ...]:
    """Return the columns with a type, for themselves or a part, that differs from `settled`."""
    return tuple(
        entry
        for entry in columns
        for parts in [(None, *(entry.part_types if entry.parts else ()))]
        if any(
            type_of(entry, part) not in (None, type_of(settled.get(entry.id), part))
            for part in parts
        )
    )


def losses_sentence(losses: TypeLosses, of_what: str) -> str:
    """Return `Column Qty (numbers_1) as int would lose 1 of 30 sampled values, such as '1.5'`."""
    entry, part = losses.entry, f", part {losses.part}," if losses.part else ""
    shown = ", ".join(repr(_short(text)) for text in losses.examples)
    return (
        f"Column {printable(entry.name)} ({printable(entry.id)}){part} as {losses.data_type} would "
        f"lose {losses.lost:,} of {losses.values:,} {of_what}, such as {printable(shown)}"
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[: _LONGEST_EXAMPLE - 3]}..."


def _converted(cell: Cell) -> str:
    """Return the text that the macro of the cell's type converts."""
    if WHOLE in PLACES.get(cell.type, {}):
        return part_text(cell, WHOLE)
    if cell.type == "numbers":
        return scalar_text(cell.value) or cell.text or ""
    if cell.type == "date":
        decoded = json_or_none(cell.value or "")
        found = decoded if isinstance(decoded, dict) else {}
        return " ".join(str(found[key]) for key in ("date", "time") if found.get(key))
    return cell.text or ""


def is_lost(text: str, data_type: str) -> bool:
    """Return whether `text` becomes NULL or loses information as that type; False if empty."""
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
    """Return the digits needed before and after the decimal point, without trailing zeros."""
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
