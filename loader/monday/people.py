"""Read the users and teams that ids in people columns stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loader.errors import ApiError, NotGraphQL, PermissionDenied, QueryRejected
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.graphql.queries import query
from loader.monday.graphql.selection import OBJECT
from loader.monday.http.client import Variable
from loader.monday.limits import PEOPLE_A_REQUEST

_USERS = (
    "users(ids: $users, limit: $limit, page: 1, status: [ACTIVE, INACTIVE, PENDING])"
    " { id name email kind status teams { id } }"
)
"""By default monday leaves out users who have left."""
_USER_POINTS = 2 * OBJECT + 6
_TEAMS = "teams(ids: $teams) { id name }"
_TEAM_POINTS = OBJECT + 2

USERS = query("People", ("$users: [ID!]", "$limit: Int!"), _USERS, per_item=_USER_POINTS)
TEAMS = query("People", ("$teams: [ID!]",), _TEAMS, per_item=_TEAM_POINTS)
BOTH = query(
    "People",
    ("$users: [ID!]", "$limit: Int!", "$teams: [ID!]"),
    f"{_USERS} {_TEAMS}",
    fixed=PEOPLE_A_REQUEST * _TEAM_POINTS,
    per_item=_USER_POINTS,
)
"""Three queries, because an empty list of ids may mean nobody or everybody."""


_ALL_USERS = (
    "users(limit: $limit, page: $page, status: [ACTIVE, INACTIVE, PENDING])"
    " { id name email kind status teams { id } }"
)
ALL_USERS = query("Users", ("$limit: Int!", "$page: Int!"), _ALL_USERS, per_item=_USER_POINTS)
"""All users, page by page. Variables: limit, page."""
ALL_TEAMS = query("Teams", (), "teams { id name }", fixed=PEOPLE_A_REQUEST * _TEAM_POINTS)
"""All teams: monday does not page them."""

OWNERS = query("Owners", ("$board: [ID!]",), "boards(ids: $board, limit: 1) { owners { name } }")
"""The owners of a board. Variables: board."""


@dataclass(frozen=True, slots=True)
class User:
    """A user of the account. `kind` and `status` are the API's words, e.g. guest, INACTIVE."""

    id: int
    name: str
    email: str
    kind: str
    status: str
    team_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """A team. Its users list it; the team's own list of users is cut off at a limit."""

    id: int
    name: str


def people(
    client: RetryingClient, users: Sequence[int], teams: Sequence[int]
) -> tuple[list[User], list[Team]]:
    """Return these users and teams; those unknown to monday are left out."""
    found: tuple[list[User], list[Team]] = ([], [])
    for at in range(0, max(len(users), len(teams)), PEOPLE_A_REQUEST):
        some = users[at : at + PEOPLE_A_REQUEST]
        others = teams[at : at + PEOPLE_A_REQUEST]
        asked = BOTH if some and others else USERS if some else TEAMS
        variables: dict[str, Variable] = {}
        if some:
            variables |= {"users": [str(i) for i in some], "limit": len(some)}
        if others:
            variables["teams"] = [str(i) for i in others]
        answer = client.call(asked, variables, "the people of the account")
        if some:
            found[0].extend(parse_users(answer.data))
        if others:
            found[1].extend(parse_teams(answer.data))
    return found


def parse_users(data: object) -> list[User]:
    """Return the users of an answer."""
    return list(map(_user, _listed(data, "users")))


def parse_teams(data: object) -> list[Team]:
    """Return the teams of an answer."""
    return [Team(_number(team), _words(team, "name")) for team in _listed(data, "teams")]


def _user(raw: Mapping[str, object]) -> User:
    listed = raw.get("teams")
    ids = [_number(team) for team in (listed if isinstance(listed, list) else []) if team]
    name, email = _words(raw, "name"), _words(raw, "email")
    return User(_number(raw), name, email, _words(raw, "kind"), _words(raw, "status"), tuple(ids))


def _words(raw: Mapping[str, object], key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""


def _listed(data: object, key: str) -> list[Mapping[str, object]]:
    listed = data.get(key) if isinstance(data, Mapping) else None
    if not isinstance(listed, list):
        raise NotGraphQL(f"monday's answer has no usable {key}. Check MONDAY_API_URL.")
    return [raw for raw in listed if isinstance(raw, Mapping)]


def _number(raw: object) -> int:
    text = str(raw.get("id")) if isinstance(raw, Mapping) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotGraphQL("monday's answer has a user or team without a usable id.")
    return int(text)


def owners(client: RetryingClient, board_id: int) -> tuple[str, ...]:
    """Return the names of a board's owners; none if monday or the token's rights give none."""
    try:
        answer = client.call(OWNERS, {"board": [str(board_id)]}, f"the owners of board {board_id}")
    except ApiError as exc:
        if type(exc) not in (ApiError, QueryRejected, PermissionDenied, NotGraphQL):
            raise
        return ()
    data = answer.data if isinstance(answer.data, Mapping) else {}
    boards = data.get("boards")
    listed = [b.get("owners") for b in boards or () if isinstance(b, Mapping)]
    people = [one for found in listed if isinstance(found, list) for one in found]
    names = [one.get("name") for one in people if isinstance(one, Mapping)]
    return tuple(name for name in names if isinstance(name, str) and name)
