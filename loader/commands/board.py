"""monday-board: deploy boards, decide about their columns, see how they stand."""

from __future__ import annotations

import sys

import click

from loader.commands.deploy import deploy_command, update_command
from loader.commands.doctor import doctor_command
from loader.commands.install import init_command, package_path_command, upgrade_command
from loader.commands.options import (
    HELP,
    boards_argument,
    common_options,
    json_option,
)
from loader.commands.overview import check_command, list_command, loads_command
from loader.commands.remove import remove_command
from loader.commands.report import report_command
from loader.commands.review import review_command
from loader.commands.show import show_status, show_summary
from loader.deployment.status import status_of
from loader.errors import BoardFileError, UsageError
from loader.output.console import note, print_json, print_table
from loader.session import Session


@click.group(
    "monday-board",
    context_settings=HELP,
    epilog="""\b
    Examples:
      monday-board init shop
      monday-board discover orders
      monday-board deploy --board-id 8709134353 --board-name orders
      monday-board update --all
      monday-board list
      monday-board status orders""",
)
@click.version_option(package_name="monday-to-sqlserver")
def board_command() -> None:
    """Deploy monday.com boards as tables, decide about their columns, see how they stand."""


board_command.add_command(deploy_command)
board_command.add_command(update_command)
board_command.add_command(list_command)
board_command.add_command(check_command)
board_command.add_command(loads_command)
board_command.add_command(remove_command)
board_command.add_command(report_command)
board_command.add_command(review_command)
board_command.add_command(init_command)
board_command.add_command(doctor_command)
board_command.add_command(package_path_command)
board_command.add_command(upgrade_command)


@board_command.command(
    "status",
    epilog="""\b
    Examples:
      monday-board status orders
      monday-board status orders customers --json
      monday-board status orders --check""",
)
@boards_argument
@click.option("--check", is_flag=True, help="Exit 1 when a board is not ok.")
@json_option("As JSON.")
@common_options
def status_command(session: Session, boards: tuple[str, ...], check: bool, as_json: bool) -> None:
    """Show boards' last load and build, age, rows, drift, pending columns and tables."""
    if not boards:
        raise UsageError("Name at least one board; `monday-board list` shows all of them.")
    statuses = [status_of(session, session.registry.read(name)) for name in dict.fromkeys(boards)]
    show_status(session, statuses, as_json)
    if check and any(status.health.is_red for status in statuses):
        sys.exit(1)


@board_command.command(
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


@board_command.command(
    "discover",
    epilog="""\b
    Examples:
      monday-board discover
      monday-board discover orders 2026 --json""",
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@json_option("As JSON.")
@common_options
def discover_command(session: Session, words: tuple[str, ...], as_json: bool) -> None:
    """Show the boards that the token can see; WORDs narrow them by name, workspace or id."""
    found = []
    for board in session.monday.boards():
        text = f"{board.id} {board.name} {board.workspace}".lower()
        if all(word.lower() in text for word in words):
            found.append(board)
    if as_json:
        print_json(
            [
                {
                    "id": b.id,
                    "name": b.name,
                    "items": b.items_count,
                    "workspace": b.workspace,
                    "kind": b.kind,
                }
                for b in found
            ]
        )
        return
    rows = [(str(b.id), b.name, b.items_count, b.workspace, b.kind) for b in found]
    print_table(("id", "name", "items", "workspace", "kind"), rows)
    if not found:
        note("No board matches; the token may not see it.")
