"""Answers without errors that contain less than was requested.

monday documents none of them. A cache, a proxy or a service that fails partly can produce them, and
only a comparison with other answers reveals them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .answer_faults import pages_of
from .faults import Fault, Scene
from .replies import Reply

Json = dict[str, Any]


def _altered(alter: Callable[[Json], None]) -> Callable[[Scene], Reply]:
    """Return the correct answer, changed by `alter`."""

    def act(scene: Scene) -> Reply:
        body = scene.true_body()
        if body.get("data"):
            alter(body)
        return scene.json(body)

    return act


def _boards(body: Json) -> list[Json]:
    return [board for board in body["data"].get("boards") or () if board]


def _items(body: Json) -> list[Json]:
    return [item for _, page in pages_of(body) for item in page["items"]]


def _by_id(body: Json) -> list[Json]:
    return [item for item in body["data"].get("items") or () if item]


def _cut_short(body: Json) -> None:
    """Return half of a page, marked as the last one."""
    for _, page in pages_of(body):
        page["items"] = page["items"][: len(page["items"]) // 2]
        page["cursor"] = None


def _emptied(body: Json) -> None:
    """Return no items, and a count that agrees."""
    for _, page in pages_of(body):
        page["items"], page["cursor"] = [], None
        for board in _boards(body):
            board["items_count"] = 0


def _uncounted(body: Json) -> None:
    """Null the count and the date, which the schema allows."""
    for board in _boards(body):
        if "items_count" in board and "name" not in board:
            board["items_count"] = board["updated_at"] = None


def _without_a_column(body: Json) -> None:
    """Leave out the first column's cell in all items of this answer."""
    for item in _items(body) + _by_id(body):
        del item.get("column_values", [])[:1]


def _without_a_cell(body: Json) -> None:
    """Leave out the first cell of items whose ids end in 7, both in pages and by id."""
    for item in (i for i in _items(body) + _by_id(body) if i["id"].endswith("7")):
        del item.get("column_values", [])[:1]


def _without_a_key(name: str) -> Callable[[Json], None]:
    def alter(body: Json) -> None:
        for item in _items(body)[-1:]:
            for cell in item.get("column_values", [])[:1]:
                cell.pop(name)

    return alter


def _without_a_name(body: Json) -> None:
    for item in _items(body)[-1:]:
        item.pop("name", None)


def _null_cell(body: Json) -> None:
    for item in _items(body)[-1:]:
        if item.get("column_values"):
            item["column_values"][0] = None


def _cell_twice(body: Json) -> None:
    for item in _items(body)[-1:]:
        for cell in item.get("column_values", [])[:1]:
            item["column_values"].append({**cell, "text": "another"})


def _attribute(name: str, alter: Callable[[Json], Any]) -> Callable[[Json], None]:
    """Change the last item that has the attribute."""

    def altered(body: Json) -> None:
        for item in [i for i in _items(body) if name in i][-1:]:
            alter(item)

    return altered


def _null_in_board(name: str) -> Callable[[Json], None]:
    """Null a part of the board, which the schema allows."""

    def alter(body: Json) -> None:
        for board in _boards(body):
            if name in board:
                board[name] = None

    return alter


def _another_board(body: Json) -> None:
    for board in _boards(body):
        board["id"] = "1"


def _fault(
    name: str, alter: Callable[[Json], None], outcome: Any = "either", where: Any = "pages"
) -> Fault:
    return Fault(name, _altered(alter), outcome, cause="left_out", where=where)


LEFT_OUT_FAULTS = (
    _fault("page_cut_short", _cut_short, "recovers"),
    _fault("page_emptied", _emptied, "recovers"),
    _fault("count_null", _uncounted, "recovers"),
    _fault("column_left_out", _without_a_column),
    _fault("cell_left_out", _without_a_cell, where="any"),
    _fault("text_left_out", _without_a_key("text")),
    _fault("value_left_out", _without_a_key("value")),
    _fault("name_left_out", _without_a_name),
    _fault("cell_null", _null_cell),
    _fault("cell_twice", _cell_twice),
    _fault("another_board", _another_board),
    _fault("group_left_out", _attribute("group", lambda item: item.pop("group"))),
    _fault("group_null", _attribute("group", lambda item: item.update(group=None))),
    _fault("date_null", _attribute("updated_at", lambda item: item.update(updated_at=None))),
    _fault("date_of_another_type", _attribute("updated_at", lambda i: i.update(updated_at=7))),
    _fault("columns_null", _null_in_board("columns"), where="any"),
    _fault("groups_null", _null_in_board("groups"), where="any"),
)
