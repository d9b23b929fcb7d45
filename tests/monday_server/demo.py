"""The demo account: board `orders` with 2,000 items, its subitems and its customers.

The generator is seeded: every call returns the same items, cells and times.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from .data import Account, Board, Group, Item, Tag, Team, User
from .demo_cells import COUNTRIES, MAKERS, TAG_IDS, TEAM_IDS, USER_IDS, day, people
from .demo_columns import (
    CUSTOMERS_ID,
    ORDERS_ID,
    SUBITEMS_ID,
    customer_columns,
    order_columns,
    subitem_columns,
)
from .values import Cell, Span

FIRST_ORDER = 9_200_000_001
FIRST_CUSTOMER = 9_100_000_001
FIRST_SUBITEM = 9_300_000_001
BEGIN = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
EMPTY, CLEARED, CHANGED = 0.12, 0.18, 0.5
"""Shares of cells: never filled; never filled or cleared by a person; edited, of the others."""

GROUPS = (
    Group("topics", "Spring / Summer 26"),
    Group("group_title", "Autumn & Winter 26 🍂"),
    Group("new_group_mk1", "DROP"),
    Group("new_group_mk2", "Archive; --"),
    Group("group_empty", "Nothing yet"),
)


def demo_account(items: int = 2000) -> Account:
    """Return the account with all three boards; its token belongs to a person in Berlin."""
    return Account(
        [orders_board(items), customers_board(), subitems_board(items)],
        users=(
            User(USER_IDS[0], "Ada Lovelace", "ada@example.com", "Europe/Berlin", "ADMIN"),
            User(USER_IDS[1], "Łukasz O'Neill, Jr.", "lukasz@example.com", "America/New_York"),
            User(USER_IDS[2], "李雷 🧵", "lei@example.com", "Asia/Shanghai"),
            User(USER_IDS[3], "Grace Hopper", "grace@example.com", "UTC"),
            User(USER_IDS[4], "Gone User", "gone@example.com", "UTC", status="INACTIVE"),
        ),
        teams=(
            Team(TEAM_IDS[0], "Team X", USER_IDS[:2], USER_IDS[:1]),
            Team(TEAM_IDS[1], "Sourcing", USER_IDS[1:4]),
        ),
        tags=tuple(
            Tag(i, name) for i, name in zip(TAG_IDS, ("alpha", "beta", "ü-18"), strict=True)
        ),
    )


def _cell(rng: Random, make: Callable[[Random], Any], moment: datetime) -> Cell | None:
    """Return no cell, a cleared cell, or a filled one that may have been edited since."""
    dice = rng.random()
    if dice < EMPTY:
        return None
    changed = moment + timedelta(seconds=rng.randrange(10**6), milliseconds=rng.randrange(1000))
    if dice < CLEARED:
        return Cell(None, changed)
    return Cell(make(rng), changed if rng.random() < CHANGED else None)


def orders_board(items: int = 2000) -> Board:
    """Return `orders` alone: 2,000 items in four of five groups, about 50 columns."""
    rng = Random(20261123)
    rows: dict[int, Item] = {}
    customers = range(FIRST_CUSTOMER, FIRST_CUSTOMER + 60)
    for number in range(items):
        item_id = FIRST_ORDER + 7 * number
        created = BEGIN + timedelta(minutes=11 * number)
        cells = {}
        for column_id, make in MAKERS.items():
            cell = _cell(rng, make, created)
            if cell is not None:
                cells[column_id] = cell
        if rng.random() > EMPTY:
            linked = tuple(rng.sample(customers, rng.choice((1, 1, 1, 2, 3))))
            cells["connect_b7"] = Cell(linked)
        if number > 1 and rng.random() < 0.3:
            earlier = tuple(FIRST_ORDER + 7 * n for n in rng.sample(range(number), 1))
            cells["dependent_on_1"] = Cell(earlier)
        rows[item_id] = Item(
            item_id,
            f"Style {1000 + number} {rng.choice(('Tee', 'Polo', 'Bikini – neu', '水着'))}",
            GROUPS[min(3, number * 4 // items)].id,
            cells,
            created,
            created + timedelta(seconds=rng.randrange(10**6)),
            rng.choice(USER_IDS),
            rng.choice(USER_IDS),
        )
    _edges(list(rows.values()))
    return Board(
        ORDERS_ID,
        "Orders 2026",
        order_columns(),
        [Group(g.id, g.title, g.color) for g in GROUPS],
        rows,
        description="Production orders of the year",
        item_terminology="Style",
        updated_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )


def _edges(rows: list[Item]) -> None:
    """Give the first items extreme values."""
    edges: tuple[dict[str, Any], ...] = (
        {"text_emoji": "x" * 99_998 + "🧵", "numeric_fx": "0.123456789012345"},
        {"text_emoji": "👩‍👩‍👧‍👦 \U0001f9f5 𝒳", "numeric_fx": "-9007199254740993"},
        {"date_mkp57": date(1, 1, 1), "date_booked": datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC)},
        {
            "date_mkp57": date(9999, 12, 31),
            "date_booked": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
            "timeline_1": Span(date(1, 1, 1), date(9999, 12, 31)),
        },
        {"text_emoji": "", "numeric_fx": "", "numbers_qty": "0", "checkbox_1": False},
        {"numbers_qty": "007", "numeric_mkp4": "1234567890123.4567", "text_emoji": " padded "},
    )
    for item, cells in zip(rows, edges, strict=False):
        item.cells.update({column_id: Cell(value) for column_id, value in cells.items()})


def customers_board() -> Board:
    """Return the board that `orders` is connected to: 60 customers."""
    rng = Random(7)
    rows = {}
    for number in range(60):
        name = rng.choice(("Nordwind GmbH", "Café Été", "O'Neill & Sons, Ltd", "東京スイム"))
        cells = {
            "status": Cell(rng.choice((0, 1, 2))),
            "numbers_limit": Cell(str(rng.randrange(1, 90) * 1000)),
            "country_1": Cell(rng.choice(COUNTRIES)),
            "text_1": Cell(f"DE{rng.randrange(10**9):09d}"),
        }
        item_id = FIRST_CUSTOMER + number
        rows[item_id] = Item(item_id, f"{name} {number}", "topics", cells, creator_id=USER_IDS[0])
    return Board(CUSTOMERS_ID, "Customers", customer_columns(), [Group("topics", "All")], rows)


def subitems_board(orders: int = 2000) -> Board:
    """Return the hidden board of the subitems of `orders`, with up to 600 of them."""
    rng = Random(11)
    rows = {}
    for number in range(min(600, orders)):
        parent = FIRST_ORDER + 7 * rng.randrange(orders)
        cells = {
            "status": Cell(rng.choice((0, 1, 2))),
            "person": Cell(people(rng)),
            "date0": Cell(day(rng)),
            "numbers_pcs": Cell(str(rng.randrange(1, 99))),
        }
        item_id = FIRST_SUBITEM + number
        rows[item_id] = Item(
            item_id,
            f"Lot {number}",
            "topics",
            cells,
            creator_id=USER_IDS[1],
            parent_id=parent,
        )
    return Board(
        SUBITEMS_ID,
        "Subitems of Orders 2026",
        subitem_columns(),
        [Group("topics", "Subitems")],
        rows,
        type="sub_items_board",
    )
