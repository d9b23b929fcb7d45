"""How facts about boards are shown: tables for people, stable JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.drift import Change
from loader.board.type_proposals import Proposal
from loader.deployment.status import BoardStatus, drift_now, losses_of
from loader.errors import BoardFileError
from loader.landing.records import BuildRecord
from loader.output.console import note, print_json, print_table, printable
from loader.session import Session


def show_changes(
    board: BoardFile, changes: Iterable[Change], proposals: Iterable[Proposal]
) -> None:
    """Drift and new data types as notes."""
    for change in changes:
        note(f"{board.name}: {printable(change.text)}")
    for proposal in proposals:
        entry = board.column(proposal.column_id)
        name = printable(entry.name) if entry else proposal.column_id
        note(f"{board.name}: column {name} becomes {proposal.data_type}: {proposal.reason}")


def show_boards(session: Session, as_json: bool) -> None:
    """The registry, boards with unreadable files included."""
    rows: list[dict[str, Any]] = []
    unreadable: list[BoardFileError] = []
    for board in session.registry.all():
        if isinstance(board, BoardFileError):
            unreadable.append(board)
            rows.append({"board": None, "file": board.path, "faults": list(board.faults)})
            continue
        rows.append(
            {
                "board": board.name,
                "board_id": board.board_id,
                "title": board.title,
                "table": board.table,
                "schema": board.schema,
                "database": board.database,
                "columns": len(board.approved),
                "pending": len(board.pending),
            }
        )
    if as_json:
        print_json(rows)
        return
    good = [r for r in rows if r["board"]]
    keys = ("board", "board_id", "title", "table", "columns", "pending")
    cells = [[str(r[k]) if k == "board_id" else r[k] for k in keys] for r in good]
    print_table(("board", "id", "title", "table", "columns", "pending"), cells)
    for file in unreadable:
        _note_faults(file)
    if not rows:
        note("No board is deployed; run `monday-board deploy`.")


def show_status(session: Session, status: BoardStatus, as_json: bool) -> None:
    """One board, with what monday says now; what cannot be learned is said to be unknown."""
    drift, reason = drift_now(session, status.board)
    facts = status.facts()
    facts["drift_now"] = None if drift is None else list(drift)
    if reason:
        facts["unknown"] = [*facts["unknown"], reason]
    if as_json:
        print_json(facts)
        return
    print_table((status.board.name, ""), [(k, v) for k, v in _lines(status, drift)])
    for change in drift or ():
        note(f"drift: {printable(change)}")
    for change in status.unwritten:
        note(f"not in the board file: {printable(change)}")
    if status.unwritten:
        note(f"Run `monday-board update {status.board.name}` to write it, then build.")
    for unknown in facts["unknown"]:
        note(f"unknown: {printable(unknown)}")


def _lines(status: BoardStatus, drift: tuple[str, ...] | None) -> list[tuple[str, str]]:
    board, load, state = status.board, status.last_load, status.state
    build = state.last_build if state else None
    age = status.age_hours
    unknown = "unknown"
    missing = unknown if status.unknown else "never"
    return [
        ("board", f"{board.title} ({board.board_id}){', removed' if board.removed else ''}"),
        ("table", status.table),
        ("columns", f"{len(board.approved)} approved, {len(board.pending)} pending"),
        ("pending", ", ".join(f"{c.name} ({c.id})" for c in board.pending) or "none"),
        ("last load", f"{load.status}, started {load.started_at:%Y-%m-%d %H:%M:%S} UTC"
                      if load else missing),
        ("load error", load.error or "none" if load else missing),
        ("age", f"{age:.1f} hours" if age is not None else missing),
        ("raw", _count(state.raw_items, state.raw_rows) if state else unknown),
        ("production", _production(status) if state else unknown),
        ("staging", ("a build is running, or its checks failed" if state.staging_exists else "none")
                    if state else unknown),
        ("last build", f"{build.status}, {build.rows or 0:,} rows, ended "
                       f"{build.ended_at:%Y-%m-%d %H:%M:%S} UTC" if build else missing),
        ("losses", _losses(build) if build else missing),
        ("build message", build.message or "none" if build else missing),
        ("drift", unknown if drift is None else f"{len(drift)} change(s)" if drift else "none"),
    ]  # fmt: skip


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
    """Totals over all boards whose files can be read."""
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
        _note_faults(file)


def _note_faults(file: BoardFileError) -> None:
    for fault in file.faults:
        note(f"{printable(file.path)}: {printable(fault)}")


def show_board_columns(board: BoardFile, as_json: bool) -> None:
    """Every column of a board with its decision."""
    rows = [
        {
            "id": c.id,
            "type": c.type,
            "title": c.title,
            "name": c.name,
            "decision": "gone" if c.gone else c.decision,
            "data_type": c.data_type,
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
    open_facts = [
        f"{printable(a.name)} ({a.id})" for a in board.attributes if a.decision != "approved"
    ]
    if open_facts:
        note(f"--approve takes these facts of an item too: {', '.join(open_facts)}")
