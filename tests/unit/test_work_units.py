"""A file that bears another name now would be left out of its unit unnoticed."""

from __future__ import annotations

import pytest

from tests.project import ROOT
from tests.work_units import TOGETHER


@pytest.mark.parametrize("file", TOGETHER)
def test_files_that_a_worker_takes_together_use_their_fixture(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"{TOGETHER[file]}: " in text or f'"{TOGETHER[file]}"' in text
