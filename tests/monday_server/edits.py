"""Edits that people make to boards while clients read them. Each method is one edit, thread-safe.

Call `server.edit.rename_column(ORDERS_ID, "status", "Stage")`, or in the middle of a load
`MondayServer(edit_at={3: lambda account: Edits(account).delete_item(item_id)})`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from .data import Account, Board, Column, Group, Item, Label, State
from .journal import Journal
from .values import Cell


class Edits:
    """Edits of one account. A board is given by its id; times come from `account.now`."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.journal = Journal(account)

    # ------------------------------------------------------------ items

    def add_item(
        self,
        board_id: int,
        name: str,
        cells: dict[str, Any] | None = None,
        group_id: str | None = None,
        parent_id: int | None = None,
        top: bool = False,
    ) -> int:
        """Add an item, by default to the first group. Its id is the highest so far plus 1."""
        with self._board(board_id) as board:
            everywhere = [max(b.items, default=0) for b in self.account.boards.values() if b.cached]
            item_id = 1 + max(everywhere, default=10**9)
            now = self.account.now()
            me = self.account.me_id
            filled = {column: Cell(value) for column, value in (cells or {}).items()}
            group = group_id or board.groups[0].id
            item = Item(item_id, name, group, filled, now, now, me, me, parent_id=parent_id)
            items = _dict(board)
            board.items = {item_id: item, **items} if top else {**items, item_id: item}
            self.journal.created(board, item)
            return item_id

    def set_cell(self, item_id: int, column_id: str, value: Any) -> None:
        """Fill or change a cell, as a person does."""
        with self._item(item_id) as item:
            before = item.value(column_id)
            item.cells[column_id] = Cell(value, item.updated_at)
            board = self._board_of(item_id)
            column = next((c for c in board.columns if c.id == column_id), None)
            if column is not None:
                self.journal.changed(board, item, column, before, value)

    def set_cells(self, item_ids: list[int], column_id: str, value: Any) -> None:
        """Change the same cell of many items in one bulk edit."""
        for item_id in item_ids:
            self.set_cell(item_id, column_id, value)
        board = self._board_of(item_ids[0])
        self.journal.changed_together(board, board.column(column_id), item_ids, value)

    def clear_cell(self, item_id: int, column_id: str) -> None:
        """Clear a cell, as a person does; its `changed_at` remains."""
        self.set_cell(item_id, column_id, None)

    def rename_item(self, item_id: int, name: str) -> None:
        with self._item(item_id) as item:
            before, item.name = item.name, name
            self.journal.renamed(self._board_of(item_id), item, before)

    def move_item(self, item_id: int, group_id: str) -> None:
        """Move an item to another group of the same board."""
        with self._item(item_id) as item:
            before, item.group_id = item.group_id, group_id
            if before != group_id:
                self.journal.moved(self._board_of(item_id), item, before)

    def set_state(self, item_id: int, state: State) -> None:
        """Archive, delete or restore an item together with the subitems on its board."""
        with self._item(item_id) as item:
            before, item.state = item.state, state
            board = self._board_of(item_id)
            self.journal.state(board, item, before)
            below = [i for i in board.items.values() if i.parent_id == item_id]
        for child in below:
            self.set_state(child.id, state)

    def archive_item(self, item_id: int) -> None:
        self.set_state(item_id, "archived")

    def delete_item(self, item_id: int) -> None:
        self.set_state(item_id, "deleted")

    def restore_item(self, item_id: int) -> None:
        self.set_state(item_id, "active")

    def move_item_to_board(self, item_id: int, board_id: int) -> None:
        """Move an item to the first group of another board; only cells of columns there survive."""
        with self._item(item_id) as item, self._board(board_id) as there:
            found = self.account.find(item_id)
            assert found is not None
            _dict(found.board).pop(item_id)
            ids = {column.id for column in there.columns}
            item.cells = {c: cell for c, cell in item.cells.items() if c in ids}
            before, item.group_id = item.group_id, there.groups[0].id
            _dict(there)[item_id] = item
            self.journal.moved_away(found.board, there, item, before)

    # ------------------------------------------------------------ columns

    def add_column(self, board_id: int, column: Column, place: int | None = None) -> None:
        with self._board(board_id) as board:
            board.columns.insert(len(board.columns) if place is None else place, column)
            self.journal.column(board, "create_column", column)

    def remove_column(self, board_id: int, column_id: str) -> None:
        """Delete a column for good, with its cells."""
        with self._board(board_id) as board:
            self.journal.column(board, "delete_column", board.column(column_id))
            board.columns.remove(board.column(column_id))
            for item in board.items.values():
                item.cells.pop(column_id, None)

    def rename_column(self, board_id: int, column_id: str, title: str) -> None:
        with self._column(board_id, column_id) as column:
            column.title = title
            self.journal.column(self.account.board(board_id), "update_column_name", column)

    def swap_titles(self, board_id: int, one: str, other: str) -> None:
        with self._column(board_id, one) as first, self._column(board_id, other) as second:
            first.title, second.title = second.title, first.title

    def retype_column(
        self,
        board_id: int,
        column_id: str,
        type_: str,
        convert: Callable[[Any], Any] = lambda value: None,
        **settings: Any,
    ) -> None:
        """Change the type of a column with the same id; by default its cells become empty."""
        with self._column(board_id, column_id) as column:
            column.type = type_
            for name, setting in settings.items():
                setattr(column, name, setting)
            for item in self.account.board(board_id).items.values():
                cell = item.cells.pop(column_id, None)
                value = None if cell is None else convert(cell.value)
                if value is not None:
                    item.cells[column_id] = Cell(value)

    def archive_column(self, board_id: int, column_id: str, archived: bool = True) -> None:
        with self._column(board_id, column_id) as column:
            column.archived = archived

    def restore_column(self, board_id: int, column_id: str) -> None:
        self.archive_column(board_id, column_id, archived=False)

    def move_column(self, board_id: int, column_id: str, place: int) -> None:
        with self._board(board_id) as board:
            column = board.column(column_id)
            board.columns.remove(column)
            board.columns.insert(place, column)

    def rename_label(self, board_id: int, column_id: str, label_id: int, text: str) -> None:
        """Give a label new text, which every cell with it shows; no item's date changes."""
        with self._column(board_id, column_id) as column:
            column.labels = tuple(
                replace(label, text=text) if label.id == label_id else label
                for label in column.labels
            )
            self.journal.column(self.account.board(board_id), "change_column_settings", column)

    def add_label(self, board_id: int, column_id: str, label: Label) -> None:
        with self._column(board_id, column_id) as column:
            column.labels = (*column.labels, label)

    # ------------------------------------------------------------ boards, groups, people

    def rename_board(self, board_id: int, name: str) -> None:
        with self._board(board_id) as board:
            board.name = name
            self.journal.of_board(board, "update_board_name", {"board_name": name})

    def set_board_state(self, board_id: int, state: State) -> None:
        """Archive, delete or restore a whole board."""
        with self._board(board_id) as board:
            board.state = state

    def move_board(self, board_id: int, workspace_id: int, workspace_name: str) -> None:
        """Move a board to another workspace."""
        with self._board(board_id) as board:
            board.workspace_id, board.workspace_name = workspace_id, workspace_name

    def add_group(self, board_id: int, group: Group) -> None:
        with self._board(board_id) as board:
            board.groups.append(group)

    def rename_group(self, board_id: int, group_id: str, title: str) -> None:
        with self._board(board_id) as board:
            board.group(group_id).title = title
            self.journal.of_board(board, "update_group_name", {"group_id": group_id})

    def archive_group(self, board_id: int, group_id: str) -> None:
        """Archive a group and all its items."""
        with self._board(board_id) as board:
            board.group(group_id).archived = True
            items = [i for i in board.items.values() if i.group_id == group_id]
            active = [item for item in items if item.state == "active"]
            for item in active:
                item.state = "archived"
            self.journal.group_archived(board, group_id, active)

    def rename_user(self, user_id: int, name: str) -> None:
        with self._all():
            self.account.users[user_id].name = name

    # ------------------------------------------------------------ inside

    @contextmanager
    def _all(self) -> Iterator[None]:
        with self.account.lock:
            yield
            self.account.touch()

    @contextmanager
    def _board(self, board_id: int) -> Iterator[Board]:
        with self._all():
            board = self.account.board(board_id)
            yield board
            board.updated_at = self.account.now()

    @contextmanager
    def _column(self, board_id: int, column_id: str) -> Iterator[Column]:
        with self._board(board_id) as board:
            column = board.column(column_id)
            yield column
            column.revision += 1

    def _board_of(self, item_id: int) -> Board:
        found = self.account.find(item_id)
        assert found is not None
        return found.board

    @contextmanager
    def _item(self, item_id: int) -> Iterator[Item]:
        """Yield the item with its times already set to now."""
        with self._all():
            found = self.account.find(item_id)
            if found is None:
                raise KeyError(f"no item {item_id}")
            now = self.account.now()
            found.item.updated_at = now
            found.item.updater_id = self.account.me_id
            found.board.updated_at = now
            yield found.item


def _dict(board: Board) -> dict[int, Item]:
    """Return the board's items as a mutable dict."""
    assert isinstance(board.items, dict), "generated boards cannot be edited"
    return cast("dict[int, Item]", board.items)
