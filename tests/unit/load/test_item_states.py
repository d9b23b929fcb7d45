"""What an incremental read knows of items, and the incomplete states in which it must not end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loader.board.model import Item
from loader.landing.contract import RawCell
from loader.landing.rows import Rows, rows_of
from loader.load.item_states import ItemStates, KnownItems, Written

DATE = "2026-11-25T10:00:00Z"
LATER = "2026-11-25T10:00:01Z"


def rows(*items: Item, attributes: Sequence[str] = ("__updated_at__",)) -> Rows:
    return rows_of(items, frozenset(attributes), {}, keeps_nul=True)


def cells(found: Rows) -> list[RawCell]:
    return list(zip(found.item_ids, found.column_ids, found.texts, found.values, strict=True))


HAT, COAT = Item(1, "Hat", updated_at=DATE), Item(2, "Coat", updated_at=DATE)


def test_an_item_is_new_by_its_id_or_its_date() -> None:
    known = KnownItems(cells(rows(HAT)))
    assert known.ids == {1}
    assert not known.is_new(HAT)
    assert known.is_new(COAT)
    assert known.is_new(Item(1, "Hat", updated_at=LATER))


def test_without_dates_nothing_is_new_by_them() -> None:
    known = KnownItems(cells(rows(HAT, attributes=())))
    assert not known.is_new(Item(1, "Hat", updated_at=LATER))


def test_items_differ_by_their_cells_in_whatever_order() -> None:
    known = KnownItems(reversed(cells(rows(HAT, COAT))))
    assert known.differs(rows(HAT, COAT)) == set()
    assert known.differs(rows(HAT, Item(2, "Cape", updated_at=DATE))) == {2}


def test_a_read_ends_with_every_due_item_fetched() -> None:
    states = ItemStates()
    states[1].due = True
    states[1].written = Written.PATCH
    states.check(set())
    with pytest.raises(AssertionError, match="item 1 was to be fetched and was not"):
        states.check({1})
    states[1].written = Written.FULL
    states.check({1})


def test_a_read_ends_with_a_name_beside_all_cells() -> None:
    states = ItemStates()
    states[1].written = Written.CELLS
    with pytest.raises(AssertionError, match="item 1 has cells and no name"):
        states.check({1})


def test_what_was_written_in_full_is_due_again_after_a_restart() -> None:
    states = ItemStates()
    states[1].written, states[1].version = Written.FULL, (DATE, 1)
    states[2].written = Written.PATCH
    states[3].on_board = states[3].due = True
    states.begin_again()
    assert (states.due, states.on_board, states.written(Written.CELLS)) == ({1}, set(), set())
    assert states[1].version is None
