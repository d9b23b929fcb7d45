"""Batches that mssql-python copies in bulk: every value arrives unchanged, exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from loader.board.model import Cell, Item
from loader.errors import IncompleteLoad
from loader.landing.rows import Rows, rows_of
from loader.landing.sqlserver.bulk_copy import FEWEST_ROWS
from loader.landing.sqlserver.landing import SqlServerLanding, open_sqlserver
from tests.sqlserver import connection as server
from tests.sqlserver.line import Line
from tests.sqlserver.test_landing_transient import over
from tests.unit.landing.case import Place, place_in, rows

pytest.importorskip("mssql_python", reason="the backend mssql-python is not installed")
pytestmark = pytest.mark.sqlserver

ITEMS = FEWEST_ROWS // 3 + 1
"""Each item has three rows, as `rows` makes them."""
LAST = "the last row of a batch"
TEXTS = (
    None, "", " ", "a\0b", "x\r\n\t", "' \" \\ ; drop table x --", "שלום \u200f", "e\u0301 é",
    "\ud7ff\ue000\uffff", "👨‍👩‍👧 📦", "0x00", "9223372036854775808", "1e400", "NULL", "null",
    "\U0001f680" * 2_000, "\U0001f680" * 5_000, "é" * 4_000, "é" * 4_001, "x" * 8_001,
    "x" * 300_000,
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in("sqlserver", tmp_path / "project") as found:
        yield found


@pytest.fixture
def line() -> Iterator[Line]:
    with Line() as found:
        if server.is_babelfish():
            found.reword()
        yield found


@contextmanager
def copying(place: Place, line: Line, folder: Path) -> Iterator[SqlServerLanding]:
    far = over(line, place, folder / "far", backend="mssql-python")
    with open_sqlserver(far.warehouse) as landing:
        assert landing.connection.copies_in_bulk
        yield landing


def test_every_value_arrives_as_it_was(place: Place, line: Line, tmp_path: Path) -> None:
    ids = (-(2**63), -1, 0, 1, 2**31, 2**53 + 1, 2**63 - 1)
    items = [
        Item(
            ids[n] if n < len(ids) else n,
            f"Item {n} 🚀",
            cells=(Cell("text_1", "text", TEXTS[n % len(TEXTS)], TEXTS[-1 - n % len(TEXTS)]),),
        )
        for n in range(FEWEST_ROWS)
    ]
    with copying(place, line, tmp_path) as landing, landing.begin("orders") as incoming:
        batch = rows_of(items, frozenset(), {"text_1": "text"}, keeps_nul=landing.keeps_nul)
        connections = line.connections
        incoming.append(batch)
        assert landing.connection.copies_in_bulk
        assert line.connections == connections + 1
        incoming.replace(len(items))

    assert stored(place) == sent(batch)
    [(first, last)] = place.read("select min(loaded_at), max(loaded_at) from raw_monday.orders")
    assert first == last


def sent(batch: Rows) -> dict[tuple[int, str], tuple[str, str | None, str | None, str | None]]:
    columns = (batch.item_ids, batch.column_ids, batch.column_types, batch.texts, batch.values)
    return {
        (item, ident): (kind, text, value, fields)
        for item, ident, kind, text, value, fields in zip(*columns, batch.fields, strict=True)
    }


def stored(place: Place) -> dict[tuple[object, ...], tuple[object, ...]]:
    found = place.read(
        "select item_id, column_id, column_type, [text], [value], [fields] from raw_monday.orders"
    )
    return {row[:2]: row[2:] for row in found}


def test_a_row_that_comes_twice_is_refused(place: Place, line: Line, tmp_path: Path) -> None:
    with copying(place, line, tmp_path) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(ITEMS)))
        with pytest.raises(IncompleteLoad, match="twice"):
            incoming.append(rows(range(ITEMS - 1, 2 * ITEMS - 1)))
    assert place.read("select object_id('raw_monday.orders')") == [(None,)]


def counted(place: Place) -> int:
    [(count,)] = place.read("select count(*) from raw_monday._incoming_orders")
    assert isinstance(count, int)
    return count


@pytest.mark.parametrize(
    ("at", "arrives"),
    [("INSERT BULK", False), ("INSERT BULK", True), (LAST, False), (LAST, True)],
    ids=["before it is run", "before its answer", "before the last row", "when all is there"],
)
def test_a_copy_that_was_cut_leaves_each_row_once(
    place: Place, line: Line, tmp_path: Path, at: str, arrives: bool
) -> None:
    with copying(place, line, tmp_path) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(ITEMS), "first"))
        line.cut_at(at, arrives=arrives)
        batch = rows(range(ITEMS, 2 * ITEMS), "second")
        batch.values[-1] = LAST
        incoming.append(batch)
        assert line.is_cut
        assert not landing.connection.copies_in_bulk
        assert incoming.rows == counted(place) == 6 * ITEMS
        incoming.append(rows(range(2 * ITEMS, 3 * ITEMS), "third"))
        incoming.replace(3 * ITEMS)

    assert place.read(
        "select [text], count(*) from raw_monday.orders where column_id = 'text_1' "
        "group by [text] order by [text]"
    ) == [("first", ITEMS), ("second", ITEMS), ("third", ITEMS)]
