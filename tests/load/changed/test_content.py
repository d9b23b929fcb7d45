"""Full loads of more than one page, compared with monday's own counts and sums."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from loader.board.model import Column
from loader.errors import IncompleteLoad
from loader.landing.rows import Rows
from loader.load.content import Difference, Tally, differences
from loader.monday.graphql.aggregates import ColumnFacts
from tests.load.changed.lab import Lab, duckdb_lab
from tests.load.changed.world import BOARD_ID, world
from tests.monday_server import FAULTS, MondayServer, Request, Strike
from tests.monday_server.faults import Fault, Scene
from tests.monday_server.replies import Reply
from tests.project import UserProject

NUMBERS, TEXT = Column("n", "Qty", "numbers"), Column("t", "Note", "text")


@pytest.fixture
def large(deployed: UserProject, tmp_path: Path) -> Iterator[tuple[Lab, MondayServer]]:
    with MondayServer(world(520)) as api:
        yield duckdb_lab(deployed, tmp_path / "home", api), api


def test_a_large_board_is_compared_in_one_call(large: tuple[Lab, MondayServer]) -> None:
    lab, api = large
    lab.load()
    assert [r.operation for r in api.requests].count("ColumnFacts") == 1
    assert lab.loads()[-1]["content"] == "equal in 3 columns"


def _emptied_notes(scene: Scene) -> Reply:
    """Empty the cells of one column, as a failed service of monday's does."""
    body = scene.true_body()
    for board in body["data"].get("boards") or ():
        for item in (board.get("items_page") or {}).get("items", ())[:7]:
            for cell in item["column_values"]:
                if cell["id"] == "text_1":
                    cell["text"], cell["value"] = "", None
    return scene.json(body)


def emptied(times: int | None) -> Strike:
    when = lambda request: request.operation == "FirstPage"  # noqa: E731
    return Strike(Fault("emptied_notes", _emptied_notes), when=when, times=times)


def test_cells_that_came_empty_once_are_read_again(
    large: tuple[Lab, MondayServer], caplog: pytest.LogCaptureFixture
) -> None:
    lab, api = large
    api.strikes.append(emptied(1))
    lab.load()
    assert any("'Note' (text_1) 513 values came where monday says 520; it is read again"
               in r.getMessage() for r in caplog.records)  # fmt: skip
    assert sum(1 for key, row in lab.raw().items() if key[1] == "text_1" and row[1]) == 520


def test_a_difference_that_stays_fails_the_load_and_names_the_column(
    large: tuple[Lab, MondayServer],
) -> None:
    lab, api = large
    api.strikes.append(emptied(None))
    with pytest.raises(IncompleteLoad, match=r"'Note' \(text_1\) 513 values .* 520, also when"):
        lab.load()
    assert lab.loads() == []
    lab.load(accept=frozenset({"content"}))
    assert lab.loads()[-1]["content"] == "differs"


def test_an_account_without_aggregate_loads_and_says_so(
    large: tuple[Lab, MondayServer], caplog: pytest.LogCaptureFixture
) -> None:
    lab, api = large
    api.quirks.aggregate = "refused"
    with caplog.at_level(logging.INFO):
        lab.load()
    assert lab.loads()[-1]["content"] == "not compared: monday refused its counts"
    assert any("was not compared with monday's counts" in r.getMessage() for r in caplog.records)
    assert len(api.account.board(BOARD_ID).items) == lab.loads()[-1]["items"]
    api.forget()
    lab.load()
    assert "ColumnFacts" not in [request.operation for request in api.requests]
    said = r"not compared: monday refused its counts on \d{4}-[\dT:-]{11} UTC and is asked again"
    assert re.match(said, str(lab.loads()[-1]["content"]))


def refused(fault: str, ask: int) -> Strike:
    """Return a fault for the request for counts with this number."""
    asked: list[Request] = []

    def is_that(request: Request) -> bool:
        if request.operation == "ColumnFacts":
            asked.append(request)
        return request.operation == "ColumnFacts" and len(asked) == ask

    return Strike(replace(FAULTS[fault], lasting=False), when=is_that)


def test_a_day_that_ends_with_the_last_page_has_its_load(large: tuple[Lab, MondayServer]) -> None:
    lab, api = large
    api.strikes.append(refused("daily_200", 1))
    lab.load()
    assert lab.loads()[-1]["content"] == "not compared: the calls of the day are used up"


def test_a_difference_that_cannot_be_looked_at_again_is_read_again(
    large: tuple[Lab, MondayServer],
) -> None:
    lab, api = large
    api.strikes += [emptied(1), refused("query_rejected", 2)]
    lab.load()
    assert lab.loads()[-1]["content"] == "equal in 3 columns"
    assert sum(1 for key, row in lab.raw().items() if key[1] == "text_1" and row[1]) == 520


def test_counts_of_other_items_prove_nothing(large: tuple[Lab, MondayServer]) -> None:
    """It is undocumented whether monday counts archived items too."""
    lab, api = large
    api.quirks.stale_counts[BOARD_ID] = list(api.account.board(BOARD_ID).items.values())
    api.edit.archive_item(next(iter(api.account.board(BOARD_ID).items)))
    lab.load()
    assert lab.loads()[-1]["content"] == "not compared: monday counts other items than it gave"


def test_counts_and_sums_are_compared_and_what_is_not_told_is_not() -> None:
    tally = Tally((NUMBERS, TEXT))
    tally.add(Rows([1, 2, 3, 1], ["n", "n", "n", "t"], [""] * 4, ["1.5", "-2", None, "x"]))
    assert (tally.filled, tally.sums) == ({"n": 2, "t": 1}, {"n": Decimal("-0.5")})
    both = (NUMBERS, TEXT)
    assert differences(both, tally, {"n": ColumnFacts(2, -0.5000001), "t": ColumnFacts(1)}) == ()
    assert differences(both, tally, {}) == ()
    assert differences(both, tally, {"n": ColumnFacts(2, 1.5), "t": ColumnFacts(2)}) == (
        Difference("n", "a sum of -0.5", "1.5"),
        Difference("t", "1 values", "2"),
    )
    tally.add(Rows([4], ["n"], [""], ["many"]))
    assert differences(both, tally, {"n": ColumnFacts(3, 7.0)}) == (), "no number has no sum"
