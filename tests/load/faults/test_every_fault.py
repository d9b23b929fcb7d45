"""Every fault at every request of a load: complete data, or a failure that names its cause.

MONDAY_TEST_ALL=1 runs all cases; otherwise a fixed sample runs.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from loader.errors import LoaderError
from tests.load.faults.boards import BATCH, BOARD_ID, account
from tests.load.faults.following import Followed, follow, monday_of, plan_of
from tests.load.faults.outcomes import NAMES, WHOLE, quick, waits_are_those_asked_for
from tests.load.faults.virtual_time import VirtualTime
from tests.monday_server import FAULTS, Fault, MondayServer, Strike


@dataclass(frozen=True)
class Load:
    """A kind of load, and how many requests it makes undisturbed."""

    name: str
    items: int
    groups: int
    workers: int
    requests: int
    formulas: int = 0
    step: int = 1
    """Every `step`th request fails in turn: 1 for the loads that the contract names."""


LOADS = (
    Load("four pages, one worker", 20, 4, 1, 5),
    Load("four pages, four workers", 20, 4, 4, 5),
    Load("four groups side by side", 48, 4, 4, 13, step=3),
    Load("formulas beside four pages", 20, 4, 4, 13, formulas=6, step=3),
)


def cases() -> Iterator[object]:
    """Yield every load, request and fault; unless WHOLE, every fifth, which covers each fault."""
    every = [
        (load, number, fault)
        for load in LOADS
        for number in range(1, load.requests + 1, load.step)
        for fault in FAULTS.values()
        if number > {"any": 0, "pages": 1, "next": 2}[fault.where]
    ]
    for load, number, fault in every if WHOLE else every[::5]:
        name = f"{load.name}-{fault.name}-request {number}"
        yield pytest.param(load, number, fault, id=name)


@pytest.mark.enumeration
@pytest.mark.timeout(60)
@pytest.mark.parametrize(("load", "number", "fault"), list(cases()))
def test_a_fault_ends_in_complete_data_or_a_named_failure(
    load: Load, number: int, fault: Fault
) -> None:
    fault = quick(fault)
    truth = undisturbed(load)

    board, time = account(load.items, load.groups, load.formulas), VirtualTime()
    faults = [Strike(fault, request=number)]
    with MondayServer(board, faults=faults, clock=time.clock) as server:
        ended = tried(server, load, time)
        if isinstance(ended, LoaderError):
            assert fault.outcome != "recovers", str(ended)
            assert re.search(NAMES[fault.cause], str(ended)), str(ended)
            assert server.token not in str(ended)
        else:
            assert fault.outcome != "fails"
            emptied = fault.name == "board_emptied"
            assert ended.rows == ({} if emptied else truth.rows)
        struck = next((r for r in server.requests if r.fault == fault.name), None)
        if struck is not None:
            waits_are_those_asked_for(server, struck, fault)
    # with several workers, this fault may fit none of the last requests
    assert struck is not None or (fault.where == "next" and load.step > 1)
    assert not background_threads()


@cache
def undisturbed(load: Load) -> Followed:
    """Return the result of the load without a fault."""
    board, time = account(load.items, load.groups, load.formulas), VirtualTime()
    with MondayServer(board, clock=time.clock) as server:
        truth = read(server, load, time)
        assert len(truth.rows) == load.items
        assert len(server.requests) == load.requests
    return truth


def tried(server: MondayServer, load: Load, time: VirtualTime) -> Followed | LoaderError:
    """Return the result of a load, or its error."""
    try:
        return read(server, load, time)
    except LoaderError as error:
        return error


def read(server: MondayServer, load: Load, time: VirtualTime) -> Followed:
    """Run one load as a command does: discover, then read."""
    monday = monday_of(server, retry_seconds=10.0, time=time)
    try:
        board = monday.board(BOARD_ID)
        plan = plan_of(board, batch_size=BATCH, workers=load.workers)
        return follow(monday.read(plan))
    finally:
        monday.close()


def background_threads() -> list[threading.Thread]:
    """Return the threads of a read that do not end with it."""
    reading = [t for t in threading.enumerate() if t.name.startswith("monday-read")]
    for thread in reading:
        thread.join(10)
    return [thread for thread in reading if thread.is_alive()]
