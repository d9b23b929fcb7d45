"""Names that only the warehouse's database treats as equal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest

from loader.board.told_apart import told_apart
from tests.board_files import deployed


def accents_apart(names: Sequence[str]) -> list[tuple[int, ...]]:
    """Return groups of names that an accent-insensitive or Turkish collation treats as equal."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        plain = unicodedata.normalize("NFKD", name.replace("\u0131", "i"))
        key = "".join(ch for ch in plain if not unicodedata.combining(ch)).lower().rstrip()
        places.setdefault(key, []).append(place)
    return [tuple(same) for same in places.values() if len(same) > 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Remise", "Remis\u00e9"), ("A\u00c7IK", "a\u00e7\u0131k"), ("Group", "Gro\u00fbp")],
)
def test_the_later_of_two_equal_names_takes_its_id(one: str, other: str) -> None:
    board = deployed(("name", "Name", "name"), ("a", one, "text"), ("b", other, "text"))
    apart, told = told_apart(board, accents_apart)
    names = [c.name for c in apart.columns if c.id in ("a", "b")]
    assert names == [one, f"{other} (b)"]
    assert any("column b is named" in sentence for sentence in told)
    assert told_apart(apart, accents_apart) == (apart, ())


def test_a_name_that_stands_already_is_kept() -> None:
    board = deployed(
        ("name", "Name", "name"), ("a", "Remis\u00e9", "text"), ("b", "Remise", "text")
    )
    before = replace(board, columns=tuple(c for c in board.columns if c.id != "a"))
    apart, _ = told_apart(board, accents_apart, before)
    assert {c.id: c.name for c in apart.columns}["a"] == "Remis\u00e9 (a)"
    assert {c.id: c.name for c in apart.columns}["b"] == "Remise"


def test_attributes_aliases_and_parts_are_names_too() -> None:
    board = deployed(
        ("name", "Name", "name"), ("g", "Gro\u00fbp", "text"), ("t", "Z\u00f6ne", "timeline"),
        ("f", "Zone from", "text"), ("x", "X", "text"),
    )  # fmt: skip
    zone = replace(board.columns[2], parts=True)
    other = replace(board.columns[4], aliases=("Name\u0301",))
    board = board.with_column(zone).with_column(other)
    apart, _ = told_apart(board, accents_apart)
    columns = {c.id: c for c in apart.columns}
    assert columns["f"].name == "Zone from (f)"
    assert columns["x"].aliases == ()
    group = next(a.name for a in apart.attributes if a.id == "__group__")
    assert group == "Group (__group__)"
    assert accents_apart([c.name for c in apart.columns]) == []


def test_names_that_differ_stay() -> None:
    board = deployed(("name", "Name", "name"), ("a", "One", "text"), ("b", "Two", "text"))
    assert told_apart(board, accents_apart) == (board, ())
