"""Every fault at every request of `monday-load`: exit 0 with all items, or exit 1 with the cause
and the last load's raw table intact.

MONDAY_TEST_ALL=1 runs all cases; otherwise a fixed sample runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.load.faults.boards import BATCH, BOARD_ID, account
from tests.load.faults.outcomes import NAMES, WHOLE, quick, waits_are_those_asked_for
from tests.monday_server import FAULTS, Fault, MondayServer, Strike
from tests.monday_server.edits import Edits
from tests.project import UserProject, make_project

REQUESTS = 5
"""One for the board's facts and four for pages."""

RAW = "select item_id, column_id, column_type, text, value, fields from raw_monday.orders"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    """Return a project with the small board deployed and loaded."""
    with MondayServer(account()) as server:
        made = make_project(tmp_path_factory.mktemp("faults"), server.url, server.token)
        made.deploy(BOARD_ID)
        made.ok("monday-load", "orders")
    return made


def cases() -> Iterator[object]:
    """Yield every fault, request and number of workers; unless WHOLE, every 47th."""
    every = [
        (workers, number, fault)
        for workers in (1, 4)
        for number in range(1, REQUESTS + 1)
        for fault in FAULTS.values()
        if number > {"any": 0, "pages": 1, "next": 2}[fault.where]
    ]
    for workers, number, fault in every if WHOLE else every[::47]:
        name = f"{workers} worker(s)-{fault.name}-request {number}"
        yield pytest.param(workers, number, fault, id=name)


@pytest.mark.enumeration
@pytest.mark.timeout(60)
@pytest.mark.parametrize(("workers", "number", "fault"), list(cases()))
def test_a_load_is_complete_or_fails_and_keeps_the_last_one(
    project: UserProject, workers: int, number: int, fault: Fault
) -> None:
    fault = quick(fault)
    before = raw(project)
    board = account()
    stamp = f"{fault.name} {number} {workers}"
    for item_id in list(board.board(BOARD_ID).items):
        Edits(board).set_cell(item_id, "text_1", f"{stamp} {item_id}")
    with MondayServer(board, faults=[Strike(fault, request=number)]) as server:
        words = ("orders", "--batch-size", str(BATCH), "--max-workers", str(workers))
        outcome = project.run(
            "monday-load", *words, MONDAY_API_URL=server.url, MONDAY_RETRY_SECONDS="4"
        )
        struck = next(r for r in server.requests if r.fault == fault.name)
        waits_are_those_asked_for(server, struck, fault)
    assert server.token not in outcome.err + outcome.out
    assert "Traceback" not in outcome.err
    if outcome.code == 0:
        assert fault.outcome != "fails"
        there = {} if fault.name == "board_emptied" else board.board(BOARD_ID).items
        notes = {(i, text) for i, column, _, text, *_ in raw(project) if column == "text_1"}
        assert notes == {(i, f"{stamp} {i}") for i in there}
    else:
        assert outcome.code == 1
        assert fault.outcome != "recovers", outcome.err
        assert re.search(NAMES[fault.cause], outcome.err), outcome.err
        assert raw(project) == before


def raw(project: UserProject) -> list[tuple[object, ...]]:
    """Return the raw table without its times."""
    return sorted(project.query(RAW), key=repr)
