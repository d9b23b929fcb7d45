"""The tables that say what ids stand for: people, teams, labels, columns. One SQL for both engines.

`raw_monday._users` and `_teams` hold a row per id that a loaded board named; `_column_labels`
a row per label and name, so that a renamed label keeps its former names with their times;
`_columns` what loads decided about each column of a board; `_told` the boards that somebody was
told of; `_changes`, which changes.py reads and writes, what each load touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from types import NoneType
from typing import Annotated, Any, Literal, Protocol, get_args, get_origin, get_type_hints

Kind = Literal["id", "key", "name", "text", "number", "flag", "time"]
"""Of a column: bigint, a short text that may be in a key, a board's name, any text, int, bit,
UTC."""

Id = Annotated[int, "id"]
AnyId = Annotated[int | None, "id"]
Key = Annotated[str, "key"]
Name = Annotated[str, "name"]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label of a status or dropdown column under one of its names.

    The current name has no `valid_to`. `position` is its place on the screen, not its id.
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
    """A person. `seen_at` is when monday last knew them, `checked_at` when it was last asked."""

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
    """A team; times as in UserRow."""

    team_id: Id
    name: str | None
    seen_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class LabelChanges:
    """What a load does to `_column_labels`: rows to close, to write anew, and to add."""

    closed: tuple[LabelRow, ...] = ()
    updated: tuple[LabelRow, ...] = ()
    added: tuple[LabelRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.closed or self.updated or self.added)


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of a board's table as a load left it; see `board/column_register.py`.

    `names`, `decided` and `filed` are JSON texts: every name that the table has shown it under,
    the entry of the board file as the load decided it, and as files of earlier revisions had it.
    The row of the board itself has the register's id for a name.
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
    """A board that somebody was told of, since when it has not been ok again."""

    board: Name
    state: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An item that a load touched, or the load itself; see changes.py."""

    board: Name
    seq: Id
    """1, 2, 3 ... for the loads that stand here of a board."""
    item_id: Id
    load_id: Key
    kind: Key


def columns_of(row: type) -> tuple[tuple[str, Kind], ...]:
    """Names and kinds of a table's columns, in the order of its row's fields."""
    return tuple(
        (name, _kind_of(hint)) for name, hint in get_type_hints(row, include_extras=True).items()
    )


def _kind_of(hint: Any) -> Kind:
    """A field's own kind where its annotation names one, else that of its Python type."""
    if get_origin(hint) is Annotated:
        kind: Kind = hint.__metadata__[0]
        return kind
    return _KINDS[next(part for part in get_args(hint) or (hint,) if part is not NoneType)]


_KINDS: Mapping[type, Kind] = {str: "text", int: "number", bool: "flag", datetime: "time"}


_LABELS, _USERS, _TEAMS = "_column_labels", "_users", "_teams"
COLUMNS, _TOLD, CHANGES = "_columns", "_told", "_changes"
_COLUMN_KEY = ("board", "column_id")
_LABEL_KEY = ("board", "column_id", "label_id", "valid_from")
TABLES: Mapping[str, tuple[tuple[tuple[str, Kind], ...], tuple[str, ...]]] = {
    _LABELS: (columns_of(LabelRow), _LABEL_KEY),
    _USERS: (columns_of(UserRow), ("user_id",)),
    _TEAMS: (columns_of(TeamRow), ("team_id",)),
    COLUMNS: (columns_of(ColumnRow), _COLUMN_KEY),
    _TOLD: (columns_of(ToldRow), ("board",)),
    CHANGES: (columns_of(ChangeRow), ("board", "seq", "item_id")),
}
"""Name -> (columns with their kinds in the order of the rows' fields, primary key)."""


class Engine(Protocol):
    """What an engine lends: its names, its types, a transaction, statements with `?`."""

    def named(self, name: str) -> str:
        """A column's name, quoted."""

    def table(self, name: str) -> str:
        """A table of raw_monday, quoted."""

    def create(self, name: str, columns: Sequence[tuple[str, Kind]], key: Sequence[str]) -> None:
        """Make a table unless it is there."""

    def run(self, what: str, sql: str, parameters: Sequence[Any] = ()) -> Sequence[tuple[Any, ...]]:
        """Rows of a statement. Times go in and come out as UTC with tzinfo."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing of the statements inside."""


class Dimensions:
    """Reads and writes the tables."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self) -> None:
        """Make the tables that are missing."""
        for name, (columns, key) in TABLES.items():
            self.engine.create(name, columns, key)

    def labels(self, board: str) -> tuple[LabelRow, ...]:
        """The current labels of a board's columns."""
        where = f"where {self._named('board')} = ? and {self._named('valid_to')} is null"
        found = self._read(_LABELS, LabelRow, where, [board])
        return tuple(LabelRow(*_with_flags(row)) for row in found)

    def write_labels(self, changes: LabelChanges) -> None:
        """Carry out changes, inside the caller's transaction."""
        for row in changes.closed:
            self._write(
                f"update {self.engine.table(_LABELS)} set {self._named('valid_to')} = ? "
                f"where {self._matching(_LABEL_KEY)}",
                [row.valid_to, *_key(row, _LABEL_KEY)],
            )
        for row in changes.updated:
            self._delete(_LABELS, row, _LABEL_KEY)
        for row in (*changes.updated, *changes.added):
            self._insert(_LABELS, row)

    def columns(self, board: str) -> tuple[ColumnRow, ...]:
        """What loads decided about a board's columns."""
        where = f"where {self._named('board')} = ? order by {self._named('column_id')}"
        return tuple(ColumnRow(*row) for row in self._read(COLUMNS, ColumnRow, where, [board]))

    def all_columns(self) -> tuple[ColumnRow, ...]:
        """The same of every board."""
        where = f"order by {self._named('board')}, {self._named('column_id')}"
        return tuple(ColumnRow(*row) for row in self._read(COLUMNS, ColumnRow, where))

    def write_columns(self, rows: Iterable[ColumnRow]) -> None:
        """Put these in the place of those with the same key, inside the caller's transaction."""
        for row in rows:
            self._delete(COLUMNS, row, _COLUMN_KEY)
            self._insert(COLUMNS, row)

    def told(self) -> dict[str, ToldRow]:
        """The boards that somebody was told of and that were not ok since."""
        return {row[0]: ToldRow(*row) for row in self._read(_TOLD, ToldRow)}

    def write_told(self, told: Iterable[ToldRow], well: Iterable[ToldRow]) -> None:
        """Remember those that were told, and forget those that are ok again."""
        with self.engine.transaction():
            for row in well:
                self._delete(_TOLD, row, ("board",))
            for row in told:
                self._delete(_TOLD, row, ("board",))
                self._insert(_TOLD, row)

    def users(self) -> dict[int, UserRow]:
        """Everybody known so far, by id."""
        return {row[0]: UserRow(*row) for row in self._read(_USERS, UserRow)}

    def teams(self) -> dict[int, TeamRow]:
        """Every team known so far, by id."""
        return {row[0]: TeamRow(*row) for row in self._read(_TEAMS, TeamRow)}

    def write_people(self, users: Iterable[UserRow], teams: Iterable[TeamRow]) -> None:
        """Put these rows in the place of what is known of the same ids, in one transaction."""
        with self.engine.transaction():
            for user in users:
                self._delete(_USERS, user, ("user_id",))
                self._insert(_USERS, user)
            for team in teams:
                self._delete(_TEAMS, team, ("team_id",))
                self._insert(_TEAMS, team)

    def _read(
        self, table: str, row: type, where: str = "", parameters: Sequence[Any] = ()
    ) -> Sequence[tuple[Any, ...]]:
        shown = ", ".join(self._named(f.name) for f in fields(row))
        sql = f"select {shown} from {self.engine.table(table)} {where}"
        return self.engine.run(f"reading raw_monday.{table}", sql, parameters)

    def _insert(self, table: str, row: Any) -> None:
        shown = ", ".join(self._named(f.name) for f in fields(row))
        values = astuple(row)
        marks = ", ".join("?" * len(values))
        sql = f"insert into {self.engine.table(table)} ({shown}) values ({marks})"
        self._write(sql, values)

    def _delete(self, table: str, row: Any, key: Sequence[str]) -> None:
        sql = f"delete from {self.engine.table(table)} where {self._matching(key)}"
        self._write(sql, _key(row, key))

    def _write(self, sql: str, parameters: Sequence[Any]) -> None:
        self.engine.run("writing what ids stand for", sql, parameters)

    def _matching(self, key: Sequence[str]) -> str:
        return " and ".join(f"{self._named(name)} = ?" for name in key)

    def _named(self, name: str) -> str:
        return self.engine.named(name)


def _key(row: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _with_flags(row: tuple[Any, ...]) -> list[Any]:
    """Flags as booleans, whatever the driver gives for a bit."""
    kinds = [kind for _, kind in TABLES[_LABELS][0]]
    return [
        bool(value) if kind == "flag" and value is not None else value
        for kind, value in zip(kinds, row, strict=True)
    ]
