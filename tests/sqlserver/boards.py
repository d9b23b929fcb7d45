"""A board so small that its build is mostly the swap."""

from __future__ import annotations

from tests.monday_server import Account, Board, Cell, Column, Edits, Group, Item, Label

SMALL_ID = 5_200_000_001
FIRST_ITEM = 6_200_000_001
ITEMS = 30


LINKING = "dropdown_1"


def small_account(*, linking: bool = False) -> Account:
    """Return an account with one board: item names and `Version`, which is equal in all items.

    `linking` adds a column with a table of links, one label per item: even or odd.
    """
    columns = [Column("name", "Name", "name"), Column("numbers_1", "Version", "numbers")]
    cells = {"numbers_1": Cell("1")}
    if linking:
        labels = (Label(0, "even"), Label(1, "odd"))
        columns.append(Column(LINKING, "Kind", "dropdown", labels=labels))
        cells[LINKING] = Cell((1,))
    rows = {
        FIRST_ITEM + n: Item(FIRST_ITEM + n, f"Item {n}", "topics", dict(cells))
        for n in range(ITEMS)
    }
    return Account([Board(SMALL_ID, "Small", columns, [Group("topics", "All")], rows)])


def set_version(account: Account, version: int) -> None:
    edits = Edits(account)
    linking = LINKING in {column.id for column in account.board(SMALL_ID).columns}
    for n in range(ITEMS):
        edits.set_cell(FIRST_ITEM + n, "numbers_1", str(version))
        if linking:
            edits.set_cell(FIRST_ITEM + n, LINKING, (version % 2,))
