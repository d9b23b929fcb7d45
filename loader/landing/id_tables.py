"""Lookup tables for ids: people, teams, labels, columns. Both engines share the SQL.

`raw_monday._users` and `_teams` have one row for each id that a loaded board mentions;
`_column_labels` one for each label and name, so that a renamed label keeps its former names with
their times; `_columns` what loads decided about each column of a board; `_told` the boards that
somebody has been notified about; `_changes`, which changes.py handles, what each load touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, fields, replace
from itertools import chain
from typing import Any, Protocol

from loader.board.json_text import parse_json
from loader.landing.id_rows import (
    ChangeRow,
    ColumnRow,
    Kind,
    LabelChanges,
    LabelRow,
    TeamRow,
    ToldRow,
    UserRow,
    columns_of,
)

_LABELS, _USERS, _TEAMS = "_column_labels", "_users", "_teams"
COLUMNS, _TOLD, CHANGES = "_columns", "_told", "_changes"
_COLUMN_KEY = ("board", "column_id")
_READING = "reading raw_monday._columns"
_LABEL_KEY = ("board", "column_id", "label_id", "valid_from")
TABLES: Mapping[str, tuple[tuple[tuple[str, Kind], ...], tuple[str, ...]]] = {
    _LABELS: (columns_of(LabelRow), _LABEL_KEY),
    _USERS: (columns_of(UserRow), ("user_id",)),
    _TEAMS: (columns_of(TeamRow), ("team_id",)),
    COLUMNS: (columns_of(ColumnRow), _COLUMN_KEY),
    _TOLD: (columns_of(ToldRow), ("board",)),
    CHANGES: (columns_of(ChangeRow), ("board", "seq", "item_id")),
}
"""Table name -> (columns with their kinds, in the order of the row's fields; primary key)."""


class Engine(Protocol):
    """What each engine implements: quoting, column types, transactions, statements with `?`."""

    def named(self, name: str) -> str:
        """Quote the name of a column."""

    def table(self, name: str) -> str:
        """Quote the name of a table of raw_monday."""

    def create(self, name: str, columns: Sequence[tuple[str, Kind]], key: Sequence[str]) -> None:
        """Create a table unless it exists."""

    def run(self, what: str, sql: str, parameters: Sequence[Any] = ()) -> Sequence[tuple[Any, ...]]:
        """Run a statement and return its rows. Times go in and come out as UTC with tzinfo."""

    def transaction(self) -> AbstractContextManager[None]:
        """Run the statements inside in one transaction."""


class Dimensions:
    """Reads and writes the lookup tables."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self) -> None:
        """Create the tables that are missing."""
        for name, (columns, key) in TABLES.items():
            self.engine.create(name, columns, key)

    def labels(self, board: str) -> tuple[LabelRow, ...]:
        """Return the current labels of a board's columns."""
        where = f"where {self._named('board')} = ? and {self._named('valid_to')} is null"
        found = self._read(_LABELS, LabelRow, where, [board])
        return tuple(LabelRow(*_with_flags(row)) for row in found)

    def write_labels(self, changes: LabelChanges) -> None:
        """Apply the changes, inside the caller's transaction."""
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
        """Return what loads decided about a board's columns."""
        where = f"where {self._named('board')} = ? order by {self._named('column_id')}"
        return tuple(ColumnRow(*row) for row in self._read(COLUMNS, ColumnRow, where, [board]))

    def all_columns(self) -> tuple[ColumnRow, ...]:
        """Return what loads decided about the columns of every board."""
        where = f"order by {self._named('board')}, {self._named('column_id')}"
        return tuple(ColumnRow(*row) for row in self._read(COLUMNS, ColumnRow, where))

    def write_columns(self, rows: Iterable[ColumnRow]) -> None:
        """Upsert rows by primary key, inside the caller's transaction.

        Column names that a build has added since the rows were read are kept.
        """
        for row in rows:
            shown = self._names_of(row)
            self._delete(COLUMNS, row, _COLUMN_KEY)
            self._insert(COLUMNS, row if shown is None else replace(row, names=shown))

    def _names_of(self, row: ColumnRow) -> str | None:
        """Return the row's names with those in the table, as JSON; None if the row is new."""
        names, where = self._named("names"), f"where {self._matching(_COLUMN_KEY)}"
        table, key = self.engine.table(COLUMNS), _key(row, _COLUMN_KEY)
        self._write(f"update {table} set {names} = {names} {where}", key)  # locks it until commit
        found = self.engine.run(_READING, f"select {names} from {table} {where}", key)
        if not found:
            return None
        listed: Any = [parse_json(text) for text in (row.names, *found[0])]
        return json.dumps(list(dict.fromkeys(chain(*listed))), ensure_ascii=False)

    def told(self) -> dict[str, ToldRow]:
        """Return the boards that somebody was notified about and that have not been ok since."""
        return {row[0]: ToldRow(*row) for row in self._read(_TOLD, ToldRow)}

    def write_told(self, told: Iterable[ToldRow], well: Iterable[ToldRow]) -> None:
        """Write the boards that somebody was notified about, and delete those that are ok again."""
        with self.engine.transaction():
            for row in well:
                self._delete(_TOLD, row, ("board",))
            for row in told:
                self._delete(_TOLD, row, ("board",))
                self._insert(_TOLD, row)

    def users(self) -> dict[int, UserRow]:
        """Return all known people by id."""
        return {row[0]: UserRow(*row) for row in self._read(_USERS, UserRow)}

    def teams(self) -> dict[int, TeamRow]:
        """Return all known teams by id."""
        return {row[0]: TeamRow(*row) for row in self._read(_TEAMS, TeamRow)}

    def write_people(self, users: Iterable[UserRow], teams: Iterable[TeamRow]) -> None:
        """Upsert these rows by id in one transaction."""
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
    """Convert flags to booleans, whatever the driver returns for a bit."""
    kinds = [kind for _, kind in TABLES[_LABELS][0]]
    return [
        bool(value) if kind == "flag" and value is not None else value
        for kind, value in zip(kinds, row, strict=True)
    ]
