"""Whether changes alone will do: what the last complete load left, and why not. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from loader.board.board_file import BoardFile
from loader.board.model import Column, moment
from loader.landing.records import LoadRecord


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


FORMAT = 2
"""Of the rows in the raw table; rows of another one are not merged with."""


def revisions_of(columns: Iterable[Column]) -> str:
    """JSON text of the columns' revisions, for the record of a load."""
    return json.dumps({c.id: c.revision for c in columns}, sort_keys=True)


def edited_columns(columns: Iterable[Column], recorded: str | None) -> tuple[Column, ...]:
    """Those that are not of the revision that an earlier load recorded.

    No item's date moves when a column itself is edited, and its cells may have: one that became
    another type and then its own again has lost them.
    """
    known = json.loads(recorded or "{}")
    return tuple(c for c in columns if known.get(c.id) != c.revision)


def fingerprint(board: BoardFile, columns: Iterable[Column]) -> str:
    """What the rows of a load consist of; rows of loads that differ in it do not mix."""
    facts = {
        "format": FORMAT,
        "board": board.board_id,
        "columns": sorted((c.id, c.type) for c in columns),
        "attributes": sorted(a.id for a in board.approved_attributes),
        "detailed": sorted(board.detailed),
        "states": sorted(board.states),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
