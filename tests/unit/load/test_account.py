"""The account's tables after a load, and when the next load asks monday again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loader.errors import DailyLimitReached, LoaderError, NetworkError, PermissionDenied
from loader.landing.account_tables import AccountRow, GroupRow
from loader.load.account import group_rows, is_done, state_after
from loader.monday.account import AccountBoard, parse_boards

NOW = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
BEFORE = NOW - timedelta(minutes=10)


def board(number: int, groups: object) -> AccountBoard:
    (found,) = parse_boards(
        {"boards": [{"id": str(number), "name": "B", "owners": [None], "groups": groups}, None]}
    )
    return found


def group(board_id: int, group_id: str, title: str, place: int, at: datetime) -> GroupRow:
    return GroupRow(board_id, group_id, title, None, place, None, None, at, NOW)


def test_groups_stand_in_the_order_of_their_positions_as_numbers() -> None:
    raw = [("late", "131072.0"), ("odd", "x"), ("first", "9999.5"), ("next", "65536")]
    listed = [{"id": name, "title": name, "position": position} for name, position in raw]
    found = board(1, listed).groups or ()
    assert [g.id for g in found] == ["first", "next", "late", "odd"]
    assert [g.position for g in found] == [0, 1, 2, 3]


def test_groups_that_are_not_told_stay_and_those_that_left_keep_their_row() -> None:
    known = {
        (1, "a"): replace(group(1, "a", "A", 0, BEFORE), checked_at=BEFORE),
        (1, "b"): replace(group(1, "b", "B", 1, BEFORE), checked_at=BEFORE),
        (2, "a"): replace(group(2, "a", "A", 0, BEFORE), checked_at=BEFORE),
        (3, "a"): replace(group(3, "a", "A", 0, BEFORE), checked_at=BEFORE),
    }
    found = [board(1, [{"id": "b", "title": "New\0"}]), board(2, None)]
    assert group_rows(found, known, NOW) == [
        group(1, "b", "New\ufffd", 0, NOW),
        group(1, "a", "A", 0, BEFORE),
        group(3, "a", "A", 0, BEFORE),
        known[2, "a"],
    ]


@pytest.mark.parametrize(
    ("exc", "done"),
    [
        (PermissionDenied("no"), True),
        (NetworkError("no"), False),
        (DailyLimitReached("no"), False),
        (LoaderError("no"), False),
    ],
)
def test_what_monday_refuses_it_refuses_all_day(exc: LoaderError, done: bool) -> None:
    before = AccountRow("_boards", 5, BEFORE, BEFORE, None)
    assert not is_done(before, NOW)
    after = state_after(before, exc, NOW)
    assert (after.rows, after.loaded_at, after.error) == (5, BEFORE, "no")
    assert is_done(after, NOW) is done
    assert not is_done(after, NOW + timedelta(days=1))
