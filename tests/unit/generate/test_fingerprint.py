"""The fingerprint that a model's SQL and its YAML share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml

from loader.board.board_file import BoardFile, Index, ItemId
from loader.generate.render import render_files
from tests.unit.generate.test_render import linked, orders

SQL = "models/boards/orders.sql"
Change = Callable[[BoardFile], BoardFile]


def fingerprints(files: dict[str, str]) -> dict[str, list[str]]:
    """Return by model the fingerprints in its SQL and in its YAML."""
    found: dict[str, list[str]] = {}
    for path, text in files.items():
        for mark in re.findall(r'"monday_sql": "(sha256:[0-9a-f]{12})"', text):
            found.setdefault(path.removeprefix("models/boards/").removesuffix(".sql"), [mark])
    for path, text in files.items():
        for model in yaml.safe_load(text)["models"] if path.endswith(".yml") else ():
            found[model["name"]].append(model["config"]["meta"]["monday_yaml"])
    return found


def test_sql_and_yaml_of_each_model_name_the_same() -> None:
    tasks, others = linked()
    found = fingerprints(render_files(tasks, others))
    endings = ("", "__links", "__time_entries", "__activity", "__status_times", "__updates")
    assert set(found) == {f"tasks{ending}" for ending in endings}
    assert all(len(marks) == 2 and marks[0] == marks[1] for marks in found.values())
    assert len({marks[0] for marks in found.values()}) == len(found)


def column(ident: str, **changes: object) -> Change:
    return lambda board: board.with_column(replace(board.column(ident), **changes))  # type: ignore[type-var, arg-type]


OF_THE_TABLE: dict[str, Change] = {
    "type": column("numeric_1", data_type="decimal(22,6)"),
    "type of a part": column("timeline_1", part_types={}),
    "no parts": column("timeline_1", parts=False),
    "name": column("numeric_1", name="Price each"),
    "alias": column("numeric_1", aliases=()),
    "left": column("status", gone="2026-11-25"),
    "monday's type": column("odd_1", type="a_type_of_2032"),
    "key": lambda board: replace(board, item_id=ItemId("Item ID", "bigint")),
    "board": lambda board: replace(board, board_id=7),
    "table": lambda board: replace(board, table="others"),
    "index": lambda board: replace(board, indexes=(Index(("Sum",)),)),
    "limit": lambda board: replace(board, swap=replace(board.swap, max_losses=5)),
}
OF_NO_VALUE: dict[str, Change] = {
    "title": lambda board: replace(board, title="Other"),
    "description": column("numeric_1", description="What one costs."),
    "test": column("status", tests=()),
}


@pytest.mark.parametrize("change", OF_THE_TABLE.values(), ids=OF_THE_TABLE)
def test_another_table_has_another_fingerprint(change: Change) -> None:
    assert fingerprints(render_files(change(orders()))) != fingerprints(render_files(orders()))


@pytest.mark.parametrize("change", OF_NO_VALUE.values(), ids=OF_NO_VALUE)
def test_what_changes_no_value_leaves_the_sql_as_it_is(change: Change) -> None:
    """Otherwise each edit of a text would turn the next build of changed rows into a full build."""
    changed, before = render_files(change(orders())), render_files(orders())
    assert changed != before
    assert changed[SQL] == before[SQL]
