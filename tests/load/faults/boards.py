"""Small boards whose loads take a known number of pages."""

from __future__ import annotations

from tests.monday_server import Account, Board, Cell, Column, Group, Item

BOARD_ID = 5_000_000_001
FIRST_ITEM = 6_000_000_001
BATCH = 5


def small_board(items: int = 20, groups: int = 4, formulas: int = 0) -> Board:
    """`items` items in `groups` groups of consecutive items, and `formulas` formula columns."""
    columns = [
        Column("name", "Name", "name"),
        Column("text_1", "Note", "text"),
        Column("numbers_1", "Amount", "numbers"),
    ]
    columns += [
        Column(f"formula_{n}", f"Formula {n}", "formula", formula=_formula(n))
        for n in range(formulas)
    ]
    share = -(-items // groups)
    rows = {}
    for n in range(items):
        item_id = FIRST_ITEM + n
        cells = {"text_1": Cell(f"note {n}"), "numbers_1": Cell(str(n))}
        rows[item_id] = Item(item_id, f"Item {n}", f"group_{n // share}", cells)
    named = [Group(f"group_{g}", f"Group {g}") for g in range(groups)]
    return Board(BOARD_ID, "Small", columns, named, rows)


def account(items: int = 20, groups: int = 4, formulas: int = 0) -> Account:
    """Return an account with one small board."""
    return Account([small_board(items, groups, formulas)])


def _formula(n: int):  # type: ignore[no-untyped-def]
    return lambda item: f"{item.name} x {n}"
