"""Checks the listed file names: a renamed file would silently drop out of its unit."""

from __future__ import annotations

import pytest

from tests.project import ROOT
from tests.work_units import TOGETHER


@pytest.mark.parametrize("file", TOGETHER)
def test_files_that_a_worker_takes_together_use_their_fixture(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"{TOGETHER[file]}: " in text or f'"{TOGETHER[file]}"' in text
