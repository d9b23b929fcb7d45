"""Names never pass to another column, whatever edits a board sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.board.drift import adapt
from loader.board.name_register import names_of, rename
from loader.board.names import collation_key
from tests.board_files import DAY, deployed, first_board_file, live


def test_a_person_cannot_give_a_column_the_name_of_another() -> None:
    board = deployed(("a", "A", "text"), ("b", "B", "text"))
    assert rename(board, board.columns[0], "C").former_names == ("A",)
    with pytest.raises(ValueError, match="belongs, or once belonged, to b"):
        rename(board, board.columns[0], "b ")


TITLES = st.sampled_from(["A", "a", "A ", "B", "Group", "Item ID", "🚀", "🔥", "", "A (c1)"])
EDIT = st.tuples(st.sampled_from(["c0", "c1", "c2", "c3"]), TITLES)


@given(st.lists(st.lists(EDIT, max_size=4, unique_by=lambda e: e[0]), min_size=1, max_size=8))
def test_through_any_edits_no_name_moves_to_another_column(
    boards: list[list[tuple[str, str]]],
) -> None:
    owners: dict[str, str] = {}
    file = None
    for columns in boards:
        now = live(*((i, title, "text") for i, title in columns))
        file = (
            adapt(file, now, {}, DAY).board
            if file
            else first_board_file(now, name="o", table="o", policy={}, today=DAY)
        )
        named = [(c.name, c.id) for c in file.columns] + [(a.name, a.id) for a in file.attributes]
        assert len({collation_key(n) for n, _ in named}) == len(named)
        for name, owner in named:
            assert owners.setdefault(collation_key(name), owner) == owner
            assert names_of(file).owner(name) == owner
        assert [c.title for c in file.columns if not c.gone] == [
            c.title for entry in file.columns for c in now.columns if c.id == entry.id
        ]
