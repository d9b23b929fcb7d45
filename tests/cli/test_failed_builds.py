"""Failed checks keep production and the staging table; the next good build cleans up."""

from __future__ import annotations

import json
import re

import pytest

from loader.commands.watch import boards_that_failed
from tests.cli.boards import FIRST_ITEM, PLAIN_ID
from tests.cli.conftest import Plain
from tests.monday_server import Column
from tests.monday_server.values import Raw

SETTINGS = "max_shrink_percent: 50, min_rows: 0"


def empty_the_board(plain: Plain, left: int) -> None:
    """Archive all items but `left`, and load."""
    for n in range(left, 30):
        plain.server.edit.archive_item(FIRST_ITEM + n)
    plain.project.ok("monday-load", "orders")


def refused(plain: Plain, check: str) -> None:
    """Check that `check` fails the build, keeping production unchanged and the staging table."""
    before = plain.project.table()
    outcome = plain.build()

    assert not outcome.success
    assert outcome.nodes["orders"] == "error"
    assert {s for n, s in outcome.nodes.items() if n != "orders"} == {"skipped"}
    assert re.search(
        rf"left .*orders.* as it was: 1 of its checks failed.*\n\s+{check}", outcome.errors
    )
    assert "stg_orders" in outcome.errors
    failed = boards_that_failed(outcome.result.results, ("customers", "orders"))
    assert failed == ("orders",), "what a watch builds again"
    assert plain.project.table() == before
    assert tables(plain) == {"orders", "stg_orders"}
    status = json.loads(plain.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["staging_exists"] is True
    assert status["last_build"]["status"] == "failed"
    assert re.search(check, status["last_build"]["message"])
    assert status["production_rows"] == 30


def cleaned(plain: Plain, rows: int) -> None:
    """Check that the next build puts the new table in place and removes the staging table."""
    outcome = plain.build()
    assert outcome.success, outcome.errors
    assert tables(plain) == {"orders"}
    assert len(plain.project.table()[1]) == rows
    status = json.loads(plain.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["staging_exists"] is False
    assert status["last_build"]["status"] == "complete"


def tables(plain: Plain) -> set[str]:
    found = plain.project.query("select table_name from duckdb_tables() where schema_name = 'main'")
    return {name for (name,) in found}


def test_a_table_that_shrinks_too_much_is_refused_until_allowed(plain: Plain) -> None:
    empty_the_board(plain, left=14)
    found = "shrink: expected at most 50 % fewer than production's 30 rows; found 14"
    refused(plain, f"{found}; dbt build --full-refresh -s orders accepts it once")

    plain.settings(SETTINGS, "max_shrink_percent: 60, min_rows: 0")
    cleaned(plain, rows=14)


def test_shrink_and_rows_can_be_accepted_once(plain: Plain) -> None:
    empty_the_board(plain, left=0)
    refused(plain, "shrink: .* found 0")

    assert plain.project.dbt("build", "-s", "orders", "--full-refresh").success
    cleaned(plain, rows=0)


def test_too_few_rows_are_refused(plain: Plain) -> None:
    plain.settings(SETTINGS, "max_shrink_percent: 50, min_rows: 31")
    refused(plain, "minimum rows: expected at least 31; found 30")

    plain.server.edit.add_item(PLAIN_ID, "One more")
    plain.project.ok("monday-load", "orders")
    cleaned(plain, rows=31)


def test_conversion_losses_above_the_limit_are_refused_by_column(plain: Plain) -> None:
    for n, number in enumerate(("1.005", "99999999999999999999")):
        plain.server.edit.set_cell(FIRST_ITEM + n, "numbers_1", number)
    plain.server.edit.set_cell(FIRST_ITEM + 2, "date_1", Raw("soon", '{"date":"soon"}'))
    assert plain.load_and_build().success
    status = json.loads(plain.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["last_build"]["losses"] == {"Qty": 2, "Due": 1}

    plain.settings(SETTINGS, "max_shrink_percent: 50, min_rows: 0, max_losses: 2")
    refused(plain, r"conversion losses: expected at most 2; found 3 \(Qty 2, Due 1\)")

    for column in ("numbers_1", "date_1"):
        for n in range(3):
            plain.server.edit.clear_cell(FIRST_ITEM + n, column)
    plain.project.ok("monday-load", "orders")
    cleaned(plain, rows=30)


def test_a_raw_table_with_a_broken_item_is_refused(plain: Plain) -> None:
    plain.project.query(
        "delete from raw_monday.orders where column_id = 'name' and text = 'Item 7'"
    )
    refused(plain, r"rows: expected 29, the items in raw_monday\.orders; found 30")

    plain.project.ok("monday-load", "orders")
    cleaned(plain, rows=30)


def test_rows_of_another_board_are_refused(plain: Plain) -> None:
    """Two projects in one warehouse may have boards of the same name."""
    plain.project.query("update raw_monday._columns set board_id = 77 where board = 'orders'")
    refused(plain, f"board: expected rows of board {PLAIN_ID}, which the model is of; .* board 77")
    plain.project.query(f"update raw_monday._columns set board_id = {PLAIN_ID}")
    cleaned(plain, rows=30)


def test_a_column_that_no_load_has_read_is_refused(plain: Plain) -> None:
    """An update put it into the model; a build before a load would set it to NULL in every row."""
    plain.server.edit.add_column(PLAIN_ID, Column("text_9", "Port", "text"))
    plain.server.edit.set_cell(FIRST_ITEM, "text_9", "Izmir")
    plain.project.ok("monday-board", "update", "orders")
    refused(plain, r"column \[Port\]: .* no load has landed its values .*; run monday-load orders")

    plain.project.ok("monday-load", "orders", "--changed")
    cleaned(plain, rows=30)
    assert plain.project.query('select "Port" from orders where "Port" is not null') == [("Izmir",)]


def test_a_column_of_which_a_person_thought_again_waits_for_a_load(plain: Plain) -> None:
    plain.settings("name: Customer, decision: rejected", "name: Customer, decision: approved")
    refused(plain, r"column \[Customer\]: .*; run monday-load orders")

    plain.project.ok("monday-load", "orders")
    cleaned(plain, rows=30)


def test_a_key_that_cannot_hold_the_ids_is_refused(plain: Plain) -> None:
    file = plain.project.dir / "boards" / "orders.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("data_type: nvarchar(100)}", "data_type: int}"), encoding="utf-8")
    before = plain.project.table()
    for program, words in (("monday-board", ("update", "orders")), ("monday-load", ("orders",))):
        outcome = plain.project.run(program, *words)
        assert outcome.code == 1
        assert "has no room for the 10 digits of an item's id; use bigint" in outcome.err
    assert plain.project.table() == before
    plain.settings("data_type: int}", "data_type: bigint}")
    assert plain.build().success
    assert tables(plain) == {"orders"}


def test_a_user_who_keeps_the_previous_table_can_swap_back(plain: Plain) -> None:
    plain.settings(SETTINGS, "max_shrink_percent: 50, min_rows: 0, keep_previous: true")
    before = plain.project.table()
    empty_the_board(plain, left=20)
    assert plain.build().success
    assert tables(plain) == {"orders", "orders__previous"}

    assert plain.project.dbt("run-operation", "swap_back", "--args", "{model: orders}").success
    assert plain.project.table() == before


@pytest.mark.parametrize("made_by", ["table", "view"])
def test_a_stage_that_is_not_ours_is_never_dropped(plain: Plain, made_by: str) -> None:
    plain.project.query(f"create {made_by} stg_orders as select 1 as theirs")
    outcome = plain.build()

    assert not outcome.success
    assert "stg_orders" in outcome.errors
    assert plain.project.query("select * from stg_orders") == [(1,)]


def test_status_knows_the_staging_prefix_of_the_project(plain: Plain) -> None:
    path = plain.project.dir / "dbt_project.yml"
    text = path.read_text(encoding="utf-8")
    assert "staging_prefix: stg_" in text
    path.write_text(text.replace("staging_prefix: stg_", "staging_prefix: new_"), encoding="utf-8")
    empty_the_board(plain, 10)
    assert not plain.build().success

    assert tables(plain) == {"orders", "new_orders"}
    shown = plain.project.ok("monday-board", "status", "orders")
    assert "staging\ta build is running, or its checks failed\n" in shown.out
