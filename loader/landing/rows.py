"""Items as rows of the raw table: one row for each item and fetched column. Pure.

A batch is stored by column, with one list for each column of the raw table: both engines take
whole batches, and a list of strings costs a fraction of one object per row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from loader.board.model import ATTRIBUTES, Cell, Item

ANCHOR = "name"
"""Column id of the row that every item has; counting items means counting these rows."""

REPLACEMENT = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")
_TYPES = {attribute.id: attribute.type for attribute in ATTRIBUTES}


@dataclass(slots=True)
class Rows:
    """A batch of the raw table as lists of equal length, one for each column."""

    item_ids: list[int] = field(default_factory=list)
    column_ids: list[str] = field(default_factory=list)
    column_types: list[str] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    values: list[str | None] = field(default_factory=list)
    fields: list[str | None] = field(default_factory=list)
    losses: dict[str, int] = field(default_factory=dict)
    """Number of cells in which a character was replaced by U+FFFD, by column id."""

    def __len__(self) -> int:
        return len(self.item_ids)


def rows_of(
    items: Iterable[Item],
    attributes: Set[str],
    columns: Mapping[str, str],
    *,
    keeps_nul: bool,
) -> Rows:
    """Return the rows of `items`: the name, approved attributes, then approved columns.

    `attributes` are the approved ids of `ATTRIBUTES`; `columns` are the fetched column ids with
    their types. An item without a cell for a fetched column gets an empty row of that type; cells
    of other columns are left out. Lone surrogates become U+FFFD, and so does U+0000 unless
    `keeps_nul`.
    """
    batch = _Batch(keeps_nul)
    approved = [one for one in ATTRIBUTES if one.id in attributes]
    wanted = {key: kind for key, kind in columns.items() if key != ANCHOR and key not in _TYPES}
    for item in items:
        batch.add(item.id, Cell(ANCHOR, ANCHOR, item.name, None))
        for attribute in approved:
            batch.add(item.id, _attribute_cell(item, attribute.id))
        missing = dict(wanted)
        for cell in item.cells:
            if cell.column_id in wanted:
                batch.add(item.id, cell)
                missing.pop(cell.column_id, None)
        for column_id, kind in missing.items():
            batch.add(item.id, Cell(column_id, kind, None, None))
    return batch.rows


def cell_rows_of(
    cells: Iterable[tuple[int, Iterable[Cell]]], columns: Set[str], *, keeps_nul: bool
) -> Rows:
    """Return rows of further cells of items, without names and attributes, which come separately.

    `cells` are item ids with their cells; cells of columns not in `columns` are left out.
    """
    batch = _Batch(keeps_nul)
    for item_id, found in cells:
        for cell in found:
            if cell.column_id in columns:
                batch.add(item_id, cell)
    return batch.rows


class _Batch:
    """Collects cells into columns and replaces characters that a database cannot store."""

    def __init__(self, keeps_nul: bool) -> None:
        self.rows = Rows()
        self._broken = _SURROGATE if keeps_nul else re.compile("[\0\ud800-\udfff]")
        self._keeps_nul = keeps_nul

    def add(self, item_id: int, cell: Cell) -> None:
        rows = self.rows
        rows.item_ids.append(item_id)
        rows.column_ids.append(cell.column_id)
        rows.column_types.append(cell.type)
        text = self._storable(cell.text)
        value = self._storable(cell.value)
        fields = self._storable(cell.fields)
        rows.texts.append(text)
        rows.values.append(value)
        rows.fields.append(fields)
        if text is not cell.text or value is not cell.value or fields is not cell.fields:
            rows.losses[cell.column_id] = rows.losses.get(cell.column_id, 0) + 1

    def _storable(self, text: str | None) -> str | None:
        """Return `text` itself (the same object) if it can be stored, or else a repaired copy."""
        if text is None or (text.isascii() and (self._keeps_nul or "\0" not in text)):
            return text
        if self._broken.search(text) is None:
            return text
        return self._broken.sub(REPLACEMENT, text)


def _attribute_cell(item: Item, attribute: str) -> Cell:
    text, value = _attribute_content(item, attribute)
    return Cell(attribute, _TYPES[attribute], text, _json(value))


def _attribute_content(item: Item, attribute: str) -> tuple[str | None, dict[str, object] | None]:
    """Return an attribute's text and value, the value in the shape of its column type."""
    match attribute:
        case "__group__":
            return item.group_title, _shape("group_id", item.group_id)
        case "__updated_at__":
            return item.updated_at, _shape("updated_at", item.updated_at)
        case "__created_at__":
            return item.created_at, _shape("created_at", item.created_at)
        case "__creator__":
            return item.creator_name, _people(item.creator_id)
        case "__parent_item__":
            parent = None if item.parent_id is None else str(item.parent_id)
            return parent, _shape("item_id", parent)
        case "__state__":
            return item.state, None
        case _:
            return item.url, None


def _shape(key: str, fact: str | None) -> dict[str, object] | None:
    return {key: fact} if fact else None


def _people(creator_id: str | None) -> dict[str, object] | None:
    if not creator_id:
        return None
    is_number = re.fullmatch(r"-?\d{1,18}", creator_id, re.ASCII)
    number: int | str = int(creator_id) if is_number else creator_id
    return {"personsAndTeams": [{"id": number, "kind": "person"}]}


def _json(value: dict[str, object] | None) -> str | None:
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def storable(value: object) -> str | None:
    """Return a text as every engine can store it; None for any other value."""
    if not isinstance(value, str):
        return None
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", REPLACEMENT)
