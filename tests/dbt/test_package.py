"""The dbt package in another project: staged_swap for that project's model, without any board."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from loader.generate.jinja import VERSION
from loader.install.build_problems import build_problems
from loader.session import DbtFlags, Session
from tests.made_once import made_once

from .project import ROOT, Project
from .swap_models import Row, SwapModel, numbered
from .warehouse import DuckDB

PACKAGE = ROOT / "dbt_project"
COLUMNS: list[dict[str, Any]] = [{"name": "Item ID"}, {"name": "Name", "data_type": "varchar(80)"}]
EMPTY_NAMES = """{% macro no_empty_names(stage, production) %}
    {%- set counted = run_query('select count(*) as n from ' ~ stage ~ ' where "Name" is null') -%}
    {{- return('expected no empty name' if counted.rows[0][0] else none) -}}
{% endmacro %}"""


def folder_alone(home: Path) -> Path:
    """Create a package of macros/staged_swap alone, as that folder's README says."""
    shutil.copytree(PACKAGE / "macros" / "staged_swap", home / "macros" / "staged_swap")
    settings = {"name": "monday", "on-run-start": "{{ staged_swap_prepare() }}"}
    (home / "dbt_project.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return home


@pytest.fixture(params=["whole", "folder alone"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """Return a project as `dbt init` writes it, with the package in packages.yml, both parsed."""
    made = made_once(f"shop, {request.param}", shop_with(request.param))
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Project(tmp_path / "shop", DuckDB(tmp_path / "warehouse.duckdb"))


def shop_with(package: str) -> Callable[[Path], None]:
    def make(home: Path) -> None:
        if package == "folder alone":
            folder_alone(home / "swap")
        local = str(PACKAGE) if package == "whole" else "../swap"
        project = Project(home / "shop", DuckDB(home / "warehouse.duckdb"))
        flags = {"validate_macro_args": True, "send_anonymous_usage_stats": False}
        settings = {"name": "shop", "profile": "shop", "flags": flags}
        project.write("packages.yml", yaml.safe_dump({"packages": [{"local": local}]}))
        project.write("dbt_project.yml", yaml.safe_dump(settings))
        output = project.warehouse.output() | {"path": "../warehouse.duckdb"}
        profile = {"shop": {"target": "dev", "outputs": {"dev": output}}}
        project.write("profiles.yml", json.dumps(profile))
        project.write("macros/no_empty_names.sql", EMPTY_NAMES)
        source = {"name": "shop", "schema": "main", "tables": [{"name": "orders_rows"}]}
        project.write("models/sources.yml", yaml.safe_dump({"version": 2, "sources": [source]}))
        assert project.dbt("deps").success
        assert project.dbt("--no-write-json", "parse").success

    return make


def orders(shop: Project, rows: list[Row]) -> SwapModel:
    model = SwapModel(shop, "orders")
    meta = {
        "swap_rows_from": ["shop", "orders_rows"],
        "swap_checks": ["no_empty_names"],
        "swap_keep_previous": True,
        "swap_indexes": [{"columns": ["Name"]}],
    }
    model.write(columns=COLUMNS, meta=meta)
    model.fill(rows)
    return model


def test_a_model_is_built_and_rebuilt_and_comes_back(shop: Project) -> None:
    model = orders(shop, numbered(2, "old"))
    assert model.build() == "OK 2 rows"
    assert shop.warehouse.columns("orders") == [
        ("Item ID", "bigint", False),
        ("Name", "varchar", True),
    ]
    model.fill(numbered(3, "new"))
    assert model.build() == "OK 3 rows (was 2)"
    assert model.tables() == {"orders", "orders__previous"}
    assert shop.warehouse.indexes("orders") == {"IX_orders_1"}
    assert shop.dbt("run-operation", "swap_back", "--args", "{model: orders}").success
    assert model.rows() == numbered(2, "old")
    assert model.rows("orders__previous") == numbered(3, "new")


def test_a_failing_check_keeps_production(shop: Project) -> None:
    model = orders(shop, numbered(2))
    model.build()
    model.fill([(1, None), (2, "b")])
    assert "no_empty_names: expected no empty name" in model.refused()
    model.write(
        f'select "Item ID", "Name" from {model.input} where "Item ID" > 1',
        COLUMNS,
        meta={"swap_rows_from": ["shop", "orders_rows"]},
    )
    assert "rows: expected 2, the rows of main.orders_rows; found 1" in model.refused()
    assert model.rows() == numbered(2)


def test_builds_are_recorded_in_the_schema_that_is_named(shop: Project) -> None:
    shop.warehouse.query("create schema operations")
    orders(shop, numbered(2)).build("--vars", "staged_swap_builds_schema: operations")
    assert shop.warehouse.query("select model, status, rows from operations._builds") == [
        ("orders", "complete", 2)
    ]


def test_a_project_answers_in_place_of_the_package(shop: Project) -> None:
    shop.write(
        "macros/staged_swap_index_name.sql",
        "{% macro default__staged_swap_mask_problems(build, columns, found) %}"
        "{{- return(['nobody builds today']) -}}{% endmacro %}",
    )
    assert "nobody builds today" in orders(shop, numbered(2)).refused()


def session_of(shop: Project) -> Session:
    """Return the commands' own view of the project, which must agree with dbt's."""
    return Session(DbtFlags(str(shop.folder), str(shop.folder)))


def board(shop: Project, schema: str | None, **meta: str) -> None:
    """Write a model as generated from a board file, and a raw table with one item."""
    columns = [
        {"name": "Item ID", "config": {"meta": {"monday_key": True, "data_type": "bigint"}}},
        {"name": "Name", "config": {"meta": {"monday_id": "name", "monday_type": "name"}}},
    ]
    shop.model(
        "orders",
        "select {{ monday.monday_key('bigint') }} as {{ monday.column_name('Item ID') }},"
        " {{ monday.monday_name('name') }} as {{ monday.column_name('Name') }}"
        " from {{ monday.monday_rows(source('raw_monday', 'orders')) }} group by item_id",
        columns,
        unique_key=["Item ID"],
        meta={"swap_rows_from": ["raw_monday", "orders"], **meta},
        schema=schema,
    )
    shop.source("orders")
    shop.warehouse.write_raw("orders", [(1, "name", "name", "One", None, None)])


@pytest.mark.parametrize("shop", ["whole"], indirect=True)
def test_what_boards_need_of_the_project_is_said(shop: Project) -> None:
    board(shop, "sales", monday_version="0.9")
    refused = shop.dbt("build")
    assert not refused.success
    for needed in (
        "nothing was built: tests and histories of boards need macros of the package monday",
        "dispatch: [{macro_namespace: dbt, search_order: [shop, monday, dbt]}]",
        "the model orders was generated by version 0.9 of the commands, "
        f"and the macros are of version {VERSION}",
        "take both from one release, then run `monday-board upgrade`",
        "the board orders belongs into the schema sales, and the project would build it in "
        "main_sales; write into macros/generate_schema_name.sql",
    ):
        assert needed in refused.text
    (told,) = build_problems(session_of(shop), "duckdb")
    assert told in refused.text
    given = refused.text.partition("generate_schema_name.sql ")[2].partition("\n")[0]
    shop.write("macros/generate_schema_name.sql", given)
    settings = yaml.safe_load((shop.folder / "dbt_project.yml").read_text())
    order = {"macro_namespace": "dbt", "search_order": ["shop", "monday", "dbt"]}
    shop.write("dbt_project.yml", yaml.safe_dump({**settings, "dispatch": [order]}))
    board(shop, "sales", monday_version=VERSION)
    shop.build()
    assert shop.warehouse.query("select * from sales.orders") == [(1, "One")]


def test_sql_server_without_transactions_is_refused(shop: Project) -> None:
    login = {"host": "nowhere", "database": "d", "user": "u", "password": "p", "driver": "none"}
    output = {"type": "sqlserver", "schema": "dbo", **login}
    profile = {"shop": {"target": "dev", "outputs": {"dev": output}}}
    shop.write("profiles.yml", json.dumps(profile))
    question = "{{ monday.staged_swap_project_problems([]) }}"
    words = ("--no-populate-cache", "compile", "--no-introspect", "--inline", question)
    refused = shop.dbt(*words).text
    assert "flags: {dbt_sqlserver_use_dbt_transactions: true" in refused
    assert build_problems(session_of(shop), "sqlserver")[1] in refused
    settings = yaml.safe_load((shop.folder / "dbt_project.yml").read_text())
    settings["flags"]["dbt_sqlserver_use_dbt_transactions"] = True
    shop.write("dbt_project.yml", yaml.safe_dump(settings))
    assert "dbt_sqlserver_use_dbt_transactions" not in shop.dbt(*words).text


def test_staged_swap_speaks_of_no_board() -> None:
    """staged_swap may use the package name only in calls between its own macros."""
    for path in (PACKAGE / "macros/staged_swap").rglob("*.sql"):
        text = path.read_text(encoding="utf-8").lower()
        assert "monday" not in text.replace("monday.", "").replace(", 'monday')", ")"), path


def test_every_call_within_the_package_names_it() -> None:
    """Otherwise dbt finds the macros only within this repository's own project."""
    comments = re.compile(r"\{#.*?#\}", re.DOTALL)
    texts = {p: comments.sub("", p.read_text("utf-8")) for p in PACKAGE.glob("macros/**/*.sql")}
    defined = {n for text in texts.values() for n in re.findall(r"{%-?\s*macro (\w+)\(", text)}
    call = re.compile(r"(?<!macro )(?<![\w.'\"])(\w+)\(")
    for path, text in texts.items():
        assert [name for name in call.findall(text) if name in defined] == [], path
        assert re.findall(r"adapter\.dispatch\('\w+'\)", text) == [], path
