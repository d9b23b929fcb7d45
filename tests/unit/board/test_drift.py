"""Live boards compared with board files: what changed, and what follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import BoardFile
from loader.board.drift import DriftRules, Removed, adapt
from loader.board.model import Board, Column
from loader.board.name_register import names_of, without_alias
from loader.generate.columns import table_columns
from tests.board_files import DAY, deployed, live


def texts(board: BoardFile, now: Board) -> list[str]:
    return [change.text for change in adapt(board, now, {}, DAY).changes]


def test_columns_keep_their_titles_and_attributes_give_way() -> None:
    board = deployed(("name", "Name", "name"), ("g", "group", "text"), ("i", "Item ID", "text"))
    assert [c.name for c in board.columns] == ["Name", "group", "Item ID (i)"]
    assert [(a.name, a.decision) for a in board.attributes][:3] == [
        ("Group (__group__)", "approved"),
        ("Updated At", "approved"),
        ("Created At", "pending"),
    ]


def test_the_parent_is_approved_where_items_have_one() -> None:
    for facts in ({"kind": "sub_items_board"}, {"hierarchy": "multi_level"}):
        board = deployed(("name", "Name", "name"), **facts)
        assert ("__parent_item__", "approved") in {(a.id, a.decision) for a in board.attributes}


def test_nothing_new_changes_nothing() -> None:
    columns = (("name", "Name", "name"), ("a", "A", "text"))
    board = deployed(*columns)
    adapted = adapt(board, live(*columns), {}, "2030-01-01")
    assert (adapted.board, adapted.changes) == (board, ())


def test_added_removed_and_returned_columns() -> None:
    board = deployed(("a", "A", "text"), ("m", "M", "mirror"))
    board = board.with_column(replace(board.columns[1], decision="approved", decided_by="ada"))
    gone = adapt(board, live(("b", "B", "numbers")), {}, DAY)
    assert [c.text for c in gone.changes] == [
        "column 'A' (a, text) is gone from the board",
        "column 'M' (m, mirror) is gone from the board",
        "column 'B' (b, numbers) is new, approved",
    ]
    assert [c.id for c in gone.board.approved] == ["b"]
    back = adapt(gone.board, live(("m", "M", "mirror")), {}, DAY)
    assert [(c.id, c.decided_by) for c in back.board.approved] == [("m", "ada")]


def test_an_archived_column_is_gone() -> None:
    board = deployed(("a", "A", "text"))
    archived = Board(1, "Orders", (Column("a", "A", "text", archived=True),))
    assert texts(board, archived) == ["column 'A' (a, text) is gone from the board"]


def test_a_new_title_is_taken_unless_the_name_was_set_by_hand() -> None:
    board = deployed(("a", "A", "text"), ("b", "B", "text"))
    board = board.with_column(replace(board.columns[1], name="My own"))
    adapted = adapt(board, live(("a", "A2", "text"), ("b", "B2", "text")), {}, DAY)
    assert [(c.title, c.name) for c in adapted.board.columns] == [("A2", "A2"), ("B2", "My own")]
    assert [(c.aliases, c.former_names) for c in adapted.board.columns] == [(("A",), ()), ((), ())]


def test_an_alias_stands_for_the_parts_of_the_column_too() -> None:
    board = deployed(("t", "T", "timeline"))
    board = board.with_column(replace(board.columns[0], parts=True))
    adapted = adapt(board, live(("t", "U", "timeline")), {}, DAY)
    shown = [(c.name, c.part, c.alias_of) for c in table_columns(adapted.board) if c.id == "t"]
    assert shown == [
        ("U", None, None), ("U from", "from", None), ("U to", "to", None),
        ("U changed at", "changed at", None),
        ("T", None, "U"), ("T from", "from", "U"), ("T to", "to", "U"),
        ("T changed at", "changed at", "U"),
    ]  # fmt: skip
    assert adapted.board.columns[0].former_names == ()
    assert adapted.changes[0].text == (
        "column t was retitled from 'T' to 'U' and is now named 'U', "
        "with its old name 'T' as an alias"
    )
    dropped = without_alias(adapted.board.columns[0], "T", names_of(adapted.board))
    assert (dropped.aliases, dropped.former_names) == ((), ("T", "T from", "T to", "T changed at"))


def test_a_title_that_sql_server_holds_equal_leaves_no_alias() -> None:
    now = adapt(deployed(("a", "Net", "text")), live(("a", "NET ", "text")), {}, DAY).board
    assert (now.columns[0].name, now.columns[0].aliases) == ("NET ", ())


def test_a_column_that_no_table_shows_needs_no_alias() -> None:
    now = adapt(deployed(("r", "R", "board_relation")), live(("r", "S", "board_relation")), {}, DAY)
    assert (now.board.columns[0].name, now.board.columns[0].aliases) == ("S", ())


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (DriftRules("follow"), ("B", (), ("A",))),
        (DriftRules("keep"), ("A", (), ())),
    ],
)
def test_a_project_may_follow_titles_or_keep_names(
    rules: DriftRules, expected: tuple[object, ...]
) -> None:
    entry = adapt(deployed(("a", "A", "text")), live(("a", "B", "text")), {}, DAY, rules).board
    (found,) = entry.columns
    assert (found.name, found.aliases, found.former_names) == expected
    again = adapt(entry, live(("a", "C", "text")), {}, DAY, rules).board.columns[0]
    assert again.name == ("A" if rules.retitled == "keep" else "C")


@pytest.mark.parametrize("removed", ["drop", "keep"])
def test_a_project_may_keep_columns_that_left(removed: Removed) -> None:
    board = deployed(("a", "A", "text"), ("b", "B", "text"))
    rules = DriftRules(removed=removed)
    now = adapt(board, live(("a", "A", "text")), {}, DAY, rules).board
    assert [c.name for c in now.shown] == (["A", "B"] if removed == "keep" else ["A"])
    same = live(("a", "A", "text"), ("b", "B", "text"))
    assert adapt(board, same, {}, DAY, rules).board.keep_removed is False


def test_two_columns_that_swap_titles_never_trade_names() -> None:
    board = deployed(("a", "A", "text"), ("b", "B", "text"))
    now = adapt(board, live(("a", "B", "text"), ("b", "A", "text")), {}, DAY).board
    assert [c.name for c in now.columns] == ["B (a)", "A (b)"]
    again = adapt(now, live(("a", "A", "text"), ("b", "B", "text")), {}, DAY).board
    assert [c.name for c in again.columns] == ["A", "B"]


def test_a_column_made_anew_under_an_old_title_is_another_column() -> None:
    board = deployed(("a", "Status", "status"))
    now = adapt(board, live(("a2", "Status", "text")), {}, DAY).board
    assert [(c.name, bool(c.gone)) for c in now.columns] == [
        ("Status", True),
        ("Status (a2)", False),
    ]


def test_a_retyped_column_follows_the_policy_of_its_new_type() -> None:
    board = deployed(("n", "N", "numbers"), ("r", "R", "text"))
    board = board.with_column(replace(board.columns[0], data_type="decimal(18,4)"))
    board = board.with_column(replace(board.columns[1], decision="rejected", decided_by="ada"))
    now = live(("n", "N", "mirror"), ("r", "R", "numbers"))
    adapted = adapt(board, now, {}, DAY)
    assert [(c.type, c.decision, c.data_type) for c in adapted.board.columns] == [
        ("mirror", "pending", None),
        ("numbers", "rejected", None),
    ]
    assert "data_type decimal(18,4) no longer applies" in adapted.changes[0].text


def test_board_changes_are_drift_too() -> None:
    board = deployed(("a", "A", "text"))
    now = live(("a", "A", "text"), name="Orders 2027", hierarchy="multi_level")
    assert texts(board, now) == [
        "the board was 'Orders' and is now 'Orders 2027'",
        "the board was board (classic) and is now board (multi_level)",
    ]
