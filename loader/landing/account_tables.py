"""Account tables: all boards, groups, workspaces, people and teams. Both engines share the SQL.

`vars: monday_account` turns them on. A row that monday no longer lists is kept in its last state:
its `seen_at` is then earlier than its `checked_at`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from loader.landing.id_rows import AnyId, Id, Key, TeamRow, UserRow, columns_of
from loader.landing.id_tables import Engine


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board of the account in any state. Kinds and states are the values that the API returns."""

    board_id: Id
    name: str
    state: str | None
    type: str | None
    """board, sub_items_board, document or custom_object."""
    kind: str | None
    hierarchy: str | None
    workspace_id: AnyId
    """None for the main workspace."""
    folder_id: AnyId
    owner_ids: str | None
    """JSON array of the user ids of the board's owners."""
    items: int | None
    url: str | None
    created_at: datetime | None
    updated_at: datetime | None
    seen_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a board. `position` is its position on the screen, counted from 0."""

    board_id: Id
    group_id: Key
    title: str | None
    colour: str | None
    position: int | None
    is_archived: bool | None
    is_deleted: bool | None
    seen_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class WorkspaceRow:
    """A workspace of the account in any state."""

    workspace_id: Id
    name: str
    kind: str | None
    state: str | None
    description: str | None
    is_default: bool | None
    created_at: datetime | None
    seen_at: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class AccountRow:
    """The state of an account table: when it was last loaded completely, and the error since then.

    `checked_at` is when a daily load last handled the table: it was loaded, or monday refused it.
    """

    table_name: Key
    rows: int | None
    loaded_at: datetime | None
    checked_at: datetime | None
    error: str | None


ACCOUNT = "_account"
TABLES: Mapping[type, tuple[str, tuple[str, ...]]] = {
    BoardRow: ("_boards", ("board_id",)),
    GroupRow: ("_groups", ("board_id", "group_id")),
    WorkspaceRow: ("_workspaces", ("workspace_id",)),
    UserRow: ("_users", ("user_id",)),
    TeamRow: ("_teams", ("team_id",)),
    AccountRow: (ACCOUNT, ("table_name",)),
}
"""Row class -> (table of raw_monday, primary key)."""


Row = TypeVar("Row")


class AccountTables:
    """Reads and writes the account tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self) -> None:
        """Create the tables that are missing."""
        for row, (name, key) in TABLES.items():
            self._engine.create(name, columns_of(row), key)

    def read(self, row: type[Row]) -> dict[tuple[Any, ...], Row]:
        """Return all rows of one class, by primary key."""
        name, key = TABLES[row]
        sql = f"select {self._listed(row)} from {self._engine.table(name)}"
        found = (row(*values) for values in self._run(f"reading raw_monday.{name}", sql))
        return {key_of(one, key): one for one in found}

    def write(
        self,
        kind: type[Row],
        rows: Iterable[Row],
        known: Mapping[tuple[Any, ...], Row],
        now: datetime,
        state: AccountRow,
    ) -> None:
        """Upsert `rows` by primary key and write `state`, all in one transaction.

        `known` holds the rows now in the table. Most rows do not change from one day to the next:
        one statement sets the times of all of them, and only rows that changed are rewritten.
        """
        name, key = TABLES[kind]
        table = self._engine.table(name)
        what = f"writing raw_monday.{name}"
        times = ", ".join(f"{self._engine.named(n)} = ?" for n in ("seen_at", "checked_at"))
        with self._engine.transaction():
            self._run(what, f"update {table} set {times}", [now, now])
            for row in rows:
                before: Any = known.get(key_of(row, key))
                if before is None or replace(before, seen_at=now, checked_at=now) != row:
                    self._put(row)
            self._put(state)

    def write_state(self, state: AccountRow) -> None:
        """Write the state of a table that was not loaded."""
        with self._engine.transaction():
            self._put(state)

    def _put(self, row: Any) -> None:
        name, key = TABLES[type(row)]
        what, table = f"writing raw_monday.{name}", self._engine.table(name)
        matching = " and ".join(f"{self._engine.named(n)} = ?" for n in key)
        self._run(what, f"delete from {table} where {matching}", key_of(row, key))
        marks = ", ".join("?" * len(fields(row)))
        sql = f"insert into {table} ({self._listed(type(row))}) values ({marks})"
        self._run(what, sql, astuple(row))

    def _listed(self, row: type) -> str:
        return ", ".join(self._engine.named(name) for name, _ in columns_of(row))

    def _run(self, what: str, sql: str, given: Sequence[Any] = ()) -> Sequence[tuple[Any, ...]]:
        return self._engine.run(what, sql, given)


def key_of(row: object, key: Sequence[str]) -> tuple[Any, ...]:
    """Return the row's primary key values."""
    return tuple(getattr(row, name) for name in key)
