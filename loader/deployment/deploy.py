"""Deployment of a board: discover it, decide, and prepare its board file and dbt files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from loader.board.board_file import BoardFile, ColumnEntry, Decision
from loader.board.column_register import Register, loaded_columns, names_shown, with_revision
from loader.board.column_types import UNKNOWN, column_type
from loader.board.conversion_losses import newly_typed
from loader.board.drift import Change, adapt, empty_board_file
from loader.board.model import Board, Item
from loader.board.name_register import rename
from loader.board.policy import is_complex
from loader.board.recovery import take_over
from loader.board.told_apart import told_apart
from loader.board.type_proposals import Proposal, accept, propose
from loader.deployment.checks import (
    check_database,
    check_names,
    existing_board,
)
from loader.deployment.data_tests import known_tests, unknown_tests
from loader.deployment.kept_answers import kept_answers
from loader.deployment.lossy_types import settle_types
from loader.deployment.questions import Verdict, ask_each, decide_all, examples_of, undecided
from loader.deployment.request import DeployRequest
from loader.deployment.subitems import with_subitems_there
from loader.errors import ProjectError, WarehouseError
from loader.generate.project_files import file_changes
from loader.generate.table_width import check_width
from loader.generate.write import FileChange
from loader.landing.open import open_landing
from loader.landing.records import refuse_other_board
from loader.landing.register import register_in
from loader.landing.table_state import table_state
from loader.monday.limits import ITEMS_A_PAGE
from loader.output.console import agrees, is_interactive, note, phase, printable
from loader.session import Session


@dataclass(frozen=True, slots=True)
class Deployment:
    """The result of a deployment; nothing is written yet."""

    board: BoardFile
    changes: tuple[Change, ...]
    files: tuple[FileChange, ...]
    proposals: tuple[Proposal, ...]
    live: Board


def deploy(session: Session, request: DeployRequest) -> Deployment:
    """Discover the board and decide. Raises UsageError, ProjectError, ApiError."""
    check_names(request)
    existing = existing_board(session, request)
    check_database(session, request, existing)
    phase(f"asking monday about board {request.board_id}")
    live = session.monday.board(request.board_id)
    live = replace(live, owners=session.monday.owners(request.board_id))
    phase("reading what the warehouse has of it")
    register = _register(session, request, existing)
    board, changes = _adapted(session, request, existing, live, register)
    board = with_subitems_there(session, request, board, live)
    session.check_table_is_free(board)
    board, proposals = _decided(session, request, existing, board, live, loaded_columns(register))
    board = _told_apart(session, board, existing)
    check_width(session, board)
    if board.tests or any(column.tests for column in board.columns):
        for sentence in unknown_tests(board, known_tests(session.project)):
            note(f"{board.name}: {printable(sentence)}")
    board = _taken_over(session, request, board, is_new=existing is None)
    files = file_changes(session, board, read=existing)
    return Deployment(board, changes, files, proposals, live)


def _told_apart(session: Session, board: BoardFile, existing: BoardFile | None) -> BoardFile:
    """Return the board with names that its database distinguishes, if that can be asked."""
    if session.warehouse.engine != "sqlserver":
        return board
    try:
        with open_landing(session.warehouse, board.database, read_only=True) as landing:
            board, told = told_apart(board, landing.same_names, existing)
    except WarehouseError as exc:
        note(f"{board.name}: whether the database tells its columns' names apart is not known: "
             f"{printable(str(exc))}")  # fmt: skip
        return board
    for sentence in told:
        note(f"{board.name}: {printable(sentence)}")
    return board


def sample(session: Session, board: BoardFile, live: Board) -> tuple[Item, ...]:
    """Return the first page of the columns that may need a question or another data type."""
    typed = {c.id for c in newly_typed(board.columns, {})}
    wanted = [
        c.id
        for c in board.columns
        if not c.gone
        and column_type(c.type).readable
        and (column_type(c.type).proposed or c.id in typed or is_complex(c.type, session.policy))
    ]
    if not wanted or not live.items_count:
        return ()
    phase(f"looking at the first {min(board.load.batch_size, live.items_count):,} items")
    columns = tuple(c for c in live.columns if c.id in set(wanted))
    return session.monday.sample(live, columns, board.load.batch_size)


def verdict(session: Session, decision: Decision, reason: str | None = None) -> Verdict:
    """Return a decision made today by the person who runs the command."""
    return Verdict(decision, session.person, session.today, reason)


def unknown_types(board: BoardFile) -> tuple[str, ...]:
    """Return the types on this board that have no macro of their own and load as text."""
    return tuple(sorted({c.type for c in board.approved if column_type(c.type) is UNKNOWN}))


def _adapted(
    session: Session,
    request: DeployRequest,
    existing: BoardFile | None,
    live: Board,
    register: Register,
) -> tuple[BoardFile, tuple[Change, ...]]:
    session.check_variables()
    start = existing or empty_board_file(live, name=request.name, table=request.name)
    taken, recovered = take_over(start, register, live, is_lost=existing is None)
    adapted = adapt(
        taken, live, session.policy, session.today, session.drift_rules, names_shown(register)
    )
    changes = (*recovered, *(adapted.changes if existing else ()))
    default_database = None if existing else session.settings.target_database
    board = replace(
        adapted.board,
        removed=False,
        table=request.table or adapted.board.table,
        schema=request.schema or adapted.board.schema,
        database=request.database or adapted.board.database or default_database,
    )
    load = replace(
        board.load,
        batch_size=min(request.batch_size or board.load.batch_size, ITEMS_A_PAGE),
        max_workers=request.max_workers or board.load.max_workers,
    )
    return with_revision(replace(board, load=load), register), changes


def _register(session: Session, request: DeployRequest, existing: BoardFile | None) -> Register:
    """Return what loads decided about the board's columns.

    With it a lost or outdated board file costs no decision and no name. If the warehouse cannot be
    reached, an update goes on with a note, because it needs the warehouse for nothing else.
    """
    default = existing.database if existing else session.settings.target_database
    database = request.database or default
    try:
        with open_landing(session.warehouse, database, read_only=True) as landing:
            last = landing.last_complete(request.name)
            register = register_in(landing.columns(request.name), request.board_id)
    except (WarehouseError, ProjectError) as exc:
        if existing is None and not request.take_over:
            raise
        note(f"{request.name}: raw_monday._columns was not read, so what loads decided and the "
             f"board file lacks is not known: {printable(str(exc))}")  # fmt: skip
        return Register()
    refuse_other_board(last, request.name, request.board_id)
    return register


def _decided(
    session: Session,
    request: DeployRequest,
    existing: BoardFile | None,
    board: BoardFile,
    live: Board,
    loaded: Mapping[str, ColumnEntry],
) -> tuple[BoardFile, tuple[Proposal, ...]]:
    """Decide by flag or by asking, then propose the data types that the first page calls for.

    `loaded` are the columns by their ids as the last load used them.
    """
    open_columns = undecided(board, session.policy)
    items = sample(session, board, live)
    asking = request.complex_columns == "ask" and is_interactive()
    if request.complex_columns == "approve":
        board = decide_all(board, open_columns, verdict(session, "approved"))
    elif request.complex_columns == "reject":
        board = decide_all(board, open_columns, verdict(session, "rejected"))
    elif asking:
        board = _asked(session, request, existing, board, live, items)
    board = _named_after_term(request, board, live)
    board = settle_types(board, loaded, items, accept=request.accept_losses, asking=asking)
    proposals = tuple(
        p
        for p in propose(board, items, session.numbers_type)
        if _is_newly_approved(existing, loaded, board, p.column_id)
    )
    if asking:
        places = [f"{number} of {len(proposals)}" for number in range(1, len(proposals) + 1)]
        agreed = [_agreed(board, p, place) for p, place in zip(proposals, places, strict=True)]
        proposals = tuple(p for p, taken in zip(proposals, agreed, strict=True) if taken)
    return accept(board, proposals), proposals


def _asked(
    session: Session,
    request: DeployRequest,
    existing: BoardFile | None,
    board: BoardFile,
    live: Board,
    items: tuple[Item, ...],
) -> BoardFile:
    """Ask a person about open columns; in an update, only about new and pending ones."""
    columns = undecided(board, session.policy)
    if request.is_update and existing is not None:
        types = {c.id: c.type for c in existing.columns if not c.gone}
        columns = tuple(c for c in columns if c.decision == "pending" or types.get(c.id) != c.type)
    if not columns:
        return board
    note(f"{len(columns)} column(s) of {printable(live.name)} need a decision.")
    return ask_each(
        board,
        columns,
        examples_of(items),
        lambda decision: verdict(session, decision),
        live.items_count,
        kept_answers(session, board.board_id),
    )


def _is_newly_approved(
    existing: BoardFile | None,
    loaded: Mapping[str, ColumnEntry],
    board: BoardFile,
    column_id: str,
) -> bool:
    """Whether a column is new or retyped. Types settled before, in the file or by a load, stay."""
    filed, new = existing.column(column_id) if existing else None, board.column(column_id)
    settled = [old for old in (filed, loaded.get(column_id)) if old is not None]
    return new is None or all(old.decision != "approved" or old.type != new.type for old in settled)


def _agreed(board: BoardFile, proposal: Proposal, place: str) -> bool:
    entry = board.column(proposal.column_id)
    name = printable(entry.name) if entry else proposal.column_id
    note(f"\u2500\u2500 Type {place} " + "\u2500" * 42)
    question = f"{name}: {proposal.reason}. Use {proposal.data_type}?"
    return agrees(question, default=True)


def _named_after_term(request: DeployRequest, board: BoardFile, live: Board) -> BoardFile:
    """Give the name column the board's own word for an item, if that is wanted."""
    entry = board.column("name")
    if entry is None or not live.item_term or entry.name != entry.title:
        return board
    wanted = request.use_item_term
    asking = request.complex_columns == "ask" and not request.is_update and is_interactive()
    if not wanted and asking:
        term = printable(live.item_term)
        question = f"The board calls an item {term!r}. Name the name column so?"
        wanted = agrees(question, default=False)
    if not wanted or not live.item_term.strip():
        return board
    try:
        return board.with_column(replace(rename(board, entry, live.item_term), former_names=()))
    except ValueError as exc:
        note(f"The name column keeps its name: {exc}.")
        return board


def _taken_over(
    session: Session, request: DeployRequest, board: BoardFile, *, is_new: bool
) -> BoardFile:
    """Refuse an existing table that no build of this board made, unless it may be replaced."""
    if request.take_over:
        return replace(board, swap=replace(board.swap, take_over=True))
    if not is_new:
        return board
    warehouse = session.warehouse
    place = {"table": board.table, "schema": board.schema or warehouse.schema}
    with open_landing(warehouse, board.database, read_only=True) as landing:
        state = table_state(landing, board.name, **place, database=board.database)
    if not state.production_exists or state.last_build is not None:
        return board
    where = f"{place['schema']}.{place['table']}"
    what = f"A table {where} that no build of board {board.name!r} made stands there"
    asking = is_interactive() and request.complex_columns != "keep"
    if asking and agrees(f"{what}. Let builds replace it?", default=False):
        return replace(board, swap=replace(board.swap, take_over=True))
    raise ProjectError(f"{what}; give --take-over to replace it, or another --table-name.")
