"""A board small enough that a build of it is mostly the swap."""

from __future__ import annotations

from tests.monday_server import Account, Board, Cell, Column, Edits, Group, Item

SMALL_ID = 5_200_000_001
FIRST_ITEM = 6_200_000_001
ITEMS = 30


def small_account() -> Account:
    """One board: each item's name and `Version`, the same number in all of them."""
    columns = [Column("name", "Name", "name"), Column("numbers_1", "Version", "numbers")]
    rows = {
        FIRST_ITEM + n: Item(FIRST_ITEM + n, f"Item {n}", "topics", {"numbers_1": Cell("1")})
        for n in range(ITEMS)
    }
    return Account([Board(SMALL_ID, "Small", columns, [Group("topics", "All")], rows)])


def set_version(account: Account, version: int) -> None:
    edits = Edits(account)
    for n in range(ITEMS):
        edits.set_cell(FIRST_ITEM + n, "numbers_1", str(version))
