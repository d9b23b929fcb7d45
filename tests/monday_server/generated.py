"""Boards of any size: text boards, boards with many groups, boards never fully in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from .data import EPOCH, Board, Column, Group, Item
from .values import Cell

BIG_BOARD_ID = 8709134400
FORMULA_BOARD_ID = 8709134410
FIRST_ITEM = 9_400_000_001


class GeneratedItems(Mapping[int, Item]):
    """Items that are created on access. Groups have equal shares, one after the other."""

    def __init__(self, count: int, groups: int, make: Callable[[int], Item]) -> None:
        self.count = count
        self.groups = groups
        self.make = make

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[int]:
        return iter(range(FIRST_ITEM, FIRST_ITEM + self.count))

    def __getitem__(self, item_id: int) -> Item:
        number = item_id - FIRST_ITEM
        if not 0 <= number < self.count:
            raise KeyError(item_id)
        return self.make(number)

    def window(self, group_id: str | None, offset: int, limit: int) -> tuple[list[Item], int]:
        """Return at most `limit` items from `offset` on, and the number of items in the group."""
        first, end = 0, self.count
        if group_id is not None:
            place = int(group_id.rpartition("_")[2])
            first, end = (
                share(place, self.count, self.groups),
                share(place + 1, self.count, self.groups),
            )
        start = first + offset
        return [self.make(n) for n in range(start, min(end, start + limit))], end - first


def share(place: int, count: int, groups: int) -> int:
    """Return the number of the first item of the group at `place`."""
    return -(-place * count // groups)


def text_board(
    items: int,
    columns: int,
    groups: int = 1,
    board_id: int = BIG_BOARD_ID,
    lazy: bool = False,
    text: Callable[[int, int], str] = lambda row, column: f"r{row} c{column}",
) -> Board:
    """Return a board of text columns. `lazy` creates items on access and keeps none."""
    board_columns = [Column("name", "Name", "name")]
    board_columns += [Column(f"text_{n}", f"Text {n}", "text") for n in range(columns)]

    def make(number: int) -> Item:
        moment = EPOCH + timedelta(seconds=number)
        cells = {f"text_{n}": Cell(text(number, n)) for n in range(columns)}
        group = f"group_{number * groups // max(1, items)}"
        return Item(FIRST_ITEM + number, f"Item {number}", group, cells, moment, moment)

    rows: Mapping[int, Item] = GeneratedItems(items, groups, make)
    if not lazy:
        rows = {item.id: item for item in map(make, range(items))}
    return Board(
        board_id,
        f"Text board {items} x {columns}",
        board_columns,
        [Group(f"group_{n}", f"Group {n}") for n in range(groups)],
        rows,
        cached=not lazy,
    )


def formula_board(items: int, formulas: int, board_id: int = FORMULA_BOARD_ID) -> Board:
    """Return a board with a numbers column and any number of formula columns over it."""

    def times(factor: int) -> Callable[[Item], str]:
        return lambda item: format(Decimal(item.value("numbers_0") or "0") * factor, "f")

    columns = [Column("name", "Name", "name"), Column("numbers_0", "Base", "numbers")]
    columns += [
        Column(f"formula_{n}", f"Times {n}", "formula", formula=times(n)) for n in range(formulas)
    ]
    rows = {}
    for number in range(items):
        cells = {"numbers_0": Cell(f"{number}.5")}
        item_id = FIRST_ITEM + number
        rows[item_id] = Item(item_id, f"Item {number}", "group_0", cells)
    return Board(board_id, "Formulas", columns, [Group("group_0", "All")], rows)
