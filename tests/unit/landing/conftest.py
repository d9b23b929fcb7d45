"""A fresh warehouse on each engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.landing.case import Place, place_in
from tests.unit.landing.profiles import VARIABLES


@pytest.fixture(params=["duckdb", pytest.param("sqlserver", marks=pytest.mark.sqlserver)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place_in(request.param, tmp_path / "project") as found:
        yield found


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set the environment variables and the home folder that the profiles of `profiles.py` need."""
    for name in os.environ:
        if name.startswith("DBT_"):
            monkeypatch.delenv(name)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home" / ".dbt").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
