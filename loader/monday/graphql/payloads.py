"""Answers of the API -> values of `loader/board/model.py`. JSON stops here.

An unexpected shape raises NotGraphQL; null for lack of permission raises PermissionDenied. Each
names the place. Pages of items are in `pages.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loader.board.model import Board, BoardSummary, Column, Group, Item
from loader.board.names import clean_text
from loader.errors import BoardNotFound, NotGraphQL
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.checked import (
    Json,
    count_or_none,
    ident,
    listed,
    mapping,
    null,
    string,
    text_or_none,
    wrong,
)
from loader.monday.graphql.items import parse_item
from loader.monday.graphql.selection import Shape


@dataclass(frozen=True, slots=True)
class ItemById:
    """An item requested by id, with its current board and state.

    `board_id` is None if the token does not see the board.
    """

    item: Item
    board_id: int | None
    state: str


def parse_board(data: object, board_id: int) -> Board:
    """Parse the one board of a `Board` answer. Raise BoardNotFound unless it is active."""
    boards = listed(mapping(data, "data"), "boards", f"board {board_id}")
    if not boards or boards[0] is None:
        raise BoardNotFound(
            f"monday has no board {board_id} that the token can see."
            " Check the id, and that the token's user can see the board."
        )
    raw = mapping(boards[0], "boards[0]")
    found = ident(raw, "id", "boards[0]")
    if found != board_id:
        raise NotGraphQL(f"monday was asked for board {board_id} and answered board {found}.")
    state = text_or_none(raw.get("state")) or "active"
    if state != "active":
        raise BoardNotFound(f"board {board_id} is {state} on monday. Restore it there to load it.")
    columns = listed(raw, "columns", f"the columns of board {board_id}")
    hierarchy = text_or_none(raw.get("hierarchy_type")) or "classic"
    return Board(
        id=board_id,
        name=string(raw, "name", "boards[0]"),
        columns=_columns(columns, board_id),
        groups=_groups(raw, board_id, needed=hierarchy == "multi_level"),
        items_count=count_or_none(raw.get("items_count")) or 0,
        state=state,
        kind=text_or_none(raw.get("type")) or "board",
        hierarchy=hierarchy,
        item_term=text_or_none(raw.get("item_terminology")) or "",
        url=text_or_none(raw.get("url")) or "",
        workspace=_workspace(raw),
        description=text_or_none(raw.get("description")) or "",
        updated_at=text_or_none(raw.get("updated_at")) or "",
    )


def parse_summaries(data: object) -> tuple[BoardSummary, ...]:
    """Parse the boards of a `BoardList` answer."""
    return tuple(
        BoardSummary(
            id=ident(raw, "id", "a board"),
            name=string(raw, "name", "a board"),
            items_count=count_or_none(raw.get("items_count")) or 0,
            workspace=_workspace(raw),
            kind=text_or_none(raw.get("type")) or "board",
            state=text_or_none(raw.get("state")) or "active",
        )
        for raw in _boards(data)
    )


def _boards(data: object) -> Iterator[Json]:
    for board in listed(mapping(data, "data"), "boards", "the list of boards"):
        if board is not None:
            yield mapping(board, "boards")


def parse_calls_left(data: object, day: str) -> int | None:
    """Return the calls left on `day` (YYYY-MM-DD, UTC) from `platform_api`; None if not given."""
    platform = data.get("platform_api") if isinstance(data, Mapping) else None
    if not isinstance(platform, Mapping):
        return None
    limit = platform.get("daily_limit")
    limit = limit if isinstance(limit, Mapping) else {}
    total = count_or_none(limit.get("total"))
    total = total if total is not None else count_or_none(limit.get("base"))
    if total is None:
        return None
    analytics = platform.get("daily_analytics")
    by_day = analytics.get("by_day") if isinstance(analytics, Mapping) else None
    used = 0
    for entry in by_day if isinstance(by_day, list) else []:
        if isinstance(entry, Mapping) and str(entry.get("day", "")).startswith(day):
            used = count_or_none(entry.get("usage")) or 0
    return max(0, total - used)


def parse_found(
    data: object, board_id: int, cells: CellReader, shape: Shape
) -> tuple[ItemById, ...]:
    """Parse the items of an `ItemsById` answer; those that monday no longer has are left out.

    Items of other boards have no cells: a column with the same id may be another one there.
    """
    found = []
    for one in listed(mapping(data, "data"), "items", f"items of board {board_id}"):
        if one is None:
            continue
        raw = mapping(one, "items")
        place = _board_of(raw)
        reader = cells if place == board_id else CellReader(())
        item = parse_item(raw, reader, shape)
        found.append(ItemById(item, place, string(raw, "state", f"item {item.id}")))
    return tuple(found)


def _board_of(raw: Json) -> int | None:
    """Return the board of an item; None if the token does not see it."""
    if "board" in raw and raw["board"] is None:
        return None
    return ident(mapping(raw.get("board"), "items.board"), "id", "items.board")


def _groups(raw: Json, board_id: int, *, needed: bool) -> tuple[Group, ...]:
    """Return the groups of a board; null means none if the board can be read without them."""
    if raw.get("groups") is None and "groups" in raw and not needed:
        return ()
    entries = listed(raw, "groups", f"the groups of board {board_id}")
    return tuple(
        Group(string(g, "id", "a group"), string(g, "title", "a group"))
        for g in (mapping(entry, "list entry") for entry in entries)
        if not g.get("archived") and not g.get("deleted")
    )


def _columns(listed_columns: Sequence[object], board_id: int) -> tuple[Column, ...]:
    """Return all columns; raise for a null or repeated one, which would alter the table."""
    where = f"a column of board {board_id}"
    if None in listed_columns:
        raise null(where)
    columns = tuple(_column(column, where) for column in listed_columns)
    seen: set[str] = set()
    for column in columns:
        if not column.id or column.id in seen or clean_text(column.id) != column.id:
            raise wrong(f"id of {where}: {column.id[:60]!r}")
        seen.add(column.id)
    return columns


def _column(value: object, where: str) -> Column:
    raw = mapping(value, where)
    capabilities = raw.get("capabilities")
    calculated = capabilities.get("calculated") if isinstance(capabilities, Mapping) else None
    return Column(
        id=string(raw, "id", where),
        title=string(raw, "title", where),
        type=string(raw, "type", where),
        description=text_or_none(raw.get("description")) or "",
        settings=_settings(raw.get("settings")),
        archived=raw.get("archived") is True,
        rollup=calculated is not None,
        revision=text_or_none(raw.get("revision")) or "",
    )


def _settings(value: object) -> str:
    """Return JSON text, whether the server sent an object or a string; `{}` for null."""
    if value is None or value == "":
        return "{}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _workspace(raw: Json) -> str:
    workspace = raw.get("workspace")
    return (text_or_none(workspace.get("name")) or "") if isinstance(workspace, Mapping) else ""
