"""A board of any size, with the types of columns that business boards usually have.

Cells are drawn from a few hundred that are made beforehand for each kind, so that a board of
millions is never in memory; a tenth of them is empty. Texts differ from item to item.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any

from tests.monday_server import Account, Board, Cell, Column, Group, Item, User
from tests.monday_server.data import EPOCH
from tests.monday_server.demo_columns import FIBRES, STAGES
from tests.monday_server.generated import BIG_BOARD_ID, FIRST_ITEM, GeneratedItems
from tests.monday_server.values import Email, Link, Span, Who

POOL = 307
"""The cells made for each kind: a prime number, so that adjacent columns differ in every row."""
EMPTY = 0.1
FIRST_DAY = date(2026, 1, 5)
PEOPLE = (
    User(48202303, "Ada Lovelace", "ada@example.com"),
    User(48202304, "Łukasz O'Neill, Jr.", "lukasz@example.com"),
    User(48202311, "李雷", "lei@example.com"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of column, and a function that draws a value; labels if the type has them."""

    type: str
    draw: Callable[[Random], Any]
    labels: tuple[Any, ...] = ()


def _day(rng: Random) -> date:
    return FIRST_DAY + timedelta(days=rng.randrange(330))


def _span(rng: Random) -> Span:
    return Span(start := _day(rng), start + timedelta(days=rng.randrange(40)))


TEXT = Kind("text", lambda r: f"Lot {r.randrange(10**6)} / {r.choice(('Navy', 'Écru', '白'))}")
NUMBERS = Kind("numbers", lambda r: f"{r.randrange(5000)}.{r.randrange(100):02d}")
DATE = Kind("date", _day)
STATUS = Kind("status", lambda r: r.choice(STAGES).id, STAGES)
PEOPLE_KIND = Kind("people", lambda r: tuple(Who(u.id) for u in r.sample(PEOPLE, r.randint(1, 2))))
KINDS = (
    TEXT,
    NUMBERS,
    DATE,
    STATUS,
    PEOPLE_KIND,
    Kind("checkbox", lambda r: r.random() < 0.8),
    Kind("timeline", _span),
    Kind("dropdown", lambda r: tuple(x.id for x in r.sample(FIBRES, r.randint(1, 2))), FIBRES),
    TEXT,
    NUMBERS,
    DATE,
    STATUS,
    Kind("long_text", lambda r: "Fit is tight at the waist, with «quotes». " * r.randint(1, 4)),
    Kind("email", lambda r: Email(f"buyer{r.randrange(50)}@example.com")),
    Kind("link", lambda r: Link(f"https://plm.example.com/s/{r.randrange(999)}", "Tech pack")),
    Kind("rating", lambda r: r.randint(1, 5)),
    Kind("hour", lambda r: time(r.randrange(24), r.randrange(60))),
    TEXT,
    NUMBERS,
    DATE,
)
"""The order of the columns, repeated as often as needed."""


def mixed_account(items: int, columns: int, groups: int = 4) -> Account:
    """Return the board, alone in an account of three people."""
    kinds = [KINDS[n % len(KINDS)] for n in range(columns)]
    board_columns = [Column("name", "Name", "name")]
    board_columns += [
        Column(f"{kind.type}_{n}", f"{kind.type} {n}", kind.type, labels=kind.labels)
        for n, kind in enumerate(kinds)
    ]
    pools = {kind: _pool(kind) for kind in kinds}
    steps = [
        (column.id, pools[kind]) for column, kind in zip(board_columns[1:], kinds, strict=True)
    ]

    def make(number: int) -> Item:
        moment = EPOCH + timedelta(seconds=number)
        drawn = ((c, pool[(number * 31 + 7 * n) % POOL]) for n, (c, pool) in enumerate(steps))
        cells = {column_id: cell for column_id, cell in drawn if cell is not None}
        group = f"group_{number * groups // max(1, items)}"
        return Item(FIRST_ITEM + number, f"Style {number}", group, cells, moment, moment)

    board = Board(
        BIG_BOARD_ID,
        f"Mixed board {items} x {columns}",
        board_columns,
        [Group(f"group_{n}", f"Group {n}") for n in range(groups)],
        GeneratedItems(items, groups, make),
        cached=False,
    )
    return Account([board], users=PEOPLE)


def _pool(kind: Kind) -> list[Cell | None]:
    rng = Random(kind.type)
    return [None if rng.random() < EMPTY else Cell(kind.draw(rng)) for _ in range(POOL)]
