"""A board that changes in every possible way, with a clock that tests control."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.monday_server import (
    Account,
    Board,
    Cell,
    Column,
    Edits,
    Group,
    Item,
    Label,
    Mirror,
    Tag,
    Team,
    User,
)
from tests.monday_server.values import Who

BOARD_ID, OTHER_ID = 5_300_000_001, 5_300_000_002
FIRST, OTHER_FIRST = 6_300_000_001, 6_400_000_001
ADA, GRACE, CREW = 48202303, 48202304, 51166
ITEMS, OTHERS = 12, 3
GROUPS = ("open", "busy", "done")
LABELS = (Label(0, "Open"), Label(1, "Done", done=True), Label(2, "Stuck"))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

UNTRACED = frozenset({"formula_1", "mirror_1", "connect_1", "people_1", "tags_1"})
"""Columns whose values change without their item's date."""

Edit = Callable[[Edits, int], object]


class Clock:
    """monday's clock. It stands still until moved, so edits and reads can share a second."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def world(items: int = ITEMS) -> Account:
    """Return an account with the board, a connected board, two people and a team."""
    account = Account(
        [_board(items), _others()],
        users=[User(ADA, "Ada Lovelace", "ada@example.com"), User(GRACE, "Grace Hopper")],
        teams=[Team(CREW, "Crew", (ADA,))],
        tags=[Tag(1, "new"), Tag(2, "old")],
    )
    account.now = Clock()
    return account


def clock_of(account: Account) -> Clock:
    assert isinstance(account.now, Clock)
    return account.now


def _board(items: int) -> Board:
    columns = [
        Column("name", "Name", "name"),
        Column("status", "Stage", "status", labels=LABELS),
        Column("dropdown_1", "Kinds", "dropdown", labels=LABELS),
        Column("numbers_1", "Qty", "numbers"),
        Column("text_1", "Note", "text"),
        Column("date_1", "Due", "date"),
        Column("people_1", "Owner", "people"),
        Column("tags_1", "Tags", "tags"),
        Column("formula_1", "Total", "formula", formula=_total),
        Column("connect_1", "Customer", "board_relation", boards=(OTHER_ID,)),
        Column(
            "mirror_1", "Their note", "mirror", boards=(OTHER_ID,),
            mirror=Mirror("connect_1", "text_1"),
        ),
    ]  # fmt: skip
    rows = {}
    for n in range(items):
        cells = {
            "status": Cell(n % 3),
            "dropdown_1": Cell((n % 3, (n + 1) % 3)),
            "numbers_1": Cell(str(n)),
            "text_1": Cell(f"note {n}"),
            "date_1": Cell(date(2026, 1, 5) + timedelta(days=n)),
            "people_1": Cell((Who(ADA), Who(CREW, "team")) if n % 2 else (Who(GRACE),)),
            "tags_1": Cell((1 + n % 2,)),
            "connect_1": Cell((OTHER_FIRST + n % OTHERS,)),
        }
        moment = NOON - timedelta(days=2 + n)
        item_id = FIRST + n
        group = GROUPS[n * 3 // items]
        rows[item_id] = Item(item_id, f"Item {n}", group, cells, moment, moment, ADA, ADA)
    groups = [Group(name, name.title()) for name in GROUPS]
    return Board(BOARD_ID, "Everything", columns, groups, rows, updated_at=NOON)


def _others() -> Board:
    columns = [Column("name", "Name", "name"), Column("text_1", "Note", "text")]
    rows = {
        OTHER_FIRST + n: Item(
            OTHER_FIRST + n,
            f"Customer {n}",
            "all",
            {"text_1": Cell(f"their note {n}")},
            creator_id=ADA,
        )
        for n in range(OTHERS)
    }
    return Board(OTHER_ID, "Customers", columns, [Group("all", "All")], rows)


def _total(item: Item) -> str:
    return format(Decimal(item.value("numbers_1") or "0") * 3, "f")


def _pick(edits: Edits, n: int) -> int:
    """Return an item of the board, in any state."""
    ids = sorted(edits.account.board(BOARD_ID).items)
    return ids[n % len(ids)]


def _add_column(edits: Edits, n: int) -> None:
    edits.add_column(BOARD_ID, Column(f"text_new{n}_{_columns(edits)}", f"New {n}", "text"))


def _columns(edits: Edits) -> int:
    return len(edits.account.board(BOARD_ID).columns)


def _remove_column(edits: Edits, n: int) -> None:
    added = [c.id for c in edits.account.board(BOARD_ID).columns if c.id.startswith("text_new")]
    if added:
        edits.remove_column(BOARD_ID, added[n % len(added)])


def _retype(edits: Edits, n: int) -> None:
    kind = "numbers" if edits.account.board(BOARD_ID).column("text_1").type == "text" else "text"
    edits.retype_column(BOARD_ID, "text_1", kind)


def _move_away(edits: Edits, n: int) -> None:
    """Move an item to the other board, or back from there."""
    there = [i for i in edits.account.board(OTHER_ID).items if i < OTHER_FIRST]
    if n % 2 and there:
        edits.move_item_to_board(there[0], BOARD_ID)
    else:
        edits.move_item_to_board(_pick(edits, n), OTHER_ID)


def _move_silently(edits: Edits, n: int) -> None:
    """Move an item to another group without a new date, as monday does not promise one."""
    found = edits.account.find(_pick(edits, n))
    assert found is not None
    with edits.account.lock:
        found.item.group_id = GROUPS[n % 3]
        edits.account.touch()


ITEM_EDITS: dict[str, Edit] = {
    "set": lambda e, n: e.set_cell(_pick(e, n), "text_1", f"new {n}"),
    "status": lambda e, n: e.set_cell(_pick(e, n), "status", n % 3),
    "clear": lambda e, n: e.clear_cell(_pick(e, n), "numbers_1"),
    "owner": lambda e, n: e.set_cell(_pick(e, n), "people_1", (Who(ADA),)),
    "rename": lambda e, n: e.rename_item(_pick(e, n), f"Renamed {n}"),
    "move": lambda e, n: e.move_item(_pick(e, n), GROUPS[n % 3]),
    "move silently": _move_silently,
    "delete": lambda e, n: e.delete_item(_pick(e, n)),
    "archive": lambda e, n: e.archive_item(_pick(e, n)),
    "restore": lambda e, n: e.restore_item(_pick(e, n)),
    "add": lambda e, n: e.add_item(BOARD_ID, f"Added {n}", {"text_1": "x"}, top=bool(n % 2)),
    "move away": _move_away,
}
EDITS: dict[str, Edit] = {
    **ITEM_EDITS,
    "rename group": lambda e, n: e.rename_group(BOARD_ID, GROUPS[n % 3], f"Group {n}"),
    "archive group": lambda e, n: e.archive_group(BOARD_ID, GROUPS[n % 3]),
    "rename label": lambda e, n: e.rename_label(BOARD_ID, "status", n % 3, f"Label {n}"),
    "add label": lambda e, n: e.add_label(BOARD_ID, "dropdown_1", Label(10 + n, f"Label {n}")),
    "add column": _add_column,
    "remove column": _remove_column,
    "rename column": lambda e, n: e.rename_column(BOARD_ID, "numbers_1", f"Qty {n}"),
    "retype column": _retype,
    "rename user": lambda e, n: e.rename_user(ADA, f"Ada {n}"),
    "rename customer": lambda e, n: e.rename_item(OTHER_FIRST + n % OTHERS, f"Customer {n}x"),
    "rename board": lambda e, n: e.rename_board(BOARD_ID, f"Everything {n}"),
}
"""Every kind of edit; each accepts any number."""
