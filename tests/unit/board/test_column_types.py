"""Compares the table of column types with everything that must agree with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, build_schema

from loader.board.column_types import COLUMN_TYPES, UNKNOWN, column_type
from loader.monday.graphql.selection import DETAILS, FRAGMENTS

ROOT = Path(__file__).parents[3]
MACROS = ROOT / "dbt_project" / "macros"


def test_the_types_are_those_of_the_schema() -> None:
    text = (ROOT / "tests" / "monday_server" / "schema.graphql").read_text(encoding="utf-8")
    enum = build_schema(text).type_map["ColumnType"]
    assert isinstance(enum, GraphQLEnumType)
    assert COLUMN_TYPES.keys() == enum.values.keys()


def test_each_type_has_a_macro_of_its_name() -> None:
    files = {path.stem.removeprefix("monday_") for path in (MACROS / "types").glob("monday_*.sql")}
    assert COLUMN_TYPES.keys() | {UNKNOWN.name} <= files


def test_each_type_that_links_has_a_macro_for_it() -> None:
    found = {path.stem for path in (MACROS / "links").glob("monday_links_*.sql")}
    assert found == {f"monday_links_{kind.name}" for kind in COLUMN_TYPES.values() if kind.links}


def test_typed_fields_are_asked_for_of_known_types_alone() -> None:
    assert COLUMN_TYPES.keys() >= FRAGMENTS.keys()
    assert {kind.name for kind in COLUMN_TYPES.values() if kind.detail} == DETAILS.keys()


@pytest.mark.parametrize(
    ("page", "heading"),
    [("changed-loads", "What changes unseen"), ("reliability", "What is not promised")],
)
def test_each_type_that_moves_unseen_is_on_the_page(page: str, heading: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    unseen = {kind.name for kind in COLUMN_TYPES.values() if kind.moves_unseen}
    assert unseen - set(re.findall(r"\w+", section)) == set()


def test_a_type_that_monday_brings_later_is_unknown() -> None:
    assert column_type("hologram") is UNKNOWN
    assert UNKNOWN.moves_unseen
    assert UNKNOWN.policy == "approve"
