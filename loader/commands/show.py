"""Prints facts about boards: tables for people, stable JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.drift import Change
from loader.board.type_proposals import Proposal
from loader.deployment.health import losses_of, table_changes_of
from loader.deployment.status import BoardStatus, drift_now
from loader.errors import BoardFileError
from loader.landing.records import BuildRecord, LoadRecord
from loader.output.console import note, print_json, print_table, printable
from loader.session import Session


def show_changes(
    board: BoardFile, changes: Iterable[Change], proposals: Iterable[Proposal]
) -> None:
    """Print drift and new data types as notes."""
    for change in changes:
        note(f"{board.name}: {printable(change.text)}")
    for proposal in proposals:
        entry = board.column(proposal.column_id)
        name = printable(entry.name) if entry else proposal.column_id
        note(f"{board.name}: column {name} becomes {proposal.data_type}: {proposal.reason}")


def show_status(session: Session, statuses: Sequence[BoardStatus], as_json: bool) -> None:
    """Print the status of boards, with their drift from monday now, or that it is unknown.

    As JSON, one board is an object and several are a list.
    """
    documents = []
    for status in statuses:
        drift, reason = drift_now(session, status.board)
        facts = status.facts()
        facts["drift_now"] = None if drift is None else list(drift)
        facts["unknown"] += [reason] if reason else []
        documents.append(facts)
        if not as_json:
            _show_status(status, drift, facts["unknown"])
    if as_json:
        print_json(documents if len(documents) > 1 else documents[0])


def _show_status(
    status: BoardStatus, drift: tuple[str, ...] | None, unknown: Sequence[str]
) -> None:
    print_table((status.board.name, ""), [(k, v) for k, v in _lines(status, drift)])
    for change in drift or ():
        note(f"drift: {printable(change)}")
    for change in status.unwritten:
        note(f"not in the board file: {printable(change)}")
    if status.unwritten:
        note(f"Run `monday-board update {status.board.name}` to write it, then build.")
    for reason in unknown:
        note(f"unknown: {printable(reason)}")
    for warning in status.health.warnings:
        note(f"warning: {printable(warning)}")


def _lines(status: BoardStatus, drift: tuple[str, ...] | None) -> list[tuple[str, str]]:
    board, load, state = status.board, status.last_load, status.state
    build = state.last_build if state else None
    age = status.age_hours
    unknown = "unknown"
    missing = unknown if status.unknown else "never"
    nothing = unknown if status.unknown else "none"
    return [
        ("board", f"{board.title} ({board.board_id}){', removed' if board.removed else ''}"),
        ("table", status.table),
        ("state", "; ".join((status.health.state, *status.health.reasons))),
        ("columns", f"{len(board.approved)} approved, {len(board.pending)} pending, "
                    f"{sum(c.decision == 'rejected' and not c.gone for c in board.columns)} "
                    f"rejected, {sum(bool(c.gone) for c in board.columns)} gone"),
        ("pending", ", ".join(f"{c.name} ({c.id})" for c in board.pending) or "none"),
        ("last load", f"{load.status}, started {load.started_at:%Y-%m-%d %H:%M:%S} UTC"
                      if load else missing),
        ("load", _load(load) if load else missing),
        ("load error", (load and load.error) or nothing),
        ("age", f"{age:.1f} hours" if age is not None else missing),
        ("load notes", (load and load.notes) or nothing),
        ("raw", _count(state.raw_items, state.raw_rows) if state else unknown),
        ("production", _production(status) if state else unknown),
        ("unfinished load", ("a load is running, or was killed" if state.incoming_exists
                             else "none") if state else unknown),
        ("staging", ("a build is running, or its checks failed" if state.staging_exists else "none")
                    if state else unknown),
        ("last build", f"{build.status}, {build.rows or 0:,} rows, ended "
                       f"{build.ended_at:%Y-%m-%d %H:%M:%S} UTC" if build else missing),
        ("losses", _losses(build) if build else nothing),
        ("build message", (build and build.message) or nothing),
        ("table changes", "; ".join(table_changes_of(status.last_complete)) or "none"),
        ("drift", unknown if drift is None else f"{len(drift)} change(s)" if drift else "none"),
    ]  # fmt: skip


def _load(load: LoadRecord) -> str:
    numbers = [
        f"{getattr(load, name):,} {name}"
        for name in ("items", "rows", "calls", "complexity")
        if getattr(load, name) is not None
    ]
    waited = [f"{load.waits:.1f} s waited"] if load.waits is not None else []
    proof = [f"complete by {load.complete_by}"] if load.complete_by else []
    return ", ".join([load.load_id, load.kind or "kind unknown", *proof, *numbers, *waited])


def _losses(build: BuildRecord) -> str:
    found = losses_of(build)
    return ", ".join(f"{name}: {count:,}" for name, count in found.items()) or "none"


def _count(items: int | None, rows: int | None) -> str:
    return "none" if items is None else f"{items:,} items, {rows or 0:,} rows"


def _production(status: BoardStatus) -> str:
    state = status.state
    if state is None or not state.production_exists:
        return "not built"
    previous = ", previous kept" if state.previous_exists else ""
    return f"{state.production_rows or 0:,} rows{previous}"


def show_summary(
    statuses: tuple[BoardStatus, ...], unreadable: tuple[BoardFileError, ...], as_json: bool
) -> None:
    """Print totals over all boards with readable files."""
    ages = [s.age_hours for s in statuses if s.age_hours is not None]
    total: dict[str, Any] = {
        "boards": len(statuses),
        "columns": sum(len(s.board.approved) for s in statuses),
        "pending": sum(len(s.board.pending) for s in statuses),
        "items": sum(s.state.raw_items or 0 for s in statuses if s.state),
        "rows": sum(s.state.raw_rows or 0 for s in statuses if s.state),
        "failed_loads": sum(
            s.last_load is not None and s.last_load.status == "failed" for s in statuses
        ),
        "never_loaded": sum(s.last_complete is None and not s.unknown for s in statuses),
        "oldest_age_hours": round(max(ages), 2) if ages else None,
        "unknown": sum(bool(s.unknown) for s in statuses),
        "unreadable": len(unreadable),
    }
    if as_json:
        print_json(total)
        return
    print_table(("", "total"), [(key.replace("_", " "), value) for key, value in total.items()])
    for status in statuses:
        for unknown in status.unknown:
            note(f"{status.board.name}: unknown: {printable(unknown)}")
    for file in unreadable:
        note_faults(file)


def note_faults(file: BoardFileError) -> None:
    """Print a board file's faults, each with its line."""
    for fault in file.faults:
        note(f"{printable(file.path)}: {printable(fault)}")


def show_board_columns(board: BoardFile, as_json: bool) -> None:
    """Print every column of a board with its decision."""
    rows = [
        {
            "id": c.id,
            "type": c.type,
            "title": c.title,
            "name": c.name,
            "decision": "gone" if c.gone else c.decision,
            "data_type": c.data_type,
            "part_types": dict(c.part_types),
            "decided_by": c.decided_by,
            "decided_at": c.decided_at,
            "reason": c.reason,
        }
        for c in board.columns
    ]
    if as_json:
        print_json(rows)
        return
    keys = ("name", "id", "type", "decision", "data_type", "decided_by", "reason")
    print_table(keys, [[row[k] for k in keys] for row in rows])
    for is_shown, told in (
        (True, "facts of an item that are in the table too"),
        (False, "--approve takes these facts of an item too"),
    ):
        facts = [a for a in board.attributes if (a.decision == "approved") is is_shown]
        if facts:
            note(f"{told}: {', '.join(f'{printable(a.name)} ({a.id})' for a in facts)}")
