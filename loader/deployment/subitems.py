"""The board of a board's subitems: which one it is, and whether a board file may name it."""

from __future__ import annotations

from dataclasses import replace

from loader.board.board_file import BoardFile
from loader.board.column_settings import connected_boards
from loader.board.model import Board
from loader.deployment.request import DeployRequest
from loader.generate.project_files import file_changes
from loader.generate.write import FileChange
from loader.output.console import note
from loader.session import Session


def subitem_board_id(live: Board) -> int | None:
    """Return the id of the hidden board that holds this board's subitems, or None."""
    found = (connected_boards(c) for c in live.columns if c.type == "subtasks" and not c.archived)
    return next((boards[0] for boards in found if boards), None)


def lost_subitems(session: Session, board: BoardFile) -> str | None:
    """Return the name that the board gives to its subitems if the project has no file for it.

    Then loads in another project, or before the files were lost, have included it.
    """
    name = board.subitems
    return name if name and name not in session.registry.names() else None


def with_subitems_there(
    session: Session, request: DeployRequest, board: BoardFile, live: Board
) -> BoardFile:
    """Return the board without `subitems` if loads cannot include the board that it names.

    A board of subitems whose file was lost is deployed anew with its board, except in an update.
    """
    name = board.subitems
    if name is None or request.with_subitems:
        return board
    lost = lost_subitems(session, board)
    if lost and not request.is_update and subitem_board_id(live) is not None:
        return board
    if not lost and not any(b.name == name for b in session.registry.removed()):
        return board
    note(
        f"{board.name}: `subitems: {name}` is left out, as {name} is "
        f"{'not deployed here' if lost else 'removed'}. To load it along, run `monday-board deploy "
        f"--board-id {board.board_id} --board-name {board.name} --with-subitems`."
    )
    return replace(board, subitems=None)


def parents(session: Session, board: BoardFile) -> tuple[BoardFile, ...]:
    """Return the deployed boards whose files name this one as the board of their subitems."""
    found = (b for b in session.registry.all() if isinstance(b, BoardFile))
    return tuple(b for b in found if b.subitems == board.name)


def removal(session: Session, board: BoardFile) -> tuple[FileChange, ...]:
    """Return the changes of removing a board; no other board names it as its subitems any more."""
    above = parents(session, board)
    alone = [replace(parent, subitems=None) for parent in above]
    gone = replace(board, removed=True)
    found = list(file_changes(session, gone, *alone, read=board))
    for read, parent in zip(above, alone, strict=True):
        others = [other for other in alone if other is not parent]
        found += file_changes(session, parent, gone, *others, read=read)
    return tuple({change.path: change for change in found}.values())
