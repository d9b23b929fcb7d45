"""Board files and registers as loads leave them, for tests of how the two combine."""

from __future__ import annotations

from dataclasses import replace

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.column_register import Register, names_shown, register_of, with_revision
from loader.board.drift import DriftRules, adapt
from loader.board.model import Board, Column
from loader.board.recovery import take_over
from loader.generate.columns import table_columns
from tests.board_files import first_board_file

DAY = "2026-11-28"
ID = "w00000001"
NONE, ALIAS = Register(), DriftRules()
NET = ("n", "Net", "numbers")


def live(*columns: tuple[str, str, str]) -> Board:
    return Board(7, "Orders", columns=tuple(Column(*one) for one in columns))


def filed(*columns: tuple[str, str, str]) -> BoardFile:
    return first_board_file(live(*columns), name="orders", table="orders", policy={}, today=DAY)


def names(board: BoardFile) -> list[str]:
    return [c.name for c in table_columns(board)]


def changed(board: BoardFile, column: str, **fields: object) -> BoardFile:
    """Return the board file with one entry changed, as by a person or by a load's values."""
    entry = board.column(column)
    assert entry is not None
    return board.with_column(replace(entry, **fields))  # type: ignore[arg-type]


def renamed_attribute(board: BoardFile, name: str = "Team") -> BoardFile:
    """Return the board file with another name for the item's group."""
    attributes = (replace(a, name=name) if a.id == "__group__" else a for a in board.attributes)
    return replace(board, attributes=tuple(attributes))


def entry_of(board: BoardFile, column: str = "n") -> ColumnEntry:
    entry = board.column(column)
    assert entry is not None
    return entry


def after_load(
    board: BoardFile,
    now: Board,
    register: Register = NONE,
    types: dict[str, str] | None = None,
    rules: DriftRules = ALIAS,
) -> tuple[BoardFile, Register]:
    """Return both after a load that adapted `board` to `now` and decided `types`."""
    taken, _ = take_over(board, register, now)
    decided = adapt(taken, now, {}, DAY, rules, names_shown(register)).board
    for column, data_type in (types or {}).items():
        decided = changed(decided, column, data_type=data_type)
    register = register_of(decided, board, register, ID)
    return (with_revision(decided, register) if decided != board else board), register
