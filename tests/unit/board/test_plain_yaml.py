"""libyaml reads a board file as ruamel.yaml does, or not at all."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.file_reader import _plain, read_board, read_plain
from loader.board.file_text import render
from loader.board.plain_yaml import plain_values
from loader.board.yaml_document import NotReadable, read
from tests.unit.board.test_board_file import SAMPLE
from tests.unit.board.test_yaml_document import PIECES

WORDS = st.sampled_from([
    "a", "Größe (cm)", "a: b", "a:b", "a #b", "a#b", "- a", "'a", '"a"', "yes", "No", "on", "y",
    "True", "NULL", "~", "", "12:30", "1_000", "0o7", "010", "+1", "-1", "1.5", ".5", "1e3", "0x1F",
    "2026-02-03", "2026-2-3", "2026-02-30", "2026-02-03 10:00:00", "=", "<<", "*", "a, b", "[a]",
    "{a}", "a]", "https://a.b/c", "https://a.b?c", "a \u2028b", "é\u00a0", "\x7f", "@a", "%a", "_",
    "__x__", "nan", ".inf", "999999999999999999999", "0", "a - b", "a & b", "a?", "!a", "|", ">",
    "No", "it's", "a | b", "a<b>", "a=b", "a*", "a ~", "a\"b\"", "a;b", "a@b", "a $5", "a! b",
])  # fmt: skip
QUOTES = st.sampled_from(
    ["{}", "'{}'", '"{}"', "[{}]", "{{k: {}}}", "[{0}, {0}]", "\n  {}", "{}\n"]
)


def same_or_nothing(text: str) -> Any:
    """Return libyaml's values, if any; assert that ruamel.yaml gives the same with equal types."""
    quick = plain_values(text)
    if quick is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ruamel.yaml warns about %YAML 1.1
        try:
            full = read(text)
        except NotReadable as exc:
            raise AssertionError(f"ruamel.yaml refuses it: {exc}") from exc
    assert repr(_plain(quick)) == repr(_plain(full))
    board = read_plain(quick, "orders")
    assert board is None or board == read_board(full, "orders")
    return quick


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: 1\nb: {c: [x, '2'], d: true}\n", {"a": 1, "b": {"c": ["x", "2"], "d": True}}),
        ("a:\n- b: __c__   # d\n  e: x(18,2)\n", {"a": [{"b": "__c__", "e": "x(18,2)"}]}),
        ("a: ['x: y', \"# it's\"]\nb: {}\nc: []\n", {"a": ["x: y", "# it's"], "b": {}, "c": []}),
    ],
)  # fmt: skip
def test_plain_texts_are_read(text: str, values: dict[str, Any]) -> None:
    assert same_or_nothing(text) == values


def test_a_file_that_was_written_here_is_plain() -> None:
    assert same_or_nothing(SAMPLE) is not None
    titles = ("Größe", "Net weight (kg)", "No", "a: b", "- x", "12", "#", "it's", "A * <b>", "?")
    columns = tuple(
        ColumnEntry(f"c{n}", "text", title, f"c {n}", "approved", description=title)
        for n, title in enumerate(titles)
    )
    attributes = (AttributeEntry("__group__", "Group", "approved"),)
    board = BoardFile("orders", 1, "Orders & more", "orders", columns, attributes)
    found = same_or_nothing(render(board))
    assert found is not None
    assert read_plain(found, "orders") == board


@pytest.mark.parametrize(
    "text",
    [
        "", "[a]", "a", "a: &b c", "a: !!str b", "a: *b", "<<: {a: 1}", "a: 1\na: 2", "---\na: 1",
        "a: 1\n...\n", "a: 1\n---\nb: 1", "%YAML 1.1\n---\na: 1", "a: |\n  b", "a: >\n  b", "a:\n",
        "a: null", "a: ~", "a: True", "a: 010", "a: 1.5", "a: 2026-02-30", "a: x\n  y",
        "a: 'x\n  y'",
        'a: "\\x41"', "a: \tb", "a: \u2028", "\ufeffa: 1", "a: 1\r\n", "1: a", "'a': 1", "true: 1",
        "a: " + "[" * 7 + "]" * 7, "a: [" + "1," * 40_000 + "]", "a: b:c", "a: b#c", "{a: 1",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_full_reader(text: str) -> None:
    assert plain_values(text) is None


@settings(deadline=None)
@given(st.lists(PIECES, max_size=6), st.integers(0, len(SAMPLE)), st.integers(0, 20))
def test_any_edit_is_read_alike_or_not_at_all(pieces: list[str], at: int, cut: int) -> None:
    same_or_nothing(SAMPLE[:at] + "".join(pieces) + SAMPLE[at + cut :])


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(WORDS, QUOTES), min_size=1, max_size=3), st.sampled_from([" ", "  ", "\n- "])
)
@example([("https://a.b/c", "{{k: {}}}")], " ")
def test_any_value_is_read_alike_or_not_at_all(given: list[tuple[str, str]], gap: str) -> None:
    same_or_nothing("".join(f"a{n}:{gap}{q.format(w)}\n" for n, (w, q) in enumerate(given)))
