"""Board files that are broken, huge or a trap: one error that says where, or the board as meant."""

from __future__ import annotations

import warnings
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.board.board_file import (
    ATTRIBUTE_IDS,
    DECISIONS,
    REFRESHES,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
    Index,
    ItemId,
    LoadSettings,
    SwapSettings,
)
from loader.board.file_reader import SCHEMA
from loader.board.file_text import parse, render
from loader.errors import BoardFileError
from tests.unit.board.test_board_file import SAMPLE, faults, read

HEAD = "board_id: 1\ntitle: x\ntable: orders\n"
LEAF = HEAD + "columns:\n- {id: a, type: text, name: a, decision: approved, "


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: a board file is a mapping, with board_id: and so on"),
        ("- board_id: 1\n", "line 1: a board file is a mapping, with board_id: and so on"),
        (HEAD + "columns: " + "[" * 50_000, "line 4: nested deeper than anything in a board file"),
        (HEAD + "kind: " + "{a: " * 50_000, "line 4: nested deeper than anything in a board file"),
        (HEAD + "kind: a\n" * 2, "line 5: 'kind' stands on line 4 too; keep one"),
        (
            HEAD + "load: {max_workers: 1, max_workers: 2}\n",
            "line 4: 'max_workers' stands on line 4 too; keep one",
        ),
        (
            HEAD + "columns: &a [1]\nattributes: [*a, *a]\n",
            "line 5: *a takes content over from elsewhere; write it out here",
        ),
        (
            HEAD + "load: {<<: {max_workers: 2}}\n",
            "line 4: <<: takes keys over from elsewhere; write them out here",
        ),
        (HEAD + "kind: *a\n", "line 4: not YAML: found undefined alias 'a'"),
        (
            HEAD + "kind: !!python/object/apply:os.system [ls]\n",
            "line 4: the tag 'tag:yaml.org,2002:python/object/apply:os.system' has no meaning "
            "here; take it out",
        ),
        ("!board\n" + HEAD, "line 1: the tag '!board' has no meaning here; take it out"),
        (HEAD + "? [a, b]\n: c\n", "line 4: a key must be a word, not a list or a mapping"),
        (
            LEAF + "gone: 2026-02-30}\n",
            "line 5: a value is no number or date; put it in quotes if it is text",
        ),
        (
            f"board_id: {'9' * 5000}\ntitle: x\ntable: t\n",
            "line 1: a value is no number or date; put it in quotes if it is text",
        ),
        (HEAD + 'kind: "\\U99999999"\n', "line 4: an escape is no character"),
        (
            HEAD + 'kind: "a\\0"\n',
            "line 4: text holds U+0000 or half a character, which no database can hold",
        ),
        (
            HEAD + 'kind: "\\ud83d"\n',
            "line 4: text holds U+0000 or half a character, which no database can hold",
        ),
        (
            HEAD + "load:\n\tmax_workers: 1\n",
            "line 5: not YAML: found character '\\t' that cannot start any token; "
            "indent with spaces",
        ),
        (
            HEAD + "kind: \0\n",
            "line 4: not YAML: unacceptable character #x0000: special characters are not allowed",
        ),
        ("a" * 2_000_000, "has 2000000 characters, which is no board file"),
        (HEAD + "columns:\n" + "- 1\n" * 40_000, "line 39996: the file holds more than a board fi"),
    ],
)
def test_what_yaml_offers_and_a_board_file_has_no_use_for(text: str, fault: str) -> None:
    found = faults(text)
    assert len(found) == 1
    assert found[0].startswith(fault)


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
            LEAF + f"data_type: decimal({'9' * 5000})}}\n",
            ("line 5: columns a: data_type 'decimal(99",),
        ),
        (
            LEAF.replace("name: a", f"name: {'😀' * 65}") + "}\n",
            ("line 5: columns a: name has 130 UTF-16 units; SQL Server takes 128",),
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


@pytest.mark.parametrize("text", ["\ufeff" + SAMPLE, SAMPLE.replace("\n", "\r\n")])
def test_files_as_windows_saves_them_are_read(text: str) -> None:
    assert read(text) == read(SAMPLE)


def test_a_value_named_once_may_be_used_twice() -> None:
    board = read(HEAD + "description: &a text\nkind: *a\nhistory: &b true\nkeep_removed: *b\n")
    assert (board.description, board.kind) == ("text", "text")
    assert (board.history, board.keep_removed) == (True, True)


def test_a_line_for_editors_at_the_top_stays() -> None:
    text = f"# yaml-language-server: $schema=../schemas/board_file.schema.json\n{SAMPLE}"
    assert render(read(text), text) == text


PIECES = st.sampled_from(
    [*":?-#{}[],&*!|>'\"%@`= \t\n\\ax1~.<\u2028\ufeff\0\r", "\n- ", "\n  ", "{a: 1}", "[1]", "&a ",
     "*a", "!!str ", "!x ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! tag:\n", "columns:\n",
     "- {id: a, ", "name: ", "2026-02-30", "0x1", "1e5", ".nan", "1_0", "null", "true", "|\n",
     "|+2\n", ">-\n"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25), st.integers(0, len(SAMPLE)), st.integers(0, 30))
def test_any_edit_gives_a_board_or_one_error(pieces: list[str], at: int, cut: int) -> None:
    text = SAMPLE[:at] + "".join(pieces) + SAMPLE[at + cut :]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ruamel's, of %YAML 1.1
        try:
            board = parse(text, "orders", "boards/orders.yml")
        except BoardFileError as exc:
            unplaced = [fault for fault in exc.faults if not fault.startswith("line ")]
        else:
            unplaced = []
            assert read(render(board, text)) == board
    assert unplaced == []


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (BoardFile, ()),
        (ItemId, ("item_id",)),
        (LoadSettings, ("load",)),
        (SwapSettings, ("swap",)),
        (Index, ("indexes", "items")),
        (AttributeEntry, ("attributes", "items")),
        (ColumnEntry, ("columns", "items")),
    ],
)
def test_the_schema_has_the_keys_and_defaults_of_the_values(
    kind: type, keys: tuple[str, ...]
) -> None:
    rules = SCHEMA.rules
    for key in keys:
        rules = rules[key] if key == "items" else rules["properties"][key]
    assert rules["properties"].keys() == {f.name for f in fields(kind)} - (
        {"name"} if kind is BoardFile else set()
    )
    for field in fields(kind):
        rule = rules["properties"].get(field.name, {})
        if "default" in rule:
            given_default = rule["default"]
            shown = tuple(given_default) if isinstance(given_default, list) else given_default
            assert shown == field.default, field.name


def test_the_schema_has_the_choices_of_the_values() -> None:
    columns = SCHEMA.rules["properties"]
    assert columns["load"]["properties"]["refresh"]["enum"] == list(REFRESHES)
    assert SCHEMA.rules["$defs"]["decision"]["enum"] == list(DECISIONS)
    ids = columns["attributes"]["items"]["properties"]["id"]["enum"]
    assert sorted(ids) == sorted(ATTRIBUTE_IDS)
