"""Columns for the further parts of a cell, compared with the stand-in's own data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from loader.board.column_types import COLUMN_TYPES, column_type
from tests.dbt.project import make_project
from tests.dbt.warehouse import DuckDB
from tests.load.links.conftest import COLLIDING
from tests.load.links.land import Landed
from tests.monday_server import Account
from tests.monday_server.data import Board, Column, Item
from tests.monday_server.demo_columns import ORDERS_ID
from tests.monday_server.linked_cells import FILE_TYPES
from tests.monday_server.texts import linked_items, subitems

pytestmark = pytest.mark.timeout(1200)  # every table of the board, and a T-SQL server may be slow

Fact = Callable[[Account, Board, Item, Column, Any], Any]


def of(read: Callable[[Any], Any]) -> Fact:
    """Return a reader of the stored value that gives None for an empty cell or text."""

    def fact(account: Account, board: Board, item: Item, column: Column, value: Any) -> Any:
        found = None if value is None else read(value)
        return None if found in ("", []) else found

    return fact


def done(account: Account, board: Board, item: Item, column: Column, value: Any) -> bool | None:
    return next((label.done for label in column.labels if label.id == value), None)


def linked(account: Account, board: Board, item: Item, column: Column, value: Any) -> Any:
    return [str(row.item.id) for row in linked_items(account, item, column)] or None


def children(account: Account, board: Board, item: Item, column: Column, value: Any) -> Any:
    return [str(row.item.id) for row in subitems(account, board, item, column)] or None


def changed(account: Account, board: Board, item: Item, column: Column, value: Any) -> Any:
    cell = item.cells.get(column.id)
    moment = None if cell is None else cell.changed_at
    return None if moment is None else moment.replace(microsecond=0, tzinfo=None)


def files(found: Any) -> Any:
    return [(f.id, f.name, FILE_TYPES[f.kind]) for f in found]


FACTS: dict[tuple[str, str], Fact] = {
    ("timeline", "from"): of(lambda v: v.start),
    ("timeline", "to"): of(lambda v: v.end),
    ("week", "from"): of(lambda v: v.start),
    ("week", "to"): of(lambda v: v.end),
    ("link", "url"): of(lambda v: v.url),
    ("link", "text"): of(lambda v: v.text),
    ("email", "address"): of(lambda v: v.address),
    ("email", "label"): of(lambda v: v.label or v.address),  # monday stores the address twice
    ("phone", "number"): of(lambda v: v.number),
    ("phone", "country"): of(lambda v: v.country),
    ("location", "lat"): of(lambda v: Decimal(v.lat)),
    ("location", "lng"): of(lambda v: Decimal(v.lng)),
    ("location", "address"): of(lambda v: v.address),
    ("location", "city"): of(lambda v: v.city),
    ("location", "country"): of(lambda v: v.country),
    ("status", "label id"): of(lambda v: v),
    ("status", "done"): done,
    ("dropdown", "label ids"): of(list),
    ("people", "ids"): of(lambda v: [{"id": who.id, "kind": who.kind} for who in v]),
    ("tags", "ids"): of(list),
    ("board_relation", "ids"): linked,
    ("dependency", "ids"): linked,
    ("subtasks", "ids"): children,
    ("country", "code"): of(lambda v: v.code),
    ("date", "has time"): of(lambda v: isinstance(v, datetime)),
    ("time_tracking", "running"): of(lambda v: v.running),
    ("vote", "voter ids"): of(lambda v: [str(user) for user in v]),
    ("creation_log", "creator id"): lambda account, board, item, column, v: item.creator_id,
    ("last_updated", "updater id"): lambda account, board, item, column, v: item.updater_id,
    ("file", "files"): of(files),
    ("doc", "files"): of(files),
    ("group", "id"): lambda account, board, item, column, v: item.group_id,
    **{(t.name, "changed at"): changed for t in COLUMN_TYPES.values() if "changed at" in t.parts},
}
"""The expected value of each part, from the stored value. Lists come as JSON."""


def test_every_part_of_every_type_is_known_here() -> None:
    assert set(FACTS) == {(t.name, part) for t in COLUMN_TYPES.values() for part in t.parts}


def test_every_part_of_every_cell_arrives(landed: Landed, account: Account) -> None:
    board = account.board(ORDERS_ID)
    rows = {row["Item ID"]: row for row in landed.rows("orders")}
    wrong, compared = [], set()
    for column in (c for c in board.columns if not c.archived):
        for part in column_type(column.type).parts:
            name = f"{column.title} {part}"
            if name.upper() == "PRODUCTION FROM":
                name += f" ({column.id})"
            for item in board.active_items():
                fact = FACTS[column.type, part]
                wanted = fact(account, board, item, column, item.value(column.id))
                found = as_python(column.type, rows[str(item.id)][name], wanted)
                if found != wanted:
                    wrong.append((item.id, name, found, wanted))
                elif wanted is not None:
                    compared.add((column.type, part))
    assert not wrong, f"{len(wrong)} cells differ: {str(wrong[:5])[:2000]}"
    assert compared == set(FACTS)


def as_python(column_type: str, found: Any, wanted: Any) -> Any:
    """Decode JSON, whose whitespace differs by engine; reduce files to the compared fields."""
    if not isinstance(wanted, list) or not isinstance(found, str):
        return found
    decoded = json.loads(found)
    if column_type in ("file", "doc"):
        return [
            (int(f.get("assetId") or f.get("fileId")), f["name"], f["fileType"]) for f in decoded
        ]
    return decoded


def test_a_part_called_like_a_column_gets_the_id_of_its_own(
    landed: Landed, account: Account
) -> None:
    rows = landed.rows("orders")

    assert {"PRODUCTION FROM", "Production from (timeline_1)", "Production to"} <= set(rows[0])
    board = account.board(ORDERS_ID)
    assert {row["PRODUCTION FROM"] for row in rows} == {
        item.value(COLLIDING) for item in board.active_items()
    }


@pytest.fixture(scope="session")
def parts_of_the_macros(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return the parts that each type's macro offers, as printed by dbt."""
    folder = tmp_path_factory.mktemp("parts")
    project = make_project(folder / "dbt_project", DuckDB(folder / "warehouse.duckdb"))
    shutil.rmtree(project.folder / "models")
    project.write(
        "macros/engine/monday_cell.sql",
        "{% macro monday_cell(monday_type, column_id, data_type, part, get, facts) %}"
        "{{ return(facts | list) }}{% endmacro %}\n"
        "{% macro print_parts() %}{% for kind, macro in monday_types().items() %}"
        "{% set found = macro('x') %}"
        "{% do print(kind ~ ':' ~ (found | reject('equalto', '') | join(',')"
        " if found is not string else '')) %}{% endfor %}{% endmacro %}",
    )
    run = project.dbt("run-operation", "print_parts")
    assert run.success, run.text
    pairs = (line.partition(":") for line in run.printed)
    return {kind: set(filter(None, parts.split(","))) for kind, _, parts in pairs}


def test_parts_are_those_that_the_type_macros_offer(
    parts_of_the_macros: dict[str, set[str]],
) -> None:
    assert set(parts_of_the_macros) == COLUMN_TYPES.keys() | {"unknown"}
    offered = {kind: parts for kind, parts in parts_of_the_macros.items() if parts}
    assert offered == {t.name: set(t.parts) for t in COLUMN_TYPES.values() if t.parts}
