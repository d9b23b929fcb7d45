"""A tiny board that people edit, and its contents after each edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from tests.load.changed.world import Clock
from tests.monday_server import Account, Board, Cell, Column, Edits, Group, Item, Label
from tests.monday_server.expected import expected_table
from tests.monday_server.texts import display
from tests.monday_server.values import Span

BOARD_ID, FIRST_ITEM = 5_300_000_001, 6_300_000_001
KINDS = ("text", "numbers", "date", "checkbox", "status", "timeline", "rating")
TITLES = ("T", "T from", "T to", "Net", "Qty", "net", "Note", "Item ID", "Name", "Group",
          "Due", "{{ 7*7 }}", 'a"b]c', "🚀 Go", "🔥 Go", "")  # fmt: skip
LABELS = (Label(0, "Open"), Label(1, "Done", done=True), Label(2, "Stuck"))
TEXTS = ("plain", "emoji 🚀", "'; drop table x--", "{{ 7*7 }}", "12.5", "naïve")
FINE = "_fine_"
"""Part of the id of a column whose values all need a wider type than the default."""
ATTRIBUTES = ("__group__", "__updated_at__")


@dataclass(frozen=True)
class Snapshot:
    """A state that the board actually had."""

    types: dict[str, str]
    """monday's type by column id."""
    texts: dict[int, dict[str, str | None]]
    """Displayed text by item and column."""
    typed: dict[int, dict[str, Any]]
    """Typed value by item and column or attribute."""
    spans: dict[tuple[int, str], Span]
    """Filled timelines, by item and column."""


@dataclass
class World:
    """The board. An edit depends only on its `rng`, so that edits can be left out."""

    account: Account
    made: int = 0
    """Number of the current step, for ids and titles."""
    edits: Edits = field(init=False)

    def __post_init__(self) -> None:
        self.edits = Edits(self.account)

    @property
    def board(self) -> Board:
        return self.account.board(BOARD_ID)

    @property
    def live(self) -> list[Column]:
        """The existing columns, without the item name."""
        return [c for c in self.board.columns if c.type != "name" and not c.archived]

    @property
    def active(self) -> list[Item]:
        return [i for i in self.board.items.values() if i.state == "active"]

    def snapshot(self) -> Snapshot:
        board = self.board
        ids = ["name", *(c.id for c in self.live)]
        return Snapshot(
            types={c.id: c.type for c in board.columns if c.id in ids},
            texts={
                item.id: {
                    "name": item.name,
                    **{c.id: display(self.account, board, item, c) or None for c in self.live},
                }
                for item in self.active
            },
            typed=expected_table(self.account, BOARD_ID, [*ids, *ATTRIBUTES]),
            spans={
                (item.id, c.id): span
                for item in self.active
                for c in self.live
                if isinstance(span := item.value(c.id), Span)
            },
        )

    def edit(self, number: int, seed: int) -> str:
        """Make one edit, as the `number`th step; return its name."""
        self.made = number
        rng = Random(seed)
        chosen = rng.choice(EDITS)
        chosen(self, rng)
        return chosen.__name__.strip("_")

    def edit_named(self, name: str, number: int) -> None:
        """Make the edit with this name."""
        self.made = number
        next(e for e in EDITS if e.__name__ == name)(self, Random(number))

    def fill(self, rng: Random, column: Column) -> None:
        """Set values for items in every state; a fine column has no gaps."""
        for item in self.board.items.values():
            if FINE in column.id or rng.random() < 0.8:
                item.cells[column.id] = Cell(value(rng, column))

    def new_column(self, rng: Random, title: str) -> Column:
        kind = rng.choice(KINDS)
        fine = FINE if rng.random() < 0.5 else "_"
        labels = LABELS if kind == "status" else ()
        return Column(f"{kind}{fine}{self.made}", title, kind, labels=labels)


def world(seed: int) -> World:
    """Return the board in its initial state."""
    rng = Random(f"board {seed}")
    groups = [Group("group_0", "First"), Group("group_1", "Second")]
    items: dict[int, Item] = {}
    board = Board(BOARD_ID, "Simulated", [Column("name", "Name", "name")], groups, items)
    account = Account([board])
    account.now = Clock()
    made = World(account)
    for number in range(rng.randrange(4, 9)):
        item_id = FIRST_ITEM + number
        moment = account.now() - timedelta(days=3, minutes=number)
        items[item_id] = Item(item_id, f"Item {number}", "group_0", {}, moment, moment)
    for number in range(rng.randrange(2, 6)):
        made.made = 1000 + number
        column = made.new_column(rng, rng.choice(TITLES))
        board.columns.append(column)
        made.fill(rng, column)
    account.touch()
    return made


def value(rng: Random, column: Column) -> Any:
    """Return a random value for a cell of this column."""
    fine = FINE in column.id
    match column.type:
        case "numbers":
            whole = rng.randrange(-9999, 9999)
            places = f"{rng.randrange(99_999):05}{rng.randrange(1, 9)}" if fine else "25"
            return f"{whole}.{places}"
        case "status":
            return rng.choice(LABELS).id
        case "date":
            day = date(2026, 1, 1) + timedelta(days=rng.randrange(400))
            moment = datetime(day.year, day.month, day.day, 9, 1 + rng.randrange(58), tzinfo=UTC)
            return moment if fine else day
        case "checkbox":
            return True
        case "rating":
            return rng.randrange(1, 6)
        case "timeline":
            start = date(2026, 1, 1) + timedelta(days=rng.randrange(400))
            return Span(start, start + timedelta(days=rng.randrange(30)))
        case _:
            return rng.choice(TEXTS)


def _set_cell(w: World, rng: Random) -> None:
    column = rng.choice(w.live) if w.live else None
    if column is not None:
        w.edits.set_cell(rng.choice(w.active).id, column.id, value(rng, column))


def _clear_cell(w: World, rng: Random) -> None:
    gaps = [c for c in w.live if FINE not in c.id]
    if gaps:
        w.edits.clear_cell(rng.choice(w.active).id, rng.choice(gaps).id)


def _add_item(w: World, rng: Random) -> None:
    cells = {c.id: value(rng, c) for c in w.board.columns if c.type != "name"}
    w.edits.add_item(BOARD_ID, f"New {w.made} 🆕", cells, top=rng.random() < 0.5)


def _rename_item(w: World, rng: Random) -> None:
    w.edits.rename_item(rng.choice(w.active).id, f"Renamed {w.made}")


def _take_item(w: World, rng: Random) -> None:
    if len(w.active) > 3:
        gone = w.edits.delete_item if rng.random() < 0.5 else w.edits.archive_item
        gone(rng.choice(w.active).id)


def _restore_item(w: World, rng: Random) -> None:
    away = [i for i in w.board.items.values() if i.state != "active"]
    if away:
        w.edits.restore_item(rng.choice(away).id)


def _move_item(w: World, rng: Random) -> None:
    w.edits.move_item(rng.choice(w.active).id, rng.choice(("group_0", "group_1")))


def _rename_group(w: World, rng: Random) -> None:
    w.edits.rename_group(BOARD_ID, "group_0", f"First {w.made}")


def _add_column(w: World, rng: Random) -> None:
    column = w.new_column(rng, rng.choice(TITLES))
    w.edits.add_column(BOARD_ID, column)
    w.fill(rng, column)
    w.account.touch()


def _remove_column(w: World, rng: Random) -> None:
    if len(w.live) > 1:
        w.edits.remove_column(BOARD_ID, rng.choice(w.live).id)


def _rename_column(w: World, rng: Random) -> None:
    if w.live:
        w.edits.rename_column(BOARD_ID, rng.choice(w.live).id, rng.choice(TITLES))


def _swap_titles(w: World, rng: Random) -> None:
    if len(w.live) > 1:
        one, other = rng.sample(w.live, 2)
        w.edits.swap_titles(BOARD_ID, one.id, other.id)


def _retype_column(w: World, rng: Random) -> None:
    if not w.live:
        return
    column = rng.choice(w.live)
    kind = rng.choice([k for k in KINDS if k != column.type])
    labels = LABELS if kind == "status" else ()
    w.edits.retype_column(BOARD_ID, column.id, kind, labels=labels)
    w.fill(rng, column)
    w.account.touch()


def _recreate_column(w: World, rng: Random) -> None:
    """Replace a column by a new one with the same title and another id."""
    if w.live:
        old = rng.choice(w.live)
        w.edits.remove_column(BOARD_ID, old.id)
        column = w.new_column(rng, old.title)
        w.edits.add_column(BOARD_ID, column)
        w.fill(rng, column)
        w.account.touch()


def _archive_column(w: World, rng: Random) -> None:
    if len(w.live) > 1:
        w.edits.archive_column(BOARD_ID, rng.choice(w.live).id)


def _restore_column(w: World, rng: Random) -> None:
    away = [c for c in w.board.columns if c.archived]
    if away:
        w.edits.restore_column(BOARD_ID, rng.choice(away).id)


EDITS: tuple[Callable[[World, Random], None], ...] = (
    _set_cell, _set_cell, _clear_cell, _add_item, _rename_item, _take_item, _restore_item,
    _move_item, _rename_group, _add_column, _add_column, _remove_column, _rename_column,
    _rename_column, _swap_titles, _retype_column, _retype_column, _recreate_column,
    _archive_column, _restore_column,
)  # fmt: skip
