"""Which moments are requested, and the versions that items have at these moments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from loader.board.board_file import Period
from loader.board.model import Cell, Column
from loader.errors import IncompleteLoad
from loader.load.past import HELD_ITEMS, Versions, chunks, period_ends
from loader.monday.read.past import MOMENTS_A_CALL, PastItem

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TEXT = Column("text_1", "Note", "text")
TAGS = Column("tags_1", "Tags", "tags")


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "oldest", "ends"),
    [
        ("month", day(1, 1), [day(1, 1), day(2, 1), day(3, 1)]),
        ("month", datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC), [day(2, 1), day(3, 1)]),
        ("week", day(2, 17), [day(2, 23), day(3, 2)]),
        ("day", day(3, 1), [day(3, 1), day(3, 2), day(3, 3)]),
        ("month", day(3, 2), []),
    ],
)
def test_whole_periods_end_at_midnight_in_utc(
    every: Period, oldest: datetime, ends: list[datetime]
) -> None:
    assert period_ends(every, oldest, NOW) == ends


def test_a_call_takes_so_many_moments() -> None:
    moments = [day(1, 1)] * (2 * MOMENTS_A_CALL + 1)
    assert [len(one) for one in chunks(moments, 9)] == [MOMENTS_A_CALL, MOMENTS_A_CALL, 1]
    assert {len(one) for one in chunks(moments, HELD_ITEMS // 2)} == {2, 1}
    assert {len(one) for one in chunks(moments, HELD_ITEMS * 9)} == {1}


def item(item_id: int, at: datetime, note: str, tags: str = "1") -> PastItem:
    return PastItem(item_id, f"Item {item_id}", at, {"text_1": f'"{note}"', "tags_1": tags})


def test_a_version_is_one_row_of_what_is_told_over_all_moments_that_show_it() -> None:
    one, two, three, four = day(1, 1), day(2, 1), day(3, 1), day(4, 1)
    versions = Versions((TEXT, TAGS))
    first = [item(2, two, "b"), item(1, two, "a", tags="2"), item(1, one, "a")]
    second = [item(1, three, "c"), item(1, four, "c")]
    cells = [
        *versions.chunk((one, two), first),
        *versions.chunk((three, four), second),
    ]
    found: dict[int, dict[str, str | None]] = {}
    for number, shown in cells:
        found.setdefault(number, {}).update({cell.column_id: cell.text for cell in shown})
    assert list(found.values()) == [
        {"name": "Item 1", "__item__": "1", "__from__": "2026-01-01T00:00:00Z", "text_1": "a",
         "__to__": "2026-03-01T00:00:00Z"},
        {"name": "Item 2", "__item__": "2", "__from__": "2026-02-01T00:00:00Z", "text_1": "b",
         "__to__": "2026-03-01T00:00:00Z"},
        {"name": "Item 1", "__item__": "1", "__from__": "2026-03-01T00:00:00Z", "text_1": "c"},
    ]  # fmt: skip
    assert versions.count == 3


def test_an_item_that_left_and_came_back_has_two_versions() -> None:
    one, two, three = day(1, 1), day(2, 1), day(3, 1)
    versions = Versions((TEXT,))
    cells = list(versions.chunk((one, two, three), [item(1, one, "a"), item(1, three, "a")]))
    ends = [cell for _, shown in cells for cell in shown if cell.column_id == "__to__"]
    assert ends == [Cell("__to__", "text", "2026-02-01T00:00:00Z", None)]
    assert versions.count == 2


@pytest.mark.parametrize("other", [item(1, day(1, 1), "c"), item(1, day(2, 1), "a")])
def test_contradictions_and_other_moments_are_refused(other: PastItem) -> None:
    items = [item(1, day(1, 1), "a"), item(1, day(1, 1), "a"), other]
    with pytest.raises(IncompleteLoad, match="item 1 of the past twice and differently"):
        list(Versions((TEXT,)).chunk((day(1, 1),), items))
