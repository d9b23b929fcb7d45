"""monday-board: deploy boards, decide about their columns, see how they stand."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from loader.board.board_file import BoardFile
from loader.commands.deploy import deploy_command, update_command
from loader.commands.doctor import doctor_command
from loader.commands.install import init_command, package_path_command, upgrade_command
from loader.commands.options import (
    HELP,
    board_argument,
    boards_argument,
    common_options,
    complex_choice,
    complex_options,
    json_option,
)
from loader.commands.overview import check_command, list_command, loads_command
from loader.commands.report import report_command
from loader.commands.show import show_board_columns, show_status, show_summary
from loader.deployment.deploy import sample, verdict
from loader.deployment.lossy_types import settle_reviewed
from loader.deployment.questions import ask_each, decide_all, examples_of, undecided
from loader.deployment.review import Edits, edit
from loader.deployment.status import status_of
from loader.deployment.table_width import check_width
from loader.errors import BoardFileError, LoaderError, UsageError
from loader.generate.kestra.flow import flow_path
from loader.generate.kestra.place import flows_root
from loader.generate.project_files import file_changes
from loader.generate.write import write
from loader.output.console import ask, is_interactive, note, print_json, print_table, printable, say
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
board_command.add_command(report_command)
board_command.add_command(init_command)
board_command.add_command(doctor_command)
board_command.add_command(package_path_command)
board_command.add_command(upgrade_command)


@board_command.command(
    "review",
    epilog="""\b
    Examples:
      monday-board review orders
      monday-board review orders --approve connect_b7 --reject mirror_4
      monday-board review orders --rename "numeric_mkp4=Unit price"
      monday-board review orders --data-type "numeric_mkp4=decimal(18,4)" --json""",
)
@board_argument()
@click.option("--approve", multiple=True, metavar="COLUMN", help="Load this column.")
@click.option("--reject", multiple=True, metavar="COLUMN", help="Do not load this column.")
@click.option("--later", multiple=True, metavar="COLUMN", help="Leave this column pending.")
@click.option("--rename", multiple=True, metavar="COLUMN=NAME", help="Name of its SQL column.")
@click.option(
    "--data-type", multiple=True, metavar="COLUMN=TYPE", help="Its SQL type; empty: default."
)
@click.option("--dry-run", is_flag=True, help="Show the outcome; write nothing.")
@click.option("--accept-losses", is_flag=True, help="Take types though sampled values lose by it.")
@click.option("--reason", metavar="TEXT", help="Why; kept in the board file.")
@json_option("The columns as JSON.")
@complex_options
@common_options
def review_command(
    session: Session,
    board: str,
    approve: tuple[str, ...],
    reject: tuple[str, ...],
    later: tuple[str, ...],
    rename: tuple[str, ...],
    data_type: tuple[str, ...],
    dry_run: bool,
    accept_losses: bool,
    reason: str | None,
    as_json: bool,
    approve_complex: bool,
    reject_complex: bool,
) -> None:
    """Show the columns of a board with their decisions; approve, reject or rename them.

    A COLUMN is its id, or its title where only one column has it. Without flags each undecided
    column is asked about, on a terminal.
    """
    file = session.registry.read(board)
    edits = Edits(approve, reject, later, _pairs(rename), _pairs(data_type))
    reviewed = edit(file, edits, by=session.person, at=session.today, reason=reason)
    asking = is_interactive() and not as_json
    reviewed = settle_reviewed(session, file, reviewed, accept=accept_losses, asking=asking)
    choice = complex_choice(approve_complex, reject_complex)
    if choice != "ask":
        decision = verdict(session, "approved" if choice == "approve" else "rejected", reason)
        reviewed = decide_all(reviewed, undecided(reviewed, session.policy), decision)
    elif not edits.any and not as_json:
        reviewed = _asked(session, reviewed)
    _save_review(session, file, reviewed, dry_run)
    show_board_columns(reviewed, as_json)


def _asked(session: Session, board: BoardFile) -> BoardFile:
    columns = undecided(board, session.policy)
    if not columns or not is_interactive():
        return board
    examples: dict[str, str] = {}
    items = 0
    try:
        live = session.monday.board(board.board_id)
        items = live.items_count
        examples = examples_of(sample(session, board, live))
    except LoaderError as exc:
        note(f"No examples: {printable(str(exc))}")
    return ask_each(board, columns, examples, lambda decision: verdict(session, decision), items)


def _save_review(session: Session, before: BoardFile, after: BoardFile, dry_run: bool) -> None:
    if after == before:
        return
    check_width(session, after, before)
    changes = file_changes(session, after)
    if dry_run:
        for change in changes:
            note(f"would change: {session.relative(change.path)}")
        note("Nothing was written.")
        return
    write(changes)
    for change in changes:
        note(f"changed: {session.relative(change.path)}")
    note(f"Next: monday-load {after.name} && dbt build -s {after.name}")


def _pairs(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in values:
        column, equals, content = value.partition("=")
        if not equals or not column:
            raise UsageError(f"{value!r} is not of the form COLUMN=VALUE.")
        pairs.append((column, content))
    return tuple(pairs)


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
    "remove",
    epilog="""\b
    Examples:
      monday-board remove orders --yes""",
)
@board_argument()
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options
def remove_command(session: Session, board: str, yes: bool) -> None:
    """Take a board out of the registry. Its dbt files, raw data and tables stay."""
    file = session.registry.read(board)
    if file.removed:
        note(f"{board} is removed already.")
        return
    if (
        not yes
        and is_interactive()
        and ask(f"Remove {board} from the registry?", ("y", "n")) == "n"
    ):
        note("Nothing was changed.")
        return
    write(file_changes(session, replace(file, removed=True)))
    say(f"{board}: removed from the registry; its dbt files, raw data and tables stay")
    flow = flows_root(session.project.dir) / flow_path(file)
    if flow.exists():
        note(
            f"Its flow {session.relative(flow)} stays too: take it out of Kestra, or it will fail."
        )


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
