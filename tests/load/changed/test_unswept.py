"""Incremental loads that counts and the activity log prove complete, and those that need a sweep.

A page holds two items here, so that a board of twelve is a large one.
"""

from __future__ import annotations

import copy
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.load.changed.lab import Lab, duckdb_lab
from tests.load.changed.world import (
    BOARD_ID,
    EDITS,
    FIRST,
    GROUPS,
    OTHER_ID,
    UNTRACED,
    clock_of,
    world,
)
from tests.monday_server import FAULTS, Edits, Fault, MondayServer, Strike
from tests.monday_server.faults import Scene
from tests.monday_server.replies import Reply
from tests.project import UserProject

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))
UNSEEN = UNTRACED | {"__creator__"}
"""Values that change without a new date, log entry or count: docs/reliability.md."""
TOLD = sorted(EDITS.keys() - {"move silently"})
AT_REST = ["Board", "ChangedPage", "Activity", "Counts"]
WITHOUT = "counts and log"


class Followed:
    """A large board followed by a warehouse, with the machine's clock set to monday's."""

    def __init__(self, api: MondayServer, lab: Lab) -> None:
        self.api, self.lab = api, lab
        lab.settings("batch_size: 500", "batch_size: 2")

    def pass_time(self, seconds: float) -> None:
        clock = clock_of(self.api.account)
        clock.move(seconds)
        self.api.set_ahead((clock.now - datetime.now(UTC)).total_seconds())

    def load(self, *, changed: bool = True) -> list[str | None]:
        """Run a load and return the operations it sent."""
        self.api.forget()
        self.lab.load(changed=changed)
        return [request.operation for request in self.api.requests]

    def proof(self) -> str:
        found = self.lab.query(
            "select complete_by from raw_monday._loads where status = 'complete' order by seq desc"
        )
        return str(found[0][0])

    def why(self) -> str:
        return str(self.lab.loads()[-1].get("why_swept"))

    def as_in_full(self) -> None:
        """Check that the warehouse holds the same rows as after a full load."""
        before = self.lab.raw(*UNTRACED)
        self.lab.load()
        assert self.lab.raw(*UNTRACED) == before


def followed(deployed: UserProject, home: Path, api: MondayServer) -> Followed:
    made = Followed(api, duckdb_lab(deployed, home, api))
    made.pass_time(0)
    made.load(changed=False)
    made.pass_time(3600)
    made.load()
    made.pass_time(3600)
    return made


@pytest.fixture
def board(deployed: UserProject, tmp_path: Path) -> Iterator[Followed]:
    with MondayServer(world()) as api:
        yield followed(deployed, tmp_path / "home", api)


def test_a_large_board_at_rest_costs_four_calls_however_large(board: Followed) -> None:
    assert board.load() == AT_REST
    assert board.proof() == WITHOUT
    said = board.lab.project.ok("monday-load", "changing", "--changed")
    assert f"complete by {WITHOUT}" in said.out


def _delete_and_restore(edits: Edits) -> None:
    edits.archive_item(FIRST + 1)
    edits.restore_item(FIRST + 1)


MADE: dict[str, Callable[[Edits], object]] = {
    "set": lambda e: e.set_cell(FIRST, "text_1", "edited"),
    "add": lambda e: e.add_item(BOARD_ID, "New", {"text_1": "n"}),
    "delete": lambda e: e.delete_item(FIRST),
    "archive": lambda e: e.archive_item(FIRST),
    "there and back": _delete_and_restore,
    "move": lambda e: e.move_item(FIRST, GROUPS[2]),
    "move away": lambda e: e.move_item_to_board(FIRST, OTHER_ID),
    "rename": lambda e: e.rename_item(FIRST, "Renamed"),
}


@pytest.mark.parametrize("name", MADE)
def test_edits_arrive_without_a_look_at_every_item(board: Followed, name: str) -> None:
    MADE[name](board.api.edit)
    operations = board.load()
    assert "FirstPage" not in operations
    assert board.proof() == WITHOUT
    board.as_in_full()


def _post(board: Followed, item_id: int) -> None:
    """Post on an item, which sets the item's date."""
    account = board.api.account
    found = account.find(item_id)
    assert found is not None
    found.item.updated_at = account.now()
    account.log.write(BOARD_ID, "create_update", {"pulse_id": item_id}, 1)
    account.touch()


def test_a_post_that_moves_the_date_of_its_item_is_told_of_by_the_log(board: Followed) -> None:
    _post(board, FIRST + 3)
    board.pass_time(400)
    assert "FirstPage" not in board.load()
    assert board.proof() == WITHOUT
    board.as_in_full()


@pytest.mark.parametrize("title", ["Later", "", "a\0b\ud800"], ids=["plain", "empty", "broken"])
def test_a_group_that_is_renamed_is_seen_before_the_log_tells_of_it(
    board: Followed, title: str
) -> None:
    board.api.account.log.lag = lambda: timedelta(hours=1)
    board.api.edit.rename_group(BOARD_ID, GROUPS[0], title)
    board.load()
    assert "title" in board.why()
    board.as_in_full()
    board.pass_time(3600)
    board.load()
    board.pass_time(3600)
    board.load()
    assert board.proof() == WITHOUT


def _rows_of_none(scene: Scene) -> Reply:
    """Return no result row for one group without items, and null for another."""
    body = scene.true_body()
    empty = [
        found["results"] for key, found in body["data"].items() if key.startswith("g")
        and found["results"][0]["entries"][0]["value"]["result"] == 0
    ]  # fmt: skip
    assert len(empty) == 2
    empty[0].clear()
    empty[1][0]["entries"][0]["value"]["result"] = None
    return scene.json(body)


def test_groups_without_items_are_counted_however_monday_says_it(board: Followed) -> None:
    for item in board.api.account.board(BOARD_ID).active_items():
        board.api.edit.move_item(item.id, GROUPS[0])
    for _ in range(2):
        board.load()
        board.pass_time(3600)
    counts = Strike(Fault("no rows", _rows_of_none), when=lambda r: r.operation == "Counts")
    board.api.strikes.append(counts)
    board.load()
    assert counts.struck
    assert board.proof() == WITHOUT


def test_a_date_of_tomorrow_hides_no_change_behind_it(board: Followed) -> None:
    """A watermark ahead of monday's clock says nothing about recent changes."""
    for n in range(2):
        found = board.api.account.find(FIRST + n)
        assert found is not None
        found.item.updated_at = clock_of(board.api.account).now + timedelta(days=1)
    board.api.account.touch()
    for _ in range(3):
        board.load()
        board.pass_time(3600)
    board.api.account.log.lag = lambda: timedelta(hours=1)
    for n in range(3, 7):
        board.api.edit.set_cell(FIRST + n, "text_1", "edited")
    board.load()
    board.as_in_full()


def _stale_counts(board: Followed) -> None:
    items = copy.deepcopy(board.api.account.board(BOARD_ID).active_items())
    board.api.quirks.stale_counts[BOARD_ID] = items
    board.api.edit.delete_item(FIRST)


def _late_log(board: Followed) -> None:
    board.api.account.log.lag = lambda: timedelta(hours=1)
    board.api.edit.delete_item(FIRST)


def _late_log_of_a_change(board: Followed) -> None:
    board.api.account.log.lag = lambda: timedelta(hours=1)
    board.api.edit.set_cell(FIRST, "text_1", "edited")


def _late_log_after_a_post(board: Followed) -> None:
    _post(board, FIRST)
    board.pass_time(1)
    _late_log_of_a_change(board)


def _late_log_of_a_new_item(board: Followed) -> None:
    """The log already contains the post on the item, but not its creation."""
    lag, board.api.account.log.lag = board.api.account.log.lag, lambda: timedelta(hours=1)
    item_id = board.api.edit.add_item(BOARD_ID, "New", {"text_1": "n"})
    board.api.account.log.lag = lag
    _post(board, item_id)


def _unknown_event(board: Followed) -> None:
    board.api.account.log.write(BOARD_ID, "reshape_pulse", {"pulse_id": FIRST}, 1)


def _silent_move(board: Followed) -> None:
    found = board.api.account.find(FIRST + 3)
    assert found is not None
    found.item.group_id = GROUPS[2]
    board.api.account.touch()


def _refused(fault: str, operation: str) -> Callable[[Followed], None]:
    def refuse(board: Followed) -> None:
        board.api.edit.delete_item(FIRST)
        passing = replace(FAULTS[fault], lasting=False)
        board.api.strikes.append(Strike(passing, when=lambda r: r.operation == operation))

    return refuse


def _expired_cursor(board: Followed) -> None:
    for n in range(5):
        board.api.edit.set_cell(FIRST + n, "text_1", "edited")
    board.api.strikes.append(Strike(FAULTS["cursor_expired"], request=1))


def _no_items(board: Followed) -> None:
    def emptied(scene: Scene) -> Reply:
        body = scene.true_body()
        body["data"]["boards"][0]["items_page"] = {"cursor": None, "items": []}
        return scene.json(body)

    board.api.account.log.lag = lambda: timedelta(hours=1)
    board.api.edit.set_cell(FIRST, "text_1", "edited")
    board.api.strikes.append(
        Strike(Fault("emptied", emptied), when=lambda r: r.operation == "ChangedPage")
    )


def _empty_entry(board: Followed) -> None:
    def nulled(scene: Scene) -> Reply:
        body = scene.true_body()
        body["data"]["boards"][0]["activity_logs"][0] = None
        return scene.json(body)

    board.api.edit.set_cell(FIRST, "text_1", "edited")
    board.api.strikes.append(
        Strike(Fault("a null entry", nulled), when=lambda r: r.operation == "Activity")
    )


def _no_aggregate(board: Followed) -> None:
    board.api.quirks.aggregate = "refused"
    board.api.edit.delete_item(FIRST)


DOUBTS: dict[str, tuple[Callable[[Followed], None], str]] = {
    "counts that lag": (_stale_counts, "monday counts"),
    "a log that lags behind a deletion": (_late_log, "monday counts"),
    "a log that lags behind a change": (_late_log_of_a_change, "does not tell of 1 changed"),
    "a log that lags behind a change after a post": (
        _late_log_after_a_post, "does not tell of 1 changed"
    ),
    "a log that lags behind a new item with a post": (
        _late_log_of_a_new_item, "does not tell of 1 changed"
    ),
    "an event of another kind": (_unknown_event, "'reshape_pulse'"),
    "a move that no date and no entry tells of": (_silent_move, "in a group"),
    "a log that is refused": (_refused("query_rejected", "Activity"), "were refused"),
    "a cursor that expired among what changed": (_expired_cursor, "than are looked for"),
    "a log with an empty entry": (_empty_entry, "entries of the activity log empty"),
    "a look that gives no item": (_no_items, "than are looked for"),
    "an account without aggregate": (_no_aggregate, "were refused"),
    "a renamed group": (
        lambda board: board.api.edit.rename_group(BOARD_ID, "done", "Over"),
        "a group has another title than its items show",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_any_doubt_leads_to_a_look_at_every_item(board: Followed, name: str) -> None:
    make, why = DOUBTS[name]
    make(board)
    assert "FirstPage" in board.load()
    assert board.proof() == "sweep"
    assert why in board.why()
    board.as_in_full()


def test_a_refusal_to_the_account_is_remembered_for_a_day(board: Followed) -> None:
    _no_aggregate(board)
    assert "Counts" in board.load()
    assert "were refused" in board.why()
    board.pass_time(3600)
    assert not {"Activity", "Counts"}.intersection(board.load())
    assert board.why().startswith("monday refused its counts on 2026-11-23T1")
    board.as_in_full()
    board.api.quirks.aggregate = "answered"
    board.pass_time(3600)
    assert "Counts" not in board.load(), "a full load that did not ask remembers it too"
    board.pass_time(22.1 * 3600)
    board.load()
    board.pass_time(60)
    assert board.load() == AT_REST


def _null_counts(board: Followed) -> None:
    def without(scene: Scene) -> Reply:
        body = scene.true_body()
        body["data"]["items"] = None
        return scene.json(body)

    lost = Fault("no counts", without)
    board.api.strikes.append(Strike(lost, when=lambda r: r.operation == "Counts"))


@pytest.mark.parametrize(
    "make", [_null_counts, _refused("query_rejected", "Counts")], ids=["null", "rejected"]
)
def test_a_fault_of_mondays_is_no_refusal(
    board: Followed, make: Callable[[Followed], None]
) -> None:
    make(board)
    board.load()
    board.api.strikes.clear()
    board.pass_time(3600)
    assert "Counts" in board.load()
    assert "counts_refused" not in board.lab.loads()[-1]


@pytest.mark.parametrize(
    ("setting", "hours", "swept"),
    [("daily", 9.7, False), ("daily", 9.9, True), ("daily", 24, True), ("6h", 3, False),
     ("6h", 6, True), ("always", 0, True)],
)  # fmt: skip
def test_a_sweep_stays_due(board: Followed, setting: str, hours: float, swept: bool) -> None:
    """The time is 14:00, and this board's time of day for sweeps is 23:49."""
    board.lab.settings("batch_size: 2", f"batch_size: 2, sweep: {setting}")
    board.load()
    board.pass_time(3600 * hours)
    board.load()
    assert (board.proof() == "sweep") == swept


def test_a_sweep_by_a_clock_that_was_ahead_counts_for_none(board: Followed) -> None:
    board.lab.settings("batch_size: 2", "batch_size: 2, sweep: 6h")
    board.lab.query_and_commit(
        "update raw_monday._loads set swept_at = '2029-01-01T00:00:00+00:00'"
    )
    board.load()
    assert board.proof() == "sweep"
    board.pass_time(60)
    board.load()
    assert board.proof() == WITHOUT


def test_a_wrong_sweep_is_a_fault_of_the_board_file(board: Followed) -> None:
    board.lab.settings("batch_size: 2", "batch_size: 2, sweep: often")
    done = board.lab.project.run("monday-load", "changing", "--changed")
    assert done.code == 1
    assert "must be always, daily, or a time such as 12h: a whole number from 1 and m" in done.err


steps = st.lists(
    st.tuples(
        st.sampled_from([1, 600, 40_000]),
        st.lists(
            st.tuples(st.sampled_from(TOLD), st.integers(0, 40)),
            min_size=1, max_size=3,
        ),
        st.sampled_from([0, 0, 30]),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


@pytest.mark.enumeration
@pytest.mark.timeout(3000 if WHOLE else 300)
@settings(
    max_examples=200 if WHOLE else 3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not WHOLE,
)
@given(steps)
def test_any_edits_arrive_or_are_doubted(
    deployed: UserProject, steps: list[tuple[float, list[tuple[str, int]], float]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, MondayServer(world()) as api:
        board = followed(deployed, Path(folder, "changed"), api)
        witness = duckdb_lab(deployed, Path(folder, "full"), api)
        for passed, edits, lag in steps:
            board.pass_time(passed)
            api.account.log.lag = lambda lag=lag: timedelta(seconds=lag)  # type: ignore[misc]
            for name, n in edits:
                EDITS[name](Edits(api.account), n)
            board.load()
            witness.load()
            assert board.lab.raw(*UNSEEN) == witness.raw(*UNSEEN)
            assert board.lab.loads()[-1]["items"] == len({i for i, _ in witness.raw()})
