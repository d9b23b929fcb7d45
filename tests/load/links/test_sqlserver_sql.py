"""The T-SQL of a board's other tables, compiled by dbt without a server."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import sqlglot
from sqlglot import exp

from loader.generate.render import render_files
from tests.dbt.project import Project, make_project
from tests.dbt.warehouse import DuckDB
from tests.unit.generate.test_render import linked

OUTPUT = {
    "type": "sqlserver",
    "driver": "none",
    "server": "127.0.0.1",
    "port": 1,
    "database": "reports",
    "schema": "dbo",
    "user": "nobody",
    "password": "none",
}


OWN_MODEL = "select tasks.[Item ID] as id, N'\u05e9' as kind from {{ ref('tasks') }} as tasks"
FILL = """{{ config(meta={"history_key": "Item ID"}) }}
{{ monday.monday_history_fill_sql(source("raw_monday", "tasks"), {
    "every": "month", "key_type": "bigint",
    "columns": [
        ["O'Brien", "checkbox", "it's", none, none],
        ["Due from", "timeline", "time_1", none, "from"],
    ],
}) }}"""
"""The statement that inserts a board's past into its history."""
LOST = """{{ monday.monday_history_losses_sql(source("raw_monday", "tasks"), {
    "columns": [
        ["O'Brien", "numbers", "it's", "decimal(18,2)", none],
        ["Due from", "timeline", "time_1", none, "from"],
    ],
}) }}"""
"""The query for values of the past that today's types cannot hold."""
OWN_TESTS = {
    "kind": {"accepted_values": {"name": "kinds", "arguments": {"values": ["\u05e9"]}}},
    "id": {"relationships": {"arguments": {"to": "ref('tasks')", "field": "[Item ID]"}}},
}
"""A user's model on a board's table, with dbt's other two generic tests."""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a board with links, sessions and history, compiled for SQL Server without a server."""
    folder = tmp_path_factory.mktemp("tsql")
    project = make_project(folder / "dbt_project", DuckDB(folder / "unused.duckdb"))
    profile = {"target": "sqlserver", "outputs": {"sqlserver": OUTPUT}}
    project.write("profiles.yml", json.dumps({"monday": profile}))
    tasks, others = linked()
    boards = (tasks, *others)
    for board in boards:
        for path, text in render_files(board, [b for b in boards if b is not board]).items():
            project.write(path, text)
    project.write("models/own.sql", OWN_MODEL)
    project.write("models/fill.sql", FILL)
    project.write("models/lost.sql", LOST)
    columns = [{"name": name, "data_tests": [test]} for name, test in OWN_TESTS.items()]
    project.write("models/own.yml", json.dumps({"models": [{"name": "own", "columns": columns}]}))
    run = project.dbt("--no-populate-cache", "compile", "--no-introspect")
    assert run.success, run.text
    assert run.warnings == []
    return project


def sql(project: Project, name: str, target: str = "target") -> str:
    manifest = json.loads((project.folder / target / "manifest.json").read_text("utf-8"))
    (text,) = (n["compiled_code"] for n in manifest["nodes"].values() if n["name"] == name)
    return str(text)


def test_links_open_their_arrays_with_openjson(compiled: Project) -> None:
    text = sql(compiled, "tasks__links")

    assert text.count("cross apply openjson(") == 3
    assert re.findall(r"'\$\.\"(\w+)\"'\) as elements", text) == [
        "linked_item_ids",
        "personsAndTeams",
        "linked_item_ids",
    ]
    assert "N'Cust\"omer'" in text
    assert "json_extract" not in text


def test_sessions_are_converted_to_sql_servers_types(compiled: Project) -> None:
    text = sql(compiled, "tasks__time_entries")

    assert "as datetime2(0)) as started_at" in text
    assert "as bigint) as started_by" in text


def test_tests_between_boards_compile_without_asking_the_database(compiled: Project) -> None:
    text = sql(compiled, "linked_items_exist_tasks__link_1")

    assert '"reports"."dbo"."customers" as targets' in text
    assert "targets.[Customer {{ no }}]" in text
    assert "links.[Column ID] = 'link_1'" in text


def test_values_are_compared_as_unicode(compiled: Project) -> None:
    assert "not in (N'\u05e9')" in sql(compiled, "kinds")


def test_empty_gives_every_subquery_an_alias(compiled: Project) -> None:
    (compiled.folder / "target_empty").mkdir()
    shutil.copy(compiled.folder / "target/partial_parse.msgpack", compiled.folder / "target_empty")
    apart = ("--empty", "--target-path", "target_empty")
    run = compiled.dbt("--no-populate-cache", "compile", "--no-introspect", *apart)
    assert run.success, run.text

    manifest = json.loads((compiled.folder / "target_empty/manifest.json").read_text("utf-8"))
    texts = {
        node["name"]: node["compiled_code"]
        for node in manifest["nodes"].values()
        if node["resource_type"] != "operation"
        and not node["name"].startswith("nothing_lost")  # which reads only what builds recorded
    }
    assert {"tasks", "tasks__links", "tasks__history", "unique_tasks__item_id"} <= set(texts)
    for name, text in texts.items():
        empty = re.findall(r'\(select \* from "reports"\S+ where 1=0\)( as \w+)?', text)
        assert empty, name
        assert all(empty), name


def test_a_history_names_what_dbt_cannot_quote(compiled: Project) -> None:
    text = sql(compiled, "tasks__history")

    assert '[Cust"omer] as [Cust\u201domer]' in text
    assert "[dbt_valid_to] as [dbt_valid_to (people_1)]" in text


def test_a_past_is_taken_in_by_one_statement_of_sql_servers(compiled: Project) -> None:
    text = sql(compiled, "fill")

    (statement,) = sqlglot.parse(text, dialect="tsql")
    assert isinstance(statement, exp.Insert)
    assert text.count("max(case when column_id = 'it''s' then 1 end) = 1") == 1
    assert text.count("as datetime2(6)) as seen_") == 2
    assert "[O'Brien], [Due from], dbt_scd_id" in text
    assert "N'month'" in text


def test_what_a_past_loses_is_counted_by_one_query(compiled: Project) -> None:
    text = sql(compiled, "lost")

    (statement,) = sqlglot.parse(text, dialect="tsql")
    assert isinstance(statement, exp.Select)
    assert text.count("sum(case when column_id = 'it''s' and (") == 1
    assert text.count("as lost_") == 2
