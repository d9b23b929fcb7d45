"""Cron expressions as Kestra reads them."""

from __future__ import annotations

import pytest

from loader.board.cron import cron_fault


@pytest.mark.parametrize(
    "expression",
    ["0 5 * * *", "*/15 0-6,20-23 1,15 JAN-mar 1-5", "0 0 1 1 7", "@daily", "5/10 * * * SUN"],
)
def test_cron_expressions_that_kestra_reads(expression: str) -> None:
    assert cron_fault(expression) is None


@pytest.mark.parametrize(
    "expression",
    ["", "0 5 * *", "0 0 5 * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
     "* * * * 8", "* * * * FOO", "5-1 * * * *", "*/0 * * * *", "1-2-3 * * * *", "@reboot",
     "9" * 5000, "٣ * * * *", "-1 * * * *", "1,, * * * *"],
)  # fmt: skip
def test_cron_expressions_that_it_does_not(expression: str) -> None:
    assert cron_fault(expression) is not None
