"""Checks of a deployment: unsafe names, and boards, models and tables of others."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from loader.board.board_file import BoardFile
from loader.board.column_register import check_owners
from loader.board.name_register import shown_names
from loader.board.names import (
    BOARD_NAME_RULE,
    DATABASE_NAME_RULE,
    is_database_name,
    is_safe_name,
)
from loader.errors import BoardFileError, ProjectError, UsageError, WarehouseError
from loader.landing.open import check_database as check_reachable
from loader.landing.open import open_landing
from loader.landing.register import register_in
from loader.output.console import note, printable
from loader.session import Session

if TYPE_CHECKING:
    from loader.deployment.request import DeployRequest


def check_names(request: DeployRequest) -> None:
    """Refuse names that are not a safe file, dbt model, table or schema name. Raises UsageError."""
    for what, name in (
        ("board name", request.name),
        ("table name", request.table),
        ("schema name", request.schema),
    ):
        if name is not None and not is_safe_name(name):
            raise UsageError(f"The {what} {name!r} is not allowed: use {BOARD_NAME_RULE}.")
    if request.database is not None and not is_database_name(request.database):
        raise UsageError(
            f"The database name {request.database!r} is not allowed: use {DATABASE_NAME_RULE}."
        )


def check_shown_names(session: Session, before: BoardFile, after: BoardFile) -> None:
    """Refuse a name that the table has shown for another column. Raises NamePassed.

    The board file may be too old to know of it, so this asks the warehouse. If that cannot be
    asked, the next load that adapts the board file refuses the name, and so do builds.
    """
    if shown_names(after) == shown_names(before):
        return
    try:
        with open_landing(session.warehouse, after.database, read_only=True) as landing:
            register = register_in(landing.columns(after.name), after.board_id)
    except (WarehouseError, ProjectError) as exc:
        note(f"{after.name}: raw_monday._columns was not read, so whether another column had a new "
             f"name before is not known: {printable(str(exc))}")  # fmt: skip
        return
    check_owners(after, register)


def deployed_as(session: Session, board_id: int) -> str | None:
    """Return the registered name of a board, removed or not; None if it is not registered."""
    for name in session.registry.names():
        with suppress(BoardFileError):
            if session.registry.read(name).board_id == board_id:
                return name
    return None


def existing_board(session: Session, request: DeployRequest) -> BoardFile | None:
    """Return the board file to start from. Raises ProjectError if the name or the id is taken."""
    names = session.registry.names()
    for name in names:
        if name.lower() == request.name.lower() and name != request.name:
            raise ProjectError(
                f"A board {name!r} is deployed; {request.name!r} differs from it only by case."
            )
    if request.name in names:
        board = session.registry.read(request.name)
        if board.board_id != request.board_id:
            raise ProjectError(
                f"The name {request.name!r} belongs to board {board.board_id}; deploy board "
                f"{request.board_id} under another --board-name."
            )
        return board
    deployed = deployed_as(session, request.board_id)
    if deployed is not None:
        raise ProjectError(
            f"Board {request.board_id} is deployed already, as {deployed!r}; use "
            f"`monday-board update {deployed}` or deploy it under that name."
        )
    return None


def check_database(session: Session, request: DeployRequest, existing: BoardFile | None) -> None:
    """Refuse a database that the target does not have, before anything is requested from monday.

    If the server cannot be reached, this passes; whatever needs the server then fails by itself.
    """
    default = existing.database if existing else session.settings.target_database
    database = request.database or default
    if database:
        with suppress(WarehouseError):
            check_reachable(session.warehouse, database)
