"""Boards that people edit during a read: the result is what is on the board at its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.errors import BoardChanged, BoardNotFound, IncompleteLoad
from tests.load.faults.boards import BATCH, BOARD_ID, FIRST_ITEM, account
from tests.load.faults.following import Followed, Quiet, follow, monday_of, plan_of
from tests.monday_server import Account, Board, MondayServer, Quirks
from tests.monday_server.data import EPOCH
from tests.monday_server.edits import Edits

Edit = Callable[[Account], Any]
LAST = FIRST_ITEM + 19


def read(server: MondayServer, *, workers: int = 1, observer: Quiet | None = None) -> Followed:
    monday = monday_of(server, observer)
    try:
        board = monday.board(BOARD_ID)
        return follow(monday.read(plan_of(board, batch_size=BATCH, workers=workers)))
    finally:
        monday.close()


def active(server: MondayServer) -> dict[int, str]:
    """Return by id the names of the items that are on the board now."""
    items = server.account.board(BOARD_ID).items
    return {i.id: i.name for i in items.values() if i.state == "active"}


def names(got: Followed) -> dict[int, object]:
    return {item_id: row["name"] for item_id, row in got.rows.items()}


def deleted(*ids: int) -> Edit:
    def edit(account: Account) -> None:
        for item_id in ids:
            Edits(account).delete_item(item_id)

    return edit


def added(*, top: bool) -> Edit:
    return lambda account: Edits(account).add_item(BOARD_ID, "New", top=top)


def one_for_another(account: Account) -> None:
    Edits(account).delete_item(FIRST_ITEM)
    Edits(account).add_item(BOARD_ID, "New")


def one_for_another_at_the_end(account: Account) -> None:
    """The new item is still read; the items in between have moved up past the cursor."""
    Edits(account).delete_item(FIRST_ITEM)
    Edits(account).add_item(BOARD_ID, "New", group_id="group_3")


@pytest.mark.parametrize(
    ("edit", "at"),
    [
        pytest.param(deleted(FIRST_ITEM), 3, id="an item of the first page is deleted"),
        pytest.param(deleted(FIRST_ITEM + 7, FIRST_ITEM + 8), 4, id="two are deleted"),
        pytest.param(deleted(LAST), 3, id="an item is deleted before it was read"),
        pytest.param(added(top=True), 3, id="an item comes in at the top"),
        pytest.param(added(top=False), 5, id="an item comes in at the end"),
        pytest.param(one_for_another, 4, id="one leaves as another comes"),
        pytest.param(one_for_another_at_the_end, 4, id="one leaves as another comes at the end"),
        pytest.param(deleted(*range(FIRST_ITEM, LAST + 1)), 4, id="all leave"),
    ],
)
@pytest.mark.parametrize("workers", [1, 4])
def test_edits_between_pages_lose_nothing(edit: Edit, at: int, workers: int) -> None:
    with MondayServer(account(), edit_at={at: edit}) as server:
        got = read(server, workers=workers)
        assert names(got) == active(server)


def test_a_count_that_goes_down_and_up_again_hides_no_item() -> None:
    """One item leaves, so that the 51st moves past the cursor; then an archived one is restored.

    At the end monday counts as many items as were read, none was read twice, and the newest are
    all known: only the different count in between shows the loss.
    """
    board = account(300, groups=1)
    items = board.board(BOARD_ID).items
    for minute, item in enumerate(items.values()):
        item.created_at = item.updated_at = EPOCH + timedelta(minutes=minute)
    board.board(BOARD_ID).updated_at = EPOCH + timedelta(minutes=300)
    late = items[FIRST_ITEM + 290]
    late.state = "archived"
    edits = {3: deleted(FIRST_ITEM), 5: lambda account: Edits(account).restore_item(late.id)}
    with MondayServer(board, edit_at=edits) as server:
        monday = monday_of(server)
        got = follow(monday.read(plan_of(monday.board(BOARD_ID), batch_size=50)))
        monday.close()
        assert names(got) == active(server)
    assert len(got.rows) == 299


@pytest.mark.parametrize("at", range(2, 15, 3))
def test_items_that_change_their_group_while_groups_are_read(at: int) -> None:
    def move(account: Account) -> None:
        for item_id in (FIRST_ITEM, FIRST_ITEM + 30):
            Edits(account).move_item(item_id, "group_1")
        Edits(account).move_item(FIRST_ITEM + 15, "group_0")

    with MondayServer(account(48), edit_at={at: move}) as server:
        got = read(server, workers=4)
        assert names(got) == active(server)


@pytest.mark.parametrize("at", range(2, 14, 3))
@pytest.mark.parametrize("edit", [deleted(FIRST_ITEM), added(top=True)], ids=["left", "came"])
def test_formula_chains_agree_with_the_items(edit: Edit, at: int) -> None:
    with MondayServer(account(formulas=6), edit_at={at: edit}) as server:
        got = read(server)
        assert set(got.rows) >= set(active(server)) - {LAST + 1}
        assert all(len(row) == len(got.rows[LAST]) for row in got.rows.values())


EDITS: dict[str, Callable[[int], Edit]] = {
    "delete": lambda n: deleted(FIRST_ITEM + n % 20),
    "add": lambda n: added(top=bool(n % 2)),
    "move": lambda n: lambda a: Edits(a).move_item(FIRST_ITEM + n % 20, f"group_{n % 4}"),
    "restore": lambda n: lambda a: Edits(a).set_state(FIRST_ITEM + n % 20, "active"),
}
edits_at = st.dictionaries(
    st.integers(3, 5),
    st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 99)), max_size=4),
    max_size=3,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits_at)
def test_whatever_people_do_between_pages(plan: dict[int, list[tuple[str, int]]]) -> None:
    def all_of(steps: list[tuple[str, int]]) -> Edit:
        def edit(account: Account) -> None:
            for name, n in steps:
                EDITS[name](n)(account)

        return edit

    with MondayServer(account(), edit_at={n: all_of(s) for n, s in plan.items()}) as server:
        got = read(server)
        assert names(got) == active(server)
        assert len(server.requests) < 30


def test_a_quiet_board_costs_no_call_more() -> None:
    with MondayServer(account()) as server:
        got = read(server)
    assert len(server.requests) == 5
    assert got.complete is not None
    assert (got.complete.items, got.complete.counted, got.complete.sweeps) == (20, 20, 0)


def test_cell_edits_cost_one_call_and_no_sweep() -> None:
    edit = {4: lambda a: Edits(a).set_cell(FIRST_ITEM, "text_1", "changed")}
    with MondayServer(account(), edit_at=edit) as server:
        got = read(server)
        assert len(server.requests) <= 6
    assert got.complete is not None
    assert got.complete.sweeps == 0


def test_fewer_items_than_monday_counts_is_a_failure() -> None:
    board = account()
    with MondayServer(board) as server:
        # the board counts one item more than its pages ever return
        server.account.board(BOARD_ID).items = _Hiding(server.account.board(BOARD_ID))
        with pytest.raises(IncompleteLoad, match=r"monday counts 20 items on board .* gave 19"):
            read(server)


class _Hiding(dict[int, Any]):
    """Items of a board whose pages return all but the last one."""

    cached = False

    def __init__(self, board: Board) -> None:
        super().__init__(board.items)

    def window(self, group: str | None, offset: int, limit: int) -> tuple[list[Any], int]:
        """Return one item fewer than exist, as for a person who may not see all."""
        shown = list(self.values())[:-1]
        return shown[offset : offset + limit], len(shown)


def test_a_column_deleted_while_its_board_is_read_is_an_error() -> None:
    edit = {3: lambda a: Edits(a).remove_column(BOARD_ID, "text_1")}
    with (
        MondayServer(account(), edit_at=edit) as server,
        pytest.raises(BoardChanged, match=r"'Note' \(text_1\) left board"),
    ):
        read(server)


def test_a_column_retyped_while_its_board_is_read_is_an_error() -> None:
    edit = {4: lambda a: Edits(a).retype_column(BOARD_ID, "text_1", "long_text")}
    with (
        MondayServer(account(), edit_at=edit) as server,
        pytest.raises(BoardChanged, match="was text and became 'long_text'"),
    ):
        read(server)


def test_a_hidden_column_that_never_comes_is_reported_not_guessed() -> None:
    board = account()
    board.board(BOARD_ID).columns[1].hidden = True
    with MondayServer(board, quirks=Quirks(hidden_values=False)) as server:
        got = read(server)
    assert got.complete is not None
    assert got.complete.withheld == ("text_1",)


@pytest.mark.parametrize("pages", ["empty", "error"])
def test_a_board_deleted_while_it_is_read_is_an_error(pages: Any) -> None:
    edit = {4: lambda a: Edits(a).set_board_state(BOARD_ID, "deleted")}
    quirks = Quirks(gone_board_pages=pages)
    with (
        MondayServer(account(), edit_at=edit, quirks=quirks) as server,
        pytest.raises(BoardNotFound if pages == "empty" else Exception, match="board 5000000001"),
    ):
        read(server)
