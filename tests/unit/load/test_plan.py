"""load/plan.py: how a load reads, decided from the warehouse and the live board."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loader.board.board_file import BoardFile
from loader.board.model import Board, Column
from loader.landing.records import LoadRecord
from loader.load.incremental_rules import OVERLAP, Landed
from loader.load.labels import live_labels
from loader.load.plan import LoadPlan, plan_load
from loader.load.request import LoadOptions
from tests.board_files import first_board_file

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MARK = "2026-11-28T09:00:00+00:00"
LABELS = '{"labels": [{"id": 1, "label": "%s"}]}'
LIVE = Board(
    7,
    "Orders",
    columns=(
        Column("status_1", "Status", "status", settings=LABELS % "Done", revision="r1"),
        Column("people_1", "Owner", "people", revision="r1"),
    ),
    items_count=1200,
)


def board_file() -> BoardFile:
    return first_board_file(LIVE, name="orders", table="orders", policy={}, today="2026-11-28")


def landed(board: BoardFile, *, live: Board = LIVE, **changes: object) -> Landed:
    """Return what a complete full load left three hours ago."""
    first = plan_load(board, live, LoadOptions(), Landed(), NOW - timedelta(hours=3))
    last = LoadRecord(
        load_id="l1",
        board="orders",
        board_id=7,
        started_at=NOW - timedelta(hours=3),
        status="complete",
        items=1200,
        rows=6000,
        watermark=MARK,
        fingerprint=first.fingerprint,
        revisions=first.revisions,
    )
    labels = live_labels("orders", 7, live.columns, last.started_at)
    whole = Landed(last=last, last_full=last, rows=6000, items=1200, labels=labels)
    return replace(whole, **changes)  # type: ignore[arg-type]


def changed(board: BoardFile, state: Landed, live: Board = LIVE) -> LoadPlan:
    return plan_load(board, live, LoadOptions(changed=True), state, NOW)


def test_a_plain_load_reads_everything_and_needs_no_reason() -> None:
    board = board_file()
    plan = plan_load(board, LIVE, LoadOptions(), landed(board), NOW)
    assert (plan.kind, plan.since, plan.why_full) == ("full", None, None)


def test_changes_go_on_from_the_watermark_of_the_last_load() -> None:
    board = board_file()
    plan = changed(board, landed(board))
    assert (plan.kind, plan.since) == ("changed", datetime(2026, 11, 28, 9, tzinfo=UTC))
    assert (plan.again, [c.id for c in plan.left_out]) == ((), ["people_1"])


@pytest.mark.parametrize("met_before", [OVERLAP, OVERLAP - timedelta(seconds=1)])
def test_a_watermark_met_again_after_the_lag_is_settled(met_before: timedelta) -> None:
    board = board_file()
    state = landed(board)
    assert state.last is not None
    met = state.last.started_at - met_before
    assert changed(board, replace(state, watermark_met=met)).settled is (met_before == OVERLAP)


def test_columns_whose_labels_were_renamed_are_read_again() -> None:
    board = board_file()
    renamed = replace(LIVE.columns[0], settings=LABELS % "Finished")
    live = replace(LIVE, columns=(renamed, LIVE.columns[1]))
    plan = changed(board, landed(board), live)
    assert [c.id for c in plan.edited] == [c.id for c in plan.again] == ["status_1"]
    assert [row.label for row in plan.labels.added] == ["Finished"]


def test_columns_that_change_unseen_are_read_again_where_the_file_says_so() -> None:
    board = replace(board_file(), load=replace(board_file().load, refresh="always"))
    plan = changed(board, landed(board))
    assert ([c.id for c in plan.again], plan.left_out) == (["people_1"], ())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"last": None}, "there is no complete load to build on"),
        ({"rows": None, "items": None}, "the raw table is gone where load l1 left 1200 and 6000"),
        ({"rows": 5999}, "has 1,200 items, 5,999 rows where load l1 left 1200 and 6000"),
    ],
)
def test_a_load_of_changes_says_why_it_reads_everything(
    changes: dict[str, Any], reason: str
) -> None:
    board = board_file()
    plan = changed(board, landed(board, **changes))
    assert plan.kind == "full"
    assert reason in (plan.why_full or "")


def test_another_fingerprint_is_not_merged_with() -> None:
    state = landed(board_file())
    rejected = replace(board_file().columns[1], decision="rejected")
    plan = changed(board_file().with_column(rejected), state)
    assert plan.why_full == (
        "other columns, types or states are loaded than by the last complete load"
    )


def test_a_daily_refresh_is_due_when_today_has_none() -> None:
    board = replace(board_file(), load=replace(board_file().load, refresh="daily"))
    state = landed(board)
    assert state.last_full is not None
    yesterday = replace(state.last_full, started_at=NOW - timedelta(days=1))
    assert changed(board, state).why_full is None
    assert changed(board, replace(state, last_full=yesterday)).why_full == (
        "the board file asks for one full load a day"
    )
