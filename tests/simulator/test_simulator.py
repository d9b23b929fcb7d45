"""Seeds of edits, faults, kills, lost folders and wrong clocks: guarantees hold after each step.

Twenty seeds; MONDAY_TEST_ALL=1 runs a thousand more, on all cores. `make simulate SEED=n` replays
one.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.project import ROOT
from tests.simulator.seeds import run_seed

WHOLE = os.environ.get("MONDAY_TEST_ALL") == "1"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are of forked processes")


@pytest.mark.parametrize("seed", range(1, 21))
def test_a_seed(seed: int) -> None:
    failure = run_seed(seed)
    assert failure is None, str(failure)


@pytest.mark.enumeration
@pytest.mark.timeout(4 * 3600)
@pytest.mark.skipif(not WHOLE, reason="takes an hour; MONDAY_TEST_ALL=1 runs it")
def test_a_thousand_seeds() -> None:
    command = [sys.executable, "-m", "tests.simulator", "--seeds", "1000", "--first", "1001"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
