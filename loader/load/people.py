"""What ids in a board's cells stand for: labels with their former names, people, teams. Pure,
but for the last function, which asks monday about people.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from loader.board.model import Column
from loader.errors import ApiError, WarehouseLocked
from loader.landing.id_tables import (
    Dimensions,
    LabelChanges,
    LabelRow,
    TeamRow,
    UserRow,
)
from loader.landing.rows import REPLACEMENT, Rows
from loader.monday.api import Monday, Team, User

log = logging.getLogger(__name__)

LABELLED = frozenset({"status", "dropdown"})
NAMING = frozenset({"people", "person", "team", "item_assignees", "vote"})
"""Column types whose cells name people or teams by id."""

_BIGGEST = 2**63
_PEOPLE_A_LOAD = 500
"""What one call takes: more are looked up by later loads."""


# ---------------------------------------------------------------- labels


def live_labels(
    board: str, board_id: int, columns: Iterable[Column], now: datetime
) -> tuple[LabelRow, ...]:
    """The labels of status and dropdown columns, as their settings have them."""
    rows: dict[tuple[str, int], LabelRow] = {}
    for column in columns:
        if column.type not in LABELLED:
            continue
        for ident, label in _labels(column.settings):
            rows[column.id, ident] = LabelRow(
                board=board,
                board_id=board_id,
                column_id=column.id,
                label_id=ident,
                label=_words(label.get("label", label.get("name"))) or "",
                colour=_words(label.get("hex")) or _words(label.get("color")),
                position=_place(label.get("index")),
                is_done=_flag(label.get("is_done")),
                is_deactivated=_flag(label.get("is_deactivated")),
                valid_from=now,
            )
    return tuple(rows.values())


def label_changes(
    known: Iterable[LabelRow], live: Iterable[LabelRow], now: datetime
) -> LabelChanges:
    """What to write so that the current labels are the live ones and former names stay."""
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
    """Ids of columns in which a label that cells may hold has another name now, or none.

    Its cells show the new name, and no item's date tells.
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


def _labels(settings: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Id and facts of each label, in either shape of the settings; what has no id is no label."""
    try:
        labels = json.loads(settings).get("labels")
    except (ValueError, AttributeError, RecursionError):
        return
    if isinstance(labels, Mapping):
        labels = [{"id": key, "label": text} for key, text in labels.items()]
    for label in labels if isinstance(labels, list) else []:
        ident = _number(label.get("id")) if isinstance(label, Mapping) else None
        if ident is not None:
            yield ident, label


def _words(value: object) -> str | None:
    """Text that every engine stores."""
    if not isinstance(value, str):
        return None
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", REPLACEMENT)


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _place(value: object) -> int | None:
    number = _number(value)
    return number if number is not None and number < 2**31 else None


def _number(value: object) -> int | None:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    return int(text) if int(text) < _BIGGEST else None


# ---------------------------------------------------------------- people


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
    """Everybody who is named by id in cells of people, votes and creators."""
    users: set[int] = set()
    teams: set[int] = set()
    for kind, value in zip(rows.column_types, rows.values, strict=True):
        if kind not in NAMING or not value:
            continue
        for ident, what in _named(value):
            (teams if what == "team" or kind == "team" else users).add(ident)
    return People(frozenset(users), frozenset(teams))


def _named(value: str) -> Iterator[tuple[int, str]]:
    """Id and kind of each person in a cell's value; agents are neither users nor teams."""
    try:
        decoded = json.loads(value)
    except (ValueError, RecursionError):
        return
    if not isinstance(decoded, Mapping):
        return
    listed = decoded.get("personsAndTeams", decoded.get("voter_ids"))
    for one in listed if isinstance(listed, list) else [decoded]:
        kind = str(one.get("kind", "person")) if isinstance(one, Mapping) else "person"
        ident = _number(one.get("id") if isinstance(one, Mapping) else one)
        if ident is not None and kind in ("person", "team"):
            yield ident, kind


def to_ask(seen: frozenset[int], known: Mapping[int, datetime], now: datetime) -> tuple[int, ...]:
    """Whom to look up: those seen that monday was not asked about today, and then the others too.

    `known` gives when each was last asked about. Nobody, while everybody seen was today.
    """
    old = sorted(ident for ident, when in known.items() if when.date() < now.date())
    first = sorted(seen - known.keys()) + [ident for ident in old if ident in seen]
    if not first:
        return ()
    return tuple([*first, *(ident for ident in old if ident not in seen)][:_PEOPLE_A_LOAD])


def user_rows(
    asked: Sequence[int], found: Iterable[User], known: Mapping[int, UserRow], now: datetime
) -> list[UserRow]:
    """A row for each user asked about; who is not there any more keeps what was known of them."""
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
                name=_words(user.name),
                email=_words(user.email),
                kind=_words(user.kind),
                status=_words(user.status),
                team_ids=json.dumps(list(user.team_ids)),
                seen_at=now,
                checked_at=now,
            )
        )
    return rows


def team_rows(
    asked: Sequence[int], found: Iterable[Team], known: Mapping[int, TeamRow], now: datetime
) -> list[TeamRow]:
    """The same of teams."""
    there = {team.id: _words(team.name) for team in found}
    return [
        TeamRow(ident, there[ident], now, now)
        if ident in there
        else replace(known.get(ident, TeamRow(ident, None, None, now)), checked_at=now)
        for ident in asked
    ]


def refresh_people(monday: Monday, dimensions: Dimensions, seen: People, now: datetime) -> None:
    """Look up people that a load met, once a day each. What monday refuses is only reported.

    One call at most: a board's rows are whole without it.
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
