"""monday-board deploy and update: discover, decide, write."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import click

from loader.board.registry import Registry
from loader.commands.options import (
    board_argument,
    board_id_option,
    common_options,
    complex_choice,
    complex_options,
    json_option,
    show_error,
)
from loader.commands.show import show_changes
from loader.deployment.checks import deployed_as
from loader.deployment.deploy import Deployment, deploy, unknown_types
from loader.deployment.kept_answers import kept_answers
from loader.deployment.request import ComplexChoice, DeployRequest
from loader.deployment.subitems import lost_subitems, subitem_board_id
from loader.errors import BoardUnknown, LoaderError, UsageError
from loader.generate.event_tables import event_tables
from loader.generate.link_tables import companions
from loader.generate.project_files import file_changes
from loader.generate.write import write
from loader.install.build_problems import build_problems
from loader.install.package import ready_package
from loader.monday.limits import ITEMS_A_PAGE
from loader.output.console import note, phase, print_json, printable, say
from loader.session import Session


@click.command(
    "deploy",
    epilog="""\b
    Examples:
      monday-board deploy --board-id 8709134353 --board-name orders
      monday-board deploy --board-id 8709134353 --board-name orders --dry-run
      monday-board deploy --board-id 8709134353 --board-name orders --schema reporting""",
)
@board_id_option(required=True)
@click.option("--board-name", required=True, metavar="NAME", help="File, model and table name.")
@click.option("--table-name", metavar="NAME", help="Production table; default: the board name.")
@click.option("--database", metavar="NAME", help="Default: TARGET_DATABASE, else the profile's.")
@click.option("--schema", metavar="NAME", help="Used as written; default: the profile's.")
@click.option("--batch-size", type=click.IntRange(min=1), help="Items per request, 1 to 500.")
@click.option("--max-workers", type=click.IntRange(1, 64), help="Parallel requests.")
@click.option("--dry-run", is_flag=True, help="Print every file and the DDL; write nothing.")
@complex_options
@click.option("--with-subitems", is_flag=True, help="Also deploy the board of its subitems.")
@click.option("--take-over", is_flag=True, help="Let builds replace a table that others created.")
@click.option(
    "--use-item-term", is_flag=True, help="Title the name column with the board's item term."
)
@click.option("--accept-losses", is_flag=True, help="Accept types that lose sampled values.")
@click.option("--yes", is_flag=True, help="Ask nothing; use policy and proposals.")
@json_option("Result as JSON.")
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
    accept_losses: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Read a board, decide about its columns, and write its board file and dbt files."""
    if batch_size is not None and batch_size > ITEMS_A_PAGE:
        note(f"monday gives at most {ITEMS_A_PAGE} items a request; using {ITEMS_A_PAGE}.")
    request = DeployRequest(
        board_id=board_id,
        name=board_name,
        table=table_name,
        database=database,
        schema=schema,
        batch_size=batch_size,
        max_workers=max_workers,
        complex_columns=complex_choice(approve_complex, reject_complex, yes),
        take_over=take_over,
        use_item_term=use_item_term,
        accept_losses=accept_losses,
        with_subitems=with_subitems,
    )
    ready_package(session.project)
    deployments = _deployments(session, request)
    for done in deployments:
        _carry_out(session, done, dry_run, as_json)
    for problem in build_problems(session, session.warehouse.engine):
        note(f"But dbt would build no board: {problem}")
    if as_json:
        print_json([_facts(session, done, written=not dry_run) for done in deployments])


def _deployments(session: Session, request: DeployRequest) -> tuple[Deployment, ...]:
    """Return the board's deployment and, if requested or if loads include it already, that of its
    subitem board, which keeps its current or former name.
    """
    done = deploy(session, request)
    lost = lost_subitems(session, done.board)
    if not request.with_subitems and lost is None:
        return (done,)
    subitems = subitem_board_id(done.live)
    if subitems is None:
        raise UsageError(
            f"Board {printable(done.live.name)} has no subitems; deploy it without --with-subitems."
        )
    known = deployed_as(session, subitems)
    name = known or lost or f"{request.name}_subitems"
    if not request.with_subitems:
        note(f"{request.name}: its loads take its subitems along, so {name} is deployed too.")
    table = f"{request.table}_subitems" if request.table and not known else None
    below = replace(request, board_id=subitems, name=name, table=table)
    child = deploy(session, replace(below, use_item_term=False, with_subitems=False))
    board = replace(done.board, subitems=name)
    files = file_changes(session, child.board, board)
    above = file_changes(session, board, child.board)
    taken = {change.path for change in files}
    return (
        replace(done, board=board, files=tuple(c for c in above if c.path not in taken)),
        replace(child, files=files),
    )


def _facts(session: Session, done: Deployment, *, written: bool) -> dict[str, Any]:
    """Return one entry of `deploy --json` and `update --json`."""
    board = done.board
    return {
        "board": board.name, "board_id": board.board_id, "title": board.title,
        "table": board.table, "approved": len(board.approved),
        "pending": [column.id for column in board.pending],
        "rejected": sum(c.decision == "rejected" and not c.gone for c in board.columns),
        "changes": [change.text for change in done.changes],
        "files": [session.relative(change.path) for change in done.files], "written": written,
    }  # fmt: skip


def _carry_out(session: Session, done: Deployment, dry_run: bool, as_json: bool) -> None:
    board = done.board
    if dry_run:
        if not as_json:
            _print_dry_run(session, done)
        return
    phase(f"writing {len(done.files)} files")
    write(done.files)
    kept_answers(session, board.board_id).forget()
    show_changes(board, done.changes, done.proposals)
    for kind in unknown_types(board):
        note(f"Columns of type {printable(kind)} are unknown to this version; they load as text.")
    if not as_json:
        say(
            f"{board.name}: {len(board.approved)} columns approved, {len(board.pending)} pending, "
            f"{sum(c.decision == 'rejected' for c in board.columns)} rejected; "
            f"{len(done.files)} files written"
        )
    if board.pending:
        named = ", ".join(f"{printable(c.name)} ({c.id}, {c.type})" for c in board.pending)
        note(f"Pending, not loaded until decided with monday-board review {board.name}: {named}")
    for change in done.files:
        note(f"  {session.relative(change.path)}")
    beside = companions(board) or event_tables(board)
    selected = f"tag:monday_{board.name}" if beside else board.name
    selected += f" {board.subitems}" if board.subitems else ""
    note(f"Next: monday-load {board.name} && dbt build -s {selected}")


def _print_dry_run(session: Session, done: Deployment) -> None:
    from loader.generate.ddl import table_ddl

    ddl = table_ddl(session, done.board)
    show_changes(done.board, done.changes, done.proposals)
    for change in done.files:
        gone = " (deleted)" if change.after is None else ""
        say(f"--- {session.relative(change.path)}{gone}")
        _print_text(change.after or "")
    say("--- DDL")
    _print_text(ddl)
    note("Nothing was written.")


def _print_text(text: str) -> None:
    for line in text.split("\n"):
        say(printable(line))


@click.command(
    "update",
    epilog="""\b
    Examples:
      monday-board update orders
      monday-board update --all --check""",
)
@board_argument(required=False)
@board_id_option(help="{} Use it instead of the name.")
@click.option("--all", "all_boards", is_flag=True, help="Every deployed board.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@complex_options
@click.option("--accept-losses", is_flag=True, help="Accept types that lose sampled values.")
@click.option("--yes", is_flag=True, help="Ask nothing; use policy and proposals.")
@json_option("Changes as JSON.")
@common_options
def update_command(
    session: Session,
    board: str | None,
    board_id: int | None,
    all_boards: bool,
    check: bool,
    approve_complex: bool,
    reject_complex: bool,
    accept_losses: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Apply what changed on monday, ask about new and pending columns, regenerate the files."""
    ready_package(session.project)
    names = _update_names(session.registry, board, board_id, all_boards)
    choice = complex_choice(approve_complex, reject_complex, yes)
    failed = differs = False
    documents: list[dict[str, Any]] = []
    for name in names:
        try:
            done = _update(session, name, choice, accept_losses, check, as_json)
            differs |= bool(done.files)
            documents.append(_facts(session, done, written=not check))
        except LoaderError as exc:
            if len(names) == 1:
                raise
            show_error(exc, f"{name}: ")
            documents.append({"board": name, "error": str(exc)})
            failed = True
    if as_json:
        print_json(documents)
    if failed or (check and differs):
        sys.exit(1)


def _update_names(
    registry: Registry, board: str | None, board_id: int | None, all_boards: bool
) -> tuple[str, ...]:
    given = [board is not None, board_id is not None, all_boards].count(True)
    if given != 1:
        both = ", not several of them" if given else ""
        raise UsageError(f"Name a board, or give --board-id or --all{both}.")
    if all_boards:
        return registry.loadable()
    if board_id is not None:
        found = registry.by_id(board_id)
        if found is None:
            raise BoardUnknown(f"No board with id {board_id} is deployed; run `monday-board list`.")
        return (found.name,)
    return (str(board),)


def _update(
    session: Session,
    name: str,
    choice: ComplexChoice,
    accept_losses: bool,
    check: bool,
    as_json: bool,
) -> Deployment:
    """Update one board; `files` of the returned deployment are those that differed on disk."""
    board = session.registry.read(name)
    if board.removed:
        raise UsageError(f"Board {name!r} was removed; deploy it again to take it back.")
    request = DeployRequest(
        board.board_id,
        name,
        complex_columns="keep" if check else choice,
        accept_losses=accept_losses or check,
        is_update=True,
    )
    done = deploy(session, request)
    show_changes(done.board, done.changes, done.proposals)
    if not check:
        write(done.files)
        kept_answers(session, board.board_id).forget()
    for change in () if as_json else done.files:
        say(f"{'would change' if check else 'changed'}: {session.relative(change.path)}")
    if not done.files:
        note(f"{name}: nothing to change")
    return done
