"""The register of a board's columns between `raw_monday._columns` and its values. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.column_register import RegisteredColumn, as_json, from_json
from loader.board.json_text import parse_json
from loader.landing.id_tables import ColumnRow


def register_in(rows: Iterable[ColumnRow], board_id: int) -> tuple[RegisteredColumn, ...]:
    """The register of this board; rows of another board that had its name are left out.

    Raises ValueError for a row that no load wrote.
    """
    return tuple(
        RegisteredColumn(
            column_id=row.column_id,
            names=_names(row.names),
            decided=from_json(row.decided),
            filed=from_json(row.filed),
        )
        for row in rows
        if row.board_id == board_id
    )


def _names(text: str) -> tuple[str, ...]:
    found = parse_json(text)
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ValueError(f"{text[:40]!r} is no list of names")
    return tuple(found)


def rows_to_write(
    board: BoardFile,
    register: Iterable[RegisteredColumn],
    before: Iterable[RegisteredColumn],
    *,
    load_id: str,
    now: datetime,
) -> tuple[ColumnRow, ...]:
    """The rows that bring the table from `before` to `register`."""
    known = {row.column_id: row for row in before}
    rows = []
    for column in register:
        if known.get(column.column_id) == column:
            continue
        entry = column.decided
        of_column = entry if isinstance(entry, ColumnEntry) else None
        rows.append(
            ColumnRow(
                board=board.name,
                column_id=column.column_id,
                board_id=board.board_id,
                name=entry.name if entry else board.item_id.name,
                column_type=of_column.type if of_column else None,
                data_type=of_column.data_type if of_column else None,
                decision=entry.decision if entry else None,
                names=json.dumps(list(column.names), ensure_ascii=False),
                decided=as_json(column.decided),
                filed=as_json(column.filed),
                load_id=load_id,
                changed_at=now,
            )
        )
    return tuple(rows)
