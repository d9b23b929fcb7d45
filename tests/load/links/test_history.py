"""A board's history: versions of its items through edits, deletions and column drift."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from loader.board.board_file import BoardFile, ItemId
from tests.cli.boards import FIRST_ITEM, PLAIN_ID, plain_account
from tests.dbt.conftest import ENGINES, open_warehouse
from tests.dbt.project import make_project
from tests.load.links.land import Landed
from tests.monday_server import Edits, MondayServer
from tests.monday_server.data import Column
from tests.sqlserver import connection as sqlserver

pytestmark = pytest.mark.timeout(1200)  # five builds, and a T-SQL server in a test may be slow

TITLES = {
    "text_1": 'say "hi"',
    "text_2": "a[b {{ 7*7 }} {% raw %}",
    "numbers_1": "dbt_valid_to",
    "date_1": "two\nlines ; drop table orders--",
}
HI, KEPT_HI = 'say "hi"', "say \u201dhi\u201d"
NUMBER = "dbt_valid_to (numbers_1)"
OPEN = "dbt_valid_to"


KEYS = {"duckdb": 'key "]', "sqlserver": "key {{ 7*7 }}"}
"""Stock Babelfish cannot parse the first key, nor return a column name with an emoji."""
KEY = "the key"


@pytest.fixture(scope="module", params=ENGINES)
def histories(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[list[dict[str, Any]]]]:
    """Yield the history after each build: first, edits, column drift, no change, a new column."""
    folder = tmp_path_factory.mktemp(request.param)
    account = plain_account(5)
    edits = Edits(account)
    for column_id, title in TITLES.items():
        edits.rename_column(PLAIN_ID, column_id, title)
    found = []
    with open_warehouse(request.param, folder) as warehouse, MondayServer(account) as server:
        landed = Landed(make_project(folder / "dbt_project", warehouse), server, {})
        key = KEYS[warehouse.engine]
        if warehouse.engine == "duckdb":
            edits.rename_column(PLAIN_ID, "status", "🚀 ]")

        def kept(board: BoardFile) -> BoardFile:
            return replace(board, history=True, item_id=replace(board.item_id, name=key))

        landed.deploy(PLAIN_ID, "orders", kept)

        def build() -> None:
            landed.land()
            run = landed.project.build("-s", "orders")
            assert run.warnings == []
            assert run.status("orders__history") == "success"
            shown = key.replace('"', "\u201d")
            rows = landed.rows("orders__history")
            found.append([{KEY if k == shown else k: v for k, v in row.items()} for row in rows])

        build()
        edits.set_cell(FIRST_ITEM, "text_1", "edited")
        edits.clear_cell(FIRST_ITEM + 1, "numbers_1")
        edits.delete_item(FIRST_ITEM + 2)
        edits.archive_item(FIRST_ITEM + 3)
        build()
        edits.rename_column(PLAIN_ID, "text_2", "renamed [")
        edits.remove_column(PLAIN_ID, "file_1")
        edits.add_column(PLAIN_ID, Column("text_9", "new 'one'", "text"))
        numbers = landed.boards["orders"].column("numbers_1")
        assert numbers is not None
        wider = replace(numbers, data_type="decimal(20,6)")
        landed.boards["orders"] = landed.boards["orders"].with_column(wider)
        edits.retype_column(PLAIN_ID, "date_1", "text")
        edits.set_cell(FIRST_ITEM, "date_1", "not a day")
        build()
        for word in ("run", "snapshot"):  # with --empty they see no items, and change nothing
            assert landed.project.dbt(word, "-s", "tag:monday_orders", "--empty").success
        build()
        edits.add_column(PLAIN_ID, Column("text_8", "newest", "text"))
        edits.set_cell(FIRST_ITEM + 4, "text_8", "filled")
        build()
        yield found


def every_cell(value: str) -> Callable[[object], str]:
    """Return a conversion that gives every cell the same value."""
    return lambda _: value


def versions(history: list[dict[str, Any]], item: int) -> list[dict[str, Any]]:
    rows = [row for row in history if row[KEY] == str(FIRST_ITEM + item)]
    return sorted(rows, key=lambda row: row["dbt_valid_from"])


def test_a_first_build_keeps_every_item_once(histories: list[list[dict[str, Any]]]) -> None:
    first = histories[0]

    assert sorted(row[KEY] for row in first) == [str(FIRST_ITEM + n) for n in range(5)]
    assert all(row[OPEN] is None for row in first)
    assert {KEPT_HI, NUMBER, TITLES["text_2"], TITLES["date_1"]} <= set(first[0])
    assert versions(first, 1)[0][NUMBER] == 1


def test_versions_begin_in_utc(histories: list[list[dict[str, Any]]]) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    begun = [row["dbt_valid_from"] for history in histories for row in history]
    assert all(abs(now - moment) < timedelta(hours=1) for moment in begun)


def test_an_edit_closes_one_version_and_opens_another(
    histories: list[list[dict[str, Any]]],
) -> None:
    before, after = versions(histories[1], 0)
    assert (before[KEPT_HI], after[KEPT_HI]) == ("note 0", "edited")
    assert before[OPEN] == after["dbt_valid_from"]
    assert after[OPEN] is None
    cleared = versions(histories[1], 1)
    assert [row[NUMBER] for row in cleared] == [1, None]
    assert len(versions(histories[1], 4)) == 1


@pytest.mark.parametrize("item", [2, 3], ids=["deleted", "archived"])
def test_an_item_that_left_has_no_open_version(
    histories: list[list[dict[str, Any]]], item: int
) -> None:
    (only,) = versions(histories[1], item)
    assert only[OPEN] is not None


def test_columns_follow_renames_additions_and_removals(
    histories: list[list[dict[str, Any]]],
) -> None:
    columns = set(histories[2][0])

    assert "renamed [" in columns
    assert TITLES["text_2"] not in columns
    assert {"new 'one'", "Files"} <= columns
    oldest, *_, newest = versions(histories[2], 0)
    assert (oldest["renamed ["], newest["renamed ["]) == ("remark 0", "remark 0")
    assert (oldest["Files"], newest["Files"]) == ("sketch 0.png", None)


def test_columns_follow_types_and_lose_nothing(histories: list[list[dict[str, Any]]]) -> None:
    oldest, *_, newest = versions(histories[2], 0)

    assert newest[TITLES["date_1"]] == "not a day"
    assert oldest[TITLES["date_1"]] == "2026-01-05"
    assert versions(histories[2], 4)[0][NUMBER] == 4


def test_a_build_without_a_change_adds_no_version(histories: list[list[dict[str, Any]]]) -> None:
    def order(row: dict[str, Any]) -> str:
        return str(row["dbt_scd_id"])

    assert sorted(histories[3], key=order) == sorted(histories[2], key=order)


def test_a_new_column_opens_versions_only_of_items_with_a_value(
    histories: list[list[dict[str, Any]]],
) -> None:
    assert (
        versions(histories[4], 1)[-1]["dbt_scd_id"] == versions(histories[3], 1)[-1]["dbt_scd_id"]
    )
    *_, before, after = versions(histories[4], 4)
    assert (before["newest"], after["newest"]) == (None, "filled")
    assert len(histories[4]) == len(histories[3]) + 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_history_follows_its_key_and_a_type_that_goes_back_and_forth(
    engine: str, tmp_path: Path
) -> None:
    account = plain_account(2)
    edits = Edits(account)
    with open_warehouse(engine, tmp_path) as warehouse, MondayServer(account) as server:
        landed = Landed(make_project(tmp_path / "dbt_project", warehouse), server, {})
        landed.deploy(PLAIN_ID, "orders", lambda board: replace(board, history=True))

        def build(key: ItemId | None = None) -> list[dict[str, Any]]:
            if key is not None:
                landed.boards["orders"] = replace(landed.boards["orders"], item_id=key)
            landed.land()
            run = landed.project.build("-s", "orders")
            assert run.warnings == []
            assert run.status("orders__history") == "success", run.text
            return landed.rows("orders__history")

        build()
        for number in ("0", "1"):
            edits.retype_column(PLAIN_ID, "text_1", "numbers", convert=every_cell(number))
            build()
            edits.retype_column(PLAIN_ID, "text_1", "text", convert=every_cell(f"new {number}"))
            before = build()
        after = build(ItemId("Style ID"))
        if not on_babelfish(engine):
            after = build(ItemId("Style ID", "bigint"))

    def named(row: dict[str, Any]) -> dict[str, Any]:
        return {("Style ID" if k == "Item ID" else k): v for k, v in row.items()}

    def order(row: dict[str, Any]) -> str:
        return str(row["dbt_scd_id"])

    kept = [{**named(row), "Style ID": int(row["Item ID"])} for row in before]
    found = [{**row, "Style ID": int(row["Style ID"])} for row in after]
    assert sorted(found, key=order) == sorted(kept, key=order)
    notes = [column for column in after[0] if column.startswith("Note")]
    assert len(notes) == 3
    oldest, *_, newest = sorted(
        (row for row in found if row["Style ID"] == FIRST_ITEM),
        key=lambda row: row["dbt_valid_from"],
    )
    aside = next(column for column in notes if column != "Note" and not column.endswith(" 2"))
    assert (oldest[aside], newest["Note"], newest[aside]) == ("note 0", "new 1", None)
    assert {row[aside + " 2"] for row in found} == {None, "0.00", "new 0"}


@pytest.mark.parametrize("engine", ENGINES)
def test_parts_and_another_spelling_follow_their_column(engine: str, tmp_path: Path) -> None:
    if engine == "sqlserver":
        sqlserver.require()
        sqlserver.needs_sql_server(
            "dbt's tables have their columns in lower case there, as new ones"
        )
    account = plain_account(2)
    edits = Edits(account)
    with open_warehouse(engine, tmp_path) as warehouse, MondayServer(account) as server:
        landed = Landed(make_project(tmp_path / "dbt_project", warehouse), server, {})

        def with_parts(board: BoardFile) -> BoardFile:
            columns = (replace(c, parts=c.id == "status") for c in board.columns)
            return replace(board, history=True, columns=tuple(columns))

        landed.deploy(PLAIN_ID, "orders", with_parts)
        before = built(landed)
        edits.rename_column(PLAIN_ID, "status", "Progress")
        edits.set_cell(FIRST_ITEM, "status", 2)
        after = built(landed)
        edits.rename_column(PLAIN_ID, "status", "PROGRESS")
        edits.rename_column(PLAIN_ID, "text_1", "NOTE")
        respelled = built(landed)

    parts = ("", " label id", " done", " changed at")
    stages = [{part: row["Stage" + part] for part in parts} for row in before]
    kept = {row["dbt_scd_id"]: {p: row["Progress" + p] for p in parts} for row in after}
    assert [kept[row["dbt_scd_id"]] for row in before] == stages
    assert not [name for name in after[0] if name.startswith("Stage")]
    assert len(after) == len(before) + 1

    def renamed(name: str) -> str:
        return {"Note": "NOTE"}.get(name, name.replace("Progress", "PROGRESS"))

    def order(row: dict[str, Any]) -> str:
        return str(row["dbt_scd_id"])

    spelled = [{renamed(name): value for name, value in row.items()} for row in after]
    assert sorted(respelled, key=order) == sorted(spelled, key=order)


def test_no_column_of_the_boards_goes_on_in_one_that_is_kept_beside(tmp_path: Path) -> None:
    account = plain_account(2)
    edits = Edits(account)
    edits.rename_column(PLAIN_ID, "text_2", "monday_snapshot")
    with open_warehouse("duckdb", tmp_path) as warehouse, MondayServer(account) as server:
        landed = Landed(make_project(tmp_path / "dbt_project", warehouse), server, {})
        landed.deploy(PLAIN_ID, "orders", lambda board: replace(board, history=True))
        before = {row["Item ID"]: row for row in built(landed)}
        # As in histories whose board file did not request monday's past.
        own, mark = "monday_snapshot (text_2)", "monday_snapshot"
        history = f"{warehouse.schema}.orders__history"
        warehouse.query(f'alter table {history} rename column "{own}" to {mark}')
        edits.retype_column(PLAIN_ID, "date_1", "numbers", convert=every_cell("7"))
        assert {"Due", "Due (date)", own} <= set(built(landed)[0])
        edits.add_column(PLAIN_ID, Column("text_9", "DUE (date)", "text"))
        edits.set_cell(FIRST_ITEM, "text_9", "of text_9")
        landed.land()
        run = landed.project.build("-s", "orders")
        assert "aside under this name is Due (date) 2 from now on" in "".join(run.warnings)
        after = built(landed)

    assert mark not in after[0]
    for row in after:
        first = before[row["Item ID"]]
        assert row[own] == first[own] == f"remark {int(row['Item ID']) - FIRST_ITEM}"
        oldest = row["dbt_scd_id"] == first["dbt_scd_id"]
        assert row["Due (date) 2"] == (first["Due"] if oldest else None)
    newest = [row["DUE (date)"] for row in after if row[OPEN] is None]
    assert sorted(newest, key=str) == [None, "of text_9"]
    assert [row["DUE (date)"] for row in after].count(None) == len(after) - 1


def built(landed: Landed) -> list[dict[str, Any]]:
    """Load and build once more; return the history."""
    landed.land()
    run = landed.project.build("-s", "orders")
    assert run.status("orders__history") == "success", run.text
    return landed.rows("orders__history")


def on_babelfish(engine: str) -> bool:
    """Whether the server is Babelfish, which cannot turn a text column into numbers."""
    return engine == "sqlserver" and sqlserver.is_babelfish()
