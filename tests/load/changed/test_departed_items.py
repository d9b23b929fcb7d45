"""What a load reports and keeps about items that left the board, on both engines."""

from __future__ import annotations

import logging

import pytest

from loader.errors import ApiError
from tests.load.changed.lab import Case
from tests.load.changed.world import BOARD_ID, FIRST, ITEMS, clock_of
from tests.monday_server import Request, Strike


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
    case.api.strikes.append(Strike(fault, when=_asks_where))
    case.changed()
    raw = case.lab.raw()
    assert {item for item, _ in raw} == {FIRST + n for n in range(2, ITEMS)}
    assert raw[FIRST + 2, "text_1"][1] == "edited"
    assert (case.last()["kind"], case.last()["gone"], case.last()["unasked"]) == ("changed", 2, 2)
    assert any("where 2 items went is not known" in r.getMessage() for r in caplog.records)
    assert any("no longer active: 2 not asked about" in r.getMessage() for r in caplog.records)


def _asks_by_id(request: Request) -> bool:
    return request.operation == "ItemsById"


def _asks_where(request: Request) -> bool:
    """Whether the request asks only where items are, without their cells."""
    return _asks_by_id(request) and "column_values" not in request.query


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
    return _asks_where(request) and len(request.variables["ids"]) < 100


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


def test_an_item_that_leaves_while_it_is_fetched_is_counted_once(case: Case) -> None:
    ids = [case.api.edit.add_item(BOARD_ID, f"Old {n}") for n in range(60)]
    clock_of(case.account).move(3600)
    case.lab.load()
    for item in ids[:50]:
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
