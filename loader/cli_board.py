"""monday-board: deploy boards, decide about their columns, see how they stand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from loader.board_file import BoardFile
from loader.cli_options import common_options, complete_boards, show_error
from loader.cli_show import show_board_columns, show_boards, show_changes, show_status, show_summary
from loader.console import note, print_json, print_table, printable, say
from loader.deploy import (
    ComplexChoice,
    Deployment,
    DeployRequest,
    deploy,
    subitem_board_id,
    unknown_types,
    verdict,
)
from loader.errors import BoardUnknown, MondayError, UsageError
from loader.generate.write import write
from loader.questions import ask_each, decide_all, undecided
from loader.registry import Registry
from loader.review import Edits, edit
from loader.session import Session
from loader.status import statuses

MAX_BATCH = 500
_F = TypeVar("_F", bound=Callable[..., Any])


@click.group("monday-board")
@click.version_option(package_name="monday-to-sqlserver")
def board_command() -> None:
    """Deploy monday.com boards as tables, decide about their columns, see how they stand."""


def _board_argument(required: bool = True) -> Callable[[_F], _F]:
    return click.argument(
        "board", required=required, metavar="BOARD", shell_complete=complete_boards
    )


def _complex_options(command: _F) -> _F:
    for flag, text in (
        ("--reject-complex", "Reject every column that would be asked about."),
        (
            "--approve-complex",
            "Approve every column that would be asked about, relations included.",
        ),
    ):
        command = click.option(flag, is_flag=True, help=text)(command)
    return command


@board_command.command(
    "deploy",
    epilog="""\b
    Examples:
      monday-board deploy --board-id 8709134353 --board-name orders
      monday-board deploy --board-id 8709134353 --board-name orders --dry-run
      monday-board deploy --board-id 8709134353 --board-name orders --schema reporting""",
)
@click.option("--board-id", type=click.IntRange(min=1), required=True, help="monday's id.")
@click.option("--board-name", required=True, metavar="NAME", help="File, model and command name.")
@click.option("--table-name", metavar="NAME", help="Production table; default the board name.")
@click.option("--database", metavar="NAME", help="Default TARGET_DATABASE, else the profile's.")
@click.option("--schema", metavar="NAME", help="Taken as written; default the profile's.")
@click.option("--batch-size", type=click.IntRange(min=1), help="Items a request, 1 to 500.")
@click.option("--max-workers", type=click.IntRange(1, 64), help="Requests at the same time.")
@click.option("--dry-run", is_flag=True, help="Print every file and the DDL; write nothing.")
@_complex_options
@click.option("--with-subitems", is_flag=True, help="Deploy the board of its subitems too.")
@click.option("--take-over", is_flag=True, help="Let builds replace a table made by others.")
@click.option(
    "--use-item-term", is_flag=True, help="Name the name column as the board names items."
)
@common_options
def deploy_command(
    session: Session,
    board_id: int,
    board_name: str,
    table_name: str | None,
    database: str | None,
    schema: str | None,
    batch_size: int | None,
    max_workers: int | None,
    dry_run: bool,
    approve_complex: bool,
    reject_complex: bool,
    with_subitems: bool,
    take_over: bool,
    use_item_term: bool,
) -> None:
    """Discover a board, decide about its columns, and write its board file and dbt files."""
    if batch_size is not None and batch_size > MAX_BATCH:
        note(f"monday gives at most {MAX_BATCH} items a request; using {MAX_BATCH}.")
    request = DeployRequest(
        board_id=board_id,
        name=board_name,
        table=table_name,
        database=database,
        schema=schema,
        batch_size=batch_size,
        max_workers=max_workers,
        complex_columns=_choice(approve_complex, reject_complex),
        take_over=take_over,
        use_item_term=use_item_term,
    )
    for done in _deployments(session, request, with_subitems):
        _carry_out(session, done, dry_run)


def _deployments(
    session: Session, request: DeployRequest, with_subitems: bool
) -> tuple[Deployment, ...]:
    """The board's deployment and, where asked for, that of its subitem board."""
    from dataclasses import replace

    done = deploy(session, request)
    if not with_subitems:
        return (done,)
    subitems = subitem_board_id(done.live)
    if subitems is None:
        raise UsageError(
            f"Board {printable(done.live.name)} has no subitems; deploy it without --with-subitems."
        )
    name = f"{request.name}_subitems"
    child = deploy(
        session,
        replace(
            request,
            board_id=subitems,
            name=name,
            table=f"{request.table}_subitems" if request.table else None,
            use_item_term=False,
        ),
    )
    board = replace(done.board, subitems=name)
    parent = replace(done, board=board, files=session.registry.file_changes(board))
    return (parent, child)


def _carry_out(session: Session, done: Deployment, dry_run: bool) -> None:
    board = done.board
    if dry_run:
        _print_dry_run(session, done)
        return
    write(done.files)
    show_changes(board, done.changes, done.proposals)
    for kind in unknown_types(board):
        note(f"Columns of type {printable(kind)} are unknown to this version; they load as text.")
    say(
        f"{board.name}: {len(board.approved)} columns approved, {len(board.pending)} pending, "
        f"{sum(c.decision == 'rejected' for c in board.columns)} rejected; "
        f"{len(done.files)} files written"
    )
    for change in done.files:
        note(f"  {session.relative(change.path)}")
    note(f"Next: monday-load {board.name} && dbt build -s {board.name}")


def _print_dry_run(session: Session, done: Deployment) -> None:
    from loader.generate.ddl import table_ddl

    ddl = table_ddl(session, done.board)
    for change in done.files:
        say(f"--- {session.relative(change.path)}")
        say(change.after)
    say("--- DDL")
    say(ddl)
    note("Nothing was written.")


def _choice(approve: bool, reject: bool) -> ComplexChoice:
    if approve and reject:
        raise UsageError("Give one of --approve-complex and --reject-complex.")
    return "approve" if approve else "reject" if reject else "ask"


@board_command.command(
    "update",
    epilog="""\b
    Examples:
      monday-board update orders
      monday-board update --all --check""",
)
@_board_argument(required=False)
@click.option("--board-id", type=click.IntRange(min=1), help="monday's id instead of the name.")
@click.option("--all", "all_boards", is_flag=True, help="Every deployed board.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when something would change.")
@_complex_options
@common_options
def update_command(
    session: Session,
    board: str | None,
    board_id: int | None,
    all_boards: bool,
    check: bool,
    approve_complex: bool,
    reject_complex: bool,
) -> None:
    """Apply what changed on monday, ask about new complex columns, generate the files anew."""
    names = _update_names(session.registry, board, board_id, all_boards)
    choice = _choice(approve_complex, reject_complex)
    failed = differs = False
    for name in names:
        try:
            differs |= _update(session, name, choice, check)
        except MondayError as exc:
            if len(names) == 1:
                raise
            show_error(exc, f"{name}: ")
            failed = True
    if failed or (check and differs):
        sys.exit(1)


def _update_names(
    registry: Registry, board: str | None, board_id: int | None, all_boards: bool
) -> tuple[str, ...]:
    if [board is not None, board_id is not None, all_boards].count(True) != 1:
        raise UsageError("Name a board, or give --board-id or --all.")
    if all_boards:
        return registry.loadable()
    if board_id is not None:
        found = registry.by_id(board_id)
        if found is None:
            raise BoardUnknown(f"No board with id {board_id} is deployed; run `monday-board list`.")
        return (found.name,)
    return (str(board),)


def _update(session: Session, name: str, choice: ComplexChoice, check: bool) -> bool:
    """Update one board; whether anything on disk differed."""
    board = session.registry.read(name)
    if board.removed:
        raise UsageError(f"Board {name!r} was removed; deploy it again to take it back.")
    request = DeployRequest(board.board_id, name, complex_columns="keep" if check else choice)
    done = deploy(session, request)
    show_changes(done.board, done.changes, done.proposals)
    for change in done.files:
        say(f"{'would change' if check else 'changed'}: {session.relative(change.path)}")
    if not check:
        write(done.files)
    if not done.files:
        note(f"{name}: nothing to change")
    return bool(done.files)


@board_command.command(
    "review",
    epilog="""\b
    Examples:
      monday-board review orders
      monday-board review orders --approve connect_b7 --reject mirror_4
      monday-board review orders --rename "numeric_mkp4=Unit price" """,
)
@_board_argument()
@click.option("--approve", multiple=True, metavar="COLUMN", help="Load this column.")
@click.option("--reject", multiple=True, metavar="COLUMN", help="Do not load this column.")
@click.option("--later", multiple=True, metavar="COLUMN", help="Leave this column pending.")
@click.option("--rename", multiple=True, metavar="COLUMN=NAME", help="Name of its SQL column.")
@click.option(
    "--data-type", multiple=True, metavar="COLUMN=TYPE", help="Its SQL type; empty: default."
)
@click.option("--reason", metavar="TEXT", help="Why; kept in the board file.")
@click.option("--json", "as_json", is_flag=True, help="The columns as JSON.")
@_complex_options
@common_options
def review_command(
    session: Session,
    board: str,
    approve: tuple[str, ...],
    reject: tuple[str, ...],
    later: tuple[str, ...],
    rename: tuple[str, ...],
    data_type: tuple[str, ...],
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
    choice = _choice(approve_complex, reject_complex)
    if choice != "ask":
        decision = verdict(session, "approved" if choice == "approve" else "rejected", reason)
        reviewed = decide_all(reviewed, undecided(reviewed, session.policy), decision)
    elif not edits.any and not as_json:
        reviewed = _asked(session, reviewed)
    _save_review(session, file, reviewed)
    show_board_columns(reviewed, as_json)


def _asked(session: Session, board: BoardFile) -> BoardFile:
    from loader.console import is_interactive
    from loader.deploy import sample
    from loader.questions import examples_of

    columns = undecided(board, session.policy)
    if not columns or not is_interactive():
        return board
    examples: dict[str, str] = {}
    try:
        live = session.monday.board(board.board_id)
        examples = examples_of(sample(session, board, live))
    except MondayError as exc:
        note(f"No examples: {printable(str(exc))}")
    return ask_each(board, columns, examples, lambda decision: verdict(session, decision))


def _save_review(session: Session, before: BoardFile, after: BoardFile) -> None:
    if after == before:
        return
    changes = session.registry.file_changes(after)
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


@board_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
def list_command(session: Session, as_json: bool) -> None:
    """Show which boards are deployed."""
    show_boards(session, as_json)


@board_command.command("status")
@_board_argument()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
def status_command(session: Session, board: str, as_json: bool) -> None:
    """Show a board's last load and build, its age, rows, drift, pending columns and tables."""
    (found,) = statuses(session, (board,))
    show_status(session, found, as_json)


@board_command.command("summary")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
def summary_command(session: Session, as_json: bool) -> None:
    """Show totals over all deployed boards."""
    show_summary(tuple(statuses(session)), as_json)


@board_command.command("remove")
@_board_argument()
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options
def remove_command(session: Session, board: str, yes: bool) -> None:
    """Take a board out of the registry. Its dbt files, raw data and tables stay."""
    from dataclasses import replace

    from loader.console import ask, is_interactive

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
    write(session.registry.file_changes(replace(file, removed=True)))
    say(f"{board}: removed from the registry; its dbt files, raw data and tables stay")


@board_command.command("discover")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
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
