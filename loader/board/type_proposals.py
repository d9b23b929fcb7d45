"""Proposes data types for columns whose sampled values would not convert well. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.conversion_losses import digits_of
from loader.board.json_text import json_or_none
from loader.board.model import Item
from loader.board.spellings import number
from loader.board.sql_types import DECIMALS, data_type_fault, taken_apart

MAX_PRECISION = 38
"""Maximum digits of a decimal in SQL Server and DuckDB."""
_WHOLE = {
    "tinyint": (2, 0), "smallint": (4, 0), "int": (9, 0), "integer": (9, 0), "bigint": (18, 0),
    "money": (18, 4), "smallmoney": (9, 4),
}  # fmt: skip
"""Precision and scale that always fit into a type."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another data type for a column, with the reason for people to read."""

    column_id: str
    data_type: str
    reason: str


def propose(board: BoardFile, items: Iterable[Item], numbers_type: str) -> tuple[Proposal, ...]:
    """Return proposals for approved columns without a `data_type`, from the cells of `items`.

    `numbers_type` is the project's type for numbers columns, such as `decimal(18,2)`.
    """
    values: dict[str, list[str]] = {}
    for item in items:
        for cell in item.cells:
            if cell.value:
                values.setdefault(cell.column_id, []).append(cell.value)
    found = (_for_column(c, values.get(c.id, ()), numbers_type) for c in board.approved)
    return tuple(p for p in found if p is not None)


def is_undecided(entry: ColumnEntry) -> bool:
    """Return whether the column's values can require another type than the default."""
    return entry.data_type is None and entry.type in ("numbers", "date")


def accept(board: BoardFile, proposals: Iterable[Proposal]) -> BoardFile:
    """Return the board file with each proposal set as the column's data type."""
    for proposal in proposals:
        entry = board.column(proposal.column_id)
        if entry is not None:
            board = board.with_column(replace(entry, data_type=proposal.data_type))
    return board


def _for_column(entry: ColumnEntry, values: Iterable[str], numbers_type: str) -> Proposal | None:
    if not is_undecided(entry):
        return None
    if entry.type == "numbers":
        return _for_numbers(entry, values, numbers_type)
    timed = sum(1 for value in values if _has_time(value))
    if timed:
        return Proposal(entry.id, "datetime2(0)", f"{timed} sampled value(s) carry a time")
    return None


def _for_numbers(entry: ColumnEntry, values: Iterable[str], numbers_type: str) -> Proposal | None:
    """Propose the decimal that stores the most sampled values exactly, if the project's does not.

    Its scale is never below the project's. If not all values fit into 38 digits, an outlier becomes
    a conversion loss instead of reducing the scale for the others.
    """
    held = _held(numbers_type)
    if held is None:
        return None
    precision, scale = held
    needs = [digits_of(found) for found in _numbers(values)]
    unfit = sum(not _fits(need, precision - scale, scale) for need in needs)
    if not unfit:
        return None
    scales = range(scale, min(MAX_PRECISION, max([scale, *(d for _, d in needs)])) + 1)
    best = max(scales, key=lambda s: (_kept(needs, MAX_PRECISION - s, s), s))
    if _kept(needs, MAX_PRECISION - best, best) <= _kept(needs, precision - scale, scale):
        return None
    kept = (w for w, _ in needs if w <= MAX_PRECISION - best)
    wide = min(MAX_PRECISION, max([precision - scale, *kept]) + best)
    data_type = f"decimal({wide},{best})"
    return Proposal(entry.id, data_type, f"{unfit} sampled value(s) do not fit {numbers_type}")


def _held(numbers_type: str) -> tuple[int, int] | None:
    """Return precision and scale of the numbers a type stores exactly; None for an inexact type."""
    if data_type_fault(numbers_type):
        return None
    name, precision, scale = taken_apart(numbers_type)
    if name in DECIMALS:
        return int(precision or 18), int(scale or 0)
    return _WHOLE.get(name)


def _kept(needs: Sequence[tuple[int, int]], whole: int, scale: int) -> tuple[int, int]:
    """Return how many values a decimal stores exactly, and how many with all their integer digits.

    A number with too many digits after the point is rounded; with too many before it, it is lost.
    """
    return (
        sum(_fits(need, whole, scale) for need in needs),
        sum(w <= whole for w, _ in needs),
    )


def _fits(need: tuple[int, int], whole: int, scale: int) -> bool:
    return need[0] <= whole and need[1] <= scale


def _numbers(values: Iterable[str]) -> Iterator[Decimal]:
    """Yield the numbers in API values such as `"\\"4.50\\""`; skip anything else."""
    for value in values:
        found = number(value.strip().strip('"'))
        if found is not None:
            yield found


def _has_time(value: str) -> bool:
    decoded = json_or_none(value)
    return isinstance(decoded, dict) and bool(decoded.get("time"))
