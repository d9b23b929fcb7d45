"""When a board is red, when it only warns, and what the message is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.freshness import Freshness
from loader.deployment.health import Health, drift_of, health_of, losses_of
from loader.landing.overview import BoardRecords
from loader.landing.records import BuildRecord, LoadRecord

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
BOARD = BoardFile("orders", 1, "Orders", "orders", (), ())


def load(hours: float, status: str = "complete", **facts: object) -> LoadRecord:
    """Return a load that ended `hours` ago."""
    ended = NOW - timedelta(hours=hours)
    started = LoadRecord(f"l{hours}", "orders", 1, ended - timedelta(minutes=1), ended)
    return replace(started, status=status, **facts)  # type: ignore[arg-type]


def build(hours: float, status: str = "complete", losses: str = "{}") -> BuildRecord:
    ended = NOW - timedelta(hours=hours)
    return BuildRecord(f"b{hours}", "orders", "t", ended, ended, status, 3, losses, "it did not")


def records(*loads: LoadRecord, builds: tuple[BuildRecord, ...] = (build(1),)) -> BoardRecords:
    """Return the records of a board; `loads` are given newest first."""
    return BoardRecords(
        last_load=next(iter(loads), None),
        last_result=next((x for x in loads if x.status != "running"), None),
        last_complete=next((x for x in loads if x.status == "complete"), None),
        builds=builds,
    )


def state(found: BoardRecords, board: BoardFile = BOARD) -> Health:
    return health_of(board, found, NOW)


def test_a_fresh_board_is_ok() -> None:
    assert state(records(load(1))) == Health("ok")


@pytest.mark.parametrize(
    ("found", "expected", "reason"),
    [
        (records(builds=()), "never loaded", "never loaded; run `monday-load orders`"),
        (records(load(1), builds=()), "never built", "never built; run `dbt build -s orders`"),
        (records(load(51)), "late", "last complete load ended 51.0 hours ago, more than 50h"),
        (records(load(1), builds=(build(60),)), "late", "last build ended 60.0 hours ago"),
        (
            records(load(1, "failed", error="no route\nmore"), load(3)),
            "failed",
            "last load failed: no route more; run `monday-load orders`",
        ),
        (records(load(1), builds=(build(1, "failed"),)), "failed", "build failed: it did not; run"),
        (records(load(1, "failed")), "failed", "no reason is recorded"),
    ],
)
def test_a_red_board_says_why_and_what_to_do(
    found: BoardRecords, expected: str, reason: str
) -> None:
    health = state(found)
    assert health.state == expected
    assert health.is_red
    assert any(reason in text for text in health.reasons), health.reasons


def test_a_running_load_leaves_the_board_as_its_last_result_left_it() -> None:
    running = replace(load(0), status="running", ended_at=None)
    assert state(records(running, load(1))).state == "ok"
    assert state(records(running, load(1, "failed"), load(3))).state == "failed"
    assert state(records(running, load(51))).state == "late"


def test_between_warn_and_error_a_board_is_told_and_not_red() -> None:
    health = state(records(load(27)))
    assert health.state == "ok"
    assert health.warnings == ("the last complete load ended 27.0 hours ago, more than 26h",)


def test_a_board_may_have_ages_of_its_own() -> None:
    board = replace(BOARD, freshness=Freshness("30m", "2h"))
    assert state(records(load(0.4), builds=(build(0.4),)), board) == Health("ok")
    assert len(state(records(load(1)), board).warnings) == 2
    assert state(records(load(2.1)), board).state == "late"


def test_a_raw_table_that_is_gone_is_told_and_not_red() -> None:
    gone = replace(records(load(1)), has_raw_table=False)
    (warning,) = state(gone).warnings
    assert warning == (
        "raw_monday.orders is gone, or this login may not see it: builds fail without it; "
        "run `monday-load orders`"
    )
    assert state(gone).state == "ok"
    assert state(replace(records(builds=()), has_raw_table=False)).warnings == ()


def test_growing_losses_drift_and_pending_columns_are_warnings() -> None:
    column = ColumnEntry("file_1", "file", "Files", "Files", "pending")
    board = replace(BOARD, columns=(column,))
    builds = (build(1, losses='{"Qty": 5, "Due": 1}'), build(2, losses='{"Qty": 2, "Due": 1}'))
    drifted = load(1, drift='[{"kind": "added"}]')
    health = health_of(board, records(drifted, builds=builds), NOW, ("column x is new",))
    assert health.state == "ok"
    assert health.warnings == (
        "1 change(s) of the board are loaded but not in the board file; run "
        "`monday-board update orders` and commit it",
        "1 column(s) wait for a decision; run `monday-board review orders`",
        "5 values of column 'Qty' could not be converted, 2 in the build before",
    )
    between = (build(0.5, "failed"), builds[0], build(1.5, "failed"), builds[1])
    assert health.warnings[2] in state(records(load(1), builds=between)).warnings
    assert health_of(board, records(drifted, builds=builds), NOW, ()).warnings[0] == (
        "the last complete load met 1 change(s) of the board; where it ran on a copy of the "
        "project, run `monday-board update orders` and commit what that writes"
    )


def test_records_that_cannot_be_read_count_as_nothing() -> None:
    assert losses_of(build(1, losses="no json")) == {}
    assert losses_of(None) == {}
    assert drift_of(load(1, drift="no json")) == 0
    assert drift_of(load(1, drift='[{"kind": "added"}]')) == 1
    assert drift_of(None) is None


def test_a_builds_own_advice_is_told_in_place_of_ours() -> None:
    message = (
        "staged_swap left orders as it was: 1 of its checks failed.\n"
        "  column [Qty]: raw_monday.orders holds date; run monday-board update orders\n"
    )
    failed = replace(build(1, "failed"), message=message)
    (reason,) = state(records(load(1), builds=(failed,))).reasons
    assert reason == (
        "the last build failed: staged_swap left orders as it was: 1 of its checks failed. "
        "column [Qty]: raw_monday.orders holds date; run monday-board update orders"
    )
    again = load(1, "failed", error="no answer. Run the load again later.")
    (reason,) = state(records(again)).reasons
    assert reason == "the last load failed: no answer. Run the load again later"
    many = replace(failed, message="x" * 200 + "\n" + "y" * 700)
    (reason,) = state(records(load(1), builds=(many,))).reasons
    assert reason == f"the last build failed: {'x' * 200}; run `dbt build -s orders`"
