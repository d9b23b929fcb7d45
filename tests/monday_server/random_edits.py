"""Random edits of a board, of all kinds, from a seeded generator: what happens in six weeks."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .data import Board, Column, Item, Label
from .demo_cells import MAKERS
from .edits import Edits
from .values import Cell

MAKER_OF = {
    "text": "text_emoji",
    "long_text": "long_text_1",
    "numbers": "numeric_mkp4",
    "date": "date_mkp57",
    "checkbox": "checkbox_1",
    "rating": "rating_1",
    "hour": "hour_1",
    "timeline": "timeline_1",
    "email": "email_1",
    "link": "link_1",
    "phone": "phone_1",
    "country": "country_1",
    "people": "people_1",
}
"""The column types that random edits add and fill, with the demo column that supplies values."""


class RandomEdits:
    """Edits one board. `columns=False` leaves its structure unchanged."""

    def __init__(self, edits: Edits, board_id: int, seed: int, columns: bool = True) -> None:
        self.edits = edits
        self.board_id = board_id
        self.rng = Random(seed)
        self.made = 0
        kinds: list[Callable[[], str]] = [
            self.set_cell,
            self.clear_cell,
            self.add_item,
            self.rename_item,
            self.delete_item,
            self.archive_item,
            self.restore_item,
            self.move_item,
        ]
        if columns:
            kinds += [
                self.add_column,
                self.add_column,
                self.remove_column,
                self.rename_column,
                self.swap_titles,
                self.rename_onto,
                self.recreate_column,
                self.archive_column,
                self.restore_column,
                self.rename_board,
            ]
        self.kinds = kinds

    @property
    def board(self) -> Board:
        return self.edits.account.board(self.board_id)

    def step(self) -> str:
        """Make one random edit and return a sentence about it."""
        self.made += 1
        return self.rng.choice(self.kinds)()

    # ------------------------------------------------------------ items

    def _item(self) -> Item:
        return self.rng.choice(self.board.active_items())

    def _column(self, *, fillable: bool = False) -> Column:
        live = [
            column
            for column in self.board.columns
            if not column.archived
            and column.type != "name"
            and (column.type in MAKER_OF or not fillable)
        ]
        return self.rng.choice(live)

    def set_cell(self) -> str:
        item, column = self._item(), self._column(fillable=True)
        value = MAKERS[MAKER_OF[column.type]](self.rng)
        self.edits.set_cell(item.id, column.id, value)
        return f"set {column.id} of {item.id}"

    def clear_cell(self) -> str:
        item, column = self._item(), self._column(fillable=True)
        self.edits.clear_cell(item.id, column.id)
        return f"clear {column.id} of {item.id}"

    def add_item(self) -> str:
        group = self.rng.choice(self.board.groups).id
        name = f"Added {self.made}"
        new = self.edits.add_item(self.board_id, name, group_id=group, top=self.rng.random() < 0.5)
        return f"add {new}"

    def rename_item(self) -> str:
        item = self._item()
        self.edits.rename_item(item.id, f"Renamed {self.made}")
        return f"rename {item.id}"

    def delete_item(self) -> str:
        item = self._item()
        self.edits.delete_item(item.id)
        return f"delete {item.id}"

    def archive_item(self) -> str:
        item = self._item()
        self.edits.archive_item(item.id)
        return f"archive {item.id}"

    def restore_item(self) -> str:
        gone = [item for item in self.board.items.values() if item.state != "active"]
        if not gone:
            return self.set_cell()
        item = self.rng.choice(gone)
        self.edits.restore_item(item.id)
        return f"restore {item.id}"

    def move_item(self) -> str:
        item, group = self._item(), self.rng.choice(self.board.groups)
        self.edits.move_item(item.id, group.id)
        return f"move {item.id} to {group.id}"

    # ------------------------------------------------------------ columns

    def add_column(self) -> str:
        kind = self.rng.choice(sorted(MAKER_OF))
        column = Column(f"{kind}_new{self.made}", f"New {kind} {self.made}", kind)
        self.edits.add_column(self.board_id, column)
        self._fill(column)
        return f"add column {column.id}"

    def _fill(self, column: Column) -> None:
        make = MAKERS[MAKER_OF[column.type]]
        with self.edits.account.lock:
            for item in self.board.items.values():
                if self.rng.random() < 0.5:
                    item.cells[column.id] = Cell(make(self.rng))
            self.edits.account.touch()

    def remove_column(self) -> str:
        column = self._column(fillable=True)
        self.edits.remove_column(self.board_id, column.id)
        return f"remove column {column.id}"

    def rename_column(self) -> str:
        column = self._column()
        self.edits.rename_column(self.board_id, column.id, f"{column.title[:40]} v{self.made}")
        return f"rename column {column.id}"

    def swap_titles(self) -> str:
        one, other = self._column(), self._column()
        self.edits.swap_titles(self.board_id, one.id, other.id)
        return f"swap titles of {one.id} and {other.id}"

    def rename_onto(self) -> str:
        """Give a column a title that another column has."""
        one, other = self._column(), self._column()
        self.edits.rename_column(self.board_id, one.id, other.title)
        return f"rename {one.id} onto the title of {other.id}"

    def recreate_column(self) -> str:
        """Delete a column and create one with the same title, another type and a new id."""
        old = self._column(fillable=True)
        title, kind = old.title, self.rng.choice([k for k in sorted(MAKER_OF) if k != old.type])
        self.edits.remove_column(self.board_id, old.id)
        new = Column(f"{kind}_re{self.made}", title, kind)
        self.edits.add_column(self.board_id, new)
        self._fill(new)
        return f"re-create {old.id} as {new.id}"

    def archive_column(self) -> str:
        column = self._column(fillable=True)
        self.edits.archive_column(self.board_id, column.id)
        return f"archive column {column.id}"

    def restore_column(self) -> str:
        archived = [column for column in self.board.columns if column.archived]
        if not archived:
            return self.rename_column()
        column = self.rng.choice(archived)
        self.edits.restore_column(self.board_id, column.id)
        return f"restore column {column.id}"

    def rename_board(self) -> str:
        self.edits.rename_board(self.board_id, f"Orders {self.made}")
        return "rename board"

    def relabel(self) -> str:
        """Change the text of a status label; needs a status column."""
        column = next(c for c in self.board.columns if c.type == "status" and not c.archived)
        label: Label = self.rng.choice(column.labels)
        text = f"Label {self.made}"
        self.edits.rename_label(self.board_id, column.id, label.id, text)
        return f"relabel {label.id} of {column.id}"
