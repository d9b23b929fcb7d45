"""Labels of status and dropdown columns, including former names. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from loader.board.column_settings import id_number, labels_with_ids
from loader.board.column_types import column_type
from loader.board.model import Column
from loader.landing.id_rows import LabelChanges, LabelRow
from loader.landing.rows import storable


def live_labels(
    board: str, board_id: int, columns: Iterable[Column], now: datetime
) -> tuple[LabelRow, ...]:
    """Return the labels of status and dropdown columns, as in their settings."""
    rows: dict[tuple[str, int], LabelRow] = {}
    for column in columns:
        if not column_type(column.type).labelled:
            continue
        for ident, label in labels_with_ids(column.settings):
            rows[column.id, ident] = LabelRow(
                board=board,
                board_id=board_id,
                column_id=column.id,
                label_id=ident,
                label=storable(label.get("label", label.get("name"))) or "",
                colour=storable(label.get("hex")) or storable(label.get("color")),
                position=_place(label.get("index")),
                is_done=_flag(label.get("is_done")),
                is_deactivated=_flag(label.get("is_deactivated")),
                valid_from=now,
            )
    return tuple(rows.values())


def label_changes(
    known: Iterable[LabelRow], live: Iterable[LabelRow], now: datetime
) -> LabelChanges:
    """Return what to write so that current labels match the live ones and former names stay."""
    before = {(row.column_id, row.label_id): row for row in known}
    closed, updated, added = [], [], []
    for row in live:
        old = before.pop((row.column_id, row.label_id), None)
        if old is None:
            added.append(row)
        elif old.label != row.label or old.board_id != row.board_id:
            closed.append(replace(old, valid_to=now))
            added.append(row)
        elif replace(row, valid_from=old.valid_from) != old:
            updated.append(replace(row, valid_from=old.valid_from))
    closed += [replace(row, valid_to=now) for row in before.values()]
    return LabelChanges(tuple(closed), tuple(updated), tuple(added))


def relabelled(known: Iterable[LabelRow], live: Iterable[LabelRow]) -> tuple[str, ...]:
    """Return ids of columns in which a label was renamed or removed, or its `is_done` changed.

    The cells then show the new name, but no item's date changes.
    """
    now = {(row.column_id, row.label_id): row for row in live}
    columns = {row.column_id for row in now.values()}
    found = set()
    for old in known:
        new = now.get((old.column_id, old.label_id))
        if old.column_id in columns and (
            new is None or (old.label, old.is_done) != (new.label, new.is_done)
        ):
            found.add(old.column_id)
    return tuple(sorted(found))


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _place(value: object) -> int | None:
    number = id_number(value)
    return number if number is not None and number < 2**31 else None
