"""What incremental loads cost, find, report and leave, on both engines."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from loader.errors import ApiError
from tests.load.changed.lab import BOARD, Case
from tests.load.changed.world import ADA, BOARD_ID, FIRST, GRACE, ITEMS, NOON, UNTRACED, clock_of
from tests.monday_server import Request, Strike


def test_a_board_at_rest_costs_three_calls_and_changes_nothing(case: Case) -> None:
    before = case.lab.raw()
    assert case.changed() == ["Board", "ChangedPage", "ItemsById"]
    assert case.lab.raw() == before
    assert case.last() == {
        "kind": "changed", "items": ITEMS, "rows": len(before), "changed": 0, "fetched": 1,
        "gone": 0,
    }  # fmt: skip


def test_what_changed_last_is_read_again_until_it_has_settled(case: Case) -> None:
    for n in range(5):
        case.api.edit.set_cell(FIRST + n, "text_1", f"edited {n}")
    fetched = []
    for _ in range(3):
        case.changed()
        fetched.append(case.last()["fetched"])
        case.lab.pass_time(400)
    assert fetched == [5, 5, 0]
    case.api.edit.set_cell(FIRST, "text_1", "again")
    case.changed()
    assert case.lab.raw()[FIRST, "text_1"][1] == "again"


def test_edits_arrive_and_the_rest_is_not_touched(case: Case) -> None:
    edit = case.api.edit
    edit.set_cell(FIRST, "text_1", "edited")
    edit.delete_item(FIRST + 1)
    edit.archive_item(FIRST + 2)
    new = edit.add_item(BOARD_ID, "New", {"text_1": "n"})
    assert case.changed() == ["Board", "ChangedPage", "ItemsById", "ItemsById"]
    raw = case.lab.raw()
    assert raw[FIRST, "text_1"][1] == "edited"
    assert raw[new, "name"][1] == "New"
    assert {item for item, _ in raw}.isdisjoint({FIRST + 1, FIRST + 2})
    assert case.last() == {
        "kind": "changed", "items": ITEMS - 1, "rows": len(raw), "changed": 2, "fetched": 2,
        "gone": 2, "archived": 1, "deleted": 1,
    }  # fmt: skip
    times = case.lab.query(
        f"select count(distinct loaded_at), count(distinct item_id) from raw_monday.{BOARD}"
    )
    assert times == [(2, ITEMS - 1)]


def test_a_renamed_group_is_landed_without_fetching_an_item(case: Case) -> None:
    case.api.edit.rename_group(BOARD_ID, "open", "Wide open")
    assert case.changed() == ["Board", "ChangedPage", "ItemsById"]
    assert case.lab.raw()[FIRST, "__group__"][1] == "Wide open"
    assert (case.last()["changed"], case.last()["fetched"]) == (4, 1)


def test_columns_that_change_unseen_are_named_once_and_kept(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    case.api.edit.rename_user(ADA, "Ada King")
    with caplog.at_level(logging.INFO):
        case.changed()
    told = [r.getMessage() for r in caplog.records if "next full load" in r.getMessage()]
    assert told == [
        f"{BOARD}: left for the next full load, as these change without their item's date: "
        "Owner (people), Tags (tags), Total (formula), Customer (board_relation), "
        "Their note (mirror)"
    ]
    assert case.lab.raw()[FIRST + 1, "people_1"][1] == "Ada Lovelace, Crew"
    case.lab.load()
    assert case.lab.raw()[FIRST + 1, "people_1"][1] == "Ada King, Crew"


def test_refresh_always_reads_them_anew(case: Case) -> None:
    case.lab.settings("load: {", "load: {refresh: always, ")
    case.api.edit.rename_user(GRACE, "Admiral Hopper")
    case.api.edit.set_cell(FIRST, "text_1", "edited")
    case.changed()
    raw = case.lab.raw()
    assert raw[FIRST + 2, "people_1"][1] == "Admiral Hopper"
    assert raw[FIRST, "text_1"][1] == "edited"
    assert (case.last()["changed"], case.last()["fetched"]) == (6, 1)


def test_many_changes_come_by_pages_while_people_edit(case: Case) -> None:
    for n in range(1200):
        case.api.edit.add_item(BOARD_ID, f"Added {n}", {"text_1": f"note {n}"})
    clock_of(case.account).move(3600)
    case.lab.load()
    ids = sorted(case.account.board(BOARD_ID).items)
    for n, item in enumerate(ids[100:800]):
        clock_of(case.account).move(n % 2)
        case.api.edit.set_cell(item, "text_1", "edited")
    pages: list[str | None] = []

    def edit_behind(request: Request) -> None:
        """Move items across the edge of a page that was read, in either direction."""
        if request.operation in ("ChangedPage", "NextPage"):
            pages.append(request.operation)
            clock_of(case.account).move(1)
            for item in ids[790 - 3 * len(pages) : 793 - 3 * len(pages)]:
                case.api.edit.delete_item(item)
            case.api.edit.set_cell(ids[len(pages)], "text_1", "edited meanwhile")

    case.api.before = edit_behind
    operations = case.changed()
    case.api.before = None
    assert operations[-5:].count("ChangedPage") == 1, "the pages in the order of their change"
    assert case.last()["kind"] == "changed"
    case.changed()
    after = case.lab.raw(*UNTRACED)
    assert case.last()["kind"] == "changed"
    case.lab.load()
    assert case.lab.raw(*UNTRACED) == after


@pytest.mark.parametrize("number", range(1, 5))
def test_a_load_that_fails_at_any_request_leaves_what_was_there(case: Case, number: int) -> None:
    before = case.lab.raw()
    case.api.edit.add_item(BOARD_ID, "New")
    case.api.edit.delete_item(FIRST + 1)
    clock_of(case.account).move(3600)
    case.api.forget()
    case.api.strikes.append(Strike("token_revoked", request=number))
    with pytest.raises(ApiError):
        case.lab.load(changed=True)
    assert case.lab.raw() == before
    case.api.strikes.clear()
    case.changed()
    assert case.last()["kind"] == "changed"
    after = case.lab.raw()
    case.lab.load()
    assert case.lab.raw() == after


def test_the_watermark_is_mondays_time(case: Case) -> None:
    clock_of(case.account).move(-400 * 86400)
    case.api.edit.set_cell(FIRST, "text_1", "long ago")
    case.changed()
    assert case.lab.raw()[FIRST, "text_1"][1] == "long ago"
    assert clock_of(case.account).now < NOON


def test_a_load_is_timed_by_mondays_clock_where_this_machines_is_wrong(case: Case) -> None:
    """The machine's clock cannot be set here, so monday's is two days behind it."""
    days = timedelta(days=2)
    case.api.set_ahead(-days.total_seconds())
    case.lab.load()
    case.api.set_ahead(0)
    started, ended = case.lab.query(
        "select started_at, ended_at from raw_monday._loads where status = 'complete' "
        "order by seq desc"
    )[0]
    now = datetime.now(UTC).replace(tzinfo=None)
    assert timedelta() <= now - days - started < timedelta(minutes=5)
    assert timedelta() <= ended - started < timedelta(minutes=5)
    assert case.changed() == ["Board", "ChangedPage", "ItemsById"]
