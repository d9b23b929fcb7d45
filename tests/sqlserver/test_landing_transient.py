"""Connections that are lost or refused temporarily: failovers, resuming databases, resets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loader.errors import WarehouseError
from loader.landing.open import open_landing
from loader.landing.profile import load_warehouse
from loader.landing.sqlserver.landing import open_sqlserver
from tests.sqlserver import connection as server
from tests.sqlserver.line import Line
from tests.unit.landing.case import Place, place_in, record, rows, write_project

pytestmark = pytest.mark.sqlserver

INSERT = "insert into [raw_monday].[_incoming_orders]"
COMMIT = "commit transaction"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in("sqlserver", tmp_path / "project") as found:
        yield found


@pytest.fixture
def line(place: Place) -> Iterator[Line]:
    with Line() as found:
        yield found


def over(line: Line, place: Place, folder: Path, **more: Any) -> Place:
    """Return the same warehouse through the relay, unencrypted so that it can read statements."""
    changes: dict[str, Any] = {
        "server": "127.0.0.1",
        "port": line.port,
        "encrypt": False,
        "retries": 0,
        **more,
    }
    output = server.profile_output(place.warehouse.database, **changes)
    profile = json.dumps({"boards": {"target": "dev", "outputs": {"dev": output}}})
    write_project(folder, profile=profile)
    return replace(place, warehouse=load_warehouse(folder, folder))


def load(place: Place, size: int, text: str) -> None:
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(size), text))
        incoming.replace(size)


@pytest.mark.parametrize("arrives", [False, True], ids=["before it is run", "before its answer"])
@pytest.mark.parametrize("shreds", [True, False], ids=["json", "parameters"])
def test_a_load_goes_on_after_its_connection_was_lost(
    place: Place, line: Line, tmp_path: Path, shreds: bool, arrives: bool
) -> None:
    far = over(line, place, tmp_path / "far")
    done = record(status="complete")
    with open_sqlserver(far.warehouse) as landing:
        landing.connection.shreds_json = shreds
        landing.start_load(record())
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3), "t"))
            line.cut_at(INSERT, arrives=arrives)
            incoming.append(rows(range(3, 5), "t"))
            assert line.is_cut
            assert incoming.rows == 15
            with open_landing(place.warehouse) as other, pytest.raises(WarehouseError):
                other.begin("orders")
            incoming.replace(5, done)
        landing.finish_load(done)
        assert landing.last_loads("orders") == (done,)

    assert place.read("select count(*), count(distinct item_id) from raw_monday.orders") == [
        (15, 5)
    ]


@pytest.mark.parametrize("arrives", [False, True], ids=["before it is run", "before its answer"])
@pytest.mark.parametrize("merging", [False, True], ids=["replace", "merge"])
def test_a_swap_whose_connection_was_lost_happens_once(
    place: Place, line: Line, tmp_path: Path, merging: bool, arrives: bool
) -> None:
    load(place, 3, "old")
    far = over(line, place, tmp_path / "far")
    done = record(status="complete")
    called = []
    with open_landing(far.warehouse) as landing:
        landing.start_load(record())
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(2, 6), "new"))
            line.cut_at(COMMIT, arrives=arrives)
            if merging:
                incoming.merge(4, [], done, lambda: called.append(1))
            else:
                incoming.replace(4, done, lambda: called.append(1))
        assert line.is_cut
        assert landing.last_loads("orders") == (done,)
        landing.finish_load(done)

    assert len(called) == (1 if arrives else 2)
    expected = [("new", 4), ("old", 2)] if merging else [("new", 4)]
    assert (
        place.read(
            "select text, count(*) from raw_monday.orders where column_id = 'text_1' "
            "group by text order by text"
        )
        == expected
    )


def test_a_load_whose_aside_table_went_with_its_connection_fails_plainly(
    place: Place, line: Line, tmp_path: Path
) -> None:
    load(place, 3, "old")
    far = over(line, place, tmp_path / "far")
    with open_landing(far.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(2), "new"))
        place.run("delete from raw_monday._incoming_orders where column_id = 'text_1'")
        line.cut_at(INSERT, arrives=False)
        with pytest.raises(WarehouseError) as caught:
            incoming.append(rows(range(2, 4), "new"))

    assert "This is transient: run again." in str(caught.value) or "run again" in str(caught.value)
    assert "does not stand there as it was counted; the last complete load stays" in str(
        caught.value
    )
    assert place.read("select count(*) from raw_monday.orders") == [(9,)]


def test_a_database_that_is_resuming_is_waited_for(
    place: Place, line: Line, tmp_path: Path
) -> None:
    far = over(line, place, tmp_path / "far")
    message = "Database 'x' on server 'y' is not currently available. Please retry later."
    line.refuse(40613, message, times=2)

    load(far, 3, "t")

    assert line.connections == 3
    assert place.read("select count(*) from raw_monday.orders") == [(9,)]


def test_a_login_that_fails_for_good_is_not_tried_again(
    place: Place, line: Line, tmp_path: Path
) -> None:
    far = over(line, place, tmp_path / "far")
    line.refuse(18456, "Login failed for user 'x'.", times=2)

    with pytest.raises(WarehouseError, match="Check user and password in the profile"):
        open_landing(far.warehouse)
    assert line.connections == 1
