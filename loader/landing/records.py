"""What the warehouse remembers of loads and builds, as plain values."""

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
"""Error text of a load that was found `running` although nobody runs it."""


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
    """JSON text of the differences between board file and live board."""
    error: str | None = None
    kind: LoadKind | None = "full"
    """Whether the whole board was read, or what had changed; None in records of old."""
    watermark: str | None = None
    """A moment by monday's clock, ISO 8601: what is older was seen by this load."""
    fingerprint: str | None = None
    """What was fetched, as `fetched.fingerprint` has it: later changes merge into the same only."""
    notes: str | None = None
    """JSON text: how many items changed and left, what became of them, why a load was full."""
    revisions: str | None = None
    """JSON text: of each fetched column, by its id, what monday calls its revision."""
    complete_by: str | None = None
    """By what the load knew itself complete: PROOFS. None in records of old, which all swept."""
    swept_at: str | None = None
    """When the load began that met every item of the board last, ISO 8601."""


PROOFS = ("sweep", "counts and log")

LOAD_COLUMNS = tuple(field.name for field in fields(LoadRecord))
"""Columns of `_loads`."""

ORDINAL = "seq"
"""A further column of `_loads`, which the database fills: 1, 2, 3 ... for each board. The newest
load is the one with the highest; a machine's clock, which may be days ahead, has no say in it."""

LATER_LOAD_COLUMNS = frozenset(
    {"kind", "watermark", "fingerprint", "notes", "revisions", ORDINAL, "complete_by", "swept_at"}
)
"""Those that a warehouse of an earlier version lacks until it is next loaded into."""

KEPT_RECORDS = 10_000
"""So many loads of a board stay recorded: the newest. Older ones go when the board is loaded, at
most PRUNED_AT_ONCE at a time."""
PRUNED_AT_ONCE = 1_000


def refuse_other_board(last: LoadRecord | None, board: str, board_id: int) -> None:
    """Raises ProjectError where the raw table holds rows of another board than the file says."""
    if last is not None and last.board_id != board_id:
        raise ProjectError(
            f"raw_monday.{board} holds board {last.board_id}, and the board file says "
            f"board_id: {board_id}. Correct it, or deploy board {board_id} under "
            "a name of its own: `monday-board deploy --board-id "
            f"{board_id} --board-name ...`."
        )


def recorded(record: LoadRecord) -> tuple[object, ...]:
    """The row of a record, by LOAD_COLUMNS. The API token stands in none of its texts."""
    row = (getattr(record, name) for name in LOAD_COLUMNS)
    return tuple(redacted(value) if isinstance(value, str) else value for value in row)


def lacking_columns(have: Container[str]) -> tuple[str, ...]:
    """Columns of `_loads` that are not among those a table has; all of them where it has none."""
    return tuple(name for name in (*LOAD_COLUMNS, ORDINAL) if name not in have)


class Loads(Protocol):
    """What is asked of the records to know which of them still matter."""

    def last_complete(self, board: str, kind: LoadKind | None) -> LoadRecord | None:
        """The newest complete one, of this kind if one is given."""

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Start of the first complete load of a board with this watermark."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Records of a board that stay however old they are; empty texts where there are none."""

    last: str
    """load_id of the last complete load: later ones of what changed build on it."""
    last_full: str
    watermark: str
    """That of the last complete load, with the start of the load that met it first."""
    met_at: datetime


def kept_records(loads: Loads, board: str) -> Kept:
    """The records of a board that no number of newer ones makes superfluous."""
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
"""Columns of `_builds` that are read here."""

LATER_BUILD_COLUMNS = frozenset({"state", "fingerprint"})
"""Those by which a build knows what the one before has used and made, texts both; a warehouse of
an earlier version lacks them."""
