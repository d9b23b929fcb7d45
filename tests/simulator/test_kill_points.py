"""SIGKILL at every request, statement and file change of load, update and build, on DuckDB.

Before each kill, the board was loaded, built and edited. After it, raw table and production are
completely old or completely new, and the next run repairs everything without manual steps.
A few of the points are tested; MONDAY_TEST_ALL=1 tests all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.child import Kill, Point
from tests.simulator.seeds import simulated
from tests.simulator.simulation import Simulation
from tests.simulator.steps import Do, Step

WHOLE = os.environ.get("MONDAY_TEST_ALL") == "1"
EDITS = ("_add_column", "_add_column", "_retype_column", "_rename_column", "_add_item",
         "_set_cell", "_take_item")  # fmt: skip
CASES: tuple[tuple[Do, bool, Point], ...] = (
    ("load", False, "request"),
    ("load", False, "statement"),
    ("load", False, "file"),
    ("load", True, "request"),
    ("load", True, "statement"),
    ("load", True, "file"),
    ("update", False, "request"),
    ("update", False, "file"),
    ("build", False, "statement"),
    ("build", False, "file"),
    ("build", True, "statement"),
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are of forked processes")


@pytest.fixture(scope="module", params=["columns", "items"] if WHOLE else ["columns"])
def history(request: pytest.FixtureRequest) -> Iterator[Simulation]:
    """Yield a loaded and built board with later edits: of columns and items, or of items only."""
    with simulated(7) as simulation:
        simulation.deploy()
        simulation.step(Step("run", 0, 0))
        for number, name in enumerate(EDITS, 1):
            if request.param == "columns" or "column" not in name:
                simulation.world.edit_named(name, number)
        yield simulation


@pytest.mark.enumeration
@pytest.mark.timeout(4 * 3600 if WHOLE else 300)
@pytest.mark.parametrize(("do", "changed", "point"), CASES)
def test_killed_there_the_old_or_the_new_stands_and_the_next_run_is_whole(
    history: Simulation, do: Do, changed: bool, point: Point
) -> None:
    count = _killed(history, do, changed, Kill(point, NEVER), finished=True)
    assert count > 0 or point == "file"  # no file changes if only items changed
    for number in range(1, count + 1) if WHOLE else (max(1, 2 * count // 3),):
        _killed(history, do, changed, Kill(point, number), finished=False)


NEVER = 10**9


def _killed(history: Simulation, do: Do, changed: bool, kill: Kill, *, finished: bool) -> int:
    """Kill a copy of the history in its next step; return how many such points the step reached."""
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        copy = history.copied_to(Path(folder, "home"))
        if do == "build" and changed:  # an incremental build
            copy.step(Step("run", 99, 0))
            copy.world.edit_named("_rename_item", 1)
        if do == "build":
            copy.step(Step("load", 100, 0, changed=changed))
        copy.step(Step(do, 101, 0, changed=changed, kill=kill))
        assert copy.ended is not None
        assert copy.ended.how == ("done" if finished else "killed"), copy.said
        count = copy.counts[kill.point]
        if do == "build" and finished:
            [(way,)] = copy.project.query(
                "select message from raw_monday._builds order by started_at desc limit 1"
            )
            assert way.endswith(", 1 changed") == changed, way
        if not finished:
            copy.step(Step("run", 102, 0))
        return count
