"""Fixtures for tests of the dbt project: one warehouse per engine, and copies of the project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sqlserver import connection as server

from .project import Project, make_project
from .warehouse import DuckDB, Warehouse, sqlserver_database

ENGINES = ["duckdb", pytest.param("sqlserver", marks=pytest.mark.sqlserver)]


@contextmanager
def open_warehouse(engine: str, folder: Path) -> Iterator[Warehouse]:
    """Yield an empty warehouse; skip the test for SQL Server without a server."""
    if engine == "duckdb":
        yield DuckDB(folder / "warehouse.duckdb")
        return
    server.require()
    with sqlserver_database() as database:
        yield database


@pytest.fixture(params=ENGINES)
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Warehouse]:
    with open_warehouse(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def project(warehouse: Warehouse, tmp_path: Path) -> Project:
    """Return a copy of the project without models."""
    return make_project(tmp_path / "dbt_project", warehouse)


@pytest.fixture(scope="module", params=ENGINES)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Project]:
    """Yield one project per module: tests use different models, and dbt parses the rest once."""
    folder = tmp_path_factory.mktemp("shared")
    with open_warehouse(request.param, folder) as opened:
        yield make_project(folder / "dbt_project", opened)


@pytest.fixture
def duckdb_project(tmp_path: Path) -> Project:
    """Return a copy of the project on DuckDB, for tests of DuckDB alone."""
    return make_project(tmp_path / "dbt_project", DuckDB(tmp_path / "warehouse.duckdb"))
