"""Load the account's tables: what the first load of a day asks monday for, and the new rows.

Each table is loaded whole or stays as it was, independently of the others. A board's load never
fails because of them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from loader.errors import ApiError, DailyLimitReached, LoaderError, NetworkError, Waits
from loader.landing.account_tables import (
    TABLES,
    AccountRow,
    AccountTables,
    BoardRow,
    GroupRow,
    WorkspaceRow,
)
from loader.landing.id_rows import TeamRow, UserRow
from loader.landing.rows import storable
from loader.load.people import team_rows, user_rows
from loader.monday.account import AccountBoard, AccountReader, Workspace
from loader.monday.api import Monday, Team, User

log = logging.getLogger(__name__)

Known = Mapping[tuple[Any, ...], Any]
"""Rows of a table by key."""
PASSING = (Waits, NetworkError, DailyLimitReached)
"""Failures that the next load retries; what monday refuses, it refuses all day."""


def refresh_account(monday: Monday, tables: AccountTables, now: datetime) -> None:
    """Load the tables that no load has loaded today. Report all failures in one warning."""
    failed: list[str] = []
    try:
        tables.create()
        states = tables.read(AccountRow)
        due = [kind for kind in _READS if not is_done(states.get((_name(kind),)), now)]
        if due:
            with monday.account() as reader:
                failed = _load(reader, tables, due, states, now)
    except LoaderError as exc:
        failed = [str(exc)]
    if failed:
        log.warning(
            "the board is loaded, but tables of the account (vars: monday_account) are not as of"
            " today: %s",
            "; ".join(failed),
        )


def is_done(state: AccountRow | None, now: datetime) -> bool:
    """Whether a load has finished with a table today (UTC)."""
    return bool(state and state.checked_at and state.checked_at.date() >= now.date())


def _load(
    reader: AccountReader,
    tables: AccountTables,
    due: Iterable[type],
    states: Known,
    now: datetime,
) -> list[str]:
    """Load these tables; return a message for each that failed."""
    failed = []
    asked = _Asked(reader)
    for kind in due:
        name = _name(kind)
        before = states.get((name,), AccountRow(name, None, None, None, None))
        try:
            known: Known = tables.read(kind)
            rows = _READS[kind](asked, known, now)
            loaded = AccountRow(name, len(rows), now, now, None)
            tables.write(kind, rows, known, now, loaded)
        except LoaderError as exc:
            failed.append(f"{name}: {str(exc).rstrip('.')}")
            tables.write_state(state_after(before, exc, now))
    return failed


def state_after(before: AccountRow, exc: LoaderError, now: datetime) -> AccountRow:
    """Return the state of a table that could not be loaded."""
    refused = isinstance(exc, ApiError) and not isinstance(exc, PASSING)
    return replace(
        before, error=storable(str(exc)), checked_at=now if refused else before.checked_at
    )


def _name(kind: type) -> str:
    return TABLES[kind][0]


# ---------------------------------------------------------------- the new rows, pure


def board_rows(found: Iterable[AccountBoard], known: Known, now: datetime) -> list[BoardRow]:
    """Return a row for each board; a board that monday no longer lists keeps its known row."""
    there = {
        (one.id,): BoardRow(
            board_id=one.id,
            name=storable(one.name) or "",
            state=storable(one.state),
            type=storable(one.type),
            kind=storable(one.kind),
            hierarchy=storable(one.hierarchy),
            workspace_id=one.workspace_id,
            folder_id=one.folder_id,
            owner_ids=json.dumps(list(one.owner_ids)),
            items=one.items,
            url=storable(one.url),
            created_at=one.created_at,
            updated_at=one.updated_at,
            seen_at=now,
            checked_at=now,
        )
        for one in found
    }
    return [*there.values(), *_kept(known, there, now)]


def group_rows(found: Iterable[AccountBoard], known: Known, now: datetime) -> list[GroupRow]:
    """Return the rows of groups. Groups of a board for which monday gave none stay as they are."""
    boards = list(found)
    untold = {one.id for one in boards if one.groups is None}
    there = {
        (one.id, group.id): GroupRow(
            board_id=one.id,
            group_id=group.id,
            title=storable(group.title),
            colour=storable(group.colour),
            position=group.position,
            is_archived=group.is_archived,
            is_deleted=group.is_deleted,
            seen_at=now,
            checked_at=now,
        )
        for one in boards
        for group in one.groups or ()
    }
    still = {key: row for key, row in known.items() if key[0] in untold}
    asked = {key: row for key, row in known.items() if key not in still}
    return [*there.values(), *_kept(asked, there, now), *still.values()]


def workspace_rows(found: Iterable[Workspace], known: Known, now: datetime) -> list[WorkspaceRow]:
    """Return the rows of workspaces, in the same way."""
    there = {
        (one.id,): WorkspaceRow(
            workspace_id=one.id,
            name=storable(one.name) or "",
            kind=storable(one.kind),
            state=storable(one.state),
            description=storable(one.description),
            is_default=one.is_default,
            created_at=one.created_at,
            seen_at=now,
            checked_at=now,
        )
        for one in found
    }
    return [*there.values(), *_kept(known, there, now)]


def all_user_rows(found: Iterable[User], known: Known, now: datetime) -> list[UserRow]:
    """Return the rows of people, including those known only from cells."""
    before = {key[0]: row for key, row in known.items()}
    users = list(found)
    asked = sorted({user.id for user in users} | before.keys())
    return user_rows(asked, users, before, now)


def all_team_rows(found: Iterable[Team], known: Known, now: datetime) -> list[TeamRow]:
    """Return the rows of teams, in the same way."""
    before = {key[0]: row for key, row in known.items()}
    teams = list(found)
    return team_rows(sorted({team.id for team in teams} | before.keys()), teams, before, now)


def _kept(known: Known, there: Mapping[tuple[Any, ...], object], now: datetime) -> list[Any]:
    return [replace(row, checked_at=now) for key, row in known.items() if key not in there]


# ---------------------------------------------------------------- the requests, one per table


class _Asked:
    """monday's answers. Boards are requested once, although two tables need them."""

    def __init__(self, reader: AccountReader) -> None:
        self.reader = reader
        self._boards: list[AccountBoard] | LoaderError | None = None

    def boards(self) -> list[AccountBoard]:
        if self._boards is None:
            try:
                self._boards = self.reader.boards()
            except LoaderError as exc:
                self._boards = exc
        if isinstance(self._boards, LoaderError):
            raise self._boards
        return self._boards


_READS: Mapping[type, Callable[[_Asked, Known, datetime], list[Any]]] = {
    BoardRow: lambda asked, known, now: board_rows(asked.boards(), known, now),
    GroupRow: lambda asked, known, now: group_rows(asked.boards(), known, now),
    WorkspaceRow: lambda asked, known, now: workspace_rows(asked.reader.workspaces(), known, now),
    UserRow: lambda asked, known, now: all_user_rows(asked.reader.users(), known, now),
    TeamRow: lambda asked, known, now: all_team_rows(asked.reader.teams(), known, now),
}
