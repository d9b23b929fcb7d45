"""Row classes of the lookup tables for ids; see `id_tables.py`. Pure.

Each field is a column; its annotation gives the column's kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

Kind = Literal["id", "key", "name", "text", "number", "flag", "time"]
"""Kinds of columns, in order: bigint, a short text that can be part of a key, a board's name, any
text, int, bit, a time in UTC."""

Id = Annotated[int, "id"]
AnyId = Annotated[int | None, "id"]
Key = Annotated[str, "key"]
Name = Annotated[str, "name"]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label of a status or dropdown column under one of its names over time.

    The current name has no `valid_to`. `position` is the label's position on the screen.
    """

    board: Name
    board_id: Id
    column_id: Key
    label_id: Id
    label: str
    colour: str | None
    position: int | None
    is_done: bool | None
    is_deactivated: bool | None
    valid_from: datetime
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person. `seen_at` is when monday last listed them, `checked_at` when a load last asked."""

    user_id: Id
    name: str | None
    email: str | None
    kind: str | None
    status: str | None
    team_ids: str | None
    """JSON array of the ids of the person's teams."""
    seen_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team. Times as in UserRow."""

    team_id: Id
    name: str | None
    seen_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class LabelChanges:
    """What a load does to `_column_labels`: rows to close, to rewrite and to add."""

    closed: tuple[LabelRow, ...] = ()
    updated: tuple[LabelRow, ...] = ()
    added: tuple[LabelRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.closed or self.updated or self.added)


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of a board's table as a load last wrote it; see `board/column_register.py`.

    `names`, `decided` and `filed` are JSON texts: every name the column has had in the table, the
    board file entry that the load decided on, and the entries in earlier revisions of the file.
    The row of the board itself has the register's id as its name.
    """

    board: Name
    column_id: Key
    board_id: Id
    name: str | None
    column_type: str | None
    data_type: str | None
    decision: str | None
    names: str
    decided: str | None
    filed: str | None
    load_id: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A board that somebody has been notified about, and that has not been ok since."""

    board: Name
    state: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An item that a load touched, or the load itself; see `changes.py`."""

    board: Name
    seq: Id
    """1, 2, 3 ... for the loads of a board in this table."""
    item_id: Id
    load_id: Key
    kind: Key


def columns_of(row: type) -> tuple[tuple[str, Kind], ...]:
    """Return the names and kinds of a table's columns, in the order of the row's fields."""
    return tuple(
        (name, _kind_of(hint)) for name, hint in get_type_hints(row, include_extras=True).items()
    )


def _kind_of(hint: Any) -> Kind:
    """Return the kind that the field's annotation names, or else that of its Python type."""
    if get_origin(hint) is Annotated:
        kind: Kind = hint.__metadata__[0]
        return kind
    return _KINDS[next(part for part in get_args(hint) or (hint,) if part is not NoneType)]


_KINDS: Mapping[type, Kind] = {str: "text", int: "number", bool: "flag", datetime: "time"}
