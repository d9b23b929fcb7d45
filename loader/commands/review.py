"""monday-board review: show a board's columns with their decisions, and change them."""

from __future__ import annotations

import click

from loader.board.board_file import BoardFile
from loader.commands.options import (
    board_argument,
    common_options,
    complex_choice,
    complex_options,
    json_option,
)
from loader.commands.show import show_board_columns
from loader.deployment.checks import check_shown_names
from loader.deployment.deploy import sample, verdict
from loader.deployment.kept_answers import kept_answers
from loader.deployment.lossy_types import settle_reviewed
from loader.deployment.questions import (
    ask_about_aliases,
    ask_each,
    decide_all,
    examples_of,
    undecided,
)
from loader.deployment.review import Edits, edit
from loader.errors import LoaderError, UsageError
from loader.generate.project_files import file_changes
from loader.generate.table_width import check_width
from loader.generate.write import write
from loader.landing.dbt_manifest import Reader
from loader.landing.open import open_landing
from loader.load.table_changes import reads, who_reads
from loader.output.console import is_interactive, note, printable
from loader.session import Session


@click.command(
    "review",
    epilog="""\b
    Examples:
      monday-board review orders
      monday-board review orders --approve connect_b7 --reject mirror_4
      monday-board review orders --rename "numeric_mkp4=Unit price"
      monday-board review orders --drop-alias "Old name"
      monday-board review orders --data-type "numeric_mkp4=decimal(18,4)" --json""",
)
@board_argument()
@click.option("--approve", multiple=True, metavar="COLUMN", help="Load this column.")
@click.option("--reject", multiple=True, metavar="COLUMN", help="Do not load this column.")
@click.option("--later", multiple=True, metavar="COLUMN", help="Leave this column pending.")
@click.option("--rename", multiple=True, metavar="COLUMN=NAME", help="Set its SQL name.")
@click.option(
    "--data-type", multiple=True, metavar="COLUMN=TYPE", help="Set its SQL type; empty: default."
)
@click.option(
    "--drop-alias", multiple=True, metavar="NAME", help="Remove this alias from the table."
)
@click.option("--dry-run", is_flag=True, help="Show the result; write nothing.")
@click.option("--accept-losses", is_flag=True, help="Accept types that lose sampled values.")
@click.option("--reason", metavar="TEXT", help="The reason; kept in the board file.")
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
    drop_alias: tuple[str, ...],
    dry_run: bool,
    accept_losses: bool,
    reason: str | None,
    as_json: bool,
    approve_complex: bool,
    reject_complex: bool,
) -> None:
    """Show the columns of a board with their decisions; approve, reject or rename them.

    A COLUMN is its id, or its title if only one column has it. Without flags, on a terminal, the
    command asks about each undecided column, and whether to drop each alias.
    """
    file = session.registry.read(board)
    edits = Edits(approve, reject, later, _pairs(rename), _pairs(data_type), drop_alias)
    reviewed = edit(file, edits, by=session.person, at=session.today, reason=reason)
    asking = is_interactive() and not as_json
    reviewed = settle_reviewed(session, file, reviewed, accept=accept_losses, asking=asking)
    choice = complex_choice(approve_complex, reject_complex)
    if choice != "ask":
        decision = verdict(session, "approved" if choice == "approve" else "rejected", reason)
        reviewed = decide_all(reviewed, undecided(reviewed, session.policy), decision)
    elif not edits.any and not as_json:
        reviewed = _asked_about_aliases(session, _asked(session, reviewed))
    _save_review(session, file, reviewed, dry_run)
    if not dry_run:
        kept_answers(session, file.board_id).forget()
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
    kept = kept_answers(session, board.board_id)
    return ask_each(
        board, columns, examples, lambda decision: verdict(session, decision), items, kept
    )


def _asked_about_aliases(session: Session, board: BoardFile) -> BoardFile:
    if not is_interactive() or not any(entry.aliases for entry in board.shown):
        return board
    known: tuple[Reader, ...] = ()
    try:
        with open_landing(session.warehouse, board.database, read_only=True) as landing:
            known = who_reads(session, landing, board)
    except LoaderError as exc:
        note(f"Who reads the table is not known: {printable(str(exc))}")
    return ask_about_aliases(board, lambda name: [r.label for r in known if reads(r.code, name)])


def _save_review(session: Session, before: BoardFile, after: BoardFile, dry_run: bool) -> None:
    if after == before:
        return
    check_shown_names(session, before, after)
    check_width(session, after, before)
    changes = file_changes(session, after, read=before)
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
