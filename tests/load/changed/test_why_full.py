"""Why an incremental load becomes a full one, on both engines."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from loader.board.registry import Registry
from loader.landing.records import LATER_LOAD_COLUMNS
from tests.load.changed.lab import BOARD, Case
from tests.load.changed.world import BOARD_ID, FIRST, ITEMS, clock_of
from tests.monday_server import Column, Item, Request


def test_refresh_daily_makes_the_first_load_of_a_day_a_full_one(case: Case) -> None:
    case.lab.settings("load: {", "load: {refresh: daily, ")
    case.changed()
    assert case.last()["kind"] == "changed"
    case.lab.query_and_commit("update raw_monday._loads set started_at = '2020-01-01T00:00:00'")
    case.changed()
    assert case.last()["kind"] == "full"
    assert case.last()["why_full"] == "the board file asks for one full load a day"


def _lose_the_table(case: Case) -> None:
    case.lab.query_and_commit(f"drop table raw_monday.{BOARD}")


def _lose_rows(case: Case) -> None:
    case.lab.query_and_commit(f"delete from raw_monday.{BOARD} where item_id = {FIRST}")


def _forget_the_loads(case: Case) -> None:
    case.lab.query_and_commit("delete from raw_monday._loads")


def _no_watermark(case: Case) -> None:
    case.lab.query_and_commit("update raw_monday._loads set watermark = null")


WHY = {
    "no load": (_forget_the_loads, "there is no complete load to build on"),
    "a load of an earlier version": (_no_watermark, "left no time of monday's to start from"),
    "the table is gone": (_lose_the_table, "the raw table is gone where load"),
    "rows are gone": (_lose_rows, f"the raw table has {ITEMS - 1} items"),
    "a new column": (
        lambda case: case.api.edit.add_column(BOARD_ID, Column("text_2", "More", "text")),
        "other columns, types or states are loaded",
    ),
    "another type": (
        lambda case: case.api.edit.retype_column(BOARD_ID, "text_1", "numbers"),
        "other columns, types or states are loaded",
    ),
    "too much": (
        lambda case: [case.api.edit.add_item(BOARD_ID, f"Added {n}") for n in range(250)],
        "251 of 262 items have to be read again",
    ),
}


@pytest.mark.parametrize("name", WHY)
def test_why_a_load_is_full(case: Case, name: str, caplog: pytest.LogCaptureFixture) -> None:
    spoil, reason = WHY[name]
    spoil(case)
    with caplog.at_level(logging.INFO):
        case.changed()
    assert case.last()["kind"] == "full"
    assert reason in str(case.last()["why_full"])
    assert any(f"{BOARD}: loading in full: " in r.getMessage() for r in caplog.records)
    after = case.lab.raw()
    case.lab.load()
    assert case.lab.raw() == after


@pytest.mark.parametrize(
    ("kind", "values", "data_type"),
    [
        ("date", [datetime(2026, 1, 5, 9, 30, tzinfo=UTC)] * ITEMS, "datetime2(0)"),
        ("numbers", ["0.123456"] * ITEMS, "decimal(22,6)"),
    ],
)
def test_a_type_is_decided_by_values_that_stand_there_already(
    case: Case, kind: str, values: list[object], data_type: str
) -> None:
    """A load without adaptation has landed them, and no item has changed since."""
    case.api.edit.retype_column(BOARD_ID, "text_1", kind)
    for n, value in enumerate(values):
        case.api.edit.set_cell(FIRST + n, "text_1", value)
    clock_of(case.account).move(3600)
    case.lab.load(on_drift="warn")
    case.changed()
    assert case.last()["why_full"] == "types of columns are decided by their values"
    entry = Registry(case.lab.project.dir).read(BOARD).column("text_1")
    assert entry is not None
    assert (entry.type, entry.data_type) == (kind, data_type)
    case.changed()
    assert case.last()["kind"] == "changed"


def test_items_that_are_listed_and_not_given_by_id_are_read_with_the_whole_board(
    case: Case,
) -> None:
    """An item seen in a sweep does not count as gone because a later answer lacks it."""
    for n in range(60):
        case.api.edit.add_item(BOARD_ID, f"Old {n}")
    clock_of(case.account).move(3600)
    case.lab.load()
    items = case.account.board(BOARD_ID).items
    assert isinstance(items, dict)
    for item in list(items)[ITEMS : ITEMS + 50]:
        case.api.edit.set_cell(item, "text_1", "edited")
    hidden: dict[int, Item] = {}

    def hide_one(request: Request) -> None:
        if request.operation == "ItemsById" and not hidden:
            one = int(request.variables["ids"][0])
            hidden[one] = items.pop(one)
            case.account.touch()
        elif request.operation == "FirstPage":
            items.update(hidden)
            case.account.touch()

    case.api.before = hide_one
    case.changed()
    (one,) = hidden
    assert case.lab.raw()[one, "text_1"][1] == "edited"
    assert case.last()["kind"] == "full"
    assert case.last()["why_full"] == "monday lists 1 items that it does not give by id"


def test_a_warehouse_of_an_earlier_version_gets_its_columns(case: Case) -> None:
    if case.lab.server_database is not None:
        case.lab.query_and_commit("drop index [IX_loads] on raw_monday._loads")
    for column in LATER_LOAD_COLUMNS:
        case.lab.query_and_commit(f"alter table raw_monday._loads drop column {column}")
    case.changed()
    assert [load["kind"] for load in case.lab.loads()] == [None, "full"]
    case.changed()
    assert case.last()["kind"] == "changed"
