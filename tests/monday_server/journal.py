"""The entries that each edit writes to monday's activity log."""

from __future__ import annotations

from typing import Any

from .activity import OLD_TYPES, logged, raw_values, textual
from .data import Account, Board, Column, Item, State
from .values import Cell

STATE_EVENTS = {"archived": "archive_pulse", "deleted": "delete_pulse", "active": "restore_pulse"}


class Journal:
    """Writes the entries of edits to an account's log, with the token's owner as the author."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def created(self, board: Board, item: Item) -> None:
        subitem = {}
        if item.parent_id is not None:
            parent = self._account.find(item.parent_id)
            subitem = {
                "parent_item_id": str(item.parent_id),
                "parent_board_id": str(parent.board.id) if parent else None,
                "is_subtasks_action": True,
            }
        born = raw_values(board.columns, item.cells)
        facts = {**_group(board, item.group_id), **_pulse(item), **subitem, **born}
        self.write(board, "create_pulse", facts)

    def changed(self, board: Board, item: Item, column: Column, before: Any, after: Any) -> None:
        """Write an entry unless the cell had the value already."""
        if before == after:
            return
        texts = textual(after, column, self._account.user_name)
        was = textual(before, column, self._account.user_name)
        facts = {
            "group_id": item.group_id,
            "is_top_group": False,
            **_pulse(item),
            **_column(column),
            "value": {} if after is None else logged(after, column),
            "previous_value": logged(before, column),
            **texts,
            **({"previous_textual_value": was["textual_value"]} if was else {}),
            "is_column_with_hide_permissions": False,
            "is_undo_action": None,
        }
        self.write(board, "update_column_value", facts)

    def changed_together(self, board: Board, column: Column, ids: list[int], value: Any) -> None:
        """Write the entry of a bulk edit, besides those of its items. It has no previous value."""
        raw = raw_values([column], {column.id: Cell(value)})
        facts = {"pulse_ids": ids, **_column(column), "value": raw}
        self.write(board, "batch_change_pulses_column_value", facts)

    def renamed(self, board: Board, item: Item, before: str) -> None:
        names = {"value": {"name": item.name}, "previous_value": {"name": before}}
        self.write(board, "update_name", {**_pulse(item), "column_type": "name", **names})

    def moved(self, board: Board, item: Item, before: str) -> None:
        """Write two entries: out of one group, into the other."""
        facts = {
            "source_group": _group_facts(board, before),
            "dest_group": _group_facts(board, item.group_id),
            "pulse": {"id": item.id, "name": item.name},
            "pulse_id": item.id,
        }
        self.write(board, "move_pulse_from_group", {"group_id": before, **facts})
        self.write(board, "move_pulse_into_group", {"group_id": item.group_id, **facts})

    def moved_away(self, here: Board, there: Board, item: Item, before: str) -> None:
        """Write an entry on the old board and one on the new board."""
        facts = {
            "source_board": {"id": here.id, "name": here.name},
            "source_group": _group_facts(here, before),
            "dest_group": _group_facts(there, item.group_id),
            "pulse": {"id": item.id, "name": item.name},
            **_pulse(item),
        }
        dest = {"dest_board": {"id": there.id, "name": there.name}}
        self.write(here, "move_pulse_from_board", {**facts, **dest})
        self.write(there, "move_pulse_into_board", facts)

    def state(self, board: Board, item: Item, before: State) -> None:
        if before != item.state:
            facts = {**_pulse(item), **_group(board, item.group_id)}
            self.write(board, STATE_EVENTS[item.state], facts)

    def group_archived(self, board: Board, group_id: str, items: list[Item]) -> None:
        self.of_board(board, "archive_group", {"group_id": group_id})
        for item in items:
            self.write(board, "archive_group_pulse", {"group_id": group_id, **_pulse(item)})

    def column(self, board: Board, event: str, column: Column) -> None:
        self.of_board(board, event, _column(column))

    def of_board(self, board: Board, event: str, facts: dict[str, Any]) -> None:
        self._account.log.write(board.id, event, facts, self._account.me_id, "board")

    def write(self, board: Board, event: str, facts: dict[str, Any]) -> None:
        self._account.log.write(board.id, event, facts, self._account.me_id)


def _pulse(item: Item) -> dict[str, Any]:
    return {"pulse_id": item.id, "pulse_name": item.name}


def _column(column: Column) -> dict[str, Any]:
    return {
        "column_id": column.id,
        "column_type": OLD_TYPES.get(column.type, column.type),
        "column_title": column.title,
    }


def _group(board: Board, group_id: str) -> dict[str, Any]:
    facts = _group_facts(board, group_id)
    return {"group_id": group_id, "group_name": facts.get("title"), "is_top_group": False}


def _group_facts(board: Board, group_id: str) -> dict[str, Any]:
    group = next((one for one in board.groups if one.id == group_id), None)
    title = {"title": group.title, "color": group.color} if group else {}
    return {"id": group_id, **title, "is_top_group": False}
