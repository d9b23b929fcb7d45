"""Decide whether an incremental load is enough, from what the last complete load left. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loader.board.board_file import BoardFile
from loader.board.json_text import json_or_none
from loader.board.model import Column
from loader.board.spellings import moment
from loader.landing.id_rows import LabelRow
from loader.landing.records import LoadRecord

OVERLAP = timedelta(minutes=5)
"""Reread changes from this long before the watermark: monday's servers may lag."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What the warehouse holds of a board before a load. `rows` and `items` count the raw table.

    They are None if it does not exist.
    """

    last: LoadRecord | None = None
    """The newest complete load."""
    last_full: LoadRecord | None = None
    """The newest complete load that read everything."""
    watermark_met: datetime | None = None
    """When the first load with the same watermark as the newest one began."""
    rows: int | None = None
    items: int | None = None
    labels: tuple[LabelRow, ...] = ()
    """The labels of the newest complete load."""


def why_full(landed: Landed, board: BoardFile, fingerprint: str, now: datetime) -> str | None:
    """Return why an incremental load is not enough; None if it is."""
    last = landed.last
    if last is None:
        return "there is no complete load to build on"
    if last.board_id != board.board_id:
        return f"the last complete load was of board {last.board_id}"
    if last.watermark is None or moment(last.watermark) is None:
        return "the last complete load left no time of monday's to start from"
    if last.fingerprint != fingerprint:
        return "other columns, types or states are loaded than by the last complete load"
    if (landed.rows, landed.items) != (last.rows, last.items):
        there = "is gone"
        if landed.rows is not None:
            there = f"has {landed.items:,} items, {landed.rows:,} rows"
        return f"the raw table {there} where load {last.load_id} left {last.items} and {last.rows}"
    full = landed.last_full
    if board.load.refresh == "daily" and (full is None or full.started_at.date() != now.date()):
        return "the board file asks for one full load a day"
    return None


DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPREAD = 0x9E3779B97F4A7C15
"""2**64 times the fraction of the golden ratio: its multiples leave no wide gap (Knuth, 6.4)."""
SWEPT_PAGES = 4
"""Boards of more pages may skip the sweep; on smaller ones it costs as little."""


def why_sweep(landed: Landed, board: BoardFile, pages: int, now: datetime) -> str | None:
    """Return why an incremental load must sweep a board of this many pages; None if it need not.

    None means: as far as is known in advance, counts and the activity log are enough.
    """
    setting = board.load
    if pages <= SWEPT_PAGES or setting.sweep == "always":
        return "the board is small" if setting.sweep != "always" else "the board file asks for it"
    if board.hierarchy == "multi_level":
        return "subitems of a board with levels are counted in more than one way"
    if "archived" in board.states:
        return "archived items are not counted"
    swept = moment(landed.last.swept_at) if landed.last else None
    after = setting.sweep_after
    if swept is None:
        return "no load says when all items were looked at last"
    if swept > now:
        return "all items were looked at last by a clock that was ahead"
    if swept < sweep_due(board.board_id, after or DAY, now):
        return "it is due once a day" if after is None else f"it is due every {setting.sweep}"
    return None


def sweep_due(board_id: int, every: timedelta, now: datetime) -> datetime:
    """Return the board's latest due time for a sweep; each board has one in every span of `every`.

    The board's id determines it, in such a way that the times of an account's boards lie far apart,
    whatever their ids: not all sweeps ask for their calls at one midnight.
    """
    first = EPOCH + every * (board_id * SPREAD % 2**64 / 2**64)
    return now - (now - first) % every


def is_settled(landed: Landed) -> bool:
    """Whether the last complete load met its watermark again after any lag was over.

    If so, a board at rest is not reread again and again for its latest changes. A watermark that
    was in the future when it was met says nothing about later changes.
    """
    last, met = landed.last, landed.watermark_met
    if last is None or met is None or last.started_at - met < OVERLAP:
        return False
    mark = moment(last.watermark)
    return mark is not None and mark <= last.started_at


FORMAT = 2
"""Format of the rows in the raw table; rows of another format are never merged."""


def revisions_of(columns: Iterable[Column]) -> str:
    """Return the columns' revisions as JSON text, for the load record."""
    return json.dumps({c.id: c.revision for c in columns}, sort_keys=True)


def edited_columns(columns: Iterable[Column], recorded: str | None) -> tuple[Column, ...]:
    """Return the columns whose revision differs from the one that an earlier load recorded.

    Editing a column changes no item's date but may change its cells: a column that was changed to
    another type and back has lost them.
    """
    read = json_or_none(recorded)
    known = read if isinstance(read, Mapping) else {}
    return tuple(c for c in columns if known.get(c.id) != c.revision)


def fingerprint(board: BoardFile, columns: Iterable[Column]) -> str:
    """Return a hash of what the rows consist of; loads with different hashes do not mix rows."""
    facts = {
        "format": FORMAT,
        "board": board.board_id,
        "columns": sorted((c.id, c.type) for c in columns),
        "attributes": sorted(a.id for a in board.approved_attributes),
        "detailed": sorted(board.detailed),
        "states": sorted(board.states),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
