"""Converts a board's column register from and to rows of `raw_monday._columns`. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import BOARD, Register, RegisteredColumn
from loader.board.json_text import parse_json
from loader.board.register_text import as_texts, versions_in
from loader.errors import WarehouseError
from loader.landing.id_rows import ColumnRow

_ID = re.compile("w[0-9a-f]{8}")


def register_in(rows: Iterable[ColumnRow], board_id: int) -> Register:
    """Return the register of this board, without rows of another board that had the same name.

    Raises WarehouseError for a row that no load can have written.
    """
    own = [row for row in rows if row.board_id == board_id]
    named = (row.name or "" for row in own if row.column_id == BOARD)
    return Register(
        next((name for name in named if _ID.fullmatch(name)), ""),
        tuple(_registered(row) for row in own),
    )


def _registered(row: ColumnRow) -> RegisteredColumn:
    try:
        versions = versions_in(row.decided, row.filed)
        return RegisteredColumn(row.column_id, _names(row.names), versions)
    except ValueError as exc:
        raise WarehouseError(
            f"raw_monday._columns holds of {row.column_id!r} of board {row.board!r} what no load "
            f"wrote: {exc}. Put the row back from a backup. Without the board's rows there, what "
            "loads decided about it is forgotten, and whose each name of its table is"
        ) from exc


def _names(text: str) -> tuple[str, ...]:
    found = parse_json(text)
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ValueError(f"{text[:40]!r} is no list of names")
    return tuple(found)


def rows_to_write(
    board: BoardFile,
    register: Register,
    before: Register,
    *,
    load_id: str,
    now: datetime,
) -> tuple[ColumnRow, ...]:
    """Return the rows to write so that the table changes from `before` to `register`."""
    known = {row.column_id: row for row in before.rows}
    rows = []
    for column in register.rows:
        if known.get(column.column_id) == column:
            continue
        entry = column.decided
        of_column = entry if isinstance(entry, ColumnEntry) else None
        named = entry if isinstance(entry, (ColumnEntry, AttributeEntry)) else None
        own = register.id if column.column_id == BOARD else board.item_id.name
        decided, filed = as_texts(column)
        rows.append(
            ColumnRow(
                board=board.name,
                column_id=column.column_id,
                board_id=board.board_id,
                name=named.name if named else own,
                column_type=of_column.type if of_column else None,
                data_type=of_column.data_type if of_column else None,
                decision=named.decision if named else None,
                names=json.dumps(list(column.names), ensure_ascii=False),
                decided=decided,
                filed=filed,
                load_id=load_id,
                changed_at=now,
            )
        )
    return tuple(rows)
