"""board/column_register.py: what was said and decided about each entry, by revision."""

from __future__ import annotations

from dataclasses import replace

from loader.board.column_register import (
    BOARD,
    Register,
    Version,
    entries_of,
    register_of,
    with_revision,
    with_shown_names,
)
from loader.board.file_text import parse, render
from loader.board.recovery import take_over
from tests.unit.board.decided import (
    ID,
    NET,
    NONE,
    after_load,
    changed,
    entry_of,
    filed,
    live,
)


def revisions(register: Register, ident: str) -> list[int]:
    return [version.revision for version in register.row(ident).versions]


def test_a_revision_begins_with_what_neither_file_nor_register_says() -> None:
    first = filed(NET)
    same, register = after_load(first, live(NET))
    assert (same, register.revision, revisions(register, "n")) == (first, 0, [0])
    edit = changed(first, "n", data_type="decimal(24,8)")
    same, register = after_load(edit, live(NET), register)
    assert (same, register.revision, revisions(register, "n")) == (edit, 0, [0])
    decided, register = after_load(edit, live(("n", "Net", "text")), register)
    assert (decided.revisions, register.revision) == ({ID: 1}, 1)
    assert register.row("n").versions == (
        Version(0, edit.columns[0]), Version(1, decided.columns[0])
    )  # fmt: skip
    assert revisions(register, BOARD) == [0]
    again, register = after_load(decided, live(("n", "Net", "text")), register)
    assert (again, register.revision) == (decided, 1)


def test_facts_of_mondays_begin_no_revision_and_are_kept_of_the_last_version_alone() -> None:
    first = changed(filed(NET), "n", monday={"description": "net"}, boards=(1,))
    register = register_of(first, first, NONE, ID)
    more = changed(first, "n", monday={"description": "gross"})
    register = register_of(more, first, register, ID)
    assert register.row("n").versions == (Version(0, more.columns[0]),)
    register = register_of(changed(more, "n", name="Gross"), more, register, ID)
    said = replace(more.columns[0], monday={}, boards=())
    assert register.row("n").versions[0] == Version(0, said)


def test_each_warehouse_counts_its_own_decisions() -> None:
    first, now = filed(NET), live(("n", "Net", "date"))
    decided, _ = after_load(first, now, types={"n": "datetime2(0)"})
    other = Register("w00000002", ())
    assert other.known_to(decided) == 0
    register = register_of(decided, decided, other, ID)
    later = changed(decided, "n", type="text", data_type=None)
    register = register_of(later, decided, register, ID)
    both = with_revision(later, register)
    assert both.revisions == {ID: 1, "w00000002": 1}
    assert parse(render(both), "orders", "orders.yml") == both


def test_only_the_last_versions_of_an_entry_are_kept() -> None:
    board, register = filed(NET), NONE
    for number in range(70):
        kind = "date" if number % 2 else "text"
        board, register = after_load(board, live(("n", "Net", kind)), register)
    assert (register.revision, len(register.row("n").versions)) == (70, 50)


def test_a_register_has_an_entry_of_the_board_itself() -> None:
    board = replace(filed(NET), tags=("sales",), url="https://x", revisions={ID: 3})
    said = entries_of(board)[BOARD]
    assert (said.tags, said.url, said.revisions) == (("sales",), None, {})  # type: ignore[union-attr]


def test_a_load_by_the_file_alone_adds_names_and_decides_nothing() -> None:
    old = filed(NET)
    decided, register = after_load(old, live(("n", "Gross", "numbers")))
    assert set(with_shown_names(old, register, ID).rows) == set(register.rows)
    row = with_shown_names(changed(old, "n", name="Total"), register, ID).row("n")
    assert (row.names, row.decided) == (("Net", "Gross", "Total"), entry_of(decided))


def test_a_file_of_a_revision_that_is_not_here_yet_knows_all_that_is() -> None:
    first, now = filed(NET), live(("n", "Net", "date"))
    decided, register = after_load(first, now, types={"n": "datetime2(0)"})
    later = changed(replace(decided, revisions={ID: 999}), "n", data_type="date")
    assert take_over(later, register, now) == (later, ())
    after = register_of(changed(later, "n", type="text"), later, register, ID)
    assert after.revision == 2
    assert with_revision(later, after).revisions == {ID: 2}
