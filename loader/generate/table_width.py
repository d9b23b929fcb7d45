"""Boards that are wider than a table of SQL Server can be: refused, or told of, before a build.

Source: SQL Server's maximum capacity specifications: 1,024 columns a table, 8,060 bytes a row, of
which a filled text takes up to 24 bytes wherever the rest of it is kept.
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
"""So many filled texts come near to a row's 8,060 bytes."""
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
    """Tell of many texts. Raises ProjectError for more columns than a table can have.

    A board that becomes narrower than `before`, and is still too wide, is only told of.
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
    """The same of a board that a load makes wider, and of no other: what stands is loaded on."""
    if column_count(board) > column_count(before):
        check_width(session, board)


def column_count(board: BoardFile) -> int:
    """Columns of the table, the key included; of its history, where it has one."""
    return 1 + len(table_columns(board)) + (_OF_A_HISTORY if board.history else 0)


def text_count(board: BoardFile) -> int:
    """Columns of the table that are texts without a short length."""
    return sum(map(_is_text, table_columns(board)))


def _is_text(column: TableColumn) -> bool:
    if column.data_type is not None:
        name, length, _ = taken_apart(column.data_type)
        return name in TEXTS and (length == "max" or int(length or 1) > _SHORT)
    if column.part is not None:
        return column.part not in _PARTS_WITHOUT_TEXT
    return column.type not in _NO_TEXT


_OF_A_HISTORY = len(DBT_COLUMNS) + 1
"""Columns of dbt's snapshot beside the table's own, and the mark of monday's past."""

_SHORT = 20
"""Characters of a text that takes no more of a row than a pointer to one does."""
