"""Board file values: invalid ones are reported, and the schema agrees with the dataclasses."""

from __future__ import annotations

from dataclasses import fields

import pytest

from loader.board.board_file import (
    ATTRIBUTE_IDS,
    DECISIONS,
    EXCHANGES,
    FORMAT,
    REFRESHES,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
    Exposure,
    Index,
    ItemId,
    LoadSettings,
    SwapSettings,
)
from loader.board.file_reader import SCHEMA
from tests.unit.board.test_board_file import faults

HEAD = "board_id: 1\ntitle: x\ntable: orders\n"
LEAF = HEAD + "columns:\n- {id: a, type: text, name: a, decision: approved, "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "1: x\n", ("line 4: unknown key 1; known are board_id, title, table,",)),
        (HEAD + ".nan: x\n", ("line 4: unknown key nan; known are board_id, title, table,",)),
        (HEAD + "?\n", ("line 4: unknown key null; known are board_id, title, table,",)),
        (HEAD + "kinds:\n", ("line 4: unknown key 'kinds'; did you mean kind?",)),
        (HEAD.replace("title: x", "title:"), ("line 2: title is missing",)),
        (
            HEAD.replace("title: x", "title: 2026-11-28"),
            ("line 2: title must be text; put it in quotes, not 2026-11-28",),
        ),
        (
            HEAD.replace("title: x", "title: no\nschema: true"),
            ("line 3: schema must be text; put it in quotes, not true",),
        ),
        (
            HEAD.replace("board_id: 1", "board_id: .nan\nload: {batch_size: 5.0}"),
            (
                "line 1: board_id must be a whole number, not nan",
                "line 2: load: batch_size must be a whole number, not 5.0",
            ),
        ),
        (
            HEAD.replace("board_id: 1", f"board_id: 0x{'f' * 9000}"),
            ("line 1: board_id must be a whole number, not a number of so many digits",),
        ),
        (
            HEAD.replace("title: x", "title: {a: [b]}\nload: []"),
            (
                "line 2: title must be text; put it in quotes, not a mapping",
                "line 3: load must be a mapping, not a list",
            ),
        ),
        (
            HEAD + "columns: [1, [], {id: a}]\n",
            (
                "line 4: columns 1 must be a mapping, not 1",
                "line 4: columns 2 must be a mapping, not a list",
                "line 4: columns a: decision is missing",
                "line 4: columns a: name is missing",
                "line 4: columns a: type is missing",
            ),
        ),
        (
            LEAF + "data_type: [x], parts: 1, aliases: [1, ~], boards: [0]}\n",
            (
                "line 5: columns a: aliases 1 must be text; put it in quotes, not 1",
                "line 5: columns a: aliases 2 must be text; put it in quotes, not null",
                "line 5: columns a: boards 1 must be from 1 to 9223372036854775807, not 0",
                "line 5: columns a: data_type must be text; put it in quotes, not a list",
                "line 5: columns a: parts must be true or false, not 1",
            ),
        ),
        (
            HEAD + "swap: {exchange: rows, keep_previous: true}\n",
            ("line 4: swap cannot have both exchange: rows, which keeps the table itself, and",),
        ),
        (HEAD + "swap: {exchange: merge}\n", ("line 4: swap: exchange must be ",)),
        (
            HEAD + "tests: [{between: {min: 0, max: .inf}}]\n",
            ("line 4: tests: .nan and .inf are no numbers to test by",),
        ),
        (
            HEAD + "exposures: [{name: a b, type: toy}]\ntests: [1]\ntags: [a b]\n",
            (
                "line 4: exposures 1 has no owner, and neither has the board",
                "line 4: exposures 1: name 'a b' is no name: use letters",
                "line 4: exposures 1: type must be one of dashboard, notebook",
                "line 5: tests 1 must be text or a mapping, not 1",
                "line 6: tags 1 'a b' is no tag: use letters",
            ),
        ),
        (
            LEAF + f"data_type: decimal({'9' * 5000})}}\n",
            ("line 5: columns a: data_type 'decimal(99",),
        ),
        (
            LEAF.replace("name: a", f"name: {'😀' * 65}") + "}\n",
            (f"line 5: columns a: name '{'😀' * 65}' has 130 UTF-16 units; SQL Server takes 128",),
        ),
    ],
)
def test_values_of_any_kind_are_told_by_their_line(text: str, told: tuple[str, ...]) -> None:
    found = faults(text)
    assert len(found) == len(told)
    assert all(a.startswith(b) for a, b in zip(found, told, strict=True)), found
    assert all(len(one) < 500 for one in found)


def test_no_more_than_a_hundred_faults_are_listed() -> None:
    assert len(faults(HEAD + "columns: [" + "1, " * 1000 + "]\n")) == 100


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (BoardFile, ()),
        (ItemId, ("item_id",)),
        (LoadSettings, ("load",)),
        (SwapSettings, ("swap",)),
        (Index, ("indexes", "items")),
        (AttributeEntry, ("attributes", "items")),
        (Exposure, ("exposures", "items")),
        (ColumnEntry, ("columns", "items")),
    ],
)
def test_the_schema_has_the_keys_and_defaults_of_the_values(
    kind: type, keys: tuple[str, ...]
) -> None:
    rules = SCHEMA.rules
    for key in keys:
        rules = rules[key] if key == "items" else rules["properties"][key]
    of_the_file = {"name", "format"} if kind is BoardFile else set()
    assert rules["properties"].keys() ^ {f.name for f in fields(kind)} == of_the_file
    for field in fields(kind):
        rule = rules["properties"].get(field.name, {})
        if "default" in rule:
            given_default = rule["default"]
            shown = tuple(given_default) if isinstance(given_default, list) else given_default
            assert shown == field.default, field.name


def test_the_schema_has_the_choices_of_the_values() -> None:
    columns = SCHEMA.rules["properties"]
    assert columns["format"]["maximum"] == FORMAT
    assert columns["load"]["properties"]["refresh"]["enum"] == list(REFRESHES)
    assert columns["swap"]["properties"]["exchange"]["enum"] == list(EXCHANGES)
    assert SCHEMA.rules["$defs"]["decision"]["enum"] == list(DECISIONS)
    ids = columns["attributes"]["items"]["properties"]["id"]["enum"]
    assert sorted(ids) == sorted(ATTRIBUTE_IDS)
