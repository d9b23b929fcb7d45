"""What a type would lose is told of the same cells, and in the same way, as the macros count."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loader.board.board_file import ColumnEntry
from loader.board.column_types import COLUMN_TYPES
from loader.board.conversion_losses import VALUE_IS_NOT_TEXT, is_lost, type_losses
from loader.board.model import Cell, Item
from tests.dbt.cases import CASES, Case

MACROS = Path(__file__).parents[3] / "dbt_project" / "macros" / "types"
TYPED = [c for c in CASES if c.data_type and not c.part and not c.missing]


def cells(kind: str, *texts: str | None) -> list[Item]:
    return [Item(n, "i", cells=(Cell("c", kind, text, None),)) for n, text in enumerate(texts)]


def column(kind: str, data_type: str | None) -> ColumnEntry:
    return ColumnEntry("c", kind, "C", "C", "approved", data_type=data_type)


@pytest.mark.parametrize("case", [c for c in TYPED if c.type == "text"], ids=lambda c: c.label)
def test_a_text_is_lost_as_the_macros_say(case: Case) -> None:
    assert is_lost(case.text or "", str(case.data_type)) == case.lost


@pytest.mark.parametrize(
    "case", [c for c in TYPED if c.type not in VALUE_IS_NOT_TEXT], ids=lambda c: c.label
)
def test_a_cell_is_lost_as_the_macros_say(case: Case) -> None:
    item = Item(1, "i", cells=(Cell("c", case.type, case.text, case.json, case.fields),))
    found = type_losses(column(case.type, case.data_type), [item])
    assert (found is not None) == case.lost


def test_what_is_lost_is_counted_of_the_values_there_are() -> None:
    items = cells("mirror", "12.5", "12", None, "", "3.25", "12.5", "x")
    found = type_losses(column("mirror", "decimal"), items)
    assert found is not None
    assert (found.lost, found.sampled, found.examples) == (4, 5, ("12.5", "3.25", "x"))
    assert type_losses(column("mirror", "decimal(9,2)"), cells("mirror", "12.5")) is None
    assert type_losses(column("mirror", None), items) is None
    assert type_losses(column("rating", "int"), items) is None


def test_types_of_which_nothing_is_said_are_those_that_read_no_text() -> None:
    def reads(kind: str) -> bool:
        macro = (MACROS / f"monday_{kind}.sql").read_text(encoding="utf-8")
        return re.search(r"'': \{'source': 'text'", macro) is not None

    silent = {kind for kind in COLUMN_TYPES if not reads(kind)} - {"numbers", "date"}
    assert silent - {"unsupported"} == VALUE_IS_NOT_TEXT
