"""Records of loads and builds, as plain values."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Literal, Protocol

from loader.errors import ProjectError
from loader.output.redaction import redacted

LoadStatus = Literal["running", "complete", "failed"]
LoadKind = Literal["full", "changed"]

KILLED = "ended without a result: the process was killed, or its machine or connection went down"
"""Error text of a load whose record says `running` although no process runs it."""


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """A row of `raw_monday._loads`. Times are UTC with tzinfo; `waits` is in seconds."""

    load_id: str
    board: str
    board_id: int
    started_at: datetime
    ended_at: datetime | None = None
    status: LoadStatus = "running"
    items: int | None = None
    rows: int | None = None
    calls: int | None = None
    complexity: int | None = None
    waits: float | None = None
    drift: str | None = None
    """JSON text: the differences between board file and live board."""
    error: str | None = None
    kind: LoadKind | None = "full"
    """Whether the load read the whole board or only changes; None in records of old versions."""
    watermark: str | None = None
    """A time by monday's clock, ISO 8601: this load has seen all changes before it."""
    fingerprint: str | None = None
    """`incremental_rules.fingerprint` of what was fetched; changes merge only into the same one."""
    notes: str | None = None
    """JSON text: counts of changed and removed items, what became of them, why a load was full."""
    revisions: str | None = None
    """JSON text: monday's revision of each fetched column, by column id."""
    complete_by: str | None = None
    """One of PROOFS: how the load proved it was complete. None in old records: all were sweeps."""
    swept_at: str | None = None
    """Start of the last load that read every item of the board, ISO 8601."""


PROOFS = ("sweep", "counts and log")

LOAD_COLUMNS = tuple(field.name for field in fields(LoadRecord))
"""Columns of `_loads`."""

ORDINAL = "seq"
"""A further column of `_loads`, filled by the database: 1, 2, 3 ... for each board. The newest load
is the one with the highest number; machine clocks are not used, as they can be days ahead."""

LATER_LOAD_COLUMNS = frozenset(
    {"kind", "watermark", "fingerprint", "notes", "revisions", ORDINAL, "complete_by", "swept_at"}
)
"""Columns that the `_loads` table of an earlier version lacks until the next load."""

KEPT_RECORDS = 10_000
"""Number of newest loads of a board whose records are kept. Each load of the board deletes older
ones, at most PRUNED_AT_ONCE."""
PRUNED_AT_ONCE = 1_000


def refuse_other_board(last: LoadRecord | None, board: str, board_id: int) -> None:
    """Raise ProjectError if the raw table holds rows of another board than the board file names."""
    if last is not None and last.board_id != board_id:
        raise ProjectError(
            f"raw_monday.{board} holds board {last.board_id}, and the board file says "
            f"board_id: {board_id}. Correct it, or deploy board {board_id} under "
            "a name of its own: `monday-board deploy --board-id "
            f"{board_id} --board-name ...`."
        )


def recorded(record: LoadRecord) -> tuple[object, ...]:
    """Return a record's row in the order of LOAD_COLUMNS, with the API token redacted."""
    row = (getattr(record, name) for name in LOAD_COLUMNS)
    return tuple(redacted(value) if isinstance(value, str) else value for value in row)


def lacking_columns(have: Container[str]) -> tuple[str, ...]:
    """Return the columns of `_loads` that are missing from `have`, the columns of the table."""
    return tuple(name for name in (*LOAD_COLUMNS, ORDINAL) if name not in have)


class Loads(Protocol):
    """The queries that determine which records must be kept."""

    def last_complete(self, board: str, kind: LoadKind | None) -> LoadRecord | None:
        """Return the newest complete load, of `kind` if given."""

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Return the start of the first complete load of a board with this watermark."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Records of a board that are kept regardless of age; empty texts if there are none."""

    last: str
    """load_id of the last complete load, which later incremental loads build on."""
    last_full: str
    watermark: str
    """Watermark of the last complete load. `met_at`: start of the first load that reached it."""
    met_at: datetime


def kept_records(loads: Loads, board: str) -> Kept:
    """Return the records of a board that must be kept however many newer ones there are."""
    last, full = loads.last_complete(board, None), loads.last_complete(board, "full")
    watermark = (last.watermark if last else None) or ""
    met = loads.watermark_met(board, watermark) if watermark else None
    return Kept(
        last=last.load_id if last else "",
        last_full=full.load_id if full else "",
        watermark=watermark,
        met_at=met or datetime(1970, 1, 1, tzinfo=UTC),
    )


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A row of `raw_monday._builds`, which the build writes. Times are UTC with tzinfo."""

    build_id: str
    model: str
    table_name: str | None
    started_at: datetime | None
    ended_at: datetime | None
    status: str | None
    rows: int | None
    losses: str | None
    """JSON text: conversion losses by column name."""
    message: str | None


BUILD_COLUMNS = tuple(field.name for field in fields(BuildRecord))
"""Columns of `_builds` that the loader reads."""

LATER_BUILD_COLUMNS = frozenset({"state", "fingerprint"})
"""Text columns that tell a build what the previous one used and made. A `_builds` table of an
earlier version lacks them."""
