"""The cells that raw values of the past become."""

from __future__ import annotations

import json
from typing import Any

import pytest

from loader.board.column_types import TOLD_OF_PAST
from loader.board.model import Column
from loader.load.past_cells import past_cells
from loader.monday.read.past import json_text

NAMES = {("person", 7): "Ada", ("team", 7): "Crew"}
LABELS = '{"labels": [{"id": 1, "label": "Done"}, {"id": 2, "label": "Open"}]}'


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", '"in \\"quotes\\" \\ud83d\\udce6"', 'in "quotes" 📦'),
        ("numbers", '"4.50"', "4.50"),
        ("numbers", "4.5", "4.5"),
        ("text", "{}", "{}"),
        ("text", '{"changed_at": "2026-01-01T00:00:00Z"}', None),
        ("numbers", ' {"changed_at": "2026-01-01T00:00:00Z"}', None),
        ("status", '{"index": 1, "post_id": null}', "Done"),
        ("status", '{"index": 77}', "77"),
        ("status", '{"index": 5}', None),
        ("status", '{"changed_at": "2026-01-01T00:00:00Z"}', None),
        ("dropdown", '{"ids": [2, 1]}', "Open, Done"),
        ("timeline", '{"from": "2026-01-01", "to": "2026-01-02"}', "2026-01-01 - 2026-01-02"),
        ("email", '{"email": "a@x", "text": "A"}', "A - a@x"),
        ("email", '{"email": "a@x", "text": "a@x"}', "a@x"),
        ("link", '{"url": "https://x", "text": ""}', " - https://x"),
        ("week", "[1]", None),
        ("country", "null", None),
        ("location", '{"lat": "1", "address": "Giza"}', "Giza"),
        ("doc", '{"files": [{"name": "A"}, {"name": "B"}]}', "A, B"),
        (
            "people",
            '{"personsAndTeams": [{"id": 7, "kind": "person"}, {"id": 7, "kind": "team"},'
            ' {"id": 8, "kind": "person"}, {"id": null}]}',
            "Ada, Crew, 8",
        ),
        ("phone", "{", None),
    ],
)
def test_what_a_value_shows(kind: str, value: str, text: str | None) -> None:
    (cell,) = past_cells([Column("c", "C", kind, settings=LABELS)], {"c": value}, NAMES)
    assert (cell.text, cell.value) == (text, value)


def test_types_whose_text_stands_elsewhere_and_columns_that_are_not_told_have_no_cell() -> None:
    columns = [Column("p", "P", "tags"), Column("t", "T", "text"), Column("u", "U", "text")]
    cells = past_cells(columns, {"p": "{}", "t": None}, NAMES)
    assert [(c.column_id, c.text, c.value) for c in cells] == [("t", None, None)]
    assert "tags" not in TOLD_OF_PAST


@pytest.mark.parametrize(
    ("given", "kept"),
    [(None, None), ('{"index": 1}', {"index": 1}), ({"index": 1}, {"index": 1}), ("a b", "a b")],
)
def test_a_raw_value_comes_as_json_text_or_as_what_it_stands_for(given: Any, kept: Any) -> None:
    found = json_text(given)
    assert (None if found is None else json.loads(found)) == kept
