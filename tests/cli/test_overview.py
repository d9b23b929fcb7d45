"""Commands over all boards: list, check, status of several boards, loads."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tests.cli.boards import PLAIN_ID, plain_board
from tests.cli.conftest import Plain
from tests.cli.refusing import refused


def told(plain: Plain, *words: str, code: int = 0) -> Any:
    outcome = plain.project.run("monday-board", *words, "--json")
    assert outcome.code == code, outcome
    return json.loads(outcome.out)


def age(plain: Plain, hours: int) -> None:
    """Make everything recorded end this many hours ago."""
    for table in ("_loads", "_builds"):
        plain.project.query(
            f"update raw_monday.{table} set started_at = ended - (ended_at - started_at), "
            "ended_at = ended from (select cast(now() at time zone 'UTC' as timestamp) "
            "- to_hours(?) as ended)",
            [hours],
        )


def test_list_shows_how_every_board_stands(plain: Plain) -> None:
    (board,) = told(plain, "list")
    assert (board["state"], board["reasons"]) == ("ok", [])
    assert board["warnings"] == [
        "2 column(s) wait for a decision; run `monday-board review orders`"
    ]
    assert board["last_load"]["status"] == "complete"
    assert 0 <= board["age_hours"] < 1
    assert (board["items"], board["last_build"]["rows"]) == (30, 30)
    assert (board["drift"], board["not_in_board_file"], board["losses"]) == (0, [], {})
    headings, row = plain.project.ok("monday-board", "list").out.splitlines()
    shown = dict(zip(headings.split("\t"), row.split("\t"), strict=True))
    assert (shown["board"], shown["state"], shown["items"]) == ("orders", "ok", "30")
    assert (shown["id"], shown["title"]) == (str(PLAIN_ID), "Plain")
    failed = plain.project.ok("monday-board", "list", "--failed")
    assert (failed.out.count("\n"), failed.err) == (1, "Every board is ok.\n")


def test_a_late_board_is_red_by_the_ages_of_its_own_file(plain: Plain) -> None:
    assert plain.project.ok("monday-board", "check").out == "1 of 1 boards ok\n"
    age(plain, 27)
    warned = plain.project.ok("monday-board", "check")
    assert "orders: warning: the last complete load ended 27.0 hours ago, more than 26h" in (
        warned.err
    )
    age(plain, 51)
    outcome = plain.project.run("monday-board", "check")
    assert outcome.code == 1
    assert "orders: late: the last complete load ended 51.0 hours ago, more than 50h" in outcome.out
    assert outcome.out.endswith("0 of 1 boards ok; red: orders\n")
    assert told(plain, "check", "orders", code=1)[0]["state"] == "late"
    assert [b["board"] for b in told(plain, "list", "--failed")] == ["orders"]
    assert plain.project.run("monday-board", "status", "orders").code == 0
    assert plain.project.run("monday-board", "status", "orders", "--check").code == 1
    plain.settings("swap: {", "freshness: {warn: 3d, error: 4d}\nswap: {")
    assert plain.project.ok("monday-board", "check").out == "1 of 1 boards ok\n"
    words = ("source", "freshness", "-s", "source:raw_monday.orders")
    assert plain.project.dbt(*words).nodes == {"orders": "pass"}


def test_a_raw_table_that_is_gone_is_told(plain: Plain) -> None:
    plain.project.query("drop table raw_monday.orders")
    for words in (("list",), ("check",), ("status", "orders")):
        found = told(plain, *words)
        board = found if isinstance(found, dict) else found[0]
        assert board["state"] == "ok"
        gone = "raw_monday.orders is gone, or this login may not see it"
        assert any(text.startswith(gone) for text in board["warnings"]), board["warnings"]


def test_a_failed_load_an_unreadable_file_and_a_new_board_are_red(plain: Plain) -> None:
    plain.server.edit.set_board_state(PLAIN_ID, "deleted")
    assert plain.project.run("monday-load", "orders").code == 1
    (board,) = told(plain, "check", code=1)
    assert board["state"] == "failed"
    assert "is deleted on monday" in board["reasons"][0]

    path = plain.project.dir / "boards" / "orders.yml"
    path.write_text("board_id: none\n", encoding="utf-8")
    outcome = plain.project.run("monday-board", "check")
    assert outcome.code == 1
    assert "orders: unreadable: " in outcome.out
    assert outcome.out.endswith("0 of 1 boards ok; red: orders\n")


def test_a_load_without_a_token_is_told_by_its_cause(plain: Plain) -> None:
    assert plain.project.run("monday-load", "orders", MONDAY_API_TOKEN="").code == 1
    (board,) = told(plain, "check", code=1)
    assert board["state"] == "failed"
    assert board["reasons"][0].startswith("the last load failed: MONDAY_API_TOKEN is not set.")


def test_a_board_is_never_loaded_then_never_built(fresh: Plain) -> None:
    refused(fresh.project, 2, "No board is deployed", "monday-board", "check")
    fresh.project.deploy(PLAIN_ID)
    assert told(fresh, "list")[0]["state"] == "never loaded"
    assert told(fresh, "loads", "orders") == []
    fresh.project.ok("monday-load", "orders")
    (board,) = told(fresh, "check", code=1)
    assert board["state"] == "never built"
    assert board["reasons"] == ["it was loaded but never built; run `dbt build -s orders`"]


def test_a_warehouse_that_cannot_be_asked_makes_its_boards_unknown(plain: Plain) -> None:
    plain.project.database.write_text("no database", encoding="utf-8")
    (board,) = told(plain, "check", code=1)
    assert board["state"] == "unknown"
    assert "is not a DuckDB database" in board["reasons"][0]


def test_drift_that_is_not_in_git_is_told(plain: Plain) -> None:
    filed = plain.project.files()
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    plain.project.ok("monday-load", "orders")
    for name, text in filed.items():  # a scheduler's clone is discarded
        (plain.project.home / name).write_text(text, encoding="utf-8")
    (board,) = told(plain, "list")
    assert board["drift"] == 1
    assert "1 change(s) of the board are loaded but not in the board file" in board["warnings"][0]
    assert not [w for w in board["warnings"][1:] if "change(s) of the board" in w]


def test_status_takes_several_boards(plain: Plain) -> None:
    one = told(plain, "status", "orders")
    assert (one["state"], one["board"]) == ("ok", "orders")
    shown = plain.project.ok("monday-board", "status", "orders", "orders").out
    assert shown.count("board\tPlain") == 1
    assert "state\tok\n" in shown
    assert "load\t" + one["last_load"]["load_id"] + ", full, complete by sweep, 30 items" in shown
    refused(plain.project, 2, "Name at least one board", "monday-board", "status")


def test_loads_lists_loads_and_builds_newest_first(plain: Plain) -> None:
    plain.project.ok("monday-load", "orders", "--changed")
    events = told(plain, "loads", "orders")
    assert [(e["event"], e["kind"]) for e in events] == [
        ("load", "changed"), ("build", None), ("load", "full"),
    ]  # fmt: skip
    assert [e["status"] for e in events] == ["complete"] * 3
    assert events[1]["rows"] == 30
    assert datetime.fromisoformat(events[0]["started_at"]).tzinfo
    assert len(told(plain, "loads", "orders", "--limit", "1")) == 1
    headings, first, *_ = plain.project.ok("monday-board", "loads", "orders").out.splitlines()
    assert headings.startswith("event\tstarted_at\tstatus\tkind\tcomplete_by\tseconds")
    assert first.startswith("load\t")


def test_once_tells_of_a_red_board_once_until_it_is_ok_again(plain: Plain) -> None:
    check = ("monday-board", "check", "--once")
    assert plain.project.run(*check).code == 0
    for _ in range(2):
        age(plain, 60)
        first, second = plain.project.run(*check), plain.project.run(*check)
        assert (first.code, second.code) == (1, 0)
        assert "orders: late: " in first.out
        assert second.out == "0 of 1 boards ok; red: orders\n"
        assert plain.project.run("monday-board", "check").code == 1
        assert plain.load_and_build().success
        assert plain.project.ok(*check).out == "1 of 1 boards ok\n"


def test_once_tells_anew_of_a_red_board_that_was_removed_and_taken_back(plain: Plain) -> None:
    plain.server.account.boards[PLAIN_ID + 1] = plain_board(1, PLAIN_ID + 1)
    plain.project.deploy(PLAIN_ID + 1, "items")
    check = ("monday-board", "check", "--once")
    assert "items: never loaded: " in plain.project.run(*check).out
    plain.project.ok("monday-board", "remove", "items")
    assert plain.project.ok(*check).out == "1 of 1 boards ok\n"
    plain.project.deploy(PLAIN_ID + 1, "items")
    assert "items: never loaded: " in plain.project.run(*check).out


def test_under_kestra_a_check_gives_outputs(plain: Plain) -> None:
    age(plain, 60)
    outcome = plain.project.run("monday-board", "check", KESTRA_EXECUTION_ID="2Xk0")
    assert '::{"outputs": {"boards": 1, "red": "orders"}}::' in outcome.out
    assert outcome.code == 1


def test_a_project_that_lost_its_board_files_is_told_what_was_loaded(plain: Plain) -> None:
    (plain.project.dir / "boards" / "orders.yml").unlink()
    pattern = r"holds no board file, though raw_monday was loaded with orders \(board 5100000001\)"
    refused(plain.project, 1, pattern, "monday-board", "check")


def test_nothing_is_never_said_of_what_has_no_time(fresh: Plain) -> None:
    fresh.project.deploy(PLAIN_ID)
    shown = fresh.project.ok("monday-board", "status", "orders").out
    assert "load notes\tnone" in shown
    assert "losses\tnone" in shown
    assert "last load\tnever" in shown
