"""The register of columns in a warehouse, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import RegisteredColumn
from loader.errors import IncompleteLoad
from loader.landing.id_tables import ColumnRow
from loader.landing.open import open_landing
from loader.landing.register import register_in, rows_to_write
from tests.unit.landing.case import ENDED_AT, Place, rows

REGISTER = (
    RegisteredColumn(
        "text_1",
        ("Note", "Nöte \U0001f680 ]\"'"),
        ColumnEntry("text_1", "text", "Note", "Note", "approved", aliases=("N",)),
        None,
    ),
    RegisteredColumn("__group__", ("Group",), AttributeEntry("__group__", "Group", "approved")),
)


def register_rows(
    register: tuple[RegisteredColumn, ...], before: tuple[RegisteredColumn, ...] = ()
) -> tuple[ColumnRow, ...]:
    board = BoardFile("orders", 7, "Orders", "orders", (), ())
    return rows_to_write(board, register, before, load_id="l1", now=ENDED_AT)


def test_what_a_load_decides_comes_with_its_rows_or_not_at_all(place: Place) -> None:
    def fail() -> None:
        landing.dimensions.write_columns(register_rows(REGISTER))
        raise IncompleteLoad("as if the process had ended here")

    with open_landing(place.warehouse) as landing:
        assert landing.dimensions.labels("orders") == ()  # a load reads them first, which makes all
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            with pytest.raises(IncompleteLoad):
                incoming.replace(3, also=fail)
        assert landing.columns("orders") == ()
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            written = register_rows(REGISTER)
            incoming.replace(3, also=lambda: landing.dimensions.write_columns(written))
        assert set(register_in(landing.columns("orders"), 7)) == set(REGISTER)
        assert register_in(landing.columns("orders"), 8) == ()
        changed = (replace(REGISTER[0], filed=REGISTER[0].decided), REGISTER[1])
        rewritten = register_rows(changed, REGISTER)
        assert len(rewritten) == 1
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            incoming.replace(3, also=lambda: landing.dimensions.write_columns(rewritten))
    with open_landing(place.warehouse, read_only=True) as landing:
        assert set(register_in(landing.columns("orders"), 7)) == set(changed)


def test_a_warehouse_that_nothing_was_loaded_into_has_no_register(place: Place) -> None:
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.columns("orders") == ()
