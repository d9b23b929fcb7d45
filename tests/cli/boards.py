"""Boards for tests of the commands: a small one to edit, and one that tries to break web pages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.monday_server import Account, Board, Cell, Column, Group, Item, Label
from tests.monday_server.hostile import hostile_board
from tests.monday_server.values import File

PLAIN_ID = 5_100_000_001
FIRST_ITEM = 6_100_000_001
ITEMS = 30
STAGES = (Label(0, "Open"), Label(1, "Done", done=True))


def plain_board(items: int = ITEMS, board_id: int = PLAIN_ID) -> Board:
    """Return five simple columns, a file, a formula and a relation; two groups of equal size."""
    columns = [
        Column("name", "Name", "name"),
        Column("status", "Stage", "status", labels=STAGES),
        Column("numbers_1", "Qty", "numbers"),
        Column("date_1", "Due", "date"),
        Column("text_1", "Note", "text"),
        Column("text_2", "Remark", "text"),
        Column("file_1", "Files", "file"),
        Column("formula_1", "Total", "formula", formula=_total),
        Column("connect_1", "Customer", "board_relation"),
    ]
    rows = {}
    for n in range(items):
        cells = {
            "status": Cell(n % 2),
            "numbers_1": Cell(str(n)),
            "date_1": Cell(date(2026, 1, 5) + timedelta(days=n)),
            "text_1": Cell(f"note {n}"),
            "text_2": Cell(f"remark {n}"),
            "file_1": Cell((File(1000 + n, f"sketch {n}.png"),)),
        }
        item_id = FIRST_ITEM + n
        rows[item_id] = Item(item_id, f"Item {n}", f"group_{n * 2 // max(items, 1)}", cells)
    groups = [Group("group_0", "First"), Group("group_1", "Second")]
    return Board(board_id, "Plain", columns, groups, rows)


def plain_account(items: int = ITEMS) -> Account:
    return Account([plain_board(items)])


def _total(item: Item) -> str:
    return format(Decimal(item.value("numbers_1") or "0") * 3, "f")


WEB_TITLES = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "<b id=owned>bold</b>",
    "{{constructor.constructor('document.title=1')()}}",
    "[click](javascript:document.title='owned')",
    "![x](http://127.0.0.1:9/owned.png)",
    "**strong** `code` | cell |",
    "</code></td><i id=owned>",
    "&lt;i id=owned&gt;",
)
"""Titles that a documentation page could take for HTML, Markdown or Angular's braces."""


def hostile_board_for_browsers() -> Board:
    """Return the stand-in's hostile board with `WEB_TITLES` as extra columns and descriptions."""
    board = hostile_board()
    board.columns += [
        Column(f"web_{n}", title, "text", description=title) for n, title in enumerate(WEB_TITLES)
    ]
    for item in board.items.values():
        item.cells |= {f"web_{n}": Cell(title) for n, title in enumerate(WEB_TITLES)}
    board.description = " ".join(WEB_TITLES)
    return board
