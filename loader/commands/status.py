"""monday-board status and summary: the state of single boards, and totals."""

from __future__ import annotations

import sys

import click

from loader.commands.options import boards_argument, common_options, json_option
from loader.commands.show import show_status, show_summary
from loader.deployment.status import status_of
from loader.errors import BoardFileError, UsageError
from loader.session import Session


@click.command(
    "status",
    epilog="""\b
    Examples:
      monday-board status orders
      monday-board status orders customers --json
      monday-board status orders --check""",
)
@boards_argument
@click.option("--check", is_flag=True, help="Exit 1 if a board is not ok.")
@json_option("As JSON.")
@common_options
def status_command(session: Session, boards: tuple[str, ...], check: bool, as_json: bool) -> None:
    """Show the last load and build of boards, age, rows, drift, pending columns, tables."""
    if not boards:
        raise UsageError("Name at least one board; `monday-board list` shows all of them.")
    statuses = [status_of(session, session.registry.read(name)) for name in dict.fromkeys(boards)]
    show_status(session, statuses, as_json)
    if check and any(status.health.is_red for status in statuses):
        sys.exit(1)


@click.command(
    "summary",
    epilog="""\b
    Examples:
      monday-board summary
      monday-board summary --json""",
)
@json_option("As JSON.")
@common_options
def summary_command(session: Session, as_json: bool) -> None:
    """Show totals over all deployed boards."""
    boards = tuple(session.registry.all())
    found = tuple(status_of(session, b) for b in boards if not isinstance(b, BoardFileError))
    show_summary(found, tuple(b for b in boards if isinstance(b, BoardFileError)), as_json)
