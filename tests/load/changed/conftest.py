"""The deployed project that every lab copies, and a test case for each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.changed.builds import Builds
from tests.load.changed.lab import Case, deploy, duckdb_lab, lab_on
from tests.load.changed.world import world
from tests.monday_server import MondayServer
from tests.project import UserProject


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    with MondayServer(world()) as api:
        return deploy(tmp_path_factory.mktemp("changing"), api)


@pytest.fixture(scope="session")
def begun(deployed: UserProject, tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Return the deployed board, loaded and built on DuckDB, only to be copied: its API is gone."""
    with MondayServer(world()) as api:
        builds = Builds(duckdb_lab(deployed, tmp_path_factory.mktemp("built") / "home", api), api)
        builds.begin()
    return builds


@pytest.fixture(params=["duckdb", pytest.param("sqlserver", marks=pytest.mark.sqlserver)])
def case(request: pytest.FixtureRequest, deployed: UserProject, tmp_path: Path) -> Iterator[Case]:
    with (
        MondayServer(world()) as api,
        lab_on(request.param, deployed, tmp_path / "home", api) as lab,
    ):
        lab.load()
        yield Case(lab, api)
