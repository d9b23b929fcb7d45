"""Read the whole account: boards with their groups, workspaces, all users and teams.

monday pages boards, workspaces and users by number and does not mark the last page, so a list ends
with a page that brings nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from loader.board.spellings import moment
from loader.errors import DayTooShort
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.graphql.checked import (
    Json,
    count_or_none,
    ident,
    listed,
    mapping,
    string,
    text_or_none,
)
from loader.monday.graphql.queries import Query, query
from loader.monday.graphql.selection import OBJECT
from loader.monday.http.client import Answer, Variable
from loader.monday.limits import BOARDS_A_PAGE, PEOPLE_A_REQUEST
from loader.monday.people import ALL_TEAMS, ALL_USERS, Team, User, parse_teams, parse_users

_PAGED = ("$limit: Int!", "$page: Int!")
BOARDS = query(
    "AccountBoards",
    _PAGED,
    "boards(limit: $limit, page: $page, state: all, order_by: created_at,"
    " hierarchy_types: [classic, multi_level])"
    " { id name state type board_kind hierarchy_type items_count workspace_id board_folder_id url"
    " created_at updated_at owners { id } groups { id title color position archived deleted } }",
    per_item=3 * OBJECT + 19,
)
"""Boards of any state, with their groups. Variables: limit, page."""
WORKSPACES = query(
    "Workspaces",
    _PAGED,
    "workspaces(limit: $limit, page: $page, state: all, membership_kind: all)"
    " { id name kind state description is_default_workspace created_at }",
    per_item=OBJECT + 7,
)
"""Workspaces of any state. Variables: limit, page."""


@dataclass(frozen=True, slots=True)
class AccountGroup:
    """A group of a board. `position` is its place among the board's groups, from 0."""

    id: str
    title: str | None
    colour: str | None
    position: int
    is_archived: bool | None
    is_deleted: bool | None


@dataclass(frozen=True, slots=True)
class AccountBoard:
    """A board in any state. `groups` is None if monday does not give them."""

    id: int
    name: str
    state: str | None
    type: str | None
    kind: str | None
    hierarchy: str | None
    workspace_id: int | None
    folder_id: int | None
    owner_ids: tuple[int, ...]
    items: int | None
    url: str | None
    created_at: datetime | None
    updated_at: datetime | None
    groups: tuple[AccountGroup, ...] | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace in any state."""

    id: int
    name: str
    kind: str | None
    state: str | None
    description: str | None
    is_default: bool | None
    created_at: datetime | None


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


Found = TypeVar("Found", bound=_Numbered)


class AccountReader:
    """Reads the account. `calls_left` returns the calls left today, or None if unknown.

    Half of the calls left at the start are kept for loads: raise DayTooShort before a call that
    would use more.
    """

    def __init__(self, client: RetryingClient, calls_left: Callable[[], int | None]) -> None:
        self._client = client
        self._calls_left = calls_left
        self._kept = (calls_left() or 0) // 2

    def boards(self) -> list[AccountBoard]:
        """Return every board that the token sees, including those of subitems."""
        return self._pages(BOARDS, BOARDS_A_PAGE, "the boards of the account", parse_boards)

    def workspaces(self) -> list[Workspace]:
        """Return every workspace that the token sees."""
        about = "the workspaces of the account"
        return self._pages(WORKSPACES, BOARDS_A_PAGE, about, parse_workspaces)

    def users(self) -> list[User]:
        """Return all users, including former and invited ones."""
        return self._pages(ALL_USERS, PEOPLE_A_REQUEST, "the people of the account", parse_users)

    def teams(self) -> list[Team]:
        """Return every team."""
        return parse_teams(self._call(ALL_TEAMS, {}, "the teams of the account").data)

    def _pages(
        self, asked: Query, limit: int, about: str, parse: Callable[[object], Iterable[Found]]
    ) -> list[Found]:
        found: dict[int, Found] = {}
        page = 1
        while True:
            answer = self._call(asked, {"limit": limit, "page": page}, about)
            new = {one.id: one for one in parse(answer.data) if one.id not in found}
            if not new:
                return list(found.values())
            found |= new
            page += 1

    def _call(self, asked: Query, variables: dict[str, Variable], about: str) -> Answer:
        left = self._calls_left()
        if left is not None and left - 1 < self._kept:
            raise DayTooShort(
                f"{about} would take more than half of the calls that are left of the day's"
                f" ({left} now); the day's calls come back at 00:00 UTC"
            )
        return self._client.call(asked, variables, about)


def parse_boards(data: object) -> list[AccountBoard]:
    """Return the boards of an `AccountBoards` answer."""
    return [_board(raw) for raw in _objects(data, "boards")]


def parse_workspaces(data: object) -> list[Workspace]:
    """Return the workspaces of an answer, without a main one that comes without an id."""
    return [
        Workspace(
            id=ident(raw, "id", "a workspace"),
            name=string(raw, "name", "a workspace"),
            kind=text_or_none(raw.get("kind")),
            state=text_or_none(raw.get("state")),
            description=text_or_none(raw.get("description")),
            is_default=_flag(raw.get("is_default_workspace")),
            created_at=moment(text_or_none(raw.get("created_at"))),
        )
        for raw in _objects(data, "workspaces")
        if raw.get("id") is not None
    ]


def _board(raw: Json) -> AccountBoard:
    groups = raw.get("groups")
    owners = raw.get("owners")
    return AccountBoard(
        id=ident(raw, "id", "a board"),
        name=string(raw, "name", "a board"),
        state=text_or_none(raw.get("state")),
        type=text_or_none(raw.get("type")),
        kind=text_or_none(raw.get("board_kind")),
        hierarchy=text_or_none(raw.get("hierarchy_type")),
        workspace_id=_ident_or_none(raw, "workspace_id"),
        folder_id=_ident_or_none(raw, "board_folder_id"),
        owner_ids=tuple(
            ident(mapping(owner, "an owner"), "id", "an owner of a board")
            for owner in (owners if isinstance(owners, list) else [])
            if owner is not None
        ),
        items=count_or_none(raw.get("items_count")),
        url=text_or_none(raw.get("url")),
        created_at=moment(text_or_none(raw.get("created_at"))),
        updated_at=moment(text_or_none(raw.get("updated_at"))),
        groups=None if groups is None else _groups(listed(raw, "groups", "the groups of a board")),
    )


def _groups(entries: Iterable[object]) -> tuple[AccountGroup, ...]:
    raws = [mapping(entry, "a group") for entry in entries if entry is not None]
    return tuple(
        AccountGroup(
            id=string(raw, "id", "a group"),
            title=text_or_none(raw.get("title")),
            colour=text_or_none(raw.get("color")),
            position=place,
            is_archived=_flag(raw.get("archived")),
            is_deleted=_flag(raw.get("deleted")),
        )
        for place, raw in enumerate(sorted(raws, key=_position))
    )


def _position(raw: Json) -> float:
    """Return the sort key of a group; one without a number comes last, in monday's order."""
    try:
        return float(str(raw.get("position")))
    except ValueError:
        return float("inf")


def _objects(data: object, key: str) -> list[Json]:
    entries = listed(mapping(data, "data"), key, f"the {key} of the account")
    return [mapping(entry, key) for entry in entries if entry is not None]


def _ident_or_none(raw: Json, key: str) -> int | None:
    return None if raw.get(key) is None else ident(raw, key, "a board")


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
