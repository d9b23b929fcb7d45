"""Answers without an error that omit data, once or permanently."""

from __future__ import annotations

import pytest

from loader.errors import IncompleteLoad, NotGraphQL, PermissionDenied
from tests.load.faults.boards import BATCH, BOARD_ID, FIRST_ITEM, account
from tests.load.faults.following import Followed, follow, monday_of, plan_of
from tests.monday_server import MondayServer, Strike

ITEMS = set(range(FIRST_ITEM, FIRST_ITEM + 20))


def read(server: MondayServer) -> Followed:
    monday = monday_of(server)
    try:
        return follow(monday.read(plan_of(monday.board(BOARD_ID), batch_size=BATCH)))
    finally:
        monday.close()


def struck(fault: str, *, times: int | None = 1, by_id: bool = True) -> MondayServer:
    """Serve a board whose pages, and items by id if `by_id`, omit data from the second page on."""
    strike = Strike(
        fault, times=times, when=lambda r: r.number > 2 and (by_id or r.operation != "ItemsById")
    )
    return MondayServer(account(), faults=[strike])


@pytest.mark.parametrize(
    "fault", ["page_cut_short", "page_emptied", "count_null", "column_left_out", "cell_left_out"]
)
def test_what_was_left_out_once_is_there_in_the_end(fault: str) -> None:
    with MondayServer(account()) as server:
        truth = read(server)
    with struck(fault) as server:
        assert read(server).rows == truth.rows


@pytest.mark.parametrize("batch", [BATCH, 500])
def test_a_board_whose_first_page_says_that_it_is_empty_is_looked_at_again(batch: int) -> None:
    """The page agrees with its own count; only the count from discovery differs."""
    with MondayServer(account(), faults={2: "page_emptied"}) as server:
        monday = monday_of(server)
        got = follow(monday.read(plan_of(monday.board(BOARD_ID), batch_size=batch)))
        monday.close()
    assert set(got.rows) == ITEMS


@pytest.mark.parametrize("fault", ["column_left_out", "cell_left_out"])
def test_cells_that_no_page_gives_but_items_by_id_do_are_no_end(fault: str) -> None:
    with (
        struck(fault, times=None, by_id=False) as server,
        pytest.raises(IncompleteLoad, match=r"left out cells of text_1 that it has, however"),
    ):
        read(server)


def test_cells_that_monday_never_gives_for_some_items_are_reported() -> None:
    with struck("cell_left_out", times=None) as server:
        got = read(server)
    assert set(got.rows) == ITEMS
    assert got.complete is not None
    assert (got.complete.missing, got.complete.withheld) == (("text_1",), ())


def test_a_server_that_does_not_count_has_its_ids_read_twice() -> None:
    with MondayServer(account(), faults=[Strike("count_null", times=None)]) as server:
        got = read(server)
    assert set(got.rows) == ITEMS
    assert got.complete is not None
    assert (got.complete.counted, got.complete.sweeps) == (None, 1)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("text_left_out", r"no text of column 'Note' \(text_1\) of item 60000000\d\d"),
        ("value_left_out", r"no value of column 'Note' \(text_1\)"),
        ("name_left_out", "no usable name of item 60000000"),
        ("cell_null", "a cell without an id in item 60000000"),
        ("cell_twice", "gives column text_1 of item 60000000.. twice"),
        ("another_board", "asked for items of board 5000000001 and answered board 1;"),
        ("group_left_out", "no usable group of item 60000000"),
        ("date_of_another_type", "no usable updated_at of item 60000000"),
        ("group_null", "answered null for the group of item 60000000"),
        ("date_null", "answered null for the updated_at of item 60000000"),
    ],
)
def test_an_answer_that_lacks_what_was_asked_for_is_refused(fault: str, words: str) -> None:
    with struck(fault) as server, pytest.raises((NotGraphQL, PermissionDenied), match=words):
        read(server)


def test_a_board_without_columns_is_a_matter_of_rights() -> None:
    with (
        MondayServer(account(), faults={1: "columns_null"}) as server,
        pytest.raises(PermissionDenied, match=r"null for the columns of board 5000000001.*right"),
    ):
        read(server)


def test_a_board_is_read_in_one_chain_where_its_groups_are_not_told() -> None:
    with MondayServer(account(48), faults={1: "groups_null"}) as server:
        monday = monday_of(server)
        plan = plan_of(monday.board(BOARD_ID), batch_size=BATCH, workers=4)
        assert len(follow(monday.read(plan)).rows) == 48
        monday.close()
