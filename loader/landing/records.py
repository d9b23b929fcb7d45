"""What the warehouse remembers of loads and builds, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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


LOAD_COLUMNS: tuple[str, ...] = (
    "load_id",
    "board",
    "board_id",
    "started_at",
    "ended_at",
    "status",
    "items",
    "rows",
    "calls",
    "complexity",
    "waits",
    "drift",
    "error",
    "kind",
    "watermark",
    "fingerprint",
    "notes",
    "revisions",
)
"""Columns of `_loads` in the order of LoadRecord's fields."""

LATER_LOAD_COLUMNS = LOAD_COLUMNS[13:]
"""Those that a warehouse of an earlier version lacks until it is next loaded into."""


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


BUILD_COLUMNS: tuple[str, ...] = (
    "build_id",
    "model",
    "table_name",
    "started_at",
    "ended_at",
    "status",
    "rows",
    "losses",
    "message",
)
"""Columns of `_builds` in the order of BuildRecord's fields."""


@dataclass(frozen=True, slots=True)
class TableState:
    """What stands in the warehouse for one board. Counts are None where there is no table."""

    raw_rows: int | None
    raw_items: int | None
    raw_loaded_at: datetime | None
    """The newest `loaded_at` of the raw table, UTC."""
    incoming_exists: bool
    """An aside table stands there: a load is running, or one was killed."""
    production_exists: bool
    production_rows: int | None
    staging_exists: bool
    """`stg_<table>` stands there: a build is running, or its validation failed."""
    previous_exists: bool
    """`<table>__previous` stands there, kept by the last swap."""
    last_build: BuildRecord | None
