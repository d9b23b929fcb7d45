"""board/register_text.py: converts entries of the register to text and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from loader.board.board_file import (
    AttributeEntry,
    BoardFile,
    ColumnEntry,
    Exposure,
    Index,
    ItemId,
    Past,
)
from loader.board.column_register import BOARD, Entry, RegisteredColumn, Version, entries_of
from loader.board.register_text import as_texts, versions_in

NET = ColumnEntry("n", "numbers", "Net", "Net", "approved", aliases=("N",), boards=(1, 2))
NO_LIST = '{"id": "n", "type": "t", "title": "", "name": "", "decision": "pending", "boards": 7}'
TESTS = ("unique", {"accepted_range": {"min_value": date(2026, 1, 1), 7: [1.5, None, "\u00fc"]}})
SETTINGS = entries_of(
    BoardFile(
        "orders", 7, "Orders", "orders", (), (), item_id=ItemId("Key", "bigint"), tags=("a", "b"),
        indexes=(Index(("Net",)),), exposures=(Exposure("x", "dashboard", owner={"name": "Ann"}),),
        tests=({"unique": {"column_name": "Net"}},), history=Past(every="day"),
    )
)[BOARD]  # fmt: skip


@pytest.mark.parametrize(
    "entry",
    [NET, replace(NET, part_types={"lat": "float"}), SETTINGS, replace(NET, tests=TESTS),
     AttributeEntry("__group__", "Gr\u00f6up \U0001f680", "approved")],
)  # fmt: skip
def test_versions_survive_their_texts(entry: Entry) -> None:
    for versions in ((Version(4, entry),), (Version(0, entry), Version(2, entry))):
        assert versions_in(*as_texts(RegisteredColumn("x", (), versions))) == versions


def test_the_key_has_none() -> None:
    assert versions_in(*as_texts(RegisteredColumn("__item_id__", ("Item ID",)))) == ()


def test_an_entry_that_stands_alone_is_what_the_file_said_before() -> None:
    decided, _ = as_texts(RegisteredColumn("n", (), (Version(0, NET),)))
    filed, _ = as_texts(RegisteredColumn("n", (), (Version(0, replace(NET, name="Old")),)))
    assert decided is not None
    old = decided.replace(', "revision": 0', "")
    assert [v.revision for v in versions_in(old, filed)] == [0, 1]
    assert versions_in(old, None) == (Version(0, NET),)


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "n", "type": "t", "title": "", "name": "", "decision": "pending", "aliases": 7}',
        "[]",
        "1",
        '{"id": 1}',
        '{"type": "text"}',
        '{"board_id": 1}',
        "[[1]]",
        "nothing",
    ],
)
def test_a_text_that_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no entry|Expecting value"):
        versions_in(text, None)
    good, _ = as_texts(RegisteredColumn("n", (), (Version(0, NET),)))
    with pytest.raises(ValueError, match=r"no entry|Expecting value"):
        versions_in(good, f"[{text}]")
