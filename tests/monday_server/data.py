"""The account behind the stand-in: boards, columns, groups, items and people as dataclasses.

Nothing here knows GraphQL or HTTP. `Account` has everything that one server knows: tests create
one, or pass boards to `MondayServer`, which creates an account for them.
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
"""The default creation time of boards and items."""


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
    """A label of a status or dropdown column. Cells hold its `id`."""

    id: int
    text: str
    color: str = "#00c875"
    done: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Mirror:
    """The source of a mirror: the relation column, and the column on the linked board."""

    relation: str
    column: str


@dataclass(slots=True)
class Column:
    """A column. Only the settings of its type have an effect.

    `boards`: linked boards of a relation, or the subitem board of a subtasks column.
    `formula`: a function of the item that returns what monday displays.
    `rollup`: the name of the calculation over descendants on a multi-level board.
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
        """Return the stored Python value of one cell; None if it is empty."""
        cell = self.cells.get(column_id)
        return None if cell is None else cell.value


@dataclass(slots=True, eq=False)
class Board:
    """A board and its rows. `items` may be any mapping from id to Item in board order.

    `cached=False` keeps no answers of its cells, for generated boards that are never completely in
    memory.
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
        """Return the column with this id. Raises KeyError."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(f"board {self.id} has no column {column_id!r}")

    def group(self, group_id: str) -> Group:
        """Return the group with this id. Raises KeyError."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(f"board {self.id} has no group {group_id!r}")

    def active_items(self) -> list[Item]:
        """Return the active items in board order, including subitems of a multi-level board."""
        return [item for item in self.items.values() if item.state == "active"]


class Row(NamedTuple):
    """An item together with its board."""

    board: Board
    item: Item


class GroupRow(NamedTuple):
    """A group together with its board."""

    board: Board
    group: Group


class Account:
    """Everything that one token can see. `lock` guards it; `version` counts its changes."""

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
        """(item, column, item it depends on) -> type and lag, if they are not both 0."""
        self.now = now
        self.log = ActivityLog(lambda: self.now())
        self.talk = Conversations(lambda: self.now())
        self.plan = plan
        self.past: dict[int, list[tuple[datetime, dict[int, Item]]]] = {}
        """The states that `past.remember` kept of each board, with their times."""
        self.untracked: set[str] = set()
        """The ids of columns whose past monday does not keep."""
        self.past_begins: datetime | None = None
        """The earliest moment that the plan allows; None for no limit."""
        self.id = 17345678
        self.name = "Example Textiles"
        self.slug = "example-textiles"
        self.lock = threading.RLock()
        self.version = 0
        self._children: dict[int, dict[int, list[Item]]] = {}
        self._children_version = 0

    def touch(self) -> None:
        """Count a change, so that everything computed from the old state is dropped."""
        self.version += 1

    def children(self, board: Board) -> dict[int, list[Item]]:
        """Return the active subitems on a board by the id of their parent."""
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
        """The owner of the token, whose time zone applies to the `text` of dates."""
        return self.users[self.me_id]

    def board(self, board: int | Board) -> Board:
        """Return the board with this id, in any state. Raises KeyError."""
        return board if isinstance(board, Board) else self.boards[board]

    def find(self, item_id: int) -> Row | None:
        """Return an item by its id, on any board, in any state."""
        for board in self.boards.values():
            item = board.items.get(item_id)
            if item is not None:
                return Row(board, item)
        return None

    def user_name(self, user_id: int) -> str | None:
        user = self.users.get(user_id)
        return None if user is None else user.name
