"""Random edits of a board as users make them, each with the columns that it affects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.monday_server import Account, Board, Cell, Column, Group, Item, Label, MondayServer

BOARD_ID = 5_300_000_001
FIRST_ITEM = 6_300_000_001
TITLES = ("Status", "status", "Qty", "Due", "🚀 Go", "🔥 Go", "Name", "Group", "Item ID",
          "{{ 7*7 }}", 'a"b]c', "Note", "note ", "")  # fmt: skip
SIMPLE = ("text", "numbers", "status", "date", "checkbox", "rating")
LABELS = (Label(0, "Open"), Label(1, "Done", done=True), Label(2, "Stuck"))


def board_to_edit(items: int = 12, kinds: Sequence[str] = SIMPLE) -> Account:
    """Return a small board with one column of each of these types."""
    columns = [Column("name", "Name", "name")]
    columns += [
        Column(f"{kind}_0", kind.title(), kind, labels=LABELS if kind == "status" else ())
        for kind in kinds
    ]
    rng = Random(1)
    rows = {
        FIRST_ITEM + n: Item(
            FIRST_ITEM + n,
            f"Item {n}",
            "group_0",
            {c.id: Cell(value(rng, c.type)) for c in columns[1:] if rng.random() < 0.8},
        )
        for n in range(items)
    }
    groups = [Group("group_0", "First"), Group("group_1", "Second")]
    return Account([Board(BOARD_ID, "Edited", columns, groups, rows)])


def value(rng: Random, kind: str) -> object:
    """Return a random value for a cell of this type."""
    match kind:
        case "numbers":
            return f"{rng.randrange(-9999, 9999) / 100:.2f}"
        case "status":
            return rng.choice(LABELS).id
        case "date":
            return date(2026, 1, 1) + timedelta(days=rng.randrange(400))
        case "checkbox":
            return True
        case "rating":
            return rng.randrange(1, 6)
        case _:
            return rng.choice(("plain", "emoji 🚀", "'; drop table x--", "{{ 7*7 }}", "naïve"))


@dataclass
class RandomEdits:
    """Edits one board on a server; the same seed makes the same edits."""

    server: MondayServer
    rng: Random
    made: int = 0
    archived: list[str] = field(default_factory=list)

    def one(self) -> tuple[str, set[str]]:
        """Make one edit; return its name and the ids of the columns whose definition it changes."""
        edit = self.rng.choice(_EDITS)
        self.made += 1
        return edit.__name__.strip("_"), edit(self)

    @property
    def board(self) -> Board:
        return self.server.account.board(BOARD_ID)

    @property
    def columns(self) -> list[Column]:
        """The columns that users edit: not the name, not archived ones."""
        return [c for c in self.board.columns if c.id != "name" and not c.archived]

    def fill(self, column_id: str) -> None:
        kind = self.board.column(column_id).type
        for item in [i for i in self.board.items.values() if i.state == "active"]:
            if self.rng.random() < 0.7:
                self.server.edit.set_cell(item.id, column_id, value(self.rng, kind))

    def add(self, title: str, kind: str) -> str:
        column_id = f"{kind}_{self.made}"
        labels = LABELS if kind == "status" else ()
        self.server.edit.add_column(
            BOARD_ID, Column(column_id, title, kind, labels=labels), self.rng.choice((None, 1))
        )
        self.fill(column_id)
        return column_id


def _add_column(e: RandomEdits) -> set[str]:
    return {e.add(e.rng.choice(TITLES), e.rng.choice(SIMPLE))}


def _remove_column(e: RandomEdits) -> set[str]:
    if len(e.columns) < 4:
        return _add_column(e)
    column = e.rng.choice(e.columns)
    e.server.edit.remove_column(BOARD_ID, column.id)
    return {column.id}


def _rename_column(e: RandomEdits) -> set[str]:
    column = e.rng.choice(e.columns)
    e.server.edit.rename_column(BOARD_ID, column.id, e.rng.choice(TITLES))
    return {column.id}


def _rename_onto_existing_title(e: RandomEdits) -> set[str]:
    one, other = e.rng.sample(e.columns, 2)
    e.server.edit.rename_column(BOARD_ID, one.id, other.title)
    return {one.id}


def _swap_titles(e: RandomEdits) -> set[str]:
    one, other = e.rng.sample(e.columns, 2)
    e.server.edit.swap_titles(BOARD_ID, one.id, other.id)
    return {one.id, other.id}


def _retype_column(e: RandomEdits) -> set[str]:
    column = e.rng.choice(e.columns)
    kind = e.rng.choice([k for k in SIMPLE if k != column.type])
    labels = LABELS if kind == "status" else ()
    e.server.edit.retype_column(BOARD_ID, column.id, kind, labels=labels)
    e.fill(column.id)
    return {column.id}


def _recreate_column(e: RandomEdits) -> set[str]:
    """Replace a column by a new one with the same title, but another id and type."""
    column = e.rng.choice(e.columns)
    title, kind = column.title, e.rng.choice([k for k in SIMPLE if k != column.type])
    e.server.edit.remove_column(BOARD_ID, column.id)
    return {column.id, e.add(title, kind)}


def _archive_column(e: RandomEdits) -> set[str]:
    if len(e.columns) < 4:
        return _add_column(e)
    column = e.rng.choice(e.columns)
    e.server.edit.archive_column(BOARD_ID, column.id)
    e.archived.append(column.id)
    return {column.id}


def _bring_back_column(e: RandomEdits) -> set[str]:
    if not e.archived:
        return _archive_column(e)
    column_id = e.archived.pop()
    e.server.edit.restore_column(BOARD_ID, column_id)
    return {column_id}


def _move_column(e: RandomEdits) -> set[str]:
    e.server.edit.move_column(BOARD_ID, e.rng.choice(e.columns).id, 1)
    return set()


def _rename_board(e: RandomEdits) -> set[str]:
    e.server.edit.rename_board(BOARD_ID, f"Edited {e.made} {{{{ 7*7 }}}}")
    return set()


def _edit_items(e: RandomEdits) -> set[str]:
    active = [i for i in e.board.items.values() if i.state == "active"]
    column = e.rng.choice(e.columns)
    e.server.edit.set_cell(e.rng.choice(active).id, column.id, value(e.rng, column.type))
    e.server.edit.clear_cell(e.rng.choice(active).id, e.rng.choice(e.columns).id)
    e.server.edit.add_item(BOARD_ID, "New 🆕 'item'", {column.id: value(e.rng, column.type)})
    e.server.edit.move_item(e.rng.choice(active).id, "group_1")
    e.server.edit.rename_item(e.rng.choice(active).id, f"Renamed {e.made}")
    if len(active) > 8:
        gone = e.server.edit.delete_item if e.rng.random() < 0.5 else e.server.edit.archive_item
        gone(e.rng.choice(active).id)
    return set()


_EDITS: tuple[Callable[[RandomEdits], set[str]], ...] = (
    _add_column, _remove_column, _rename_column, _rename_onto_existing_title, _swap_titles,
    _retype_column, _recreate_column, _archive_column, _bring_back_column, _move_column,
    _rename_board, _edit_items,
)  # fmt: skip
