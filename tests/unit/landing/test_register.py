"""The register of columns in a warehouse, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import BOARD, Register, RegisteredColumn, Version, entries_of
from loader.errors import IncompleteLoad
from loader.landing.id_rows import ColumnRow
from loader.landing.open import open_landing
from loader.landing.register import register_in, rows_to_write
from tests.unit.landing.case import ENDED_AT, Place, rows

NOTE = ColumnEntry("text_1", "text", "Note", "Note", "approved", aliases=("N",))
BOARD_FILE = BoardFile("orders", 7, "Orders", "orders", (), ())
ROWS = (
    RegisteredColumn(BOARD, (), (Version(0, entries_of(BOARD_FILE)[BOARD]),)),
    RegisteredColumn("__item_id__", ("Item ID",)),
    RegisteredColumn("text_1", ("Note", "Nöte \U0001f680 ]\"'"), (Version(0, NOTE),)),
    RegisteredColumn(
        "__group__", ("Group",), (Version(1, AttributeEntry("__group__", "Group", "approved")),)
    ),
)
NOTHING = Register()
REGISTER = Register("w0a1b2c3d", ROWS)


def register_rows(register: Register, before: Register = NOTHING) -> tuple[ColumnRow, ...]:
    return rows_to_write(BOARD_FILE, register, before, load_id="l1", now=ENDED_AT)


def test_what_a_load_decides_comes_with_its_rows_or_not_at_all(place: Place) -> None:
    def fail() -> None:
        landing.dimensions.write_columns(register_rows(REGISTER))
        raise IncompleteLoad("as if the process had ended here")

    with open_landing(place.warehouse) as landing:
        assert landing.dimensions.labels("orders") == ()  # as a load does: this creates the tables
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            with pytest.raises(IncompleteLoad):
                incoming.replace(3, also=fail)
        assert landing.columns("orders") == ()
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            written = register_rows(REGISTER)
            incoming.replace(3, also=lambda: landing.dimensions.write_columns(written))
        found = register_in(landing.columns("orders"), 7)
        assert (found.id, set(found.rows)) == (REGISTER.id, set(ROWS))
        assert register_in(landing.columns("orders"), 8) == NOTHING
        later = (*ROWS[2].versions, Version(2, replace(NOTE, name="Nöte")))
        changed = Register(REGISTER.id, (*ROWS[:2], replace(ROWS[2], versions=later), ROWS[3]))
        rewritten = register_rows(changed, REGISTER)
        assert len(rewritten) == 1
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            incoming.replace(3, also=lambda: landing.dimensions.write_columns(rewritten))
    with open_landing(place.warehouse, read_only=True) as landing:
        found = register_in(landing.columns("orders"), 7)
        assert (set(found.rows), found.revision) == (set(changed.rows), 2)


def test_a_name_that_a_build_has_shown_since_stays(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        assert landing.dimensions.labels("orders") == ()
        with landing.dimensions.engine.transaction():
            landing.dimensions.write_columns(register_rows(REGISTER))
        shown = Register(REGISTER.id, (replace(ROWS[2], names=("Note", "from ]\"'")),))
        with landing.dimensions.engine.transaction():
            landing.dimensions.write_columns(register_rows(shown))
        found = register_in(landing.columns("orders"), 7).row("text_1")
        assert found.names == ("Note", "from ]\"'", "Nöte \U0001f680 ]\"'")


def test_a_warehouse_that_nothing_was_loaded_into_has_no_register(place: Place) -> None:
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.columns("orders") == ()
