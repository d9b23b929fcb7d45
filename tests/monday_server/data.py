"""The account behind the stand-in: boards, columns, groups, items, people, as dataclasses.

Nothing here knows GraphQL or HTTP. `Account` is the whole world of one server: tests build
one, or hand boards to `MondayServer` and get an account around them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from .activity import ActivityLog
from .conversations import Conversations
from .values import Cell

State = Literal["active", "archived", "deleted"]
EPOCH = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
"""When boards and items were created unless they say otherwise."""


@dataclass(slots=True)
class User:
    id: int
    name: str
    email: str = ""
    time_zone: str = "UTC"
    kind: str = "MEMBER"
    title: str = ""
    phone: str | None = None
    location: str | None = None
    country_code: str | None = None
    status: Literal["ACTIVE", "INACTIVE", "PENDING"] = "ACTIVE"
    is_deleted: bool = False
    created_at: datetime = EPOCH


@dataclass(slots=True)
class Team:
    id: int
    name: str
    user_ids: tuple[int, ...] = ()
    owner_ids: tuple[int, ...] = ()


@dataclass(slots=True)
class Tag:
    id: int
    name: str
    color: str = "#00c875"


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a status or dropdown column. `id` is what cells hold."""

    id: int
    text: str
    color: str = "#00c875"
    done: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where a mirror looks: through which relation column, at which column over there."""

    relation: str
    column: str


@dataclass(slots=True)
class Column:
    """A column. Only the settings of its type matter.

    `boards`: linked boards of a relation, or the subitem board of a subtasks column.
    `formula`: a function of the item that gives what monday displays.
    `rollup`: name of the calculation over descendants on a multi-level board.
    """

    id: str
    title: str
    type: str
    description: str = ""
    archived: bool = False
    hidden: bool = False
    labels: tuple[Label, ...] = ()
    boards: tuple[int, ...] = ()
    mirror: Mirror | None = None
    formula: Callable[[Item], str] | None = None
    button: str = ""
    unit: tuple[str, Literal["left", "right"]] | None = None
    rollup: Literal["SUM", "MIN", "MAX", "MIN_MAX", "COUNT_KEYS"] | None = None
    revision: int = 1
    width: int | None = None


@dataclass(slots=True)
class Group:
    id: str
    title: str
    color: str = "#037f4c"
    archived: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Item:
    """A row. Columns without an entry in `cells` are empty."""

    id: int
    name: str
    group_id: str
    cells: dict[str, Cell] = field(default_factory=dict)
    created_at: datetime = EPOCH
    updated_at: datetime = EPOCH
    creator_id: int = 0
    updater_id: int = 0
    state: State = "active"
    parent_id: int | None = None

    def value(self, column_id: str) -> Any:
        """The stored Python value of one cell, None when it is empty."""
        cell = self.cells.get(column_id)
        return None if cell is None else cell.value


@dataclass(slots=True, eq=False)
class Board:
    """A board and its rows. `items` may be any mapping from id to Item in board order.

    `cached` False keeps no answers of its cells: for generated boards that never are
    in memory as a whole.
    """

    id: int
    name: str
    columns: list[Column]
    groups: list[Group]
    items: Mapping[int, Item]
    description: str | None = None
    state: State = "active"
    type: Literal["board", "sub_items_board", "custom_object", "document"] = "board"
    kind: Literal["public", "private", "share"] = "public"
    hierarchy: Literal["classic", "multi_level"] = "classic"
    item_terminology: str | None = None
    workspace_id: int | None = 1
    workspace_name: str = "Main workspace"
    folder_id: int | None = None
    created_at: datetime = EPOCH
    updated_at: datetime = EPOCH
    creator_id: int = 0
    visible: bool = True
    cached: bool = True

    def column(self, column_id: str) -> Column:
        """The column with this id; KeyError when there is none."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(f"board {self.id} has no column {column_id!r}")

    def group(self, group_id: str) -> Group:
        """The group with this id; KeyError when there is none."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(f"board {self.id} has no group {group_id!r}")

    def active_items(self) -> list[Item]:
        """Active items in board order, subitems of a multi-level board included."""
        return [item for item in self.items.values() if item.state == "active"]


class Row(NamedTuple):
    """An item together with the board it is on."""

    board: Board
    item: Item


class GroupRow(NamedTuple):
    """A group together with the board it is on."""

    board: Board
    group: Group


class Account:
    """Everything one token can see. `lock` guards it; `version` counts its changes."""

    def __init__(
        self,
        boards: Iterable[Board] = (),
        *,
        users: Iterable[User] = (),
        teams: Iterable[Team] = (),
        tags: Iterable[Tag] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        plan: str = "pro",
    ) -> None:
        self.boards: dict[int, Board] = {board.id: board for board in boards}
        self.users: dict[int, User] = {user.id: user for user in users}
        if not self.users:
            self.users = {48202303: User(48202303, "Ada Lovelace", "ada@example.com")}
        self.me_id = next(iter(self.users))
        self.teams: dict[int, Team] = {team.id: team for team in teams}
        self.tags: dict[int, Tag] = {tag.id: tag for tag in tags}
        self.dependencies: dict[tuple[int, str, int], tuple[int, int]] = {}
        """(item, column, item it depends on) -> type and lag, where they are not 0 and 0."""
        self.now = now
        self.log = ActivityLog(lambda: self.now())
        self.talk = Conversations(lambda: self.now())
        self.plan = plan
        self.past: dict[int, list[tuple[datetime, dict[int, Item]]]] = {}
        """By board: what `past.remember` kept of it, and when."""
        self.untracked: set[str] = set()
        """Ids of columns that it keeps no past of."""
        self.past_begins: datetime | None = None
        """How far back the plan reaches; None: as far as anything was kept."""
        self.id = 17345678
        self.name = "Example Textiles"
        self.slug = "example-textiles"
        self.lock = threading.RLock()
        self.version = 0
        self._children: dict[int, dict[int, list[Item]]] = {}
        self._children_version = 0

    def touch(self) -> None:
        """Say that something changed: what was computed from the old state is dropped."""
        self.version += 1

    def children(self, board: Board) -> dict[int, list[Item]]:
        """Active subitems on a board, by the id of their parent."""
        if self._children_version != self.version:
            self._children, self._children_version = {}, self.version
        if board.id not in self._children:
            by_parent: dict[int, list[Item]] = {}
            for item in board.items.values():
                if item.parent_id is not None and item.state == "active":
                    by_parent.setdefault(item.parent_id, []).append(item)
            self._children[board.id] = by_parent
        return self._children[board.id]

    @property
    def me(self) -> User:
        """Owner of the token: the `text` of dates is in this person's time zone."""
        return self.users[self.me_id]

    def board(self, board: int | Board) -> Board:
        """The board with this id, in whatever state; KeyError when there is none."""
        return board if isinstance(board, Board) else self.boards[board]

    def find(self, item_id: int) -> Row | None:
        """An item by its id, on any board, in any state."""
        for board in self.boards.values():
            item = board.items.get(item_id)
            if item is not None:
                return Row(board, item)
        return None

    def user_name(self, user_id: int) -> str | None:
        user = self.users.get(user_id)
        return None if user is None else user.name
