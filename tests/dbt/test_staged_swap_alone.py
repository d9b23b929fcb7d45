"""The folder macros/staged_swap in a dbt project that has nothing else of this one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from .project import ROOT, Project
from .swap_models import Row, SwapModel, numbered
from .warehouse import DuckDB

COLUMNS: list[dict[str, Any]] = [{"name": "Item ID"}, {"name": "Name", "data_type": "varchar(80)"}]
EMPTY_NAMES = """{% macro no_empty_names(stage, production) %}
    {%- set counted = run_query('select count(*) from ' ~ stage ~ ' where "Name" is null') -%}
    {{- return('expected no empty name' if counted.rows[0][0] else none) -}}
{% endmacro %}"""


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """A project of its own: the folder, and what `dbt init` would write."""
    folder = tmp_path / "shop"
    shutil.copytree(ROOT / "dbt_project/macros/staged_swap", folder / "macros/staged_swap")
    warehouse = DuckDB(tmp_path / "warehouse.duckdb")
    project = Project(folder, warehouse)
    settings = {"name": "shop", "profile": "shop", "flags": {"validate_macro_args": True}}
    project.write("dbt_project.yml", yaml.safe_dump(settings))
    profile = {"shop": {"target": "dev", "outputs": {"dev": warehouse.output()}}}
    project.write("profiles.yml", json.dumps(profile))
    project.write("macros/no_empty_names.sql", EMPTY_NAMES)
    source = {"name": "shop", "schema": "main", "tables": [{"name": "orders_rows"}]}
    project.write("models/sources.yml", yaml.safe_dump({"version": 2, "sources": [source]}))
    return project


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


def test_the_folder_speaks_of_nothing_of_this_project() -> None:
    for path in (ROOT / "dbt_project/macros/staged_swap").rglob("*"):
        if path.is_file():
            assert "monday" not in path.read_text(encoding="utf-8").lower(), path
