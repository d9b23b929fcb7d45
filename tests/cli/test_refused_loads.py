"""Refused loads: each says what is wrong and what to do; the last data stays intact."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.boards import PLAIN_ID, plain_account
from tests.cli.conftest import Plain
from tests.cli.refusing import contents, refused
from tests.monday_server import MondayServer
from tests.project import UserProject

LINE = r"\S+ \S+ \[\d{8}-\d{6}-[0-9a-f]{8}\] "
"""The start of each line in a load's log."""


def test_an_unknown_board_name_is_refused_with_those_there_are(plain: Plain) -> None:
    refused(
        plain.project, 2, r"no board 'nope' is deployed.*deployed: orders", "monday-load", "nope"
    )
    for command in ("status", "review", "update", "remove", "loads", "check"):
        refused(plain.project, 2, "no board 'nope' is deployed", "monday-board", command, "nope")


@pytest.mark.parametrize("typed", ["order", "Orders", "ODERS"])
def test_a_typing_error_in_a_name_is_told_with_the_name_that_was_meant(
    plain: Plain, typed: str
) -> None:
    refused(plain.project, 2, f"no board '{typed}' .*; did you mean orders", "monday-load", typed)


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ([], "Name the boards to load, or give --all"),
        (["orders", "--all"], "Give --all or the names of boards, not both: .* load 'orders' too"),
    ],
)
def test_no_board_or_two_answers_are_wrong_usage(
    plain: Plain, words: list[str], pattern: str
) -> None:
    refused(plain.project, 2, pattern, "monday-load", *words)


def test_nothing_deployed_is_said(fresh: Plain) -> None:
    refused(
        fresh.project, 2, "No board is deployed; run `monday-board deploy`", "monday-load", "--all"
    )


def test_a_missing_and_a_wrong_token_are_refused(plain: Plain) -> None:
    refused(
        plain.project,
        1,
        "MONDAY_API_TOKEN is not set",
        "monday-load",
        "orders",
        MONDAY_API_TOKEN="",
    )
    wrong = {"MONDAY_API_TOKEN": "wrong-token-123456"}
    refused(plain.project, 1, "Check MONDAY_API_TOKEN", "monday-load", "orders", **wrong)
    loads = plain.project.query("select error from raw_monday._loads where status = 'failed'")
    assert loads
    assert "wrong-token" not in str(loads)


def test_a_missing_target_is_refused(plain: Plain) -> None:
    refused(plain.project, 1, "target named 'nope'", "monday-load", "orders", "--target", "nope")


def test_a_board_deleted_or_archived_after_its_deploy_is_refused(plain: Plain) -> None:
    plain.server.edit.set_board_state(PLAIN_ID, "deleted")
    refused(
        plain.project, 1, f"board {PLAIN_ID} is deleted on monday. Restore", "monday-load", "orders"
    )
    del plain.server.account.boards[PLAIN_ID]
    refused(
        plain.project, 1, f"no board {PLAIN_ID} that the token can see", "monday-load", "orders"
    )

    status = json.loads(plain.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["last_load"]["status"] == "failed"
    assert "no board" in status["last_load"]["error"]
    assert status["raw_items"] == 30
    assert status["drift_now"] is None
    assert "no board" in status["unknown"][0]


def test_a_proxys_page_is_not_taken_for_an_empty_board(plain: Plain) -> None:
    with MondayServer(plain_account(), faults={2: "html_200_always"}) as server:
        url = {"MONDAY_API_URL": server.url, "MONDAY_RETRY_SECONDS": "1"}
        refused(plain.project, 1, "not monday's JSON.*any proxy", "monday-load", "orders", **url)


def wait_for_nobody(project: UserProject) -> None:
    """Do not wait for other processes; by the profile, a process waits two minutes."""
    profile = project.home / "profiles.yml"
    patient = profile.read_text(encoding="utf-8")
    assert "connect_attempts: 7" in patient
    hasty = patient.replace("connect_attempts: 7", "connect_attempts: 1")
    profile.write_text(hasty, encoding="utf-8")


@contextmanager
def held_by_another_process(project: UserProject) -> Iterator[int]:
    """Hold the DuckDB file open in another process; yield the id of that process."""
    program = (
        "import duckdb, sys\nheld = duckdb.connect(sys.argv[1])\n"
        "print('held', flush=True)\nsys.stdin.read()"
    )
    words = [sys.executable, "-c", program, str(project.database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        try:
            yield process.pid
        finally:
            process.communicate()


def test_a_locked_duckdb_file_names_its_holder(plain: Plain) -> None:
    wait_for_nobody(plain.project)
    before = contents(plain.project)
    with held_by_another_process(plain.project) as holder:
        outcome = plain.project.run("monday-load", "orders")
        status = plain.project.ok("monday-board", "status", "orders", "--json")

    assert outcome.code == 1
    assert re.search(
        rf"The DuckDB file .*monday\.duckdb is open in process {holder} .*one process at a time. "
        "Wait for it to end, or close it, and run again",
        outcome.err,
    )
    assert json.loads(status.out)["production_rows"] is None
    assert "is open in process" in json.loads(status.out)["unknown"][0]
    assert contents(plain.project) == before


def test_a_locked_duckdb_file_stops_a_first_deploy(fresh: Plain) -> None:
    wait_for_nobody(fresh.project)
    with held_by_another_process(fresh.project):
        words = ("deploy", "--board-id", str(PLAIN_ID), "--board-name", "orders")
        outcome = fresh.project.run("monday-board", *words)

    assert outcome.code == 1
    assert "is open in process" in outcome.err
    assert not list(fresh.project.dir.glob("boards/*.yml"))


def board_file(project: UserProject) -> Path:
    return project.dir / "boards" / "orders.yml"


def test_every_fault_of_a_board_file_is_told_with_its_line(plain: Plain) -> None:
    file = board_file(plain.project)
    faulty = {
        "board_id: 5100000001": "board_id: many",
        "table: orders": "table: 'a\"b'",
        "min_rows: 0": "min_rows: -1, max_shrink: 10",
        "type: file": "typ: file",
        "title: Due, name: Due": "title: Due, name: note",
    }
    text = file.read_text(encoding="utf-8")
    for old, new in faulty.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text + "colums: []\n", encoding="utf-8")
    lines = text.splitlines()

    outcome = refused(
        plain.project, 1, r"orders\.yml has 8 fault\(s\); correct", "monday-load", "orders"
    )

    def line(words: str) -> int:
        return 1 + next(n for n, one in enumerate(lines) if words in one)

    for words, fault in (
        ("board_id:", "board_id must be a whole number, not 'many'"),
        ("table:", "table 'a\"b' is not allowed: use letters a to z, digits and _"),
        ("min_rows", "swap: min_rows must be from 0 to 2147483647, not -1"),
        ("min_rows", "swap: unknown key 'max_shrink'"),
        ("file_1", "columns file_1: type is missing"),
        ("file_1", "columns file_1: unknown key 'typ'"),
        ("text_1", "name 'Note' of column text_1 may be equal to that of column date_1"),
    ):
        assert f"line {line(words)}: {fault}" in outcome.err
    assert f"line {len(lines) + 1}: unknown key 'colums'" in outcome.err
    for command in ("status", "review", "update"):
        refused(plain.project, 1, "has 8 fault", "monday-board", command, "orders")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"", "line 1: a board file is a mapping"),
        (b"- a\n", "line 1: a board file is a mapping"),
        (b"board_id: 1\n  - x: [", "line 2: not YAML"),
        (b"title: \xff\xfe", "byte 7: not UTF-8 text"),
        (b"a: 1\na: 2\n", "line 2: 'a' stands on line 1 too; keep one"),
        (
            b"!!python/object:os.system {}",
            "line 1: the tag 'tag:yaml.org,2002:python/object:os.system'",
        ),
    ],
    ids=["empty", "list", "no YAML", "no UTF-8", "key twice", "tag"],
)
def test_a_board_file_that_is_none_is_refused(plain: Plain, text: bytes, fault: str) -> None:
    board_file(plain.project).write_bytes(text)

    refused(
        plain.project, 1, rf"orders.yml has \d fault.*\n{LINE}  {fault}", "monday-load", "orders"
    )
    listed = plain.project.run("monday-board", "list")
    assert re.search(f"orders.yml: {fault}", listed.err)


@pytest.mark.parametrize("edit", ["retyped", "deleted", "added", "renamed"])
def test_on_drift_fail_refuses_a_changed_board(plain: Plain, edit: str) -> None:
    edits = plain.server.edit
    if edit == "retyped":
        edits.retype_column(PLAIN_ID, "numbers_1", "text")
    elif edit == "deleted":
        edits.remove_column(PLAIN_ID, "numbers_1")
    elif edit == "added":
        column = plain.server.account.board(PLAIN_ID).column("text_1")
        edits.add_column(PLAIN_ID, type(column)("text_9", "Fresh", "text"))
    else:
        edits.rename_column(PLAIN_ID, "numbers_1", "Quantity")
    says = {
        "retyped": r"column 'Qty' \(numbers_1\) changed its type from numbers to text",
        "deleted": r"column 'Qty' \(numbers_1, numbers\) is gone from the board",
        "added": r"column 'Fresh' \(text_9, text\) is new, approved",
        "renamed": "column numbers_1 was retitled from 'Qty' to 'Quantity'",
    }[edit]
    pattern = f"--on-drift fail was given; nothing was loaded. Run `monday-board.*\n{LINE}  {says}"

    refused(plain.project, 1, pattern, "monday-load", "orders", "--on-drift", "fail")
    assert [len(r.query) > 0 for r in plain.server.pages_served] == []

    plain.project.ok("monday-board", "update", "orders")
    plain.project.ok("monday-load", "orders", "--on-drift", "fail")


def test_a_table_never_becomes_another_boards(plain: Plain) -> None:
    file = board_file(plain.project)
    text = file.read_text(encoding="utf-8")
    board = plain.server.account.board(PLAIN_ID)
    plain.server.account.boards[77] = replace(board, id=77, name="Twin", items={})
    file.write_text(text.replace(f"board_id: {PLAIN_ID}", "board_id: 77"), encoding="utf-8")
    for command in (
        ("monday-load", "orders"),
        ("monday-board", "update", "orders"),
        ("monday-board", "remove", "orders", "--purge", "--yes"),
    ):
        refused(
            plain.project, 1, f"raw_monday.orders holds board {PLAIN_ID}, and the board file says",
            *command,
        )  # fmt: skip


@pytest.mark.parametrize("table", ["orders", "Orders"])
def test_a_copied_board_file_builds_no_table_of_another(plain: Plain, table: str) -> None:
    """dbt accepts two models for one table if their names differ by case."""
    file = board_file(plain.project)
    text = file.read_text(encoding="utf-8").replace("table: orders", f"table: {table}")
    file.with_name("twin.yml").write_text(text, encoding="utf-8")
    pattern = f"Board 'orders' builds the table '{table}' already; .* in boards/twin.yml"
    refused(plain.project, 1, pattern, "monday-load", "twin")


def test_a_board_file_that_was_renamed_builds_no_table_beside_its_old_model(plain: Plain) -> None:
    file = board_file(plain.project)
    file.rename(file.with_name("moved.yml"))
    pattern = (
        r"models/boards/orders\.sql was generated from boards/orders\.yml, which is gone, and"
        r" builds the table 'orders' too, .* or put boards/orders\.yml back"
    )
    for command in (("monday-load", "moved"), ("monday-board", "update", "moved")):
        refused(plain.project, 1, pattern, *command)
    for left in plain.project.dir.glob("models/boards/orders*"):
        left.unlink()
    plain.project.ok("monday-load", "moved")


def test_board_files_that_differ_by_case_alone_share_no_table(plain: Plain) -> None:
    file = board_file(plain.project)
    file.with_name("Orders.yml").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("orders", "Orders"):
        refused(plain.project, 1, "differ by case alone", "monday-load", name)
