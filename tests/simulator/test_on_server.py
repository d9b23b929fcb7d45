"""Seeds as in test_simulator, on a T-SQL server: landing, builds and the effects of kills.

Two seeds that kill loads and builds at a statement; MONDAY_TEST_ALL=1 runs twenty.
"""

from __future__ import annotations

import os

import pytest

from tests.simulator.seeds import run_seed
from tests.sqlserver import connection as server

WHOLE = os.environ.get("MONDAY_TEST_ALL") == "1"

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("seed", range(1, 21) if WHOLE else (4, 10))
def test_a_seed(seed: int) -> None:
    server.require()
    failure = run_seed(seed, engine="sqlserver", shrunk=False)
    assert failure is None, str(failure)
