"""JSON of any shape gives a value or ValueError, never a stack overflow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.board.json_text import DEEPEST, TooDeep, json_or_none, parse_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(values)
def test_what_json_writes_is_read(value: object) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value).encode()) == value


@given(st.text() | st.binary())
def test_anything_else_is_a_value_error(text: str | bytes) -> None:
    try:
        parse_json(text)
    except ValueError:
        return


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("depth", [DEEPEST + 1, 500, 50_000])
def test_what_is_nested_too_deeply_is_none(opening: str, depth: int) -> None:
    closing = "]" if opening == "[" else "}"
    with pytest.raises(ValueError, match=r"nested deeper|Expecting"):
        parse_json(opening * depth)
    with pytest.raises(TooDeep, match=f"nested deeper than {DEEPEST}"):
        parse_json(opening * depth + "1" + closing * depth)
    assert json_or_none(opening * depth + "1" + closing * depth) is None


def test_depth_is_counted_along_the_deepest_way() -> None:
    deep: object = 1
    for level in range(DEEPEST):
        deep = [0, deep] if level % 2 else {"a": 0, "b": deep}
    assert parse_json(json.dumps(deep)) == deep
    with pytest.raises(TooDeep):
        parse_json(json.dumps([[], deep]))


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", "9" * 5000, "", "[1", '"' + "x" * 100 + '"', b"\xff\xff"]
)
def test_what_is_no_json_to_us(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - with any message
        parse_json(text, longest=5000 if len(text) > 200 else 100)


def test_no_other_module_parses_json() -> None:
    loader = Path(__file__).parents[3] / "loader"
    texts = {p.relative_to(loader): p.read_text(encoding="utf-8") for p in loader.rglob("*.py")}
    others = [str(p) for p, text in texts.items() if "json.load" in text]
    assert others == []
