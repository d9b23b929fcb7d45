"""Reference pages list all that exists: board-file keys, variables, columns of raw_monday."""

from __future__ import annotations

import json
import re
from typing import Any

from loader import settings
from tests.cli.conftest import Plain
from tests.cli.pages import PAGES, page
from tests.project import ROOT


def keys(schema: dict[str, Any]) -> set[str]:
    """Return every key that a board file can have, at any depth."""
    found: set[str] = set()
    for name, inner in schema.get("properties", {}).items():
        found |= {name} | keys(inner) | keys(inner.get("items", {}))
    return found


def test_every_key_of_a_board_file_is_on_a_page() -> None:
    schema = json.loads((ROOT / "loader/board/board_file.schema.json").read_text(encoding="utf-8"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    code = " ".join(re.findall(r"`[^`\n]+`", text))
    assert {key for key in keys(schema) if not re.search(rf"\b{key}\b", code)} == set()


def test_every_variable_of_the_environment_is_on_the_page() -> None:
    text = (ROOT / "loader/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"((?:MONDAY|TARGET_DATA)[A-Z_]+)"', text))
    assert settings.DEFAULT_API_VERSION in page("settings.md")
    assert {name for name in read if f"`{name}`" not in page("settings.md")} == set()


def test_the_tables_of_raw_monday_have_the_columns_that_the_page_names(plain: Plain) -> None:
    there: dict[str, set[str]] = {}
    for table, column in plain.project.query(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'raw_monday'"
    ):
        there.setdefault(table, set()).add(column)
    for head, text in re.findall(
        r"^## (.+?)\n(.*?)(?=^## |\Z)", page("raw-tables.md"), re.M | re.S
    ):
        tables = re.findall(r"`(_?[a-z_<>]+)`", head)
        columns = set().union(*(there[t.replace("<board>", "orders")] for t in tables))
        named = set(re.findall(r"`([a-z_]+)`", text))
        words = {"running", "complete", "failed", "full", "changed", "parts", "links"}
        words |= {"all", "items", "gone"}
        assert named - columns - words == set(), head
