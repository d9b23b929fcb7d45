"""One item of an answer -> Item: its name, the requested attributes, its cells.

Attributes follow the rule for cells: what was requested must be there, with the type in the schema.
Null is accepted only where an active item may have none: a creator who left the account, a parent,
and the group of a subitem. An archived or deleted item may have lost more, so any null of it is
accepted.
"""

from __future__ import annotations

import re

from loader.board.model import Item
from loader.errors import PermissionDenied
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.checked import Json, ident, mapping, string, wrong
from loader.monday.graphql.selection import Shape

_PLAIN = {
    "__updated_at__": "updated_at",
    "__created_at__": "created_at",
    "__state__": "state",
    "__url__": "url",
}
"""Attributes that are a single text field of an item."""


def parse_item(raw: Json, cells: CellReader, shape: Shape) -> Item:
    """Parse an item requested with `shape` and the columns of `cells`."""
    attributes = shape.attributes
    item_id = ident(raw, "id", "an item")
    name = raw.get("name") if shape.named else ""
    if not isinstance(name, str):
        raise wrong(f"name of item {item_id}")
    where = f"item {item_id}"
    active = raw.get("state") in (None, "active")
    plain = {
        field: _text(raw, field, where, active=active)
        for attribute, field in _PLAIN.items()
        if attribute in attributes
    }
    parent = _parent(raw, where) if "__parent_item__" in attributes else None
    group_id, group_title = (
        _group(raw, where, needed=active and parent is None)
        if "__group__" in attributes
        else (None, None)
    )
    creator_id, creator_name = _creator(raw, where) if "__creator__" in attributes else (None, None)
    return Item(
        id=item_id,
        name=name,
        group_id=group_id,
        group_title=group_title,
        creator_id=creator_id,
        creator_name=creator_name,
        parent_id=parent,
        cells=cells.read(item_id, raw.get("column_values")),
        **plain,
    )


def _text(raw: Json, field: str, where: str, *, active: bool) -> str | None:
    if field in raw and raw[field] is None and not active:
        return None
    if field in raw and raw[field] is None:
        raise _nothing(field, where)
    return string(raw, field, where)


def _group(raw: Json, where: str, *, needed: bool) -> tuple[str | None, str | None]:
    """Return id and title."""
    if "group" in raw and raw["group"] is None:
        if needed:
            raise _nothing("group", where)
        return None, None
    group = mapping(raw.get("group"), f"group of {where}")
    return string(group, "id", f"the group of {where}"), string(
        group, "title", f"the group of {where}"
    )


def _creator(raw: Json, where: str) -> tuple[str, str | None]:
    """Return the id, negative for monday's own automations, and the name of an existing user."""
    creator_id = str(raw.get("creator_id"))
    if not re.fullmatch(r"-?\d{1,18}", creator_id, re.ASCII):
        raise wrong(f"creator_id of {where}")
    if "creator" in raw and raw["creator"] is None:
        return creator_id, None
    creator = mapping(raw.get("creator"), f"creator of {where}")
    return creator_id, string(creator, "name", f"the creator of {where}")


def _parent(raw: Json, where: str) -> int | None:
    if "parent_item" in raw and raw["parent_item"] is None:
        return None
    parent = mapping(raw.get("parent_item"), f"parent_item of {where}")
    return ident(parent, "id", f"the parent of {where}")


def _nothing(field: str, where: str) -> PermissionDenied:
    return PermissionDenied(
        f"monday answered null for the {field} of {where}, which every active item has. Run the"
        f" load again; where it stays so, reject the attribute with `monday-board review`."
    )
