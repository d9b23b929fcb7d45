"""A fresh warehouse on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.landing.case import Place, place_in


@pytest.fixture(params=["duckdb", pytest.param("sqlserver", marks=pytest.mark.sqlserver)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place_in(request.param, tmp_path / "project") as found:
        yield found
