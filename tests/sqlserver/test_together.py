"""Two builds of one table, or two loads of one board: the second waits, or fails and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sqlserver.conftest import Small
from tests.sqlserver.waiting import applock, is_locked, output_of, wait_until

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]


def test_a_second_build_waits_or_fails_and_says_so(small: Small, tmp_path: Path) -> None:
    small.load(31)
    impatient = small.project.copied_to(tmp_path / "impatient")
    impatient.configure({"+meta": {"swap_wait_seconds": 1}})
    patient = small.project.copied_to(tmp_path / "patient")
    with applock(small.database, "raw_monday.orders"):
        first = small.project.process("dbt", "run", "-s", "orders")
        wait_until(
            lambda: is_locked(small.database, "staged_swap dbo.orders"), "the first build runs"
        )
        second = patient.process("dbt", "run", "-s", "orders")
        refused = impatient.dbt("run", "-s", "orders")
        assert first.poll() is None
        assert second.poll() is None
    output_of(first)
    output_of(second)

    assert not refused.success
    assert "another build of" in refused.errors
    assert "still runs after 1 seconds of waiting; run this one when that has ended" in (
        refused.errors
    )
    assert small.versions() == {31}


def test_a_second_load_of_a_board_is_refused(small: Small) -> None:
    with applock(small.database, "raw_monday.orders", "Shared"):  # as a build holds it
        first = small.project.process("monday-load", "orders")
        wait_until(
            lambda: is_locked(small.database, "raw_monday._incoming_orders"), "the first load runs"
        )
        second = small.project.run("monday-load", "orders")
        assert first.poll() is None
    output_of(first)

    assert second.code == 1
    assert "is being loaded into" in second.err
    assert "wait for that load to end" in second.err
