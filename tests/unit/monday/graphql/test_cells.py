"""The text and value of a cell, type by type, and the labels that reading it needs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from loader.board.model import Cell, Column
from loader.monday.graphql.cells import CellReader, labels_of

STATUS = '{"labels": [{"id": 1, "label": "Done", "index": 0}, {"id": 0, "label": "Stuck"}]}'


def cell(column: Column, **raw: Any) -> Cell:
    given_ = {"id": column.id, "type": column.type, "text": None, "value": None, **raw}
    (got,) = CellReader((column,)).read(1, [given_])
    return got


def battery(*pairs: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"key": key, "count": count} for key, count in pairs]


@pytest.mark.parametrize(
    ("pairs", "leaf", "text"),
    [
        ([("1", 1)], True, "Done"),
        ([("1", 1)], False, "Done: 1"),
        ([("1", 2), ("0", 1)], False, "Done: 2, Stuck: 1"),
        ([("5", 1)], True, None),
        ([("5", 3), ("1", 1)], False, "Done: 1"),
        ([("17", 1)], True, "17"),
        ([("1", 1), ("0", 0)], True, "Done"),
        ([("1", 2), ("0", 0)], False, "Done: 2"),
        ([], True, None),
        ([], False, None),
    ],
)
def test_a_rolled_up_status(pairs: list[tuple[str, int]], leaf: bool, text: str | None) -> None:
    got = cell(
        Column("status", "Status", "status", settings=STATUS),
        battery_value=battery(*pairs),
        is_leaf=leaf,
    )
    assert got.text == text
    assert json.loads(got.fields or "")["battery_value"] == battery(*(p for p in pairs if p[1]))


def test_labels_in_either_shape_are_found_by_id_not_by_index() -> None:
    assert labels_of(STATUS) == {"1": "Done", "0": "Stuck"}
    assert labels_of('{"labels": {"1": "Done"}}') == {"1": "Done"}
    assert labels_of("{}") == labels_of("no json") == labels_of("[]") == {}


def test_what_other_types_show() -> None:
    files = '{"files": [{"name": "Plan"}, {"name": "Notes"}]}'
    assert cell(Column("d", "D", "doc"), text="", value=files).text == "Plan, Notes"
    assert cell(Column("d", "D", "doc"), text="", value=None).text == ""
    for value in ('{"a": 1}', "0", "no JSON"):
        assert cell(Column("u", "U", "unsupported"), text="", value=value).text == value
    for nothing in (None, "null", "{}", '""', "[]", '{"changed_at": "2026-01-01T10:00:00Z"}'):
        assert cell(Column("u", "U", "unsupported"), text="", value=nothing).text is None
    formula = cell(Column("f", "F", "formula"), text="", display_value="12.5")
    assert (formula.text, formula.fields) == ("12.5", '{"display_value":"12.5"}')
    checked = cell(Column("c", "C", "checkbox"), text="v", checked=True)
    assert (checked.text, checked.fields) == ("v", '{"checked":true}')
    assert cell(Column("x", "X", "new_type"), value={"a": "ü"}).value == '{"a":"ü"}'
