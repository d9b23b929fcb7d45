"""A project with an unreadable or unwritable file: it is reported, and the rest continues."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.cli.refusing import refused


@pytest.fixture(params=["a folder", "no YAML"])
def beside(request: pytest.FixtureRequest, plain: Plain) -> str:
    """Add an unreadable board file, first in order; return its fault."""
    path = plain.project.dir / "boards" / "bad.yml"
    if request.param == "a folder":
        path.mkdir()
        return "cannot be read: Is a directory"
    path.write_text("board_id: [", encoding="utf-8")
    return "line 1: not YAML"


def test_list_and_summary_show_a_file_that_cannot_be_read(plain: Plain, beside: str) -> None:
    listed = plain.project.run("monday-board", "list")
    assert listed.code == 1
    assert [line.split("\t")[:2] for line in listed.out.splitlines()] == [
        ["board", "state"], ["bad", "unreadable"], ["orders", "ok"],
    ]  # fmt: skip
    assert re.search(rf"(?m)^bad: .*bad\.yml: {beside}", listed.err)
    failed = plain.project.run("monday-board", "list", "--failed")
    assert [line.split("\t")[0] for line in failed.out.splitlines()] == ["board", "bad"]
    boards = json.loads(plain.project.run("monday-board", "list", "--json").out)
    assert [(b["board"], beside in str(b.get("faults"))) for b in boards] == [
        ("bad", True), ("orders", False),
    ]  # fmt: skip
    assert (boards[0]["state"], boards[0]["warnings"]) == ("unreadable", [])
    assert beside in boards[0]["reasons"][0]
    summary = plain.project.ok("monday-board", "summary")
    assert "boards\t1" in summary.out
    assert "unreadable\t1" in summary.out
    assert f"bad.yml: {beside}" in summary.err


def test_other_boards_load_and_update_beside_it(plain: Plain, beside: str) -> None:
    loaded = plain.project.run("monday-load", "--all")
    assert (loaded.code, loaded.out.splitlines()[-1]) == (1, "1 of 2 boards loaded; failed: bad")
    assert beside in loaded.err
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    updated = plain.project.run("monday-board", "update", "--all")
    assert updated.code == 1
    assert "changed: models/boards/orders.sql" in updated.out
    plain.project.ok("monday-board", "update", "--board-id", str(PLAIN_ID), "--check")
    refused(plain.project, 1, beside, "monday-board", "update", "--board-id", "77")


def test_a_board_file_with_another_ending_is_not_passed_over(plain: Plain) -> None:
    file = plain.project.dir / "boards" / "orders.yml"
    shutil.copy(file, file.with_name("twin.yaml"))
    loaded = plain.project.run("monday-load", "--all")
    assert (loaded.code, loaded.out.splitlines()[-1]) == (1, "1 of 2 boards loaded; failed: twin")
    assert "is not there: rename twin.yaml, as a board file ends in .yml" in loaded.err
    file.rename(file.with_name("orders.YAML"))
    refused(plain.project, 1, r"rename orders\.YAML", "monday-load", "orders")


def test_a_folder_of_boards_that_cannot_be_read_is_said(plain: Plain) -> None:
    folder = plain.project.dir / "boards"
    shutil.rmtree(folder)
    folder.write_text("", encoding="utf-8")
    pattern = r"cannot read .*boards: Not a directory"
    refused(plain.project, 1, pattern, "monday-load", "--all")
    refused(plain.project, 1, pattern, "monday-load", "orders")
    refused(plain.project, 1, pattern, "monday-board", "list")


def test_an_update_that_cannot_write_claims_nothing(plain: Plain) -> None:
    folder = plain.project.dir / "models" / "boards"
    shutil.rmtree(folder)
    folder.write_text("", encoding="utf-8")
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    before = plain.project.files()
    outcome = plain.project.run("monday-board", "update", "orders")
    assert (outcome.code, outcome.out) == (1, "")
    assert "models/boards" in outcome.err
    assert plain.project.files() == before


def test_status_knows_the_last_complete_load_after_any_number_of_failed_ones(plain: Plain) -> None:
    plain.project.query(
        "insert into raw_monday._loads "
        "(load_id, board, board_id, started_at, ended_at, status, seq) "
        "select 'x' || n, 'orders', 1, now()::timestamp + to_seconds(n), now()::timestamp, "
        "'failed', 1000 + n"
        " from range(1, 201) as failed(n)"
    )
    status = json.loads(plain.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["last_load"]["status"] == "failed"
    assert 0 <= status["age_hours"] < 1
