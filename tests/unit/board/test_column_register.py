"""board/column_register.py: what loads decided, merged with what the board file says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import (
    NamePassed,
    RegisteredColumn,
    as_json,
    from_json,
    register_of,
    take_over,
    with_shown_names,
)
from loader.board.drift import adapt
from loader.board.model import Board, Column
from loader.generate.columns import table_columns
from tests.board_files import first_board_file

DAY = "2026-11-28"


def live(*columns: tuple[str, str, str]) -> Board:
    return Board(7, "Orders", columns=tuple(Column(*one) for one in columns))


def filed(*columns: tuple[str, str, str]) -> BoardFile:
    return first_board_file(live(*columns), name="orders", table="orders", policy={}, today=DAY)


def names(board: BoardFile) -> list[str]:
    return [c.name for c in table_columns(board)]


def after_load(
    board: BoardFile, now: Board, register: tuple[RegisteredColumn, ...] = ()
) -> tuple[BoardFile, tuple[RegisteredColumn, ...]]:
    """Board file and register after a load that adapted `board` to `now`."""
    decided = adapt(take_over(board, register, now)[0], now, {}, DAY).board
    return decided, register_of(decided, board, register)


def test_a_lost_board_file_gets_its_decisions_back() -> None:
    old = filed(("n", "Net", "numbers"))
    decided, _ = after_load(old, live(("n", "Net", "numbers"), ("d", "Due", "date")))
    entry = decided.column("d")
    assert entry is not None
    decided = decided.with_column(replace(entry, data_type="datetime2(0)"))
    register = register_of(decided, old, ())
    now = live(("n", "Net", "numbers"), ("d", "Due", "date"))
    taken, changes = take_over(old, register, now)
    assert taken == decided
    assert [(c.kind, c.column_id) for c in changes] == [("recovered", "d")]
    assert "is not in the board file" in changes[0].text


def test_a_retyped_column_of_an_old_file_takes_type_and_data_type_together() -> None:
    old = filed(("n", "Net", "numbers"))
    decided, _ = after_load(old, live(("n", "Net", "date")))
    entry = decided.column("n")
    assert entry is not None
    decided = decided.with_column(replace(entry, data_type="datetime2(0)"))
    register = register_of(decided, old, ())
    edited = old.columns[0]
    edited = replace(edited, data_type="decimal(10,4)", description="net price")
    taken, _ = take_over(old.with_column(edited), register, live(("n", "Net", "date")))
    found = taken.column("n")
    assert found is not None
    assert (found.type, found.data_type) == ("date", "datetime2(0)")
    assert found.description == "net price"


def test_the_type_of_a_part_is_kept_until_its_column_has_another_type() -> None:
    bare = filed(("s", "Site", "location"))
    board = bare.with_column(
        replace(bare.columns[0], parts=True, part_types={"lat": "decimal(9,6)"})
    )
    kept = from_json(as_json(board.columns[0]))
    assert kept == board.columns[0]
    lost = replace(bare, columns=())
    without, _ = take_over(lost, register_of(board, board, ()), live(("s", "Site", "location")))
    assert without.columns == board.columns
    retyped = adapt(board, live(("s", "Site", "text")), {}, DAY).board
    assert (retyped.columns[0].parts, retyped.columns[0].part_types) == (False, {})


def test_what_a_person_wrote_since_stands() -> None:
    old = filed(("n", "Net", "numbers"))
    register = register_of(old, old, ())
    by_hand = old.with_column(replace(old.columns[0], data_type="decimal(18,4)"))
    assert take_over(by_hand, register, live(("n", "Net", "numbers"))) == (by_hand, ())


def test_a_data_type_taken_out_of_a_file_that_had_it_stays_out() -> None:
    old = filed(("n", "Net", "numbers"))
    typed = old.with_column(replace(old.columns[0], data_type="decimal(18,4)"))
    register = register_of(typed, typed, register_of(typed, old, ()))
    assert take_over(old, register, live(("n", "Net", "numbers"))) == (old, ())


def test_a_file_that_was_retyped_later_than_the_load_stands() -> None:
    old = filed(("n", "Net", "numbers"))
    dated, register = after_load(old, live(("n", "Net", "date")))
    updated = adapt(dated, live(("n", "Net", "text")), {}, DAY).board
    typed = updated.with_column(replace(updated.columns[0], data_type="nvarchar(50)"))
    assert take_over(typed, register, live(("n", "Net", "text"))) == (typed, ())


def test_a_type_stays_decided_though_each_run_starts_from_the_first_file() -> None:
    first, now = filed(("n", "Net", "numbers")), live(("n", "Net", "date"))
    decided, _ = after_load(first, now)
    decided = decided.with_column(replace(decided.columns[0], data_type="datetime2(0)"))
    register = register_of(decided, first, ())
    for _ in range(3):
        again, register = after_load(first, now, register)
        assert [c.data_type for c in again.columns] == ["datetime2(0)"]


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


def test_a_part_name_stays_with_its_column_after_a_rename() -> None:
    board = filed(("t", "T", "timeline"))
    board = board.with_column(replace(board.columns[0], parts=True))
    assert {"T from", "T to"} <= set(names(board))
    renamed = adapt(board, live(("t", "U", "timeline")), {}, DAY).board
    now = live(("t", "U", "timeline"), ("x", "T from", "text"))
    assert {"U from", "U to", "T from (x)"} <= set(names(adapt(renamed, now, {}, DAY).board))


def test_a_part_name_stays_with_its_column_after_parts_are_switched_off() -> None:
    board = filed(("t", "T", "timeline"))
    board = board.with_column(replace(board.columns[0], parts=True))
    off = board.with_column(replace(board.columns[0], parts=False))
    now = live(("t", "T", "timeline"), ("x", "T from", "text"))
    decided, _ = after_load(off, now, register_of(board, board, ()))
    assert "T from (x)" in names(decided)


def test_a_part_name_stays_with_its_column_after_it_became_another_type() -> None:
    board = filed(("t", "T", "timeline"))
    board = board.with_column(replace(board.columns[0], parts=True))
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
    first, now = filed(("n", "Net", "numbers")), live(("n", "Sum", "numbers"))
    _, register = after_load(first, live(("n", "Gross", "numbers")))
    for _ in range(3):
        decided, register = after_load(first, now, register)
        assert (decided.columns[0].name, decided.columns[0].aliases) == ("Sum", ("Net", "Gross"))
    dropped = decided.with_column(replace(decided.columns[0], aliases=("Net",)))
    again, _ = after_load(dropped, now, register)
    assert again.columns[0].aliases == ("Net",)
    assert again.columns[0].former_names == ("Gross",)


@pytest.mark.parametrize("length", [122, 123, 124, 127, 128, 200])
def test_the_parts_of_a_long_title_have_names_of_their_own(length: int) -> None:
    board = filed(("timeline_1", "x" * length, "timeline"))
    board = board.with_column(replace(board.columns[0], parts=True))
    found = names(board)
    assert len(set(found)) == len(found)
    assert max(map(len, found)) <= 128


def test_a_load_by_the_file_alone_adds_names_and_decides_nothing() -> None:
    old = filed(("n", "Net", "numbers"))
    decided, register = after_load(old, live(("n", "Gross", "numbers")))
    assert set(with_shown_names(old, register)) == set(register)
    hand = old.with_column(replace(old.columns[0], name="Total"))
    (row,) = (r for r in with_shown_names(hand, register) if r.column_id == "n")
    assert (row.names, row.decided) == (("Net", "Gross", "Total"), decided.column("n"))


@pytest.mark.parametrize(
    "entry",
    [
        ColumnEntry("n", "numbers", "Net", "Net", "approved", aliases=("N",), boards=(1, 2)),
        AttributeEntry("__group__", "Group", "approved"),
        None,
    ],
)
def test_an_entry_survives_its_json(entry: ColumnEntry | AttributeEntry | None) -> None:
    assert from_json(as_json(entry)) == entry


@pytest.mark.parametrize("text", ["[]", "1", '{"id": 1}', '{"type": "text"}', "nothing"])
def test_a_text_that_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no entry|Expecting value"):
        from_json(text)


def test_a_hand_cannot_give_a_name_to_another_column() -> None:
    now = live(("a", "Net", "text"), ("b", "Gross", "text"))
    board = filed(("a", "Net", "text"), ("b", "Gross", "text"))
    register = register_of(board, board, ())
    swapped = board.with_column(replace(board.columns[0], name="Gross"))
    swapped = swapped.with_column(replace(board.columns[1], name="Net"))
    with pytest.raises(NamePassed, match="column a is named 'Gross', and the table has shown col"):
        take_over(swapped, register, now)


def test_a_name_that_two_columns_have_shown_locks_neither_out() -> None:
    now = live(("a", "Net", "text"), ("b", "Gross", "text"))
    board = filed(("a", "Net", "text"), ("b", "Gross", "text"))
    swapped = board.with_column(replace(board.columns[0], name="Gross"))
    swapped = swapped.with_column(replace(board.columns[1], name="Net"))
    register = with_shown_names(swapped, register_of(board, board, ()))
    assert [c.name for c in take_over(board, register, now)[0].columns] == ["Net", "Gross"]
