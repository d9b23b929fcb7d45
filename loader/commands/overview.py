"""monday-board list, check and loads: all boards, those that are not ok, and past loads."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click

from loader.commands.options import board_argument, boards_argument, common_options, json_option
from loader.deployment.alerts import remember, untold
from loader.deployment.health import age_of, drift_of, losses_of
from loader.deployment.load_history import load_history
from loader.deployment.overview import (
    AnyState,
    BoardState,
    facts_of,
    landed_boards,
    name_of,
    overview,
    state_of,
)
from loader.errors import BoardFileError, LoaderError, ProjectError, UsageError
from loader.landing.records import BuildRecord, LoadRecord
from loader.output.console import note, print_json, print_table, printable, say
from loader.output.kestra_markers import emit_outputs
from loader.session import Session
from loader.settings import is_under_kestra

_HEADINGS = (
    "board", "state", "loaded", "age", "built", "items", "rows", "drift", "pending", "losses",
    "id", "title",
)  # fmt: skip
_SPARE = ("id", "title", "rows", "built", "drift", "losses", "loaded", "items")


@click.command(
    "list",
    epilog="""\b
    Examples:
      monday-board list
      monday-board list --failed
      monday-board list --json""",
)
@click.option("--failed", is_flag=True, help="Only boards that are not ok.")
@json_option("As JSON.")
@common_options
def list_command(session: Session, failed: bool, as_json: bool) -> None:
    """Show every board with its state, last load and build, age, rows, drift and losses.

    Exit 1 if a board file cannot be read; use `check` to test for boards that are not ok.
    """
    states = overview(session, datetime.now(UTC))
    if failed:
        states = tuple(state for state in states if state_of(state) != "ok")
    if as_json:
        print_json([facts_of(state) for state in states])
    else:
        _show(session, states)
        if failed and not states and session.registry.loadable():
            note("Every board is ok.")
    if any(isinstance(state, BoardFileError) for state in states):
        sys.exit(1)


def _show(session: Session, states: Sequence[AnyState]) -> None:
    print_table(_HEADINGS, [_row(state) for state in states], spare=_SPARE)
    for state in states:
        for reason in facts_of(state)["reasons"]:
            note(f"{name_of(state)}: {printable(reason)}")
    if not session.registry.names():
        note("No board is deployed; run `monday-board deploy`.")


@click.command(
    "check",
    epilog="""\b
    Examples:
      monday-board check
      monday-board check orders customers
      monday-board check --once
      monday-board check --json""",
)
@boards_argument
@click.option("--once", is_flag=True, help="Report each board once, until it is ok again.")
@json_option("As JSON.")
@common_options
def check_command(session: Session, boards: tuple[str, ...], once: bool, as_json: bool) -> None:
    """Exit 1 if a board is late, failed, never loaded or built, or cannot be read.

    Shows the reasons for each such board. `freshness` in the board file says when it is late.
    """
    now = datetime.now(UTC)
    states = overview(session, now, boards)
    if not states:
        raise _nothing_deployed(session)
    red = [state for state in states if state_of(state) != "ok"]
    told, memory = untold(session, states, now) if once else (red, {})
    if as_json:
        print_json([facts_of(state) for state in (told if once else states)])
    else:
        _tell(states, red, told)
    if is_under_kestra():
        emit_outputs({"boards": len(states), "red": ", ".join(map(name_of, red))})
    remember(session, memory)
    if told:
        sys.exit(1)


def _nothing_deployed(session: Session) -> LoaderError:
    known = {} if session.registry.names() else landed_boards(session)
    if not known:
        return UsageError("No board is deployed; run `monday-board deploy` first.")
    listed = ", ".join(f"{name} (board {board_id})" for name, board_id in sorted(known.items()))
    name, board_id = min(known.items())
    return ProjectError(
        f"{session.project.dir / 'boards'} holds no board file, though raw_monday was loaded with "
        f"{listed}. Bring the files back from Git; or deploy each again, as by `monday-board "
        f"deploy --board-id {board_id} --board-name {name}`: decisions and names come back with it."
    )


def _tell(states: Sequence[AnyState], red: Sequence[AnyState], told: Sequence[AnyState]) -> None:
    for state in told:
        facts = facts_of(state)
        for reason in facts["reasons"]:
            say(f"{name_of(state)}: {facts['state']}: {printable(reason)}")
    for state in states:
        for warning in state.health.warnings if isinstance(state, BoardState) else ():
            note(f"{name_of(state)}: warning: {printable(warning)}")
    listed = f"; red: {', '.join(map(name_of, red))}" if red else ""
    say(f"{len(states) - len(red)} of {len(states)} boards ok{listed}")


def _row(state: AnyState) -> tuple[object, ...]:
    if isinstance(state, BoardFileError):
        return (name_of(state), state_of(state), *[None] * (len(_HEADINGS) - 2))
    records, board = state.records, state.board
    build = records.last_build
    losses = sum(losses_of(build).values()) if build else None
    return (
        board.name,
        state.health.state,
        _moment(records.last_load),
        _age(age_of(records.last_complete, state.now)),
        _moment(build),
        records.last_complete.items if records.last_complete else None,
        build.rows if build else None,
        drift_of(records.last_complete),
        len(board.pending),
        losses,
        str(board.board_id),
        board.title,
    )


def _moment(record: LoadRecord | BuildRecord | None) -> str | None:
    """Return the record's end, or its start if it is running, and its status unless `complete`."""
    at = record and (record.ended_at or record.started_at)
    if record is None or at is None:
        return None
    return f"{at:%Y-%m-%d %H:%M}" + ("" if record.status == "complete" else f" {record.status}")


def _age(age: timedelta | None) -> str | None:
    if age is None:
        return None
    total = age.total_seconds()
    return f"{total / 3600:.1f} h" if total < 48 * 3600 else f"{total / 86400:.1f} d"


@click.command(
    "loads",
    epilog="""\b
    Examples:
      monday-board loads orders
      monday-board loads orders --limit 100 --json""",
)
@board_argument()
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True,
    help="Number of loads and builds to show.",
)  # fmt: skip
@json_option("As JSON.")
@common_options
def loads_command(session: Session, board: str, limit: int, as_json: bool) -> None:
    """Show a board's loads and builds, newest first."""
    file = session.registry.read(board)
    events = load_history(session, file, limit)
    if as_json:
        print_json(events)
        return
    keys = ("event", "started_at", "status", "kind", "complete_by", "seconds", "items", "rows",
            "calls", "complexity", "drift", "losses", "id", "message")  # fmt: skip
    print_table(
        keys, [[_cell(event[key]) for key in keys] for event in events], spare=_SPARE_OF_LOADS
    )
    if not events:
        note(f"{board} was never loaded; run `monday-load {board}`.")


_SPARE_OF_LOADS = ("complexity", "complete_by", "calls", "rows", "drift", "losses", "id", "seconds",
                   "kind", "items")  # fmt: skip


def _cell(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value
