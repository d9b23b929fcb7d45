"""Users and teams of the account: what ids in people columns stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loader.errors import NotGraphQL
from loader.monday.gate import Caller
from loader.monday.queries import COMPLEXITY, OBJECT, Query

USERS_A_PAGE = 500

USERS = Query(
    "Users",
    f"query Users($limit: Int!, $page: Int!) {{ {COMPLEXITY} users(limit: $limit, page: $page,"
    " status: [ACTIVE, INACTIVE, PENDING]) { id name email kind status teams { id } } }",
    per_item=2 * OBJECT + 6,
)
"""Page by page. Variables: limit, page. By default monday leaves out people who left."""

TEAMS = Query("Teams", f"query Teams {{ {COMPLEXITY} teams {{ id name }} }}")


@dataclass(frozen=True, slots=True)
class User:
    """A person of the account. `kind` and `status` are the API's words, say guest, INACTIVE."""

    id: int
    name: str
    email: str
    kind: str
    status: str
    team_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """A team. Who is in it, its users say: a team's own list of them is cut at a limit."""

    id: int
    name: str


def users(caller: Caller) -> Iterator[User]:
    """Everybody in the account, people who left included, each once."""
    seen: set[int] = set()
    page = 1
    while True:
        variables = {"limit": USERS_A_PAGE, "page": page}
        answer = caller.call(USERS, variables, "the users of the account")
        new = [user for user in map(_user, _listed(answer.data, "users")) if user.id not in seen]
        if not new:
            return
        seen.update(user.id for user in new)
        yield from new
        page += 1


def teams(caller: Caller) -> tuple[Team, ...]:
    """Every team, in one call."""
    answer = caller.call(TEAMS, {}, "the teams of the account")
    return tuple(Team(_number(t), _words(t, "name")) for t in _listed(answer.data, "teams"))


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
