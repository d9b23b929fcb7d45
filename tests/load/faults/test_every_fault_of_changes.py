"""Every fault at every request of loads that share requests, prove completeness by counts and log,
or compare their content with monday's own sums.

Each board ends as monday has it, or unchanged with an error that names the cause.
MONDAY_TEST_ALL=1 runs all cases; otherwise a fixed sample runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from tests.load.changed.world import NOON, Clock, clock_of
from tests.load.faults.outcomes import NAMES, WHOLE, quick
from tests.monday_server import (
    FAULTS,
    Account,
    Board,
    Edits,
    Fault,
    MondayServer,
    Request,
    Strike,
    text_board,
)
from tests.project import Outcome, UserProject, make_project

FIRST = 7_800_000_001
BOARDS = {"one": 3, "two": 3, "three": 3, "large": 12, "pages": 501}
"""Initial number of items per board. On the large one, a page holds two."""
LOADS = {
    "many": (("one", "two", "three", "--changed"), ("Look", "Bundle")),
    "large": (("large", "--changed"), ("Look", "NextPage", "Activity", "ItemsById", "Counts")),
    "full": (("pages",), ("Board", "FirstPage", "NextPage", "ColumnFacts")),
}
"""Arguments of each load, and the requests that it makes undisturbed."""

Notes = dict[int, str]
"""The text of each item of a board."""


@dataclass
class Boards:
    """Boards that are edited before each load, and a project that follows them."""

    project: UserProject
    account: Account
    before: dict[str, Notes] = field(default_factory=dict)
    """What monday had when the load began, because a fault may empty a board during it."""
    added: int | None = None

    def board(self, name: str) -> Board:
        return self.account.board(FIRST + list(BOARDS).index(name))

    def live_a_little(self, load: str, stamp: str) -> None:
        """Change an item on each board of the load; on the large board, add and delete items too.

        Forget that earlier loads were refused requests, which later loads would skip.
        """
        clock_of(self.account).move(600)
        self.project.query(
            "update raw_monday._loads set notes = null where notes like '%_refused%'"
        )
        edits = Edits(self.account)
        for name in self.names(load):
            item_id = next(iter(self.board(name).items))
            edits.set_cell(item_id, "text_0", f"{stamp} {name}")
        if load == "large":
            if self.added is not None:
                edits.delete_item(self.added)
            self.added = edits.add_item(self.board("large").id, "New", {"text_0": stamp})
        self.before = {name: self.there(name) for name in self.names(load)}

    def names(self, load: str) -> list[str]:
        return [word for word in LOADS[load][0] if word in BOARDS]

    def there(self, name: str) -> Notes:
        """Return what monday has."""
        items = self.board(name).active_items()
        return {item.id: str(item.value("text_0")) for item in items}

    def landed(self, name: str) -> tuple[int, Notes]:
        """Return how many loads were complete, and what the last one left."""
        loads = (
            f"select count(*) from raw_monday._loads where board = '{name}' and status = 'complete'"
        )
        found = f"select item_id, text from raw_monday.{name} where column_id = 'text_0'"
        [(count,)] = self.project.query(loads)
        return count, dict(self.project.query(found))

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Undo what a fault does to boards."""
        boards = self.account.boards.values()
        before = [(board, board.items, board.state) for board in boards]
        try:
            yield
        finally:
            for board, items, state in before:
                board.items, board.state = items, state

    def load(self, load: str, fault: Strike | None = None) -> tuple[Outcome, list[Request]]:
        return self.load_with(fault, *LOADS[load][0])

    def load_with(self, fault: Strike | None, *words: str) -> tuple[Outcome, list[Request]]:
        with MondayServer(self.account, faults=[fault] if fault else []) as api:
            api.set_ahead((clock_of(self.account).now - datetime.now(UTC)).total_seconds())
            environment = {"MONDAY_API_URL": api.url, "MONDAY_RETRY_SECONDS": "4"}
            outcome = self.project.run("monday-load", *words, **environment)
            assert api.token not in outcome.err + outcome.out
            return outcome, list(api.requests)


def account() -> Account:
    made = Account([text_board(n, 1, 1, FIRST + place) for place, n in enumerate(BOARDS.values())])
    for place, board in enumerate(made.boards.values()):
        for item in list(board.items.values()):
            item.id, item.updated_at = item.id + 1000 * place, NOON
        board.items = {item.id: item for item in board.items.values()}
    made.now = Clock()
    return made


@pytest.fixture(scope="module")
def boards(tmp_path_factory: pytest.TempPathFactory) -> Boards:
    """Return all boards, deployed and loaded several times."""
    made = account()
    with MondayServer(made) as api:
        project = make_project(tmp_path_factory.mktemp("faults"), api.url, api.token)
        project.deploy(FIRST, "one")
    path = project.dir / "boards" / "one.yml"
    text = path.read_text(encoding="utf-8")
    for place, name in enumerate(BOARDS):
        own = text.replace(str(FIRST), str(FIRST + place)).replace("one", name)
        path.with_name(f"{name}.yml").write_text(own, encoding="utf-8")
    large = path.with_name("large.yml")
    slow = large.read_text(encoding="utf-8").replace(
        "batch_size: 500", "batch_size: 2, sweep: 365d"
    )
    large.write_text(slow, encoding="utf-8")
    found = Boards(project, made)
    for load, (_, operations) in LOADS.items():
        for flags in ((), ("--changed",), ("--changed",)):
            found.load_with(None, *found.names(load), *flags)
            clock_of(made).move(3600)
        found.live_a_little(load, "undisturbed")
        outcome, requests = found.load(load)
        assert outcome.code == 0, outcome.err
        assert tuple(r.operation for r in requests) == operations
    return found


def cases() -> Iterator[object]:
    """Yield every load, request and fault, or every 29th of them unless WHOLE."""
    every = [
        (load, number, fault)
        for load, (_, operations) in LOADS.items()
        for number in range(1, len(operations) + 1)
        for fault in FAULTS.values()
        if fault.where == "any"
    ]
    for load, number, fault in every if WHOLE else every[::29]:
        yield pytest.param(load, number, fault, id=f"{load}-{fault.name}-request {number}")


@pytest.mark.enumeration
@pytest.mark.timeout(60)
@pytest.mark.parametrize(("load", "number", "fault"), list(cases()))
def test_each_board_is_whole_or_as_it_was(
    boards: Boards, load: str, number: int, fault: Fault
) -> None:
    boards.live_a_little(load, f"{load} {number} {fault.name}")
    before = {name: boards.landed(name) for name in boards.names(load)}
    with boards.restored():
        outcome, requests = boards.load(load, Strike(quick(fault), request=number))
        complete = 0
        for name, was in before.items():
            now = boards.landed(name)
            complete += now[0] > was[0]
            whole = (boards.before[name], boards.there(name))
            assert now[1] in whole if now[0] > was[0] else now == was, name
    assert (outcome.code == 0) == (complete == len(before))
    assert next(r.number for r in requests if r.fault == fault.name) == number
    assert "Traceback" not in outcome.err
    if outcome.code:
        assert fault.outcome != "recovers", outcome.err
        assert re.search(NAMES[fault.cause], outcome.err), outcome.err
