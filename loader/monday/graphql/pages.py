"""Parse pages of items in two steps: first what leads to the next page, then the items.

The next page is requested after the first step, before the items are read. One parser handles
`boards.items_page`, `groups.items_page` and `next_items_page`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loader.board.model import Item
from loader.errors import BoardNotFound, NotGraphQL
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.checked import (
    Json,
    count_or_none,
    ident,
    listed,
    mapping,
    string,
    text_or_none,
    wrong,
)
from loader.monday.graphql.items import parse_item
from loader.monday.graphql.selection import Shape


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page whose items are still decoded JSON. `counted` is the board's item count at the time.

    `groups` are the board's group ids, requested only for multi-level boards.
    """

    items: Sequence[object]
    cursor: str | None
    where: str
    """The place of the page in the answer, for messages."""
    counted: int | None = None
    updated_at: str | None = None
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """A page of items, with the data of its `UnreadPage`.

    `withheld` are the ids of columns that came with no item of this page.
    """

    items: tuple[Item, ...]
    cursor: str | None
    counted: int | None = None
    updated_at: str | None = None
    withheld: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether this one page holds every item of the board, by monday's count."""
        distinct = len({item.id for item in self.items})
        return self.cursor is None and len(self.items) == distinct == self.counted


def parse_page(data: object, board_id: int, cells: CellReader, shape: Shape) -> PageAnswer:
    """Parse a page of items requested with `shape`; raise what the two steps raise."""
    return read_items(find_page(data, board_id), cells, shape)


def find_page(data: object, board_id: int) -> UnreadPage:
    """Return the page of an answer, from whichever of the three places it is in.

    Raise BoardNotFound if the board no longer exists. A group that no longer exists is an empty
    page.
    """
    root = mapping(data, "data")
    board = still_there(root, board_id)
    counted = count_or_none(board.get("items_count"))
    updated_at = text_or_none(board.get("updated_at"))
    if "next_items_page" in root:
        page, where = root["next_items_page"], "next_items_page"
    elif "groups" in board and "items_page" not in board:
        groups = [g for g in listed(board, "groups", f"the groups of board {board_id}") if g]
        where = "boards[0].groups[0].items_page"
        if not groups:
            return UnreadPage((), None, where, counted, updated_at)
        page = mapping(groups[0], "groups[0]").get("items_page")
    else:
        page, where = board.get("items_page"), "boards[0].items_page"
    raw = mapping(page, where)
    cursor = raw.get("cursor")
    if cursor is not None and (not isinstance(cursor, str) or not cursor):
        raise wrong(f"{where}.cursor")
    items = listed(raw, "items", f"{where}.items")
    return UnreadPage(items, cursor, where, counted, updated_at, _group_ids(board.get("groups")))


def read_items(page: UnreadPage, cells: CellReader, shape: Shape) -> PageAnswer:
    """Read the items of a page. Raise BoardChanged if a cell's type is not its column's."""
    items = tuple(parse_item(mapping(i, f"{page.where}.items"), cells, shape) for i in page.items)
    return PageAnswer(
        items, page.cursor, page.counted, page.updated_at, cells.withheld(items), page.groups
    )


def still_there(root: Json, board_id: int) -> Json:
    """Return the one board of an answer. Raise BoardNotFound if it no longer exists."""
    boards = listed(root, "boards", f"board {board_id}")
    if not boards or boards[0] is None:
        raise BoardNotFound(
            f"board {board_id} can no longer be read: it was deleted or archived, or the token"
            " lost its right to it, while it was being loaded."
        )
    board = mapping(boards[0], "boards[0]")
    if "id" in board and ident(board, "id", "boards[0]") != board_id:
        raise NotGraphQL(
            f"monday was asked for items of board {board_id} and answered board"
            f" {ident(board, 'id', 'boards[0]')}; nothing of this answer was kept."
        )
    return board


def _group_ids(value: object) -> frozenset[str]:
    """Return the ids of the groups in a page of a multi-level board, without deleted ones."""
    told = [g for g in value if isinstance(g, Mapping)] if isinstance(value, list) else []
    return frozenset(string(g, "id", "a group") for g in told if not g.get("deleted"))
