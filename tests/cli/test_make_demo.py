"""`make demo`, the README's first command, as a newcomer runs it."""

from __future__ import annotations

import subprocess
import sys

from tests.project import ROOT


def test_the_demo_shows_the_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9200000036 │ Style 1005 Polo" in done.stdout
    assert "1234567890123.4567" in done.stdout
    assert "is now the table orders: 2,000 rows" in done.stdout
