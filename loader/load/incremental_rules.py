"""Whether changes alone will do: what the last complete load left, and why not. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from loader.landing.records import LoadRecord
from loader.monday.api import moment


@dataclass(frozen=True, slots=True)
class Basis:
    """What a load of changes would build on. `rows` and `items` are the raw table's."""

    last: LoadRecord | None
    board_id: int
    fingerprint: str
    rows: int | None
    items: int | None
    daily: bool
    """The board file wants a full load a day, and there was none today."""


def why_full(basis: Basis) -> str | None:
    """Why changes alone will not do; None when they will. Pure."""
    last = basis.last
    if last is None:
        return "there is no complete load to build on"
    if last.board_id != basis.board_id:
        return f"the last complete load was of board {last.board_id}"
    if last.watermark is None or moment(last.watermark) is None:
        return "the last complete load left no time of monday's to start from"
    if last.fingerprint != basis.fingerprint:
        return "other columns, types or states are loaded than by the last complete load"
    if (basis.rows, basis.items) != (last.rows, last.items):
        there = (
            "is gone" if basis.rows is None else f"has {basis.items:,} items, {basis.rows:,} rows"
        )
        return f"the raw table {there} where load {last.load_id} left {last.items} and {last.rows}"
    if basis.daily:
        return "the board file asks for one full load a day"
    return None
