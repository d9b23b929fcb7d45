"""What loads of changes cost, find, say and leave, on both engines."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from loader.errors import ApiError
from loader.landing.records import LATER_LOAD_COLUMNS
from tests.load.changed.lab import BOARD, Case
from tests.load.changed.world import (
    ADA,
    BOARD_ID,
    CREW,
    FIRST,
    GRACE,
    ITEMS,
    NOON,
    UNTRACED,
    clock_of,
)
from tests.monday_server import Column, Item, Request, Strike
from tests.monday_server.values import Who


def test_a_board_at_rest_costs_three_calls_and_changes_nothing(case: Case) -> None:
    before = case.lab.raw()
    assert case.changed() == ["Board", "ChangedPage", "FirstPage"]
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
    assert case.changed() == ["Board", "ChangedPage", "FirstPage", "ItemsById"]
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
    assert case.changed() == ["Board", "ChangedPage", "FirstPage"]
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
    assert (case.last()["changed"], case.last()["fetched"]) == (1, 1)


def test_refresh_daily_makes_the_first_load_of_a_day_a_full_one(case: Case) -> None:
    case.lab.settings("load: {", "load: {refresh: daily, ")
    case.changed()
    assert case.last()["kind"] == "changed"
    case.lab.query_and_commit("update raw_monday._loads set started_at = '2020-01-01T00:00:00'")
    case.changed()
    assert case.last()["kind"] == "full"
    assert case.last()["why_full"] == "the board file asks for one full load a day"


def _lose_the_table(case: Case) -> None:
    case.lab.query_and_commit(f"drop table raw_monday.{BOARD}")


def _lose_rows(case: Case) -> None:
    case.lab.query_and_commit(f"delete from raw_monday.{BOARD} where item_id = {FIRST}")


def _forget_the_loads(case: Case) -> None:
    case.lab.query_and_commit("delete from raw_monday._loads")


def _no_watermark(case: Case) -> None:
    case.lab.query_and_commit("update raw_monday._loads set watermark = null")


WHY = {
    "no load": (_forget_the_loads, "there is no complete load to build on"),
    "a load of an earlier version": (_no_watermark, "left no time of monday's to start from"),
    "the table is gone": (_lose_the_table, "the raw table is gone where load"),
    "rows are gone": (_lose_rows, f"the raw table has {ITEMS - 1} items"),
    "a new column": (
        lambda case: case.api.edit.add_column(BOARD_ID, Column("text_2", "More", "text")),
        "other columns, types or states are loaded",
    ),
    "another type": (
        lambda case: case.api.edit.retype_column(BOARD_ID, "text_1", "numbers"),
        "other columns, types or states are loaded",
    ),
    "too much": (
        lambda case: [case.api.edit.add_item(BOARD_ID, f"Added {n}") for n in range(250)],
        "251 of 262 items have to be read again",
    ),
}


@pytest.mark.parametrize("name", WHY)
def test_why_a_load_is_full(case: Case, name: str, caplog: pytest.LogCaptureFixture) -> None:
    spoil, reason = WHY[name]
    spoil(case)
    with caplog.at_level(logging.INFO):
        case.changed()
    assert case.last()["kind"] == "full"
    assert reason in str(case.last()["why_full"])
    assert any(f"{BOARD}: loading in full: " in r.getMessage() for r in caplog.records)
    after = case.lab.raw()
    case.lab.load()
    assert case.lab.raw() == after


def test_archived_items_stay_where_they_are_wanted(case: Case) -> None:
    case.lab.settings("attributes:", "states: [active, archived]\nattributes:")
    case.lab.load()
    case.api.edit.archive_item(FIRST)
    case.api.edit.delete_item(FIRST + 1)
    case.changed()
    raw = case.lab.raw()
    assert raw[FIRST, "__state__"][1] == "archived"
    assert raw[FIRST, "text_1"][1] == "note 0"
    assert (FIRST + 1, "name") not in raw
    assert (case.last()["archived_kept"], case.last()["deleted"]) == (1, 1)
    case.lab.load()
    assert case.lab.raw() == raw
    case.api.edit.delete_item(FIRST)
    case.changed()
    assert (FIRST, "name") not in case.lab.raw()


def test_a_full_load_counts_what_left(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    case.api.edit.archive_item(FIRST)
    case.api.edit.archive_item(FIRST + 1)
    case.api.edit.delete_item(FIRST + 2)
    with caplog.at_level(logging.INFO):
        case.lab.load()
    assert (case.last()["archived"], case.last()["deleted"]) == (2, 1)
    assert any("no longer active: 2 archived, 1 deleted" in r.getMessage() for r in caplog.records)


def test_a_full_load_is_whole_without_knowing_where_items_went(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    case.api.edit.delete_item(FIRST)
    refused = Strike("query_rejected", when=lambda request: request.operation == "ItemsById")
    case.api.strikes.append(refused)
    case.lab.load()
    assert (case.last()["items"], case.last()["unasked"]) == (ITEMS - 1, 1)
    assert any("where 1 items went is not known" in r.getMessage() for r in caplog.records)


REFUSALS = ["query_rejected", "unauthorized_403", "daily_429"]


@pytest.mark.parametrize("fault", REFUSALS)
def test_departed_items_leave_though_monday_does_not_say_where_to(
    case: Case, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    case.api.edit.delete_item(FIRST)
    case.api.edit.archive_item(FIRST + 1)
    case.api.edit.set_cell(FIRST + 2, "text_1", "edited")
    case.api.strikes.append(Strike(fault, when=_asks_by_id))
    case.changed()
    raw = case.lab.raw()
    assert {item for item, _ in raw} == {FIRST + n for n in range(2, ITEMS)}
    assert raw[FIRST + 2, "text_1"][1] == "edited"
    assert (case.last()["kind"], case.last()["gone"], case.last()["unasked"]) == ("changed", 2, 2)
    assert any("where 2 items went is not known" in r.getMessage() for r in caplog.records)
    assert any("no longer active: 2 not asked about" in r.getMessage() for r in caplog.records)


def _asks_by_id(request: Request) -> bool:
    return request.operation == "ItemsById"


def test_a_refusal_of_some_keeps_what_monday_said_of_others(case: Case) -> None:
    for n in range(120):
        case.api.edit.add_item(BOARD_ID, f"Added {n}")
    case.lab.load()
    for item in sorted(case.account.board(BOARD_ID).items)[:110]:
        case.api.edit.delete_item(item)
    refused = Strike("query_rejected", when=_asks_for_few)
    case.api.strikes.append(refused)
    case.changed()
    assert refused.struck == 1
    assert len({item for item, _ in case.lab.raw()}) == ITEMS + 10
    assert (case.last()["deleted"], case.last()["unasked"]) == (100, 10)


def _asks_for_few(request: Request) -> bool:
    return _asks_by_id(request) and len(request.variables["ids"]) < 100


@pytest.mark.parametrize("changed", [True, False])
def test_where_archived_items_are_wanted_a_refusal_fails_the_load(
    case: Case, changed: bool
) -> None:
    case.lab.settings("attributes:", "states: [active, archived]\nattributes:")
    case.lab.load()
    case.api.edit.archive_item(FIRST)
    before = case.lab.raw()
    case.api.strikes.append(Strike("query_rejected", when=_asks_by_id))
    with pytest.raises(ApiError):
        case.lab.load(changed=changed)
    assert case.lab.raw() == before
    case.api.strikes.clear()
    case.changed()
    assert case.lab.raw()[FIRST, "__state__"][1] == "archived"


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
        """Push items over the edge of a page that was read, in either direction."""
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


def test_an_item_that_leaves_while_it_is_fetched_is_counted_once(case: Case) -> None:
    ids = [case.api.edit.add_item(BOARD_ID, f"Old {n}") for n in range(150)]
    clock_of(case.account).move(3600)
    case.lab.load()
    for item in ids[:120]:
        case.api.edit.set_cell(item, "text_1", "edited")
    deleted: list[int] = []

    def delete_one(request: Request) -> None:
        if _asks_by_id(request) and not deleted:
            deleted.append(int(request.variables["ids"][0]))
            case.api.edit.delete_item(deleted[0])

    case.api.before = delete_one
    case.changed()
    assert (case.last()["deleted"], case.last()["gone"]) == (1, 1)
    assert (deleted[0], "name") not in case.lab.raw()


def test_items_that_are_listed_and_not_given_by_id_are_read_with_the_whole_board(
    case: Case,
) -> None:
    """An item that is seen in a sweep is not taken for gone because a later answer lacks it."""
    for n in range(150):
        case.api.edit.add_item(BOARD_ID, f"Old {n}")
    clock_of(case.account).move(3600)
    case.lab.load()
    items = case.account.board(BOARD_ID).items
    assert isinstance(items, dict)
    for item in list(items)[ITEMS : ITEMS + 120]:
        case.api.edit.set_cell(item, "text_1", "edited")
    hidden: dict[int, Item] = {}

    def hide_one(request: Request) -> None:
        if _asks_by_id(request) and not hidden:
            one = int(request.variables["ids"][0])
            hidden[one] = items.pop(one)
            case.account.touch()
        elif request.operation == "FirstPage":
            items.update(hidden)
            case.account.touch()

    case.api.before = hide_one
    case.changed()
    (one,) = hidden
    assert case.lab.raw()[one, "text_1"][1] == "edited"
    assert case.last()["kind"] == "full"
    assert case.last()["why_full"] == "monday lists 1 items that it does not give by id"


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
    """The load does not spend its MONDAY_RETRY_SECONDS on them: the test's time would be up."""
    case.lab.query_and_commit("delete from raw_monday._users")
    case.api.edit.set_cell(FIRST, "text_1", "edited")
    strike = Strike(fault, when=lambda request: request.operation == "People", times=None)
    case.api.strikes.append(strike)
    case.lab.load()
    assert any("_users and _teams were not refreshed" in r.getMessage() for r in caplog.records)
    assert case.last()["kind"] == "full"
    assert case.lab.raw()[FIRST, "text_1"][1] == "edited"


def test_a_warehouse_of_an_earlier_version_gets_its_columns(case: Case) -> None:
    if case.lab.server_database is not None:
        case.lab.query_and_commit("drop index [IX_loads] on raw_monday._loads")
    for column in LATER_LOAD_COLUMNS:
        case.lab.query_and_commit(f"alter table raw_monday._loads drop column {column}")
    case.changed()
    assert [load["kind"] for load in case.lab.loads()] == [None, "full"]
    case.changed()
    assert case.last()["kind"] == "changed"


def test_the_watermark_is_mondays_time(case: Case) -> None:
    clock_of(case.account).move(-400 * 86400)
    case.api.edit.set_cell(FIRST, "text_1", "long ago")
    case.changed()
    assert case.lab.raw()[FIRST, "text_1"][1] == "long ago"
    assert clock_of(case.account).now < NOON


def test_a_load_is_timed_by_mondays_clock_where_this_machines_is_wrong(case: Case) -> None:
    """As the machine's clock cannot be set here, monday's is two days behind it."""
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
    assert case.changed() == ["Board", "ChangedPage", "FirstPage"]
