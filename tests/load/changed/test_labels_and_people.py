"""What loads keep of labels and people, which cells store as ids, on both engines."""

from __future__ import annotations

import pytest

from tests.load.changed.lab import Case
from tests.load.changed.world import ADA, BOARD_ID, CREW, FIRST, GRACE
from tests.monday_server import Strike
from tests.monday_server.values import Who


def test_labels_keep_their_former_names(case: Case) -> None:
    case.api.edit.rename_label(BOARD_ID, "status", 1, "Finished 🏁")
    case.lab.load()
    found = case.lab.query(
        "select label_id, label, case when valid_to is null then 1 else 0 end, is_done, position "
        "from raw_monday._column_labels where column_id = 'status' order by label_id, valid_from"
    )
    assert [(*row[:3], bool(row[3]), row[4]) for row in found] == [
        (0, "Open", 1, False, 0),
        (1, "Done", 0, True, 1),
        (1, "Finished 🏁", 1, True, 1),
        (2, "Stuck", 1, False, 2),
    ]


def test_people_are_looked_up_once_a_day_and_when_they_are_new(case: Case) -> None:
    names = "select user_id, name, status from raw_monday._users order by user_id"
    assert case.lab.query(names) == [
        (ADA, "Ada Lovelace", "ACTIVE"),
        (GRACE, "Grace Hopper", "ACTIVE"),
    ]
    assert case.lab.query("select team_id, name from raw_monday._teams") == [(CREW, "Crew")]
    case.api.edit.set_cell(FIRST, "text_1", "edited")
    assert "People" not in case.changed()
    case.api.edit.set_cell(FIRST, "people_1", (Who(77),))
    assert case.changed()[-1] == "People"
    assert case.lab.query(names)[0] == (77, None, None)
    assert "People" not in case.changed()
    case.api.edit.rename_user(ADA, "Ada King")
    case.lab.query_and_commit("update raw_monday._users set checked_at = '2020-01-01T00:00:00'")
    case.lab.load()
    assert case.lab.query(names)[1] == (ADA, "Ada King", "ACTIVE")


@pytest.mark.parametrize("fault", ["query_rejected", "unauthorized_403", "http_500_always"])
def test_names_that_monday_refuses_are_reported_and_the_load_is_whole(
    case: Case, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The load does not wait MONDAY_RETRY_SECONDS for them, which would exceed the test timeout."""
    case.lab.query_and_commit("delete from raw_monday._users")
    case.api.edit.set_cell(FIRST, "text_1", "edited")
    strike = Strike(fault, when=lambda request: request.operation == "People", times=None)
    case.api.strikes.append(strike)
    case.lab.load()
    assert any("_users and _teams were not refreshed" in r.getMessage() for r in caplog.records)
    assert case.last()["kind"] == "full"
    assert case.lab.raw()[FIRST, "text_1"][1] == "edited"
