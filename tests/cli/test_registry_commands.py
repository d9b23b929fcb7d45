"""list, status, summary, discover, remove, update and review, with their JSON output."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Demo, Plain
from tests.cli.refusing import contents, refused
from tests.monday_server import Column, Item
from tests.project import UserProject


def told(project: UserProject, *words: str) -> Any:
    """Return the JSON that a command prints."""
    return json.loads(project.ok("monday-board", *words, "--json").out)


def columns(plain: Plain) -> dict[str, Any]:
    return {c["id"]: c for c in told(plain.project, "review", "orders")}


def test_list_shows_what_is_deployed(plain: Plain) -> None:
    (board,) = told(plain.project, "list")
    assert {k: board[k] for k in ("board", "board_id", "title", "table", "columns", "pending")} == {
        "board": "orders", "board_id": PLAIN_ID, "title": "Plain", "table": "orders",
        "columns": 6, "pending": 2,
    }  # fmt: skip


def test_status_tells_load_build_age_rows_drift_and_pending(plain: Plain) -> None:
    status = told(plain.project, "status", "orders")

    assert status["table"] == "main.orders"
    assert status["pending"] == ["file_1", "formula_1"]
    assert status["last_load"]["status"] == "complete"
    assert (status["last_load"]["items"], status["last_load"]["rows"]) == (30, 240)
    assert 0 <= status["age_hours"] < 1
    assert status["last_build"]["status"] == "complete"
    assert (status["raw_items"], status["production_rows"]) == (30, 30)
    assert status["drift_now"] == []
    assert status["unknown"] == []
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    (drift,) = told(plain.project, "status", "orders")["drift_now"]
    assert "column text_1 was retitled from 'Note' to 'Memo'" in drift
    shown = plain.project.ok("monday-board", "status", "orders")
    assert "drift\t1 change(s)" in shown.out
    assert "drift: column text_1 was retitled" in shown.err


def test_update_tells_of_a_test_that_dbt_does_not_know(plain: Plain) -> None:
    path = plain.project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "tests: [not_nul: {}, unique]\n", encoding="utf-8")
    said = plain.project.ok("monday-board", "update", "orders").err
    assert "orders: tests: 'not_nul' of the board is no data test of dbt" in said
    assert "did you mean not_null?" in said
    assert said.count("is no data test") == 1


def test_status_without_monday_tells_the_rest(plain: Plain) -> None:
    outcome = plain.project.run("monday-board", "status", "orders", "--json", MONDAY_API_TOKEN="")
    status = json.loads(outcome.out)
    assert outcome.code == 0
    assert status["production_rows"] == 30
    assert status["drift_now"] is None
    assert "MONDAY_API_TOKEN" in status["unknown"][0]


def test_summary_adds_the_boards_up(plain: Plain) -> None:
    total = told(plain.project, "summary")
    assert {k: total[k] for k in ("boards", "columns", "pending", "items", "rows")} == {
        "boards": 1, "columns": 6, "pending": 2, "items": 30, "rows": 240,
    }  # fmt: skip


def test_discover_shows_the_boards_of_the_token_and_searches(demo: Demo) -> None:
    found = told(demo.project, "discover")
    assert {b["name"] for b in found} >= {"Orders 2026", "Customers"}
    (one,) = told(demo.project, "discover", "cust")
    assert (one["id"], one["items"], one["workspace"]) == (8709134360, 60, "Main workspace")
    assert "No board matches" in demo.project.ok("monday-board", "discover", "nothing").err


def test_update_check_tells_and_writes_nothing(plain: Plain) -> None:
    assert (
        "nothing to change" in plain.project.ok("monday-board", "update", "orders", "--check").err
    )
    plain.server.edit.add_column(PLAIN_ID, Column("text_9", "Fresh", "text"))
    before = contents(plain.project)
    outcome = plain.project.run("monday-board", "update", "--all", "--check")

    assert outcome.code == 1
    assert "would change: boards/orders.yml" in outcome.out
    assert "column 'Fresh' (text_9, text) is new, approved" in outcome.err
    assert contents(plain.project) == before
    plain.project.ok("monday-board", "update", "--board-id", str(PLAIN_ID))
    for host, rest in (("https://x", ""), ("X", "/views/7"), ("https://x", "?a=%20/boards/8#b")):
        address = f"{host}.monday.com/boards/{PLAIN_ID}{rest}"
        plain.project.ok("monday-board", "update", "--check", "--board-id", address)
    assert plain.project.run("monday-board", "update", "orders", "--check").code == 0
    assert plain.load_and_build().success
    assert ("Fresh", "VARCHAR") in plain.project.table()[0]


def test_a_hand_edited_generated_file_is_found_and_put_right(plain: Plain) -> None:
    model = plain.project.dir / "models/boards/orders.sql"
    text = model.read_text(encoding="utf-8")
    model.write_text(text + "-- mine\n", encoding="utf-8")

    assert plain.project.run("monday-board", "update", "orders", "--check").code == 1
    plain.project.ok("monday-board", "update", "orders")
    assert model.read_text(encoding="utf-8") == text


def test_review_shows_columns_and_names_the_facts_that_wait(plain: Plain) -> None:
    shown = plain.project.ok("monday-board", "review", "orders")
    assert "Files\tfile_1\tfile\tpending\t\t\t\n" in shown.out
    assert "facts of an item too: Created At (__created_at__), State (__state__), " in shown.err
    done = plain.project.ok("monday-board", "review", "orders", "--approve", "__created_at__")
    said = next(line for line in done.err.splitlines() if "that are in the table too" in line)
    assert "Created At (__created_at__)" in said
    assert plain.load_and_build().success
    assert ("Created At", "TIMESTAMP") in plain.project.table()[0]


def test_review_approves_rejects_renames_and_types_by_flags(plain: Plain) -> None:
    plain.project.ok(
        "monday-board", "review", "orders", "--approve", "Files", "--reject", "formula_1",
        "--rename", "text_1=Memo", "--data-type", "Qty=decimal(9,3)", "--reason", "asked for",
    )  # fmt: skip
    now = columns(plain)

    assert now["file_1"]["decision"] == "approved"
    assert (now["formula_1"]["decision"], now["formula_1"]["reason"]) == ("rejected", "asked for")
    assert now["formula_1"]["decided_by"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", now["formula_1"]["decided_at"])
    assert (now["text_1"]["name"], now["text_1"]["title"]) == ("Memo", "Note")
    assert plain.load_and_build().success
    types, rows = plain.project.table()
    assert ("Files", "VARCHAR") in types
    assert ("Memo", "VARCHAR") in types
    assert ("Qty", "DECIMAL(9,3)") in types
    assert next(iter(rows.values()))["Files"] == "sketch 0.png"


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        (["--approve", "nope"], "no column 'nope'; did you mean Note"),
        (["--approve", "Files", "--reject", "Files"], "'Files' is given more than one decision"),
        (["--rename", "text_1=Remark"], "cannot be renamed: the name 'Remark' belongs"),
        (["--rename", "text_1"], "'text_1' is not of the form COLUMN=VALUE"),
        (["--rename", "text_1="], "new name of text_1 is empty"),
        (["--rename", f"text_1={'x' * 129}"], "has 129 UTF-16 units; SQL Server takes 128"),
        (["--data-type", "Qty=varchar(9); drop table x"], "is no SQL type"),
    ],
)
def test_a_review_that_cannot_be_is_refused(plain: Plain, words: list[str], pattern: str) -> None:
    refused(plain.project, 2, pattern, "monday-board", "review", "orders", *words)


def test_a_removed_board_keeps_its_data_and_comes_back_with_its_decisions(plain: Plain) -> None:
    plain.project.ok("monday-board", "review", "orders", "--approve", "file_1")
    files = plain.project.files()
    outcome = plain.project.ok("monday-board", "remove", "orders")

    assert "its dbt files, raw data and tables stay" in outcome.out
    assert "Its flow ../kestra/monday_orders.yml stays too: take it out of Kestra" in outcome.err
    assert told(plain.project, "list") == []
    assert plain.project.query("select count(*) from orders") == [(30,)]
    assert "removed: true" in plain.project.files()["dbt_project/boards/orders.yml"]
    for words in ((), ("--dry-run",)):
        refused(plain.project, 2, "Board 'orders' was removed", "monday-load", "orders", *words)
    refused(plain.project, 2, "No board is deployed", "monday-load", "--all")
    assert "removed already" in plain.project.ok("monday-board", "remove", "orders").err
    pattern = f"The name 'orders' belongs to board {PLAIN_ID}"
    deploy = ("deploy", "--board-id", "77", "--board-name", "orders")
    refused(plain.project, 1, pattern, "monday-board", *deploy)

    plain.project.deploy(PLAIN_ID)
    assert plain.project.files() == files


def test_a_table_that_a_removed_boards_model_builds_is_not_free(plain: Plain) -> None:
    """dbt refuses the whole project if two models build one table."""
    project, board = plain.project, plain.server.account.board(PLAIN_ID)
    plain.server.account.boards[77] = replace(board, id=77, name="Twin", items={})
    project.ok("monday-board", "remove", "orders")
    deploy = ("monday-board", "deploy", "--board-id", "77", "--board-name", "twin")
    pattern = (
        "Board 'orders' was removed, but its model models/boards/orders.sql still builds the table "
        "'orders'; .*`monday-board remove orders --purge`, or choose another --table-name"
    )
    refused(project, 1, pattern, *deploy, "--table-name", "orders")
    project.deploy(77, "twin")
    file = project.dir / "boards" / "twin.yml"
    edited = file.read_text(encoding="utf-8").replace("table: twin", "table: Orders")
    file.write_text(edited, encoding="utf-8")
    for words in (("monday-board", "update", "twin"), ("monday-load", "twin")):
        refused(project, 1, pattern.replace("'orders';", "'Orders';"), *words)

    project.ok("monday-board", "remove", "orders", "--purge", "--yes")
    project.ok("monday-board", "update", "twin")
    project.ok("monday-load", "twin")
    assert project.dbt("build", "-s", "twin").success


def test_loading_all_goes_on_after_a_board_that_fails(plain: Plain) -> None:
    other = plain.server.account.board(PLAIN_ID)
    twin = type(other)(
        5_100_000_002, "Twin", list(other.columns), list(other.groups),
        {i + 10**6: Item(i + 10**6, o.name, o.group_id, o.cells) for i, o in other.items.items()},
    )  # fmt: skip
    plain.server.account.boards[twin.id] = twin
    plain.project.deploy(twin.id, "twin")
    plain.server.edit.set_board_state(PLAIN_ID, "deleted")
    outcome = plain.project.run("monday-load", "--all")

    assert outcome.code == 1
    assert "orders: board 5100000001 is deleted on monday" in outcome.err
    assert outcome.out.splitlines()[0].startswith("twin: 30 items, 240 rows")
    assert outcome.out.splitlines()[-1] == "1 of 2 boards loaded; failed: orders"


def test_a_dry_run_of_a_load_tells_its_cost_and_writes_nothing(plain: Plain) -> None:
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    before = plain.project.database.read_bytes()
    outcome = plain.project.ok("monday-load", "orders", "--dry-run")

    assert plain.project.database.read_bytes() == before
    headings, row = (line.split("\t") for line in outcome.out.splitlines())
    cost = dict(zip(headings, row, strict=True))
    assert (cost["board"], cost["items"], cost["calls"]) == ("orders", "30", "2")
    assert int(cost["complexity"].replace(",", "")) > 0
    assert "orders: column text_1 was retitled" in outcome.err


def test_json_logs_are_one_object_a_line_and_verbose_shows_requests(plain: Plain) -> None:
    outcome = plain.project.ok("monday-load", "orders", "-v", "--log-format", "json")
    lines = [json.loads(line) for line in outcome.err.splitlines() if line.startswith("{")]
    assert {"time", "level", "message"} <= set(lines[0])
    assert any(line["level"] == "debug" for line in lines)
    assert plain.server.token not in outcome.err


def test_freshness_follows_the_last_complete_load(plain: Plain) -> None:
    words = ("source", "freshness", "-s", "source:raw_monday.orders")
    assert plain.project.dbt(*words).nodes == {"orders": "pass"}
    for hours, state in ((30, "warn"), (60, "error")):
        with duckdb.connect(str(plain.project.database)) as connection:
            connection.execute(
                "update raw_monday._loads set ended_at = now()::timestamp - to_hours(?)", [hours]
            )
        outcome = plain.project.dbt(*words)
        assert outcome.nodes == {"orders": state}
        assert outcome.success == (state != "error")
    plain.project.ok("monday-load", "orders")
    assert plain.project.dbt(*words).nodes == {"orders": "pass"}
