"""Every fault at every request of a load that reads rows, log, updates, people and monday's past.

The result is everything that the board now has, or an error with the last load unchanged; a failed
past leaves the load before it intact. MONDAY_TEST_ALL=1 runs all cases; otherwise a fixed sample
runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.load.changed.lab import BOARD, Lab, duckdb_lab
from tests.load.changed.test_event_logs import events, recent, written
from tests.load.changed.test_updates import landed, said
from tests.load.changed.world import ADA, BOARD_ID, FIRST, clock_of, world
from tests.load.faults.outcomes import NAMES, WHOLE, quick
from tests.monday_server import FAULTS, Account, Edits, Fault, Item, MondayServer, Request, Strike
from tests.monday_server.past import remember
from tests.project import Outcome, UserProject

REQUESTS = {
    "--fill-history": (
        "Board", "FirstPage", "Activity", "Activity", "Updates", "Updates", "People", "Board",
        "ItemsHistory", "ItemsHistory",
    ),
    "--changed": ("Look", "ItemsById", "Activity", "Activity", "Updates", "People"),
}  # fmt: skip
"""The requests of an undisturbed load, by its flag: two pages of the log; for updates, the existing
ones and one by id that is gone."""
PAST = f"select item_id, column_id, text, value from raw_monday.{BOARD}__past order by 1, 2"
STANDING = (
    "select table_name from duckdb_tables() where schema_name = 'raw_monday'"
    " and (table_name like '%past' or table_name like '\\_new%' escape '\\'"
    " or table_name like '\\_incoming%' escape '\\')"
)


@dataclass
class Board:
    """A board that is edited before each load."""

    lab: Lab
    account: Account
    items: Mapping[int, Item] = field(default_factory=dict)
    """The board's items before a load."""
    gone: set[tuple[Any, ...]] = field(default_factory=set)
    """Updates deleted before the last successful full load."""
    deleted: set[tuple[Any, ...]] = field(default_factory=set)
    past: list[tuple[Any, ...]] = field(default_factory=list)

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Undo what a fault does to boards."""
        boards = self.account.boards.values()
        before = [(board, board.items, board.state) for board in boards]
        self.items = self.account.board(BOARD_ID).items
        try:
            yield
        finally:
            for board, items, state in before:
                board.items, board.state = items, state

    def live_a_little(self, stamp: str) -> None:
        """Add cells, events and updates, delete one update, and make people due again."""
        clock_of(self.account).move(600)
        for n in range(30):
            self.account.log.write(BOARD_ID, f"an_event_of_{2031 + n}", {}, "-4")
        edits, talk = Edits(self.account), self.account.talk
        for item_id in list(self.account.board(BOARD_ID).items)[:3]:
            edits.set_cell(item_id, "text_1", f"{stamp} {item_id}")
        first = talk.write(BOARD_ID, f"<p>{stamp}</p>", FIRST, ADA)
        talk.reply(first, "<p>yes</p>", None)
        doomed = talk.updates[BOARD_ID][0]
        before = said(self.account)
        talk.delete(BOARD_ID, doomed)
        self.deleted |= {(*row[:-1], True) for row in before - said(self.account)}
        self.lab.query_and_commit(f"drop table if exists raw_monday.{BOARD}__past")
        self.lab.query_and_commit(
            "update raw_monday._users set checked_at = checked_at - interval 2 days"
        )

    def load(self, flag: str, fault: Strike | None = None) -> tuple[Outcome, list[Request]]:
        with MondayServer(self.account, faults=[fault] if fault else []) as api:
            environment = {"MONDAY_API_URL": api.url, "MONDAY_RETRY_SECONDS": "4"}
            outcome = self.lab.project.run("monday-load", BOARD, flag, **environment)
            assert api.token not in outcome.err + outcome.out
            return outcome, list(api.requests)

    def state(self) -> tuple[Any, ...]:
        """Return rows, events, updates, and the number of successful loads."""
        lab = self.lab
        return len(lab.loads()), lab.raw(), events(lab), landed(lab)

    def assert_is_whole(self) -> None:
        """Check that everything in the account has been landed."""
        if self.lab.loads()[-1]["kind"] == "full":  # an incremental load may turn into one
            self.gone |= self.deleted
        rows, items = self.lab.raw(), self.account.board(BOARD_ID).items
        shown = {i: text for (i, column), (_, text, _, _) in rows.items() if column == "text_1"}
        # a fault that emptied the board may have struck after the board was read
        assert shown == {i.id: i.value("text_1") for i in self.items.values()} or shown == items
        assert events(self.lab) == written(self.account)
        there = {row for row in landed(self.lab) if not row[-1]}
        assert said(self.account) <= there
        assert {row for row in landed(self.lab) if row[-1]} == self.gone


def cases() -> Iterator[object]:
    """Yield every request and fault, or every 53rd of them unless WHOLE."""
    every = [
        (flag, number, fault)
        for flag, operations in REQUESTS.items()
        for number in range(1, len(operations) + 1)
        for fault in FAULTS.values()
        if fault.where == "any"
    ]
    for flag, number, fault in every if WHOLE else every[::53]:
        name = f"{flag[2:]}-{fault.name}-request {number}"
        yield pytest.param(flag, number, fault, id=name)


@pytest.fixture(scope="module")
def board(deployed: UserProject, tmp_path_factory: pytest.TempPathFactory) -> Board:
    account = recent(world())
    remember(account, BOARD_ID, clock_of(account).now - timedelta(days=100))
    for n in range(40):
        account.talk.write(BOARD_ID, f"<p>{n}</p>", FIRST, ADA)
    for n in range(150):
        account.log.write(BOARD_ID, f"an_event_of_{2031 + n}", {}, "-4")
    home: Path = tmp_path_factory.mktemp("faults") / "home"
    with MondayServer(account) as api:
        lab = duckdb_lab(deployed, home, api)
    asked = "activity: true\nupdates: true\nhistory: {since: monday}\nboard_id:"
    lab.settings("board_id:", asked)
    found = Board(lab, account)
    assert found.load("--fill-history")[0].code == 0
    for flag, operations in REQUESTS.items():
        found.live_a_little(flag)
        with found.restored():
            outcome, requests = found.load(flag)
            assert outcome.code == 0
            assert tuple(r.operation for r in requests) == operations
            found.assert_is_whole()
        if flag == "--fill-history":
            found.past = lab.query(PAST)
    return found


@pytest.mark.enumeration
@pytest.mark.timeout(60)
@pytest.mark.parametrize(("flag", "number", "fault"), list(cases()))
def test_a_fault_ends_in_everything_or_in_an_error_and_what_was_there(
    board: Board, flag: str, number: int, fault: Fault
) -> None:
    board.live_a_little(f"{flag} {number} {fault.name}")
    before = board.state()
    with board.restored():
        outcome, requests = board.load(flag, Strike(quick(fault), request=number))
        after = board.state()
        if after[0] > before[0]:
            board.assert_is_whole()
        else:
            assert after == before
            assert outcome.code == 1
    assert next(r.number for r in requests if r.fault == fault.name) == number
    assert "Traceback" not in outcome.err
    if outcome.code == 1:
        assert fault.outcome != "recovers", outcome.err
        assert re.search(NAMES[fault.cause], outcome.err), outcome.err
    filled = flag == "--fill-history" and outcome.code == 0
    assert board.lab.query(STANDING) == ([(f"{BOARD}__past",)] if filled else [])
    if filled:
        assert board.lab.query(PAST) == board.past
