"""What unattended loads log: each line names the load that it belongs to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.monday_server import Column, Fault, Strike
from tests.monday_server.faults import Scene
from tests.monday_server.replies import Reply
from tests.project import Outcome

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[(\d{8}-\d{6}-[0-9a-f]{8})\] ")


def ids_of(outcome: Outcome) -> list[str | None]:
    """Return the load id on each line of stderr."""
    found = (LINE.match(line) for line in outcome.err.splitlines())
    return [match and match[1] for match in found]


def recorded(plain: Plain) -> str:
    """Return the id of the newest load in `_loads`."""
    sql = "select load_id from raw_monday._loads order by started_at desc limit 1"
    return str(plain.project.query(sql)[0][0])


def drifted(plain: Plain) -> None:
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo\n\x1b[31m")
    plain.server.edit.add_column(PLAIN_ID, Column("numbers_9", "Fresh", "numbers"))


def test_every_line_of_a_load_carries_its_id(plain: Plain) -> None:
    drifted(plain)
    loaded = plain.project.ok("monday-load", "orders", "-v")
    load_id = recorded(plain)

    assert set(ids_of(loaded)) == {load_id}
    told = ", 2 columns pending, THE TABLE'S COLUMNS CHANGE (2), load "
    assert loaded.out.endswith(f"{told}{load_id}\n")
    assert "was retitled from 'Note' to 'Memo\\n\\x1b[31m'" in loaded.err
    assert "Decide about pending columns with: monday-board review orders" in loaded.err


@pytest.mark.parametrize("words", [("--on-drift", "fail"), ()], ids=["drift", "deleted"])
def test_every_line_of_a_failed_load_carries_its_id(plain: Plain, words: tuple[str, ...]) -> None:
    drifted(plain)
    if not words:
        plain.server.edit.set_board_state(PLAIN_ID, "deleted")
    failed = plain.project.run("monday-load", "orders", *words)

    assert failed.code == 1
    assert set(ids_of(failed)) == {recorded(plain)}
    assert len(ids_of(failed)) == (3 if words else 1)


def test_every_object_of_a_json_log_carries_the_id(plain: Plain) -> None:
    drifted(plain)
    loaded = plain.project.ok("monday-load", "orders", "--log-format", "json")
    lines = [json.loads(line) for line in loaded.err.splitlines()]
    assert {line["load_id"] for line in lines} == {recorded(plain)}


def test_kestra_gets_the_outputs_of_each_board_of_a_load(plain: Plain) -> None:
    path = plain.project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    twin = text.replace("table: orders", "table: twin")
    (path.parent / "twin.yml").write_text(twin, encoding="utf-8")
    loaded = plain.project.run("monday-load", "orders", "twin", KESTRA_EXECUTION_ID="2Xk0")

    assert (loaded.code, loaded.err) == (0, "")
    markers = [json.loads(line[2:-2]) for line in loaded.out.splitlines() if line[:2] == "::"]
    outputs = [marker["outputs"] for marker in markers if "outputs" in marker]
    assert outputs[0]["items"] == outputs[1]["twin"]["items"] == 30
    assert outputs[0]["load_id"] != outputs[1]["twin"]["load_id"]
    assert {**outputs[0], **outputs[1]}["load_id"] == outputs[0]["load_id"]


def test_a_reader_that_leaves_early_is_no_fault(plain: Plain) -> None:
    command = (
        f"{sys.executable} -c 'from loader.commands.board import board_command; board_command()'"
    )
    with plain.project.inside({}):
        shell = subprocess.run(
            ("/bin/sh", "-c", f"{{ {command} list; echo ended $? >&2; }} | :"),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert shell.stderr == "ended 0\n"


def test_what_the_encoding_of_stdout_does_not_have_is_escaped(plain: Plain) -> None:
    plain.server.edit.rename_board(PLAIN_ID, "🚀 Größe שלום")
    plain.project.ok("monday-board", "update", "orders")
    program = "from loader.commands.board import board_command; board_command()"
    with plain.project.inside({"PYTHONIOENCODING": "latin-1"}):
        listed = subprocess.run(
            (sys.executable, "-c", program, "list"), capture_output=True, check=False
        )
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert b"\\U0001f680 Gr\xf6\xdfe \\u05e9\\u05dc" in listed.stdout


def test_status_does_not_wait_long_for_a_monday_that_is_down(plain: Plain) -> None:
    """Far less than MONDAY_RETRY_SECONDS, which would exceed the test's timeout."""
    nowhere = "http://127.0.0.1:1/v2"
    outcome = plain.project.run("monday-board", "status", "orders", MONDAY_API_URL=nowhere)

    assert outcome.code == 0
    assert "drift\tunknown" in outcome.out
    assert "production\t30 rows" in outcome.out
    assert f"unknown: monday: {nowhere} gave no whole answer" in outcome.err


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
def test_a_load_that_a_scheduler_begins_without_standard_streams(plain: Plain) -> None:
    plain.server.edit.add_column(PLAIN_ID, Column("text_9", "Port", "text"))
    program = "from loader.commands.entry import monday_load; monday_load()"
    with plain.project.inside({}):
        ended = subprocess.run(
            ("/bin/sh", "-c", f"{sys.executable} -c '{program}' orders <&- >&- 2>&-"), check=False
        )
    assert ended.returncode == 0
    assert "Port" in (plain.project.dir / "boards" / "orders.yml").read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_closing_line_that_cannot_be_written_does_not_stop_other_boards(plain: Plain) -> None:
    path = plain.project.dir / "boards" / "orders.yml"
    twin = path.read_text(encoding="utf-8").replace("table: orders", "table: twin")
    (path.parent / "twin.yml").write_text(twin, encoding="utf-8")
    program = "from loader.commands.load import load_command; load_command()"
    with plain.project.inside({}), Path("/dev/full").open("w") as full:
        loaded = subprocess.run(
            (sys.executable, "-c", program, "orders", "twin"),
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert loaded.returncode == 1
    assert loaded.stderr.count("standard output cannot be written: No space left on device.") == 3
    assert "fault of the program" not in loaded.stderr
    sql = "select count(*) from raw_monday._loads where status = 'complete' and board = 'twin'"
    assert plain.project.query(sql) == [(1,)]


def echoing(token: str, what: str) -> Fault:
    """A server, or a proxy that shows requests, returns the token in its answer."""

    def act(scene: Scene) -> Reply:
        reply = scene.truth()
        match what:
            case "version":
                reply.headers["API-Version"] = token
            case "long version":
                reply.headers["API-Version"] = "x" * 290 + token
            case "error":
                reply = scene.json({"errors": [{"message": f"no {token}", "path": [token]}]})
            case "content type":
                reply = Reply(200, b"<html>", {}, f"text/html; a={token}")
            case "column":
                reply.body = reply.body.replace(b'"title":"Note"', f'"title":"{token}"'.encode())
        return reply

    return Fault(what, act, lasting=True)


@pytest.mark.parametrize("what", ["version", "long version", "error", "content type", "column"])
@pytest.mark.parametrize("form", ["text", "json", "kestra"])
def test_a_token_that_the_server_sends_back_is_never_shown_or_recorded(
    plain: Plain, what: str, form: str
) -> None:
    token = plain.project.environment["MONDAY_API_TOKEN"]
    plain.server.strikes = [Strike(echoing(token, what))]
    kestra = {"KESTRA_EXECUTION_ID": "2Xk0"} if form == "kestra" else {}
    words = ["--log-format", "json"] if form == "json" else []
    outcome = plain.project.run("monday-load", "orders", "-v", *words, **kestra)

    assert (outcome.code == 0) == (what in ("version", "long version", "column"))
    shown = outcome.out + outcome.err
    assert "***" in shown or what == "long version"
    assert token[:6] not in shown
    assert token not in str(
        plain.project.query("select drift, error, notes from raw_monday._loads")
    )
