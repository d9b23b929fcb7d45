"""The kills of test_kill_points on a T-SQL server: at requests, statements and file changes.

A server's database cannot be copied like a file, so all kills happen in one history, each after
new edits of the board. After a kill, the rows are all old or all new, and the next run completes.
One point of each kind is tested; MONDAY_TEST_ALL=1 tests all.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import pytest

from tests.simulator.child import Kill, Point
from tests.simulator.seeds import simulated
from tests.simulator.simulation import Simulation
from tests.simulator.steps import Do, Step
from tests.simulator.test_kill_points import CASES, NEVER, WHOLE
from tests.sqlserver import connection as server

EDITS = {
    "columns": ("_retype_column", "_rename_column", "_add_item", "_set_cell", "_take_item"),
    "items": ("_add_item", "_set_cell", "_rename_item", "_take_item"),
}

pytestmark = [
    pytest.mark.sqlserver,
    pytest.mark.timeout(24 * 3600 if WHOLE else 1800),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are of forked processes"),
]


@pytest.fixture(scope="module")
def history() -> Iterator[Simulation]:
    """Yield a board that was loaded and built."""
    server.require()
    with simulated(7, "sqlserver") as simulation:
        simulation.deploy()
        simulation.step(Step("run", 0, 0))
        yield simulation


@pytest.mark.enumeration
@pytest.mark.parametrize("edited", EDITS if WHOLE else ["columns"])
@pytest.mark.parametrize(("do", "changed", "point"), CASES)
def test_killed_there_the_old_or_the_new_stands_and_the_next_run_is_whole(
    history: Simulation, do: Do, changed: bool, point: Point, edited: str
) -> None:
    def ended(kill: Kill) -> str:
        _come_to(history, do, changed, EDITS[edited], kill)
        assert history.ended is not None
        return history.ended.how

    assert ended(Kill(point, NEVER)) == "done", history.said
    count = history.counts[point]
    assert count > 0 or point == "file"  # no file changes if only items changed
    for number in range(1, count + 1) if WHOLE else (max(1, count // 2),):
        how = ended(Kill(point, number))
        assert how == "killed" or number > count // 2, history.said  # edits vary in their points
        history.step(Step("run", next(NUMBERS), 0))


NUMBERS = itertools.count(1)


def _come_to(
    history: Simulation, do: Do, changed: bool, edits: tuple[str, ...], kill: Kill
) -> None:
    """Edit the board and run one step, whatever happened before."""
    if do == "build" and changed:  # an incremental build
        history.step(Step("run", next(NUMBERS), 0))
        edits = ("_rename_item",)
    for name in edits:
        history.world.edit_named(name, next(NUMBERS))
    if do == "build":
        history.step(Step("load", next(NUMBERS), 0, changed=changed))
    history.step(Step(do, next(NUMBERS), 0, changed=changed, kill=kill))
    if do == "build" and history.ended is not None and history.ended.done:
        [(way,)] = history.project.query(
            "select top 1 message from raw_monday._builds order by started_at desc"
        )
        assert way.endswith(", 1 changed") == changed, way
