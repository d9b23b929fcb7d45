"""Titles in generated files are inert: in Jinja, in YAML, in Markdown."""

from __future__ import annotations

import jinja2
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from loader.generate.text import jinja_literal, markdown_text, yaml_text

HOSTILE = [
    "{{ 7*7 }}", "{% raw %}", "{#", '"', "'", "]", "; drop table x--", "a\nb", "🚀", "\u2028",
    "<script>alert(1)</script>", "\\", "null", "123", "- x", "%}", "}}", "&amp;", "__x__", "`x`",
]  # fmt: skip


def rendered(source: str) -> str:
    return jinja2.Environment(autoescape=False).from_string(source).render()


@given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_literal_renders_to_its_text_and_nothing_else(text: str) -> None:
    literal = jinja_literal(text)
    assert rendered("{{ " + literal + " }}") == text
    assert not set(literal[1:-1]) & set('{}"#\n\r')


@given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]))))
def test_yaml_gives_the_text_back_after_dbt_rendered_it(text: str) -> None:
    loaded = yaml.safe_load(yaml.dump({"k": yaml_text(text)}, allow_unicode=True))["k"]
    assert (rendered(loaded) if "{{" in loaded else loaded) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_is_inert(text: str) -> None:
    assert not set(markdown_text(text).replace("&#", "")) & set('<{}`*_[]|\\"\n')
