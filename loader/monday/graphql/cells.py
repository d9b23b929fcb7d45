"""One item's `column_values` -> cells: which text to use, which typed fields to keep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loader.board.json_text import json_or_none
from loader.board.model import Cell, Column, Item
from loader.errors import BoardChanged, NotGraphQL
from loader.monday.graphql.selection import DETAILS, FRAGMENTS

_FIELDS = {t: tuple(fields.split()) for t, (_, fields) in FRAGMENTS.items()}
_NEEDED = frozenset({"text", "value"})
_DISPLAYED = {t: _NEEDED | {"display_value"} for t, n in _FIELDS.items() if "display_value" in n}
"""Fields required of types that are worthless without `display_value`."""

_DETAILS = {t: tuple(wished) for t, (_, wished, _) in DETAILS.items()}
_SPECIAL = frozenset({"doc", "status", "unsupported", *_FIELDS, *_DETAILS})
"""Types with typed fields, and those whose text may differ from the API's."""


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of the requested columns, in their order.

    `detailed` are ids of columns that keep the additional typed field of their type. With
    `any_type`, a cell whose type differs from its column's is read with its text and value.
    """

    columns: tuple[Column, ...]
    detailed: frozenset[str] = frozenset()
    any_type: bool = False
    differing: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Columns with a cell of another type, and the first such type."""
    _labels: dict[str, dict[str, str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        labels = {c.id: labels_of(c.settings) for c in self.columns if c.type == "status"}
        object.__setattr__(self, "_labels", labels)

    def read(self, item_id: int, values: object) -> tuple[Cell, ...]:
        """Return the cells of the requested columns, as far as they came; ignore others.

        Raise BoardChanged if a cell's type is not its column's, NotGraphQL if `values` is not a
        list.
        """
        if not self.columns:
            return ()
        if not isinstance(values, list):
            raise NotGraphQL(f"monday's answer has no usable column_values of item {item_id}.")
        given: dict[object, dict[str, object]] = {}
        for value in values:
            if not isinstance(value, dict) or not isinstance(value.get("id"), str):
                raise NotGraphQL(f"monday's answer has a cell without an id in item {item_id}.")
            first = given.setdefault(value["id"], value)
            if first is not value and first != value:
                raise NotGraphQL(
                    f"monday's answer gives column {value['id']} of item {item_id} twice."
                )
        return tuple(
            self._cell(column, given[column.id], item_id)
            for column in self.columns
            if column.id in given
        )

    def withheld(self, items: Iterable[Item]) -> frozenset[str]:
        """Return ids of columns that came with none of these items; empty without items."""
        missing = {c.id for c in self.columns}
        came = False
        for item in items:
            came = True
            if not missing:
                break
            missing.difference_update(c.column_id for c in item.cells)
        return frozenset(missing) if came else frozenset()

    def _cell(self, column: Column, raw: dict[str, object], item_id: int) -> Cell:
        differs = raw.get("type") != column.type
        if differs and not self.any_type:
            raise BoardChanged(
                f"column {column.title!r} ({column.id}) was {column.type} and became"
                f" {raw.get('type')!r} while its board was being read (item {item_id})."
                " Run the load again; where it stays so, `--accept cell-types` loads such cells"
                " with their text."
            )
        needed = _NEEDED if differs else _DISPLAYED.get(column.type, _NEEDED)
        if not raw.keys() >= needed:
            unnamed = " and ".join(sorted(needed - raw.keys()))
            raise NotGraphQL(
                f"monday's answer has no {unnamed} of column {column.title!r}"
                f" ({column.id}) of item {item_id}; it was asked for."
            )
        text, value = _text(raw["text"]), _text(raw["value"])
        if differs:
            self.differing.setdefault(column.id, str(raw.get("type")))
        if differs or column.type not in _SPECIAL:
            return Cell(column.id, column.type, text, value)
        told = raw.get("battery_value")
        if isinstance(told, list):
            # A label that no item bears says nothing: a leaf would show it beside its own.
            battery = [e for e in told if not _is_none_of(e)]
            kept = {"battery_value": battery, "is_leaf": raw.get("is_leaf")}
            text = self._battery(column, battery, raw.get("is_leaf"))
            return Cell(column.id, column.type, text, value, _dumps(kept))
        names = _FIELDS.get(column.type, ())
        if column.id in self.detailed:
            names += _DETAILS.get(column.type, ())
        typed = {name: raw[name] for name in names if name in raw}
        if "display_value" in typed:
            text = _text(typed["display_value"])
        elif column.type == "doc":
            text = document_names(value) or text
        elif column.type == "unsupported":
            text = text or (None if _is_cleared(value) else value)
        return Cell(column.id, column.type, text, value, _dumps(typed) if typed else None)

    def _battery(self, column: Column, battery: object, is_leaf: object) -> str | None:
        """Return the label of a leaf, or `label: n, label: n` where items below are counted."""
        labels = self._labels.get(column.id, {})
        counted: list[tuple[str, object]] = []
        for entry in battery if isinstance(battery, list) else []:
            if not isinstance(entry, Mapping):
                raise NotGraphQL(f"monday's answer has no usable battery_value of {column.id}.")
            key = str(entry.get("key"))
            label = labels.get(key, "" if key == EMPTY_LABEL else key)
            counted.append((label, entry.get("count")))
        if is_leaf is True and len(counted) == 1:
            return counted[0][0] or None
        return ", ".join(f"{label}: {n}" for label, n in counted if label) or None


EMPTY_LABEL = "5"
"""monday's id of the label without words, which settings often omit."""


def labels_of(settings: str) -> dict[str, str]:
    """Return label id -> words for a status or dropdown column's settings in either format.

    `{"labels": [{"id": 1, "label": "Done", "index": 0}]}` or `{"labels": {"1": "Done"}}`. Values
    and batteries refer to a label by its id; `index` is only its place on the screen.
    """
    read = json_or_none(settings)
    labels = read.get("labels") if isinstance(read, Mapping) else None
    if isinstance(labels, Mapping):
        return {str(k): v for k, v in labels.items() if isinstance(v, str)}
    found = {}
    for label in labels if isinstance(labels, list) else []:
        if isinstance(label, Mapping) and "id" in label:
            words = label.get("label", label.get("name"))
            found[str(label["id"])] = words if isinstance(words, str) else ""
    return found


def _text(value: object) -> str | None:
    """Return text as it is and anything else as JSON, so that nothing from monday is dropped."""
    return value if value is None or isinstance(value, str) else _dumps(value)


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Compact JSON from one encoder: `json.dumps` would create one for each of millions of cells."""


def _is_none_of(entry: object) -> bool:
    return isinstance(entry, Mapping) and entry.get("count") == 0


def _is_cleared(value: str | None) -> bool:
    """Whether the JSON holds nothing, apart from the time when a person emptied the cell."""
    decoded = json_or_none(value)
    if isinstance(decoded, Mapping):
        return set(decoded) <= {"changed_at"}
    return (value or "").strip() in ("null", '""', "[]")


def document_names(value: str | None) -> str | None:
    """Return the names of a doc cell's documents, joined by ", "; its text is always empty."""
    files = json_or_none(value)
    listed = files.get("files") if isinstance(files, Mapping) else None
    names = [
        f["name"]
        for f in (listed if isinstance(listed, list) else [])
        if isinstance(f, Mapping) and isinstance(f.get("name"), str)
    ]
    return ", ".join(names) or None
