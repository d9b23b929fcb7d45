"""Checks for boards that are too wide for a table on SQL Server, before a build.

Source: SQL Server's maximum capacity specifications: 1,024 columns a table and 8,060 bytes a row,
of which a filled text takes up to 24 bytes wherever the rest of it is stored.
"""

from __future__ import annotations

from loader.board.board_file import BoardFile
from loader.board.sql_types import TEXTS, taken_apart
from loader.errors import ProjectError
from loader.generate.columns import TableColumn, table_columns
from loader.generate.history import DBT_COLUMNS
from loader.output.console import note
from loader.session import Session

MOST_COLUMNS = 1024
MANY_TEXTS = 300
"""With this many filled texts a row approaches 8,060 bytes."""
_NO_TEXT = frozenset({
    "checkbox", "creation_log", "date", "hour", "item_id", "last_updated", "numbers", "rating",
    "time_tracking", "vote",
})  # fmt: skip
_PARTS_WITHOUT_TEXT = frozenset({
    "changed at", "creator id", "done", "from", "has time", "label id", "lat", "lng", "running",
    "to", "updater id",
})  # fmt: skip
_WHAT_TO_DO = "monday-board review {board} --reject COLUMN takes a column out"


def check_width(session: Session, board: BoardFile, before: BoardFile | None = None) -> None:
    """Warn of many texts. Raises ProjectError for more columns than a table can have.

    If the board becomes narrower than `before` but is still too wide, only warn.
    """
    if session.warehouse.engine != "sqlserver":
        return
    count = column_count(board)
    what_to_do = _WHAT_TO_DO.format(board=board.name)
    if count > MOST_COLUMNS:
        beside = f", and {_OF_A_HISTORY} of its history" if board.history else ""
        too_wide = (
            f"The table of board {board.name} would have {count:,} columns, key, attributes, "
            f"aliases and parts{beside} included; a table of SQL Server has at most "
            f"{MOST_COLUMNS:,}."
        )
        if before is None or count >= column_count(before):
            raise ProjectError(
                f"{too_wide} Nothing was changed: leave out parts, and aliases (`vars: "
                "monday_drift: {retitled: follow}` in dbt_project.yml gives none), or reject by "
                "type what nobody needs (`vars: monday_policy`); of a deployed "
                f"board, {what_to_do}."
            )
        note(f"{too_wide} Builds of it fail until it is narrower: {what_to_do}.")
    texts = text_count(board)
    if texts > MANY_TEXTS:
        note(
            f"{board.name}: {texts} of its columns are texts. A row of SQL Server has 8,060 bytes, "
            f"and a filled text takes up to 24 of them, so an item with more than about "
            f"{MANY_TEXTS} filled texts fails the build: {what_to_do}, and "
            "`data_type: varchar(10)` suits short texts."
        )


def check_growth(session: Session, board: BoardFile, before: BoardFile) -> None:
    """Check the width only if a load makes the board wider: existing tables go on being loaded."""
    if column_count(board) > column_count(before):
        check_width(session, board)


def column_count(board: BoardFile) -> int:
    """Return the number of columns of the table or, if it has one, of its history; with the key."""
    return 1 + len(table_columns(board)) + (_OF_A_HISTORY if board.history else 0)


def text_count(board: BoardFile) -> int:
    """Return the number of text columns without a short length."""
    return sum(map(_is_text, table_columns(board)))


def _is_text(column: TableColumn) -> bool:
    if column.data_type is not None:
        name, length, _ = taken_apart(column.data_type)
        return name in TEXTS and (length == "max" or int(length or 1) > _SHORT)
    if column.part is not None:
        return column.part not in _PARTS_WITHOUT_TEXT
    return column.type not in _NO_TEXT


_OF_A_HISTORY = len(DBT_COLUMNS) + 1
"""The columns that a history adds: those of dbt's snapshot, and monday_snapshot."""

_SHORT = 20
"""The longest text that takes no more space in a row than a pointer to it would."""
