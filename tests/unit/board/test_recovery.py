"""board/recovery.py: adds decisions of loads to a board file that lacks them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import AttributeEntry, ItemId
from loader.board.column_register import (
    NamePassed,
    loaded_columns,
    register_of,
    with_shown_names,
)
from loader.board.drift import DriftRules, adapt
from loader.board.recovery import edited, take_over, unwritten
from tests.unit.board.decided import (
    DAY,
    ID,
    NET,
    NONE,
    after_load,
    changed,
    entry_of,
    filed,
    live,
    names,
    renamed_attribute,
)


def test_a_column_that_the_file_lacks_comes_back_with_its_decisions() -> None:
    now = live(NET, ("d", "Due", "date"))
    old = filed(NET)
    decided, register = after_load(old, now, types={"d": "datetime2(0)"})
    taken, changes = take_over(old, register, now)
    assert taken.columns == decided.columns
    assert [(c.kind, c.column_id) for c in changes] == [("recovered", "d")]
    assert "is not in the board file" in changes[0].text


def test_a_retyped_column_of_an_old_file_takes_type_and_data_type_together() -> None:
    old = filed(NET)
    _, register = after_load(old, live(("n", "Net", "date")), types={"n": "datetime2(0)"})
    by_hand = changed(old, "n", data_type="decimal(10,4)", description="net price")
    found = entry_of(take_over(by_hand, register, live(("n", "Net", "date")))[0])
    assert (found.type, found.data_type) == ("date", "datetime2(0)")
    assert found.description == "net price"


@pytest.mark.parametrize("between", ["text", "date", "status"])
def test_a_data_type_given_after_a_type_came_back_is_not_lost_with_an_old_file(
    between: str,
) -> None:
    old, now = filed(NET), live(NET)
    board, register = after_load(old, live(("n", "Net", between)))
    _, register = after_load(board, now, register, types={"n": "decimal(24,8)"})
    again, _ = after_load(old, now, register)
    assert (entry_of(again).type, entry_of(again).data_type) == ("numbers", "decimal(24,8)")


def test_a_folder_that_cannot_be_written_loses_no_type_decided_after_two_changes() -> None:
    old = filed(NET)
    _, register = after_load(old, live(("n", "Net", "text")))
    taken, _ = take_over(old, register, live(NET))
    adapted = adapt(taken, live(NET), {}, DAY)
    assert [change.kind for change in adapted.changes] == ["retyped"]


def test_an_alias_given_after_a_title_came_back_is_not_lost_with_an_old_file() -> None:
    old, now = filed(NET), live(NET)
    board, register = after_load(old, live(("n", "Gross", "numbers")))
    decided, register = after_load(board, now, register)
    assert entry_of(decided).aliases == ("Gross",)
    assert entry_of(after_load(old, now, register)[0]).aliases == ("Gross",)


def test_what_a_person_decided_is_not_undone_by_a_file_older_than_a_later_decision() -> None:
    old, now = filed(NET), live(NET)
    board = replace(
        renamed_attribute(changed(old, "n", name="Total", data_type="decimal(24,8)")),
        item_id=ItemId(name="Key"),
        states=("active", "archived"),
    )
    first, register = after_load(board, live(NET, ("d", "Due", "date")))
    edit = changed(first, "n", name="Net total", data_type=None, aliases=("Sum",))
    edit = replace(edit, states=("active",), item_id=ItemId(name="Code"), tags=("sales",))
    second, register = after_load(edit, now, register)
    assert (first.revisions, second.revisions) == ({ID: 1}, {ID: 2})
    again, _ = after_load(board, now, register)
    assert again == second


def test_an_older_copy_of_the_same_revision_is_an_edit_and_is_told() -> None:
    old = filed(NET)
    _, register = after_load(changed(old, "n", name="Total"), live(NET))
    assert entry_of(take_over(old, register)[0]).name == "Net"
    assert edited(old, register) == (
        "column 'Net' (n, numbers): the board file says name 'Net' in place of 'Total' that the "
        "last load went by",
    )


def test_of_settings_that_stand_together_those_that_differ_are_told() -> None:
    old = filed(NET)
    key, swap = replace(old.item_id, name="Order No"), replace(old.swap, max_losses=0)
    register = register_of(old, old, NONE, ID)
    by_hand = changed(replace(old, item_id=key, swap=swap, keep_removed=True), "n", links=True)
    assert edited(by_hand, register) == (
        "the board itself: the board file says item_id: name 'Order No' in place of 'Item ID', "
        "swap: max_losses 0 in place of none, keep_removed true in place of false that the last "
        "load went by",
        "column 'Net' (n, numbers): the board file says links true in place of false that the last "
        "load went by",
    )


def test_the_type_of_a_part_is_kept_until_its_column_has_another_type() -> None:
    bare = filed(("s", "Site", "location"))
    board = changed(bare, "s", parts=True, part_types={"lat": "decimal(9,6)"})
    lost = replace(bare, columns=())
    register = register_of(board, board, NONE, ID)
    without, _ = take_over(lost, register, live(("s", "Site", "location")))
    assert without.columns == board.columns
    retyped = adapt(board, live(("s", "Site", "text")), {}, DAY).board
    assert (retyped.columns[0].parts, retyped.columns[0].part_types) == (False, {})


def test_what_a_person_wrote_since_stands() -> None:
    old = filed(NET)
    register = register_of(old, old, NONE, ID)
    by_hand = changed(old, "n", data_type="decimal(18,4)")
    assert take_over(by_hand, register, live(NET)) == (by_hand, ())
    assert edited(by_hand, register) == (
        "column 'Net' (n, numbers): the board file says data_type 'decimal(18,4)' in place of none "
        "that "
        "the last load went by",
    )


def test_a_data_type_taken_out_of_a_file_that_had_it_stays_out() -> None:
    typed = changed(filed(NET), "n", data_type="decimal(18,4)")
    _, register = after_load(typed, live(NET))
    old = changed(typed, "n", data_type=None)
    assert take_over(old, register, live(NET)) == (old, ())


def test_a_data_type_that_a_load_gave_can_be_taken_out_of_the_file_that_it_wrote() -> None:
    now = live(("n", "Net", "date"))
    board, register = after_load(filed(NET), now, types={"n": "datetime2(0)"})
    without = changed(board, "n", data_type=None)
    again, register = after_load(without, now, register)
    assert entry_of(again).data_type is None
    assert entry_of(after_load(again, now, register)[0]).data_type is None


def test_a_decision_edited_out_of_a_clone_is_out_though_the_clone_is_an_old_one() -> None:
    first, now = filed(NET), live(NET, ("d", "Due", "date"))
    _, register = after_load(first, now)
    edit = changed(first, "n", name="Total")
    named, register = after_load(edit, now, register)
    assert entry_of(named).name == "Total"
    back, register = after_load(first, now, register)
    assert entry_of(back).name == "Net"


def test_a_file_that_was_retyped_later_than_the_load_stands() -> None:
    dated, register = after_load(filed(NET), live(("n", "Net", "date")))
    updated = adapt(dated, live(("n", "Net", "text")), {}, DAY).board
    typed = changed(updated, "n", data_type="nvarchar(50)")
    assert take_over(typed, register, live(("n", "Net", "text"))) == (typed, ())


def test_a_type_stays_decided_though_each_run_starts_from_the_first_file() -> None:
    first, now = filed(NET), live(("n", "Net", "date"))
    _, register = after_load(first, now, types={"n": "datetime2(0)"})
    for _ in range(3):
        again, register = after_load(first, now, register)
        assert [c.data_type for c in again.columns] == ["datetime2(0)"]
        assert register.revision == 1


def test_a_rejection_by_hand_in_an_old_file_holds_for_a_column_that_changed_its_type() -> None:
    old, now = filed(NET), live(("n", "Net", "date"))
    _, register = after_load(old, now)
    by_hand = changed(old, "n", decision="rejected", decided_by="Ann", decided_at=DAY)
    assert entry_of(after_load(by_hand, now, register)[0]).decision == "rejected"


def test_columns_that_left_stay_in_the_table_though_an_old_file_comes_back() -> None:
    old, gone = filed(NET, ("s", "Site", "text")), live(NET)
    decided, register = after_load(old, gone, rules=DriftRules(removed="keep"))
    assert (decided.keep_removed, "Site" in names(decided)) == (True, True)
    again, _ = after_load(old, gone, register)
    assert (again.keep_removed, names(again)) == (True, names(decided))


def test_settings_of_a_lost_file_come_back() -> None:
    board = replace(
        filed(NET), item_id=ItemId(name="Key"), states=("active", "archived"), table="Orders2",
        tags=("sales",), keep_removed=True,
    )  # fmt: skip
    board = renamed_attribute(board)
    register = register_of(board, board, NONE, ID)
    empty = replace(
        board, columns=(), attributes=(), item_id=ItemId(), states=("active",), table="orders",
        tags=(), keep_removed=False,
    )  # fmt: skip
    taken, changes = take_over(empty, register, live(NET), is_lost=True)
    assert taken == board
    (told,) = (c.text for c in changes if c.column_id is None)
    assert "states ['active', 'archived'] in place of ['active']" in told


def test_an_old_file_says_nothing_of_settings_that_it_does_not_know() -> None:
    old = filed(NET)
    _, register = after_load(old, live(NET))
    board, register = after_load(old, live(NET, ("d", "Due", "date")), register)
    board, register = after_load(replace(board, states=("active", "archived")), live(NET), register)
    again, _ = after_load(old, live(NET), register)
    assert again.states == ("active", "archived")


def test_no_name_moves_though_every_run_starts_from_the_first_file() -> None:
    first = filed(("a", "Net", "numbers"))
    renamed, register = after_load(first, live(("a", "Gross", "numbers")))
    assert "Gross" in names(renamed)
    both = live(("a", "Gross", "numbers"), ("b", "Net", "numbers"))
    decided, register = after_load(first, both, register)
    assert "Net (b)" in names(decided)
    alone, _ = after_load(first, live(("b", "Net", "numbers")), register)
    assert "Net (b)" in names(alone)
    assert "Net" not in names(alone)


def test_a_name_that_an_attribute_or_the_key_has_shown_goes_to_no_column() -> None:
    board = filed(NET)
    _, register = after_load(board, live(NET))
    board = replace(renamed_attribute(board), item_id=ItemId(name="Key"))
    now = live(NET, ("x", "Group", "text"), ("y", "Item ID", "text"))
    decided, register = after_load(board, now, register)
    assert {"Group (x)", "Item ID (y)"} <= set(names(decided))
    assert after_load(decided, now, register)[0] == decided


def test_a_part_name_stays_with_its_column_after_a_rename() -> None:
    board = filed(("t", "T", "timeline"))
    board = changed(board, "t", parts=True)
    assert {"T from", "T to"} <= set(names(board))
    renamed = adapt(board, live(("t", "U", "timeline")), {}, DAY).board
    now = live(("t", "U", "timeline"), ("x", "T from", "text"))
    assert {"U from", "U to", "T from (x)"} <= set(names(adapt(renamed, now, {}, DAY).board))


def test_a_part_name_stays_with_its_column_after_parts_are_switched_off() -> None:
    board = filed(("t", "T", "timeline"))
    board = changed(board, "t", parts=True)
    off = board.with_column(replace(board.columns[0], parts=False))
    now = live(("t", "T", "timeline"), ("x", "T from", "text"))
    decided, _ = after_load(off, now, register_of(board, board, NONE, ID))
    assert "T from (x)" in names(decided)


def test_a_part_name_stays_with_its_column_after_it_became_another_type() -> None:
    board = filed(("t", "T", "timeline"))
    board = changed(board, "t", parts=True)
    retyped = adapt(board, live(("t", "T", "text")), {}, DAY).board
    now = live(("t", "T", "text"), ("x", "T from", "text"))
    assert "T from (x)" in names(adapt(retyped, now, {}, DAY).board)


def test_a_name_renamed_back_to_its_own_alias_stands_once() -> None:
    board = filed(("x", "X", "text"))
    renamed = adapt(board, live(("x", "Y", "text")), {}, DAY).board
    entry = renamed.column("x")
    assert entry is not None
    aliased = renamed.with_column(replace(entry, aliases=("X",)))
    assert names(aliased).count("X") == 1
    back = adapt(aliased, live(("x", "X", "text")), {}, DAY).board
    assert names(back).count("X") == 1
    assert back.columns[0].aliases == ("Y",)


def test_an_old_file_gets_the_aliases_that_loads_gave_since() -> None:
    first, now = filed(NET), live(("n", "Sum", "numbers"))
    _, register = after_load(first, live(("n", "Gross", "numbers")))
    for _ in range(3):
        decided, register = after_load(first, now, register)
        assert (decided.columns[0].name, decided.columns[0].aliases) == ("Sum", ("Net", "Gross"))
    dropped = changed(decided, "n", aliases=("Net",))
    again, _ = after_load(dropped, now, register)
    assert again.columns[0].aliases == ("Net",)
    assert again.columns[0].former_names == ("Gross",)


def test_aliases_edited_in_an_old_file_come_beside_those_that_loads_gave_since() -> None:
    first = changed(filed(NET), "n", aliases=("N",))
    now = live(("n", "Gross", "numbers"))
    _, register = after_load(first, now)
    by_hand = changed(first, "n", aliases=("N", "Amount"))
    assert entry_of(after_load(by_hand, now, register)[0]).aliases == ("N", "Amount", "Net")


@pytest.mark.parametrize("length", [122, 123, 124, 127, 128, 200])
def test_the_parts_of_a_long_title_have_names_of_their_own(length: int) -> None:
    board = filed(("timeline_1", "x" * length, "timeline"))
    board = changed(board, "timeline_1", parts=True)
    found = names(board)
    assert len(set(found)) == len(found)
    assert max(map(len, found)) <= 128


@pytest.mark.parametrize("given", ["name", "alias", "attribute", "key"])
def test_a_hand_cannot_give_a_name_to_another_column(given: str) -> None:
    board = filed(("a", "Net", "text"), ("b", "Gross", "text"))
    _, register = after_load(changed(board, "b", name="Sum"), live(*BOTH))
    register = register_of(board, board, register, ID)
    wrong = {
        "name": lambda: changed(board, "a", name="gross"),
        "alias": lambda: changed(board, "a", aliases=("Sum",)),
        "attribute": lambda: replace(
            board, attributes=(AttributeEntry("__group__", "SUM", "approved"),)
        ),
        "key": lambda: replace(board, item_id=ItemId(name="Sum")),
    }[given]()
    with pytest.raises(NamePassed, match="and the table has shown column b under that name"):
        take_over(wrong, register, live(*BOTH))
    assert "under that name" in unwritten(wrong, register)[0].text


BOTH = (("a", "Net", "text"), ("b", "Gross", "text"))


@pytest.mark.parametrize("left", [(), ("a",), ("b",)], ids=["both", "one", "the other"])
def test_a_file_from_before_titles_changed_places_locks_nobody_out(left: tuple[str, ...]) -> None:
    """Two files were deployed before the first load; the older one comes back after it."""
    older = filed(("a", "Net", "text"), ("b", "Gross", "text"))
    now = [c for c in (("a", "Gross", "text"), ("b", "Net", "text")) if c[0] not in left]
    _, register = after_load(filed(*now), live(*now))
    again, register = after_load(older, live(*now), register)
    assert {c.id: c.name for c in again.approved if c.id not in left} == {
        ident: title for ident, title, _ in now
    }
    taken, _ = take_over(again, register, live(*now))
    assert [c.name for c in taken.columns] == [c.name for c in again.columns]


def test_a_column_that_gives_way_is_told_with_its_new_name() -> None:
    older = filed(("a", "Net", "text"))
    _, register = after_load(filed(("b", "Net", "text")), live(("b", "Net", "text")))
    taken, changes = take_over(older, register, live(*BOTH))
    assert {c.id: c.name for c in taken.columns}["a"] != "Net"
    assert [c.column_id for c in changes] == ["b", "a"]
    assert "in place of 'Net'" in changes[-1].text


def test_a_name_that_two_columns_have_shown_locks_neither_out() -> None:
    board = filed(*BOTH)
    swapped = changed(changed(board, "a", name="Gross"), "b", name="Net")
    before = register_of(board, board, NONE, ID)
    register = with_shown_names(swapped, before, ID)
    assert [c.name for c in take_over(board, register, live(*BOTH))[0].columns] == ["Net", "Gross"]


def test_what_a_file_does_not_know_is_told_until_it_does() -> None:
    old = filed(NET)
    decided, register = after_load(old, live(("n", "Net", "date")), types={"n": "datetime2(0)"})
    (told,) = unwritten(old, register)
    assert "data_type 'datetime2(0)' in place of none" in told.text
    assert unwritten(decided, register) == ()
    assert unwritten(changed(decided, "n", data_type=None), register) == ()
    assert loaded_columns(register)["n"].data_type == "datetime2(0)"


def test_a_name_that_an_attribute_once_had_goes_to_no_part_of_a_column() -> None:
    board = filed(("t", "X", "timeline"))
    once = replace(renamed_attribute(board, "T from"), item_id=ItemId(name="T to"))
    _, register = after_load(once, live(("t", "X", "timeline")))
    back = changed(replace(renamed_attribute(once, "Group"), item_id=ItemId()), "t", parts=True)
    decided, register = after_load(back, live(("t", "X", "timeline")), register)
    decided, _ = after_load(decided, live(("t", "T", "timeline")), register)
    shown = set(names(decided))
    assert {"T from (t)", "T to (t)"} <= shown
    assert not {"T from", "T to"} & shown
    assert decided.item_id.former_names == ("T to",)


def test_an_edit_in_an_older_clone_is_not_undone_by_a_newer_one_that_nobody_edited() -> None:
    first, register = after_load(filed(NET), live(NET, ("a", "A", "text")))
    second, register = after_load(first, live(NET, ("b", "B", "text")), register)
    _, register = after_load(second, live(NET, ("c", "C", "text")), register)
    assert (first.revisions, second.revisions, register.revision) == ({ID: 1}, {ID: 2}, 3)
    edit = changed(first, "n", data_type="decimal(24,8)")
    _, register = after_load(edit, live(NET, ("c", "C", "text")), register)
    again, register = after_load(second, live(NET, ("c", "C", "text")), register)
    assert entry_of(again).data_type == "decimal(24,8)"
    back, _ = after_load(first, live(NET, ("c", "C", "text")), register)
    assert entry_of(back).data_type is None


def test_a_file_that_is_too_old_to_be_known_gets_what_was_decided_since() -> None:
    first, register = filed(NET), NONE
    board = first
    for number in range(60):
        kind = "date" if number % 2 else "text"
        board, register = after_load(board, live(("n", "Net", kind)), register)
    board, register = after_load(board, live(NET), register, types={"n": "decimal(24,8)"})
    assert entry_of(after_load(first, live(NET), register)[0]).data_type == "decimal(24,8)"


def test_an_alias_that_was_dropped_since_does_not_come_back_with_an_edit_of_the_others() -> None:
    first = changed(filed(NET), "n", aliases=("P",))
    board, register = after_load(first, live(NET, ("a", "A", "text")))
    dropped = changed(board, "n", aliases=())
    _, register = after_load(dropped, live(NET, ("b", "B", "text")), register)
    edit = changed(first, "n", aliases=("P", "Q"))
    assert entry_of(after_load(edit, live(NET), register)[0]).aliases == ("Q",)
