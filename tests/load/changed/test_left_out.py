"""Full loads whose pages omit items of the last load without an error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loader.errors import ApiError, PermissionDenied
from tests.load.changed.lab import Lab, duckdb_lab
from tests.load.changed.world import BOARD_ID, clock_of, world
from tests.monday_server import FAULTS, MondayServer, Quirks, Strike
from tests.project import UserProject


@pytest.fixture
def api() -> Iterator[MondayServer]:
    with MondayServer(world(), quirks=Quirks(hidden_values=False)) as server:
        yield server


@pytest.fixture
def lab(api: MondayServer, deployed: UserProject, tmp_path: Path) -> Lab:
    """Return a lab whose board was loaded in full."""
    made = duckdb_lab(deployed, tmp_path / "home", api)
    made.load()
    api.forget()
    return made


def emptied(times: int | None) -> Strike:
    """Return pages without items and a matching count; items by id are still there."""
    return Strike("page_emptied", times=times, when=lambda r: r.operation != "ItemsById")


def test_a_board_that_looked_empty_twice_is_read_again(
    lab: Lab, api: MondayServer, caplog: pytest.LogCaptureFixture
) -> None:
    before = lab.raw()
    api.strikes.append(emptied(2))
    lab.load()
    assert lab.raw() == before
    assert any("left out 12 items that are on the board; it is read again" in r.getMessage()
               for r in caplog.records)  # fmt: skip


def test_items_that_no_page_gives_are_fetched_by_their_ids(
    lab: Lab, api: MondayServer, caplog: pytest.LogCaptureFixture
) -> None:
    before = lab.raw()
    api.strikes.append(emptied(None))
    with caplog.at_level(logging.WARNING):
        lab.load()
    assert lab.raw() == before
    assert any("they were fetched by their ids" in r.getMessage() for r in caplog.records)


def test_a_refusal_to_give_items_that_are_there_fails_the_load(lab: Lab, api: MondayServer) -> None:
    """monday says where they are; only reading them is refused."""
    before = lab.raw()
    refused = Strike(
        "unauthorized_403",
        when=lambda r: r.operation == "ItemsById" and "column_values" in r.query,
    )
    api.strikes += [emptied(None), refused]
    with pytest.raises(ApiError, match="unauthorized"):
        lab.load()
    assert lab.raw() == before


def test_a_column_that_had_values_and_comes_no_more_fails_the_load(
    lab: Lab, api: MondayServer
) -> None:
    before = lab.raw()
    column = next(c for c in api.account.board(BOARD_ID).columns if c.id == "text_1")
    column.hidden = True
    with pytest.raises(PermissionDenied, match=r"no longer gives any value of '.*' \(text_1\)"):
        lab.load()
    assert lab.raw() == before


@pytest.mark.parametrize("fault", ["column_left_out", "cell_left_out"])
@pytest.mark.parametrize("operation", ["ChangedPage", "ItemsById"])
def test_cells_left_out_of_what_changed_are_asked_for_again(
    lab: Lab, api: MondayServer, fault: str, operation: str
) -> None:
    clock_of(api.account).move(3600)
    for item_id in list(api.account.board(BOARD_ID).items):
        api.edit.set_cell(item_id, "text_1", f"changed {item_id}")
    if operation == "ItemsById":  # the page of changes is empty, so all items have to be fetched
        api.strikes.append(Strike("page_emptied", when=lambda r: r.operation == "ChangedPage"))
    struck = Strike(replace(FAULTS[fault], where="any"), when=lambda r: r.operation == operation)
    api.strikes.append(struck)
    lab.load(changed=True)
    assert struck.struck == 1
    changed = lab.raw()
    lab.load()
    assert lab.raw() == changed


def test_cells_that_stay_left_out_of_what_changed_fall_back_to_a_full_load(
    lab: Lab, api: MondayServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The full load fetches or reports them, so no value is lost silently."""
    clock_of(api.account).move(3600)
    for item_id in list(api.account.board(BOARD_ID).items):
        api.edit.set_cell(item_id, "text_1", f"changed {item_id}")
    api.strikes.append(Strike("cell_left_out", times=None))
    lab.load(changed=True)
    assert lab.loads()[-1]["kind"] == "full"
    assert "monday gave no cell where there was a value" in lab.loads()[-1]["why_full"]
    assert any("monday gave no cell for some items" in r.getMessage() for r in caplog.records)
    after = lab.raw()
    caplog.clear()
    clock_of(api.account).move(3600)
    for item_id in list(api.account.board(BOARD_ID).items):
        api.edit.set_cell(item_id, "text_1", f"changed again {item_id}")
    lab.load(changed=True)
    assert lab.loads()[-1]["kind"] == "changed", "nothing was there to be lost"
    assert any("monday gave no cell for some items" in r.getMessage() for r in caplog.records)
    assert lab.raw().keys() == after.keys()


def test_an_edited_column_that_comes_no_more_fails_the_load(lab: Lab, api: MondayServer) -> None:
    before = lab.raw()
    column = next(c for c in api.account.board(BOARD_ID).columns if c.id == "text_1")
    column.hidden = True
    column.revision += 1
    with pytest.raises(PermissionDenied, match=r"no longer gives any value of '.*' \(text_1\)"):
        lab.load(changed=True)
    assert lab.raw() == before


def test_a_column_that_never_came_does_not_fail_the_next_load(
    deployed: UserProject, tmp_path: Path
) -> None:
    account = world()
    next(c for c in account.board(BOARD_ID).columns if c.id == "text_1").hidden = True
    with MondayServer(account, quirks=Quirks(hidden_values=False)) as api:
        lab = duckdb_lab(deployed, tmp_path / "home", api)
        lab.load()
        before = lab.raw()
        lab.load()
        assert lab.raw() == before
