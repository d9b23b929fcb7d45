"""Whether a board is healthy, decided only from its file and the newest records. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from loader.board.board_file import BoardFile
from loader.board.json_text import json_or_none
from loader.landing.overview import BoardRecords
from loader.landing.records import BuildRecord, LoadRecord

State = Literal["ok", "late", "failed", "never loaded", "never built", "unreadable", "unknown"]
"""`unreadable`: the board file has faults. `unknown`: the warehouse could not be queried."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a board, with sentences for people."""

    state: State
    reasons: tuple[str, ...] = ()
    """Why it is not ok, and what to do."""
    warnings: tuple[str, ...] = ()
    """What a person should look into although readers have good data."""

    @property
    def is_red(self) -> bool:
        return self.state != "ok"


def health_of(
    board: BoardFile, records: BoardRecords, now: datetime, undecided: tuple[str, ...] = ()
) -> Health:
    """Return the state of a board from its records, at `now` (with tzinfo).

    `undecided` are sentences about decisions of loads that the board file lacks. A load or build in
    progress changes nothing: the newest result counts.
    """
    warnings = (*_warnings(board, records, now, undecided),)
    for state, reasons in _faults(board, records, now):
        if reasons:
            return Health(state, reasons, warnings)
    return Health("ok", (), warnings)


def age_of(record: LoadRecord | BuildRecord | None, now: datetime) -> timedelta | None:
    """Return how long ago a load or build ended; None if it has not ended."""
    return now - record.ended_at if record is not None and record.ended_at else None


def losses_of(build: BuildRecord | None) -> dict[str, int]:
    """Return a build's conversion losses by column name; empty if the record cannot be read."""
    found = json_or_none(build.losses) if build else None
    if not isinstance(found, dict):
        return {}
    return {str(name): int(count) for name, count in found.items() if count}


def drift_of(load: LoadRecord | None) -> int | None:
    """Return how many changes of the board a load found; None without a load."""
    if load is None:
        return None
    found = json_or_none(load.drift)
    return len(found) if isinstance(found, list) else 0


def table_changes_of(load: LoadRecord | None) -> tuple[str, ...]:
    """Return sentences about how a load changes the table's columns at the next build."""
    notes = json_or_none(load.notes) if load else None
    found = notes.get("table_changes") if isinstance(notes, dict) else None
    return tuple(map(str, found)) if isinstance(found, list) else ()


def hours(age: timedelta) -> str:
    """Return an age in words."""
    return f"{age.total_seconds() / 3600:,.1f} hours"


def _faults(
    board: BoardFile, records: BoardRecords, now: datetime
) -> Iterator[tuple[State, tuple[str, ...]]]:
    """Yield every red state, the gravest first, with its reasons; without any it does not apply."""
    load, complete, build = records.last_result, records.last_complete, records.last_build
    name, limit = board.name, board.freshness
    failed = []
    if load is not None and load.status == "failed":
        failed.append(_failed("load", load.error, f"monday-load {name}"))
    if build is not None and build.status == "failed":
        failed.append(_failed("build", build.message, f"dbt build -s {name}"))
    yield "failed", tuple(failed)
    never = () if complete else (f"it was never loaded; run `monday-load {name}`",)
    yield "never loaded", never
    unbuilt = () if build else (f"it was loaded but never built; run `dbt build -s {name}`",)
    yield "never built", unbuilt
    late = []
    for what, record in (("complete load", complete), ("build", build)):
        age = age_of(record, now)
        if age is not None and age > limit.error_after:
            late.append(
                f"the last {what} ended {hours(age)} ago, more than {limit.error}; "
                "look whether its schedule runs"
            )
    yield "late", tuple(late)


def _warnings(
    board: BoardFile, records: BoardRecords, now: datetime, undecided: tuple[str, ...]
) -> Iterator[str]:
    limit = board.freshness
    for what, record in (
        ("complete load", records.last_complete), ("build", records.last_build),
    ):  # fmt: skip
        age = age_of(record, now)
        if age is not None and limit.warn_after < age <= limit.error_after:
            yield f"the last {what} ended {hours(age)} ago, more than {limit.warn}"
    if records.last_complete and not records.has_raw_table:
        yield (
            f"raw_monday.{board.name} is gone, or this login may not see it: builds fail without "
            f"it; run `monday-load {board.name}`"
        )
    if undecided:
        yield (
            f"{len(undecided)} change(s) of the board are loaded but not in the board file; run "
            f"`monday-board update {board.name}` and commit it"
        )
    elif met := drift_of(records.last_complete):
        yield (
            f"the last complete load met {met} change(s) of the board; where it ran on a copy of "
            f"the project, run `monday-board update {board.name}` and commit what that writes"
        )
    if altered := table_changes_of(records.last_complete):
        yield f"the last complete load changes the table's columns: {'; '.join(altered)}"
    if board.pending:
        yield (
            f"{len(board.pending)} column(s) wait for a decision; run "
            f"`monday-board review {board.name}`"
        )
    yield from _growing_losses(records)


def _growing_losses(records: BoardRecords) -> Iterator[str]:
    """Yield the columns in which the last build lost more values than the build before."""
    complete = [build for build in records.builds if build.status == "complete"]
    if len(complete) < 2:
        return
    now, before = losses_of(complete[0]), losses_of(complete[1])
    for column, count in now.items():
        if count > before.get(column, 0):
            yield (
                f"{count:,} values of column {column!r} could not be converted, "
                f"{before.get(column, 0):,} in the build before"
            )


_SHORTEST, _LONGEST = 300, 800
_ADVICE = re.compile(r"\brun (the load again|`?(monday-|dbt ))", re.IGNORECASE)


def _failed(what: str, text: str | None, command: str) -> str:
    """Return why a load or build failed, with the advice in its text, or else with ours.

    Uses the first line and as many more as fit, because a build lists its reasons there.
    """
    lines = [line.strip() for line in (text or "no reason is recorded").splitlines()]
    told = ""
    for line in filter(None, lines):
        if told and len(told) + len(line) > _LONGEST:
            break
        told = f"{told} {line}".strip()
    if len(told) > _LONGEST:
        told = f"{told[:_SHORTEST]}..."
    told = told.rstrip(".;")
    advice = "" if _ADVICE.search(told) else f"; run `{command}`"
    return f"the last {what} failed: {told}{advice}"
