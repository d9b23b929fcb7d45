"""Conversion losses in a board's other tables are counted, reported and limited like its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from loader.generate.render import render_files
from tests.dbt.conftest import ENGINES, open_warehouse
from tests.dbt.project import Project, make_project
from tests.dbt.warehouse import Cell
from tests.sqlserver import connection as server
from tests.unit.generate.test_render import linked

LONG_ID = "7" * 101
GOOD = {
    "id": "1",
    "started_at": "2025-02-12 06:54:18 +0000",
    "ended_at": "2025-02-12T08:54:18+02:00",
    "started_user_id": 7,
    "ended_user_id": "8",
    "status": "active",
}
BAD = {"id": "2", "started_at": "yesterday", "ended_at": "", "started_user_id": "Ann"}


def cell(column_id: str, kind: str, *, value: object = None, fields: object = None) -> Cell:
    given = [None if one is None else json.dumps(one) for one in (value, fields)]
    return (1, column_id, kind, "shown", given[0], given[1])


@pytest.fixture(params=ENGINES)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    with open_warehouse(request.param, tmp_path) as warehouse:
        made = make_project(tmp_path / "dbt_project", warehouse)
        cells: list[Cell] = [(1, "name", "name", "Item", None, None)]
        cells.append(cell("time_1", "time_tracking", fields={"history": [GOOD, BAD]}))
        people = [{"id": LONG_ID, "kind": "person"}, {"id": 5, "kind": "person"}]
        cells.append(cell("people_1", "people", value={"personsAndTeams": people}))
        warehouse.write_raw("tasks", cells)
        render(made, max_losses=None)
        yield made


def render(project: Project, max_losses: int | None) -> None:
    """Write the board's files, without its tests and its links to other boards."""
    tasks, _ = linked()
    tasks = replace(tasks, history=False, swap=replace(tasks.swap, max_losses=max_losses))
    for path, text in render_files(tasks).items():
        project.write(path, text)


def test_losses_beside_a_board(project: Project) -> None:
    """Babelfish gives JSON elements one byte per character, so no id is too long there."""
    run = project.dbt("run", "-s", "tasks__time_entries", "tasks__links")
    assert run.success, run.text
    quote = project.warehouse.quote
    names = ["Started At", "Ended At", "Started By ID", "Ended By ID"]
    table = f"{project.warehouse.schema}.tasks__time_entries"
    wanted = ", ".join(map(quote, names))
    rows = project.warehouse.query(f"select {wanted} from {table} order by {quote('Position')}")
    moment = datetime(2025, 2, 12, 6, 54, 18)  # noqa: DTZ001 - the table's times are UTC
    assert [tuple(row) for row in rows] == [(moment, moment, 7, 8), (None, None, None, None)]
    counted = project.warehouse.query("select model, losses from raw_monday._builds")
    losses = {model: json.loads(found) for model, found in counted}
    assert losses["tasks__time_entries"] == {"Position": 2}
    counts = project.warehouse.engine == "duckdb" or not server.is_babelfish()
    assert losses["tasks__links"] == ({"dbt_valid_to": 1} if counts else {})
    assert len([text for text in run.warnings if "conversion losses" in text]) == 1 + counts
    told = project.dbt("test", "-s", "test_name:nothing_lost")
    assert told.success, told.text
    assert {name: status for name, (status, _) in told.nodes.items()} == {
        "nothing_lost_tasks": "pass",
        "nothing_lost_tasks__links": "warn" if counts else "pass",
        "nothing_lost_tasks__time_entries": "warn",
    }


def test_more_than_max_losses_are_refused(project: Project) -> None:
    render(project, max_losses=1)
    message = project.refused("tasks__time_entries", "-s", "tasks__time_entries")
    assert "conversion losses: expected at most 1; found 2 (Position 2)" in message


def test_a_table_beside_a_board_is_not_built_of_files_of_two_times(project: Project) -> None:
    path = "models/boards/tasks__links.sql"
    older = (project.folder / path).read_text(encoding="utf-8")
    render(project, max_losses=5)
    project.write(path, older)
    message = project.refused("tasks__links", "-s", "tasks__links")
    assert "the SQL and the YAML of the model tasks__links were not written together" in message
    assert "`monday-board update tasks`" in message
    assert "`dbt build --no-partial-parse -s tag:monday_tasks`" in message
