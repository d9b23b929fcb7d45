"""docs/commands.md names exactly the fields that `--json` prints."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.cli.conftest import Plain
from tests.project import ROOT

FIELD = re.compile(r"`([a-z_]+)`")


def section(command: str) -> str:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    found = re.search(rf"^## monday-board {command}\b.*?\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found
    return found[1]


def given(plain: Plain, *words: str) -> Any:
    return json.loads(plain.project.ok("monday-board", *words, "--json").out)


def table(command: str) -> dict[str, str]:
    """Return the fields in the section's first table, with their meanings."""
    first = section(command).partition("|---|---|\n")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:3] for line in first.splitlines()]
    return {name: meaning for names, meaning in rows for name in FIELD.findall(names)}


@pytest.mark.parametrize("words", [("status", "orders"), ("list",)], ids=lambda w: str(w[0]))
def test_a_table_names_the_fields(plain: Plain, words: tuple[str, ...]) -> None:
    named = table(words[0])
    found = given(plain, *words)
    found = found[0] if isinstance(found, list) else found
    assert set(named) == set(found)
    states = {"running", "complete", "failed", "full", "changed", "sweep"}
    for inner in ("last_load", "last_build"):
        assert set(FIELD.findall(named[inner])) - states == set(found[inner])


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (("loads", "orders"), {"load", "build"}),
        (("summary",), {"list"}),
        (("review", "orders"), {"approved", "rejected", "pending", "gone"}),
        (("discover",), {"board", "sub_items_board", "document", "custom_object"}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_the_fields_are_those_documented(
    plain: Plain, words: tuple[str, ...], values: set[str]
) -> None:
    found = given(plain, *words)
    fields = set(found[0] if isinstance(found, list) else found)
    assert set(FIELD.findall(section(words[0]))) - values == fields
