"""Titles become names that SQL Server accepts, and no name passes to another column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.board.names import Names, clean_text, collation_key, is_derived, is_safe_name, units


def named(*titles: str) -> list[str]:
    names = Names()
    return [names.give(title, f"c{n}") for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    "title",
    ["Unit price", "PO MOQ% (Partner)", 'a"b', "a]b", "it's", "; drop table x--", "{{ 7*7 }}",
     "{% raw %}", "{#", "line\nbreak", "🚀 Cost", " leading", "%s\\", "Straße", "שלום", "x" * 128],
)  # fmt: skip
def test_a_title_is_its_own_name(title: str) -> None:
    assert named(title) == [title]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Cost", "cost"), ("Cost", "Cost  "), ("🚀 Cost", "🔥 Cost"), ("A", "\uff21"), ("ß", "ss"),
     ("か", "カ"), ("Cost", "Co\u200bst"), ("★ Cost", " Cost"), ("æ", "ae"), ("Cost", "Cost")],
)  # fmt: skip
def test_titles_that_collations_hold_equal_get_the_id_of_the_later(first: str, second: str) -> None:
    assert named(first, second) == [first, f"{second} (c1)"]


@pytest.mark.parametrize(("first", "second"), [("Cafe", "Café"), ("A B", "AB"), ("€", "$")])
def test_titles_that_differ_keep_their_names(first: str, second: str) -> None:
    assert named(first, second) == [first, second]


@pytest.mark.parametrize("title", ["", "   ", "\t\n", "\x01\x02", "\u200b"])
def test_a_title_without_anything_to_see_becomes_the_column_id(title: str) -> None:
    assert named(title) == ["c0"]


def test_long_titles_are_cut_and_carry_their_id() -> None:
    name, astral = named("x" * 300, "🚀" * 100)
    assert name == "x" * 123 + " (c0)"
    assert astral == "🚀" * 61 + " (c1)"
    assert units(astral) <= 128


def test_a_title_that_imitates_a_suffix_does_not_take_it() -> None:
    assert named("A (c2)", "A", "a") == ["A (c2)", "A", "a (c2) 2"]


def test_what_no_database_holds_is_replaced() -> None:
    assert clean_text("a\ud800b\0") == "a\ufffdb\ufffd"


@given(st.lists(st.text(max_size=200), max_size=20))
def test_names_are_unique_short_and_stable(titles: list[str]) -> None:
    names = named(*titles)
    assert len({collation_key(n) for n in names}) == len(names)
    assert all(0 < units(n) <= 128 for n in names)
    assert named(*titles) == names
    assert all(
        is_derived(n, t, f"c{i}") for i, (n, t) in enumerate(zip(names, titles, strict=True))
    )


@pytest.mark.parametrize("name", ["orders", "Orders_2026", "a" * 110])
def test_safe_board_names(name: str) -> None:
    assert is_safe_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "1st", "_x", "a__b", "stg_orders", "STG_x", "a-b", "a b", "a.b", 'a"b', "a'b", "a" * 111,
     "ä", "orders\n", "nul", "../x"],
)  # fmt: skip
def test_unsafe_board_names(name: str) -> None:
    assert not is_safe_name(name)
