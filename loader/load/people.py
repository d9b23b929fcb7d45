"""Look up the users and teams that a board's cells name by id.

Everything but `refresh_people`, which asks monday, is pure.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from loader.board.column_settings import id_number
from loader.board.column_types import column_type
from loader.board.json_text import json_or_none
from loader.errors import ApiError, WarehouseLocked
from loader.landing.id_rows import TeamRow, UserRow
from loader.landing.id_tables import Dimensions
from loader.landing.rows import Rows, storable
from loader.monday.api import Monday, Team, User
from loader.monday.limits import PEOPLE_A_REQUEST

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class People:
    """Ids of users and teams."""

    users: frozenset[int] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)

    def __or__(self, other: People) -> People:
        if other.users <= self.users and other.teams <= self.teams:
            return self
        return People(self.users | other.users, self.teams | other.teams)

    def __bool__(self) -> bool:
        return bool(self.users or self.teams)


def people_in(rows: Rows) -> People:
    """Return everybody named by id in cells of people, votes and creators."""
    users: set[int] = set()
    teams: set[int] = set()
    for kind, value in zip(rows.column_types, rows.values, strict=True):
        if not value or not column_type(kind).names_people:
            continue
        for ident, what in _named(value):
            (teams if what == "team" or kind == "team" else users).add(ident)
    return People(frozenset(users), frozenset(teams))


def _named(value: str) -> Iterator[tuple[int, str]]:
    """Yield id and kind of each person in a cell's value; agents are neither users nor teams."""
    decoded = json_or_none(value)
    if not isinstance(decoded, Mapping):
        return
    listed = decoded.get("personsAndTeams", decoded.get("voter_ids"))
    for one in listed if isinstance(listed, list) else [decoded]:
        kind = str(one.get("kind", "person")) if isinstance(one, Mapping) else "person"
        ident = id_number(one.get("id") if isinstance(one, Mapping) else one)
        if ident is not None and kind in ("person", "team"):
            yield ident, kind


def to_ask(seen: frozenset[int], known: Mapping[int, datetime], now: datetime) -> tuple[int, ...]:
    """Return whom to look up: people met and not asked about today, then others known before today.

    `known` maps each id to when monday was last asked about it. Return nobody if everybody in
    `seen` was looked up today.
    """
    old = sorted(ident for ident, when in known.items() if when.date() < now.date())
    first = sorted(seen - known.keys()) + [ident for ident in old if ident in seen]
    if not first:
        return ()
    return tuple([*first, *(ident for ident in old if ident not in seen)][:PEOPLE_A_REQUEST])


def user_rows(
    asked: Sequence[int], found: Iterable[User], known: Mapping[int, UserRow], now: datetime
) -> list[UserRow]:
    """Return a row for each user asked about; a user no longer there keeps the known values."""
    there = {user.id: user for user in found}
    rows = []
    for ident in asked:
        user = there.get(ident)
        if user is None:
            unknown = UserRow(ident, None, None, None, None, None, None, now)
            rows.append(replace(known.get(ident, unknown), checked_at=now))
            continue
        rows.append(
            UserRow(
                user_id=ident,
                name=storable(user.name),
                email=storable(user.email),
                kind=storable(user.kind),
                status=storable(user.status),
                team_ids=json.dumps(list(user.team_ids)),
                seen_at=now,
                checked_at=now,
            )
        )
    return rows


def team_rows(
    asked: Sequence[int], found: Iterable[Team], known: Mapping[int, TeamRow], now: datetime
) -> list[TeamRow]:
    """Return the rows of teams, in the same way."""
    there = {team.id: storable(team.name) for team in found}
    return [
        TeamRow(ident, there[ident], now, now)
        if ident in there
        else replace(known.get(ident, TeamRow(ident, None, None, now)), checked_at=now)
        for ident in asked
    ]


def refresh_people(monday: Monday, dimensions: Dimensions, seen: People, now: datetime) -> None:
    """Look up people that a load met, once a day each. Only report what monday refuses.

    This takes at most one call; a board's rows are complete without it.
    """
    if not seen:
        return
    users, teams = dimensions.users(), dimensions.teams()
    asked_users = to_ask(seen.users, {i: row.checked_at for i, row in users.items()}, now)
    asked_teams = to_ask(seen.teams, {i: row.checked_at for i, row in teams.items()}, now)
    if not asked_users and not asked_teams:
        return
    try:
        found, groups = monday.people(asked_users, asked_teams)
    except ApiError as exc:
        log.warning("names of people in raw_monday._users and _teams were not refreshed: %s", exc)
        return
    try:
        dimensions.write_people(
            user_rows(asked_users, found, users, now), team_rows(asked_teams, groups, teams, now)
        )
    except WarehouseLocked as exc:
        log.info("%s The next load writes them.", exc)
