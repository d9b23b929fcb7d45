"""The output of commands: help, JSON, dry runs, and a build before the first load."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from loader.commands.board import MODULES, board_command
from loader.commands.load import load_command
from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.cli.refusing import contents, refused
from tests.monday_server import Column


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_command_answers_h_and_speaks_json(name: str) -> None:
    shown = CliRunner().invoke(board_command, [name, "-h"])
    assert shown.exit_code == 0
    assert f"Usage: monday-board {name} " in shown.output
    assert re.search(r"(?m)^  --json ", shown.output)


def test_the_programs_answer_h() -> None:
    for program in (board_command, load_command):
        assert "Usage: monday-" in CliRunner().invoke(program, ["-h"]).output


def test_a_misspelt_column_is_refused_with_the_one_that_is_meant(plain: Plain) -> None:
    review = ("monday-board", "review", "orders")
    meant = r"has no column '{}'; did you mean {}\? `monday-board review orders`"
    for given, found in (
        ("file_2", r"Files \(file_1\)"),
        ("remarc", r"Remark \(text_2\)"),
        ("Created by", r"Created At \(__created_at__\)"),
    ):
        refused(plain.project, 2, meant.format(given, found), *review, "--approve", given)
    refused(plain.project, 2, "has no column 'zzz'; `monday-board", *review, "--approve", "zzz")
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    plain.project.ok("monday-board", "update", "orders")
    near = "has the alias 'Not'; did you mean 'Note'\\? There are: 'Note'"
    refused(plain.project, 2, near, *review, "--drop-alias", "Not")


def test_a_build_before_the_first_load_says_what_to_run(fresh: Plain) -> None:
    fresh.project.deploy(PLAIN_ID)
    outcome = fresh.build()
    assert not outcome.success
    assert "yet, whose rows it is built from; run monday-load orders" in outcome.errors
    assert fresh.load_and_build().success


def test_deploy_names_the_columns_that_wait(fresh: Plain) -> None:
    outcome = fresh.project.deploy(PLAIN_ID)
    assert (
        "Pending, not loaded until decided with monday-board review orders: "
        "Files (file_1, file), Total (formula_1, formula)\n"
    ) in outcome.err


def test_deploy_update_and_load_speak_json(fresh: Plain) -> None:
    words = ("deploy", "--board-id", str(PLAIN_ID), "--board-name", "orders", "--json")
    (dry,) = json.loads(fresh.project.ok("monday-board", *words, "--dry-run").out)
    (board,) = json.loads(fresh.project.ok("monday-board", *words).out)
    assert (dry["written"], board["written"]) == (False, True)
    assert dry | {"written": True} == board
    assert (board["approved"], board["pending"]) == (6, ["file_1", "formula_1"])
    assert "boards/orders.yml" in board["files"]

    (cost,) = json.loads(fresh.project.ok("monday-load", "orders", "--dry-run", "--json").out)
    assert (cost["board"], cost["items"], cost["drift"]) == ("orders", 30, [])
    assert [type(cost[key]) for key in ("complexity", "minutes", "calls_left_today")] == [
        int, float, int,
    ]  # fmt: skip
    fresh.server.edit.add_column(PLAIN_ID, Column("text_9", "Fresh", "text"))
    checked = fresh.project.run("monday-board", "update", "orders", "--check", "--json")
    assert checked.code == 1
    (update,) = json.loads(checked.out)
    assert update["written"] is False
    assert "'Fresh' (text_9, text) is new" in update["changes"][0]
    (load,) = json.loads(fresh.project.ok("monday-load", "orders", "--json").out)
    assert (load["board"], load["status"], load["items"]) == ("orders", "complete", 30)
    assert "'Fresh' (text_9, text) is new" in load["drift"][0]

    fresh.server.edit.set_board_state(PLAIN_ID, "deleted")
    failed = fresh.project.run("monday-load", "orders", "--json")
    assert failed.code == 1
    (entry,) = json.loads(failed.out)
    assert (entry["status"], "is deleted on monday" in entry["error"]) == ("failed", True)


def test_a_dry_review_shows_the_outcome_and_writes_nothing(plain: Plain) -> None:
    before = contents(plain.project)
    outcome = plain.project.ok(
        "monday-board", "review", "orders", "--approve", "file_1", "--dry-run"
    )
    assert "Files\tfile_1\tfile\tapproved" in outcome.out
    assert "would change: boards/orders.yml\n" in outcome.err
    assert "Nothing was written." in outcome.err
    assert contents(plain.project) == before


def test_a_board_and_all_at_once_are_refused(plain: Plain) -> None:
    words = ("monday-board", "update", "orders", "--all")
    refused(plain.project, 2, "give --board-id or --all, not several of them", *words)


def test_a_load_warns_of_what_changes_in_the_table_and_who_reads_it(plain: Plain) -> None:
    assert "COLUMNS CHANGE" not in plain.project.ok("monday-load", "orders").out
    daily = plain.project.dir / "models" / "daily.sql"
    daily.write_text('select "Remark" from {{ ref("orders") }}', encoding="utf-8")
    exposure = "{name: wall, type: dashboard, owner: {name: Ada}, depends_on: [ref('orders')]}"
    daily.with_name("wall.yml").write_text(f"exposures: [{exposure}]", encoding="utf-8")
    assert plain.project.dbt("parse").success
    plain.project.query('create view v as select "Remark", "Qty" from orders')
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    plain.server.edit.remove_column(PLAIN_ID, "text_2")
    plain.server.edit.add_column(PLAIN_ID, Column("text_9", "Fresh", "text"))
    plain.server.edit.add_column(PLAIN_ID, Column("file_9", "Papers", "file"))
    loaded = plain.project.run("monday-load", "orders", KESTRA_EXECUTION_ID="2Xk0")
    assert loaded.code == 0
    assert " pending, THE TABLE'S COLUMNS CHANGE (3), load " in loaded.out
    logged = [json.loads(x[2:-2]) for x in loaded.out.splitlines() if x.startswith("::")]
    warned = [
        one["message"].partition("] ")[2]
        for marker in logged
        for one in marker.get("logs", ())
        if one["level"] == "WARN"
    ]
    changes = [
        "[Fresh] is new", "[Memo] is new",
        "[Remark] leaves; read by exposure wall, model daily, view main.v",
    ]  # fmt: skip
    assert warned == [f"orders: with the next build column {text}" for text in changes]
    (outputs,) = [marker["outputs"] for marker in logged if "outputs" in marker]
    assert (outputs["drift"], outputs["table_changes"]) == (4, "; ".join(changes))
    status = json.loads(plain.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["table_changes"] == changes
    told = f"the last complete load changes the table's columns: {'; '.join(changes)}"
    assert told in status["warnings"]
