"""The loader predicts conversion losses for the same cells for which the macros count them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loader.board.board_file import ColumnEntry
from loader.board.column_types import COLUMN_TYPES
from loader.board.conversion_losses import (
    UNTOLD,
    is_lost,
    losses_sentence,
    newly_typed,
    type_losses,
)
from loader.board.model import Cell
from loader.board.part_texts import CHANGED, PLACES, WHOLE
from tests.dbt.cases import CASES, Case

MACROS = Path(__file__).parents[3] / "dbt_project" / "macros" / "types"
TYPED = [c for c in CASES if c.data_type and not c.part and not c.missing]


def cells(kind: str, *texts: str | None) -> list[Cell]:
    return [Cell("c", kind, text, None) for text in texts]


def column(kind: str, data_type: str | None, **more: Any) -> ColumnEntry:
    return ColumnEntry("c", kind, "C", "C", "approved", data_type=data_type, **more)


@pytest.mark.parametrize("case", [c for c in TYPED if c.type == "text"], ids=lambda c: c.label)
def test_a_text_is_lost_as_the_macros_say(case: Case) -> None:
    assert is_lost(case.text or "", str(case.data_type)) == case.lost


@pytest.mark.parametrize("case", [c for c in TYPED if c.type not in UNTOLD], ids=lambda c: c.label)
def test_a_cell_is_lost_as_the_macros_say(case: Case) -> None:
    cell = Cell("c", case.type, case.text, case.json, case.fields)
    found = type_losses(column(case.type, case.data_type), [cell])
    assert (len(found) == 1) == case.lost


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.part and c.data_type], ids=lambda c: c.label
)
def test_a_part_is_lost_as_the_macros_say(case: Case) -> None:
    cell = Cell("c", case.type, case.text, case.json, case.fields)
    given = {str(case.part): str(case.data_type)}
    found = type_losses(column(case.type, None, parts=True, part_types=given), [cell])
    assert (len(found) == 1) == case.lost


def test_what_is_lost_is_counted_of_the_values_there_are() -> None:
    given = cells("mirror", "12.5", "12", None, "", "3.25", "12.5", "x")
    (found,) = type_losses(column("mirror", "decimal"), given)
    assert (found.lost, found.values, found.examples) == (4, 5, ("12.5", "3.25", "x"))
    assert type_losses(column("mirror", "decimal(9,2)"), cells("mirror", "12.5")) == ()
    assert type_losses(column("mirror", None), given) == ()


def test_types_of_parts_are_held_against_what_the_parts_say() -> None:
    where = '{"lat": 40.7127753, "lng": "-74.0059728", "city": {"long_name": "New York"}}'
    cell = Cell("c", "location", "New York", where)
    types = {"lat": "decimal(9,4)", "lng": "decimal(9,7)", "city": "nvarchar(3)"}
    when = column("text", None, parts=True, part_types={"changed at": "date"})
    changed = Cell("c", "text", "x", '{"changed_at": "2026-01-02T03:04:05.678Z"}')
    assert [one.lost for one in type_losses(when, [changed])] == [1]
    site = column("location", "nvarchar(5)", parts=True, part_types=types)
    found = {losses.part: losses for losses in type_losses(site, [cell])}
    assert found.keys() == {None, "lat", "city"}
    assert losses_sentence(found["lat"], "values") == (
        "Column C (c), part lat, as decimal(9,4) would lose 1 of 1 values, such as '40.7127753'"
    )
    assert type_losses(replace(site, parts=False, data_type=None), [cell]) == ()


def test_columns_are_newly_typed_by_their_own_type_or_a_part_s() -> None:
    plain, typed = column("mirror", None), column("mirror", "int")
    part = column("timeline", None, parts=True, part_types={"from": "datetime2(0)"})
    assert newly_typed([plain, typed, part], {}) == (typed, part)
    assert newly_typed([typed], {"c": plain}) == (typed,)
    assert newly_typed([typed], {"c": typed}) == newly_typed([part], {"c": part}) == ()


def test_of_few_types_nothing_is_said() -> None:
    """Every other macro reads the text, one document that is a number, or places in `PLACES`."""

    def source(kind: str) -> str:
        macro = (MACROS / f"monday_{kind}.sql").read_text(encoding="utf-8")
        return re.search(r"'': \{\s*'source': (.*)", macro)[1]  # type: ignore[index]

    known = {"numbers", "date", "unsupported"}
    silent = {k for k in COLUMN_TYPES if not source(k).startswith("'text'")} - known
    assert silent - {k for k, parts in PLACES.items() if WHOLE in parts} == UNTOLD


@pytest.mark.parametrize(
    ("kind", "part"), [(k, p) for k, row in PLACES.items() for p in row], ids=str
)
def test_a_part_stands_where_its_macro_looks(kind: str, part: str) -> None:
    macro = (MACROS / f"monday_{kind}.sql").read_text(encoding="utf-8")
    if (kind, part) == ("status", "label id"):
        line = macro[macro.index("set label_id") :].partition("\n")[0]
    else:
        line = macro[macro.index(f"'{part}': {{") :].partition("'type'")[0]
    if "'content': moment" in line:
        line = macro[macro.index("set moment") :].partition("\n")[0]
    looked = re.findall(
        r"monday_json_(?:text|part)\('(value|fields)', '([\w.]+)'|monday_filled\('(text)'", line
    )
    found = [(document or text, path) for document, path, text in looked]
    assert [place for place in found if place != ("fields", "is_leaf")] == list(PLACES[kind][part])


def test_every_part_of_a_type_is_known() -> None:
    composed = {("date", "has time")}
    for kind, known in COLUMN_TYPES.items():
        assert {p for p in PLACES.get(kind, {}) if p} == {
            p for p in known.parts if p != CHANGED and (kind, p) not in composed
        }
