"""Answers of the API -> values of `loader/board/model.py`. JSON stops here.

Everything is hostile input: a shape that is not monday's raises NotGraphQL naming the place,
never KeyError. One parser serves `boards.items_page`, `groups.items_page`, `next_items_page`
and `items`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loader.board.model import Board, BoardSummary, Column, Group, Item
from loader.errors import BoardNotFound, NotGraphQL
from loader.monday.graphql.cells import CellReader

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """A page of items. `counted` is the board's item count when asked; None when unknown.

    `withheld` names the columns that no item of this page came with; `groups` the ids of the
    board's groups, of which only boards with levels are asked.
    """

    items: tuple[Item, ...]
    cursor: str | None
    counted: int | None = None
    updated_at: str | None = None
    withheld: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemById:
    """An item asked for by id: where it is now, and in what state."""

    item: Item
    board_id: int | None
    state: str


def parse_board(data: object, board_id: int) -> Board:
    """The one board of a `Board` answer. Raises BoardNotFound unless it is there and active."""
    boards = _list(_get(data, "boards"), "boards")
    if not boards or boards[0] is None:
        raise BoardNotFound(
            f"monday has no board {board_id} that the token can see."
            " Check the id, and that the token's user can see the board."
        )
    raw = _map(boards[0], "boards[0]")
    board = Board(
        id=_id(raw, "id", "boards[0]"),
        name=_str(raw, "name", "boards[0]"),
        columns=tuple(_column(c) for c in _list(raw.get("columns"), "boards[0].columns") if c),
        groups=tuple(
            Group(_str(g, "id", "a group"), _str(g, "title", "a group"))
            for g in map(_mapped, _list(raw.get("groups"), "boards[0].groups"))
            if not g.get("archived") and not g.get("deleted")
        ),
        items_count=_count(raw.get("items_count")) or 0,
        state=_opt(raw.get("state")) or "active",
        kind=_opt(raw.get("type")) or "board",
        hierarchy=_opt(raw.get("hierarchy_type")) or "classic",
        item_term=_opt(raw.get("item_terminology")) or "",
        url=_opt(raw.get("url")) or "",
        workspace=_workspace(raw),
        description=_opt(raw.get("description")) or "",
        updated_at=_opt(raw.get("updated_at")) or "",
    )
    if board.id != board_id:
        raise NotGraphQL(f"monday was asked for board {board_id} and answered board {board.id}.")
    if board.state != "active":
        raise BoardNotFound(
            f"board {board_id} is {board.state} on monday. Restore it there to load it."
        )
    return board


def parse_summaries(data: object) -> tuple[BoardSummary, ...]:
    """The boards of a `BoardList` answer."""
    return tuple(
        BoardSummary(
            id=_id(raw, "id", "a board"),
            name=_str(raw, "name", "a board"),
            items_count=_count(raw.get("items_count")) or 0,
            workspace=_workspace(raw),
            kind=_opt(raw.get("type")) or "board",
            state=_opt(raw.get("state")) or "active",
        )
        for raw in map(_mapped, (b for b in _list(_get(data, "boards"), "boards") if b))
    )


def parse_calls_left(data: object, day: str) -> int | None:
    """Calls left of `day` (YYYY-MM-DD, UTC) by `platform_api`; None when it does not say."""
    platform = data.get("platform_api") if isinstance(data, Mapping) else None
    if not isinstance(platform, Mapping):
        return None
    limit = platform.get("daily_limit")
    limit = limit if isinstance(limit, Mapping) else {}
    total = _count(limit.get("total"))
    total = total if total is not None else _count(limit.get("base"))
    if total is None:
        return None
    analytics = platform.get("daily_analytics")
    by_day = analytics.get("by_day") if isinstance(analytics, Mapping) else None
    used = 0
    for entry in by_day if isinstance(by_day, list) else []:
        if isinstance(entry, Mapping) and str(entry.get("day", "")).startswith(day):
            used = _count(entry.get("usage")) or 0
    return max(0, total - used)


def parse_page(data: object, board_id: int, cells: CellReader, *, named: bool = True) -> PageAnswer:
    """One page, from whichever of the three places it stands in. `named`: names were asked for.

    Raises BoardNotFound when the board is no longer there, BoardChanged when a cell's type is
    not its column's. A group that is no longer there is an empty page.
    """
    root = _map(data, "data")
    board = _still_there(root, board_id)
    if "next_items_page" in root:
        page, where = root["next_items_page"], "next_items_page"
    elif "groups" in board and "items_page" not in board:
        groups = [g for g in _list(board["groups"], "boards[0].groups") if g]
        if not groups:
            return PageAnswer(
                (), None, _count(board.get("items_count")), _opt(board.get("updated_at"))
            )
        page = _map(groups[0], "groups[0]").get("items_page")
        where = "boards[0].groups[0].items_page"
    else:
        page, where = board.get("items_page"), "boards[0].items_page"
    raw = _map(page, where)
    cursor = raw.get("cursor")
    if cursor is not None and (not isinstance(cursor, str) or not cursor):
        raise _wrong(f"{where}.cursor")
    items = [_map(i, f"{where}.items") for i in _list(raw.get("items"), f"{where}.items")]
    parsed = tuple(_item(i, cells, named=named) for i in items)
    return PageAnswer(
        parsed,
        cursor,
        _count(board.get("items_count")),
        _opt(board.get("updated_at")),
        cells.withheld(parsed),
        _group_ids(board.get("groups")),
    )


def parse_found(
    data: object, board: int, cells: CellReader, *, named: bool = True
) -> tuple[ItemById, ...]:
    """The items of an `ItemsById` answer; those that monday no longer has are left out.

    Items of other boards come without cells: columns of the same id may be quite others there.
    """
    found = []
    for raw in map(_mapped, (i for i in _list(_get(data, "items"), "items") if i)):
        where = raw.get("board")
        board_id = _id(where, "id", "items.board") if isinstance(where, Mapping) else None
        reader = cells if board_id in (None, board) else CellReader(())
        found.append(
            ItemById(_item(raw, reader, named=named), board_id, _opt(raw.get("state")) or "active")
        )
    return tuple(found)


def _still_there(root: Json, board_id: int) -> Json:
    boards = _list(root.get("boards"), "boards")
    if not boards or boards[0] is None:
        raise BoardNotFound(
            f"board {board_id} can no longer be read: it was deleted or archived, or the token"
            " lost its right to it, while it was being loaded."
        )
    board = _map(boards[0], "boards[0]")
    if "id" in board and _id(board, "id", "boards[0]") != board_id:
        raise NotGraphQL(
            f"monday was asked for items of board {board_id} and answered board"
            f" {_id(board, 'id', 'boards[0]')}; nothing of this answer was kept."
        )
    return board


def _group_ids(value: object) -> frozenset[str]:
    """The groups that a page of a board with levels told along, but for deleted ones."""
    told = [g for g in value if isinstance(g, Mapping)] if isinstance(value, list) else []
    return frozenset(_str(g, "id", "a group") for g in told if not g.get("deleted"))


def _item(raw: Json, cells: CellReader, *, named: bool) -> Item:
    group = raw.get("group")
    group = group if isinstance(group, Mapping) else {}
    creator = raw.get("creator")
    parent = raw.get("parent_item")
    item_id = _id(raw, "id", "an item")
    name = raw.get("name") if named else ""
    if not isinstance(name, str):
        raise _wrong(f"name of item {item_id}")
    return Item(
        id=item_id,
        name=name,
        state=_opt(raw.get("state")),
        group_id=_opt(group.get("id")),
        group_title=_opt(group.get("title")),
        created_at=_opt(raw.get("created_at")),
        updated_at=_opt(raw.get("updated_at")),
        creator_id=_opt(raw.get("creator_id")),
        creator_name=_opt(creator.get("name")) if isinstance(creator, Mapping) else None,
        url=_opt(raw.get("url")),
        parent_id=_id(parent, "id", "a parent item") if isinstance(parent, Mapping) else None,
        cells=cells.read(item_id, raw.get("column_values")),
    )


def _column(value: object) -> Column:
    raw = _map(value, "a column")
    capabilities = raw.get("capabilities")
    calculated = capabilities.get("calculated") if isinstance(capabilities, Mapping) else None
    return Column(
        id=_str(raw, "id", "a column"),
        title=_str(raw, "title", "a column"),
        type=_str(raw, "type", "a column"),
        description=_opt(raw.get("description")) or "",
        settings=_settings(raw.get("settings")),
        archived=raw.get("archived") is True,
        rollup=calculated is not None,
        revision=_opt(raw.get("revision")) or "",
    )


def _settings(value: object) -> str:
    """JSON text, whether the server sent an object or a string; `{}` for none."""
    if value is None or value == "":
        return "{}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _workspace(raw: Json) -> str:
    workspace = raw.get("workspace")
    return (_opt(workspace.get("name")) or "") if isinstance(workspace, Mapping) else ""


def _wrong(where: str) -> NotGraphQL:
    return NotGraphQL(
        f"monday's answer has no usable {where}."
        " Check MONDAY_API_URL and MONDAY_API_VERSION; nothing of this answer was kept."
    )


def _get(data: object, key: str) -> object:
    return _map(data, "data").get(key)


def _map(value: object, where: str) -> Json:
    if not isinstance(value, Mapping):
        raise _wrong(where)
    return value


def _mapped(value: object) -> Json:
    return _map(value, "list entry")


def _list(value: object, where: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise _wrong(where)
    return value


def _str(raw: Json, key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise _wrong(f"{key} of {where}")
    return value


def _opt(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _id(raw: Json, key: str, where: str) -> int:
    """An id, text or number, within SQL's bigint."""
    text = str(raw.get(key))
    if not re.fullmatch(r"\d{1,19}", text, re.ASCII) or int(text) >= 2**63:
        raise _wrong(f"{key} of {where}")
    return int(text)
