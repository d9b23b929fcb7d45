"""Broken, huge or malicious board files give one error with a line, or the intended board."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.board.file_text import parse, render
from loader.errors import BoardFileError
from tests.unit.board.test_board_file import SAMPLE, faults, read
from tests.unit.board.test_file_reader import HEAD, LEAF


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
        warnings.simplefilter("ignore")  # ruamel.yaml warns about %YAML 1.1
        try:
            board = parse(text, "orders", "boards/orders.yml")
        except BoardFileError as exc:
            unplaced = [fault for fault in exc.faults if not fault.startswith("line ")]
        else:
            unplaced = []
            assert read(render(board, text)) == board
    assert unplaced == []
