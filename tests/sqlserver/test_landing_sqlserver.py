"""Loads affected by other sessions, missing permissions and other databases of a server."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from loader.board.model import Cell, Item
from loader.errors import GrantMissing, IncompleteLoad, WarehouseError, WarehouseLocked
from loader.landing.open import open_landing
from loader.landing.profile import Warehouse, load_warehouse
from loader.landing.rows import rows_of
from loader.landing.sqlserver.landing import open_sqlserver
from tests.sqlserver import connection as server
from tests.unit.landing.case import Place, place_in, record, rows, write_project

pytestmark = pytest.mark.sqlserver


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in("sqlserver", tmp_path / "project") as found:
        yield found


def load(place: Place, size: int, text: str) -> None:
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(size), text))
        incoming.replace(size)


def warehouse_for(folder: Path, **changes: Any) -> Warehouse:
    output = server.profile_output(server.shared_database(), **changes)
    profile = json.dumps({"boards": {"target": "dev", "outputs": {"dev": output}}})
    return load_warehouse(write_project(folder, profile=profile), folder)


def test_the_raw_table_has_the_types_of_the_contract(place: Place) -> None:
    load(place, 1, "t")

    assert place.read(
        "select column_name, data_type, character_maximum_length, is_nullable "
        "from information_schema.columns "
        "where table_schema = 'raw_monday' and table_name = 'orders' order by ordinal_position"
    ) == [
        ("item_id", "bigint", None, "NO"),
        ("column_id", "varchar", 255, "NO"),
        ("column_type", "varchar", 64, "NO"),
        ("text", "nvarchar", -1, "YES"),
        ("value", "nvarchar", -1, "YES"),
        ("fields", "nvarchar", -1, "YES"),
        ("loaded_at", "datetime2", None, "NO"),
    ]


@pytest.mark.parametrize("shreds", [True, False], ids=["json", "parameters"])
def test_both_ways_of_a_batch_land_the_same_rows(place: Place, shreds: bool) -> None:
    """Texts need no escapes here, so every server's OPENJSON returns them unchanged."""
    items = [
        Item(2**40 + n, "שלום 🚀", cells=(Cell("text_1", "text", "é" * n, None, ""),))
        for n in range(200)
    ]
    with open_sqlserver(place.warehouse) as landing:
        landing.connection.shreds_json = shreds
        with landing.begin("orders") as incoming:
            incoming.append(rows_of(items, frozenset(), {"text_1": "text"}, keeps_nul=True))
            incoming.replace(200)

    found = place.read("select item_id, column_id, text, value, fields from raw_monday.orders")
    assert sorted(found, key=str) == sorted(
        [
            row
            for n in range(200)
            for row in (
                (2**40 + n, "name", "שלום 🚀", None, None),
                (2**40 + n, "text_1", "é" * n, None, ""),
            )
        ],
        key=str,
    )


def test_a_double_is_refused_in_both_ways(place: Place) -> None:
    for shreds in (True, False):
        with open_sqlserver(place.warehouse) as landing:
            landing.connection.shreds_json = shreds
            with landing.begin("orders") as incoming:
                incoming.append(rows([1]))
                with pytest.raises(IncompleteLoad, match="arrived twice"):
                    incoming.append(rows([1]))


def test_language_and_date_format_of_the_session_change_nothing(place: Place) -> None:
    with open_sqlserver(place.warehouse) as landing:
        landing.connection.execute("test", "set dateformat dmy")
        if not server.is_babelfish():
            landing.connection.execute("test", "set language german")
        with landing.begin("orders") as incoming:
            incoming.append(rows([1]))
            incoming.replace(1)

    [(loaded_at,)] = place.read("select max(loaded_at) from raw_monday.orders")
    assert isinstance(loaded_at, datetime)
    assert abs(loaded_at.replace(tzinfo=UTC).timestamp() - time.time()) < 120


def test_a_build_that_reads_the_raw_table_is_waited_for(place: Place) -> None:
    """The build holds the applock `raw_monday.orders` shared while it reads."""
    load(place, 3, "old")
    with closing(server.connect(place.warehouse.database)) as build:
        build.execute("begin transaction")
        build.execute(
            "exec sp_getapplock @Resource = 'raw_monday.orders', @LockMode = 'Shared', "
            "@LockOwner = 'Transaction'"
        )
        ended = load_beside(place, 4, "new")
        time.sleep(2.5)
        assert not ended.is_set()
        counted = build.execute("select count(*) from raw_monday.orders").fetchval()
        build.execute("commit transaction")
        assert counted == 9
        assert ended.wait(60)

    assert place.read("select count(*) from raw_monday.orders") == [(12,)]


def test_a_long_reader_is_waited_for_and_others_read_on(place: Place) -> None:
    load(place, 3, "old")
    with (
        closing(server.connect(place.warehouse.database)) as reader,
        closing(server.connect(place.warehouse.database)) as other,
    ):
        reader.execute("begin transaction")
        reader.execute("select * from raw_monday.orders with (holdlock)").fetchall()
        ended = load_beside(place, 4, "new")
        slowest = 0.0
        for _ in range(20):
            began = time.monotonic()
            assert other.execute("select count(*) from raw_monday.orders").fetchval() == 9
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.2)
        assert not ended.is_set()
        reader.execute("commit transaction")
        assert ended.wait(60)
    assert slowest < 3
    assert place.read("select count(*) from raw_monday.orders") == [(12,)]


def load_beside(place: Place, size: int, text: str) -> threading.Event:
    """Run a load in a separate thread; the event is set when it has succeeded."""
    ended = threading.Event()

    def run() -> None:
        load(place, size, text)
        ended.set()

    threading.Thread(target=run, daemon=True).start()
    return ended


def test_readers_never_miss_the_table_while_loads_replace_it(place: Place) -> None:
    load(place, 20, "old")
    stop = threading.Event()
    seen: list[object] = []

    def read() -> None:
        with closing(server.connect(place.warehouse.database)) as connection:
            while not stop.is_set():
                try:
                    seen.append(
                        connection.execute("select count(*) from raw_monday.orders").fetchval()
                    )
                except Exception as exc:
                    seen.append(exc)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with open_landing(place.warehouse) as landing:
        for _ in range(10):
            with landing.begin("orders") as incoming:
                incoming.append(rows(range(20)))
                incoming.replace(20)
    stop.set()
    for reader in readers:
        reader.join()

    if server.is_babelfish():
        # On Babelfish, a statement that waited for the drop fails because the old table is gone.
        seen = [one for one in seen if "does not exist" not in str(one)]
        seen = [one for one in seen if "could not open relation" not in str(one)]
    assert set(seen) == {60}


def test_a_board_may_live_in_another_database_of_the_server(place: Place) -> None:
    with server.create_database() as other:
        with open_landing(place.warehouse, other) as landing:
            assert landing.database == other
            with landing.begin("orders") as incoming:
                incoming.append(rows([1, 2]))
                incoming.replace(2)
        assert server.run(other, "select count(*) from raw_monday.orders") == [(6,)]
    assert place.read("select schema_id('raw_monday')") == [(None,)]


def test_looking_creates_nothing(place: Place) -> None:
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.last_loads("orders") == ()

    assert place.read("select schema_id('raw_monday')") == [(None,)]


def test_an_unknown_database_is_named(place: Place) -> None:
    with pytest.raises(WarehouseError, match="database nowhere_at_all: connecting failed"):
        open_landing(place.warehouse, "nowhere_at_all")


def test_a_wrong_password_says_so_and_is_not_shown(tmp_path: Path) -> None:
    server.require()
    warehouse = warehouse_for(tmp_path / "p", password="Wr0ng-secret")

    with pytest.raises(WarehouseError, match=r"Check user and password") as caught:
        open_landing(warehouse)
    assert "Wr0ng-secret" not in str(caught.value)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    server.require()
    warehouse = warehouse_for(tmp_path / "p", port=1, retries=0, login_timeout=2)

    with pytest.raises(WarehouseError, match=r"connecting failed: "):
        open_landing(warehouse)


def test_a_missing_driver_says_what_to_install(tmp_path: Path) -> None:
    server.require()
    warehouse = warehouse_for(tmp_path / "p", driver="ODBC Driver 99 for SQL Server")

    with pytest.raises(WarehouseError, match="Install Microsoft's ODBC Driver 18"):
        open_landing(warehouse)


def test_a_login_without_rights_is_told_which_grants_it_needs(place: Place) -> None:
    database = place.warehouse.database
    with server.create_login(database) as poor:
        credentials = replace(place.warehouse.credentials, UID=poor["user"], PWD=poor["password"])
        with pytest.raises(GrantMissing) as caught:
            open_landing(replace(place.warehouse, credentials=credentials))

    assert (
        f"exec(N'create schema [raw_monday] authorization [{poor['user']}]'); "
        f"grant create table to [{poor['user']}]"
    ) in str(caught.value)
    assert poor["password"] not in str(caught.value)


def test_the_grants_that_the_message_names_are_enough(place: Place) -> None:
    server.needs_sql_server("`grant create table` is not supported there")
    database = place.warehouse.database
    with server.create_login(database) as poor:
        server.run(database, f"create schema [raw_monday] authorization [{poor['user']}]")
        server.run(database, f"grant create table to [{poor['user']}]")
        server.run(database, f"grant view definition to [{poor['user']}]")
        credentials = replace(place.warehouse.credentials, UID=poor["user"], PWD=poor["password"])
        load(replace(place, warehouse=replace(place.warehouse, credentials=credentials)), 3, "t")
        load(replace(place, warehouse=replace(place.warehouse, credentials=credentials)), 4, "t")
        assert place.read("select count(*) from raw_monday.orders") == [(12,)]
        server.drop_tables(database, "raw_monday")


def test_a_login_that_cannot_see_grants_is_told_before_it_loads(place: Place) -> None:
    server.needs_sql_server("`grant create table` is not supported there")
    database = place.warehouse.database
    with server.create_login(database) as poor:
        server.run(database, f"create schema [raw_monday] authorization [{poor['user']}]")
        server.run(database, f"grant create table to [{poor['user']}]")
        credentials = replace(place.warehouse.credentials, UID=poor["user"], PWD=poor["password"])
        with (
            open_landing(replace(place.warehouse, credentials=credentials)) as landing,
            pytest.raises(GrantMissing, match="grant view definition to") as caught,
        ):
            landing.start_load(record())
        assert poor["user"] in str(caught.value)
        server.drop_tables(database, "raw_monday")


def test_a_session_without_counts_records_its_loads_all_the_same(place: Place) -> None:
    """The server's `user options` or a logon trigger may set nocount on."""
    with open_sqlserver(place.warehouse) as landing:
        landing.connection.execute("test", "set nocount on")
        landing.start_load(record())
        landing.finish_load(record(status="failed"))
        assert landing.last_loads("orders") == (record(status="failed"),)


def test_a_new_session_counts_whatever_the_server_sets(place: Place) -> None:
    server.needs_sql_server("@@options does not tell there")
    options = "select @@options & 2, @@options & 512, @@options & 16384"
    with open_sqlserver(place.warehouse) as landing:
        assert landing.connection.execute("test", options).rows == ((0, 0, 16384),)


def test_who_holds_a_lock_is_named(place: Place) -> None:
    server.needs_sql_server("sys.dm_tran_locks is missing there")
    with open_landing(place.warehouse) as first, open_landing(place.warehouse) as second:
        first.start_load(record())
        with pytest.raises(WarehouseLocked) as caught:
            second.start_load(record("second"))

    assert re.search(
        r"wait for that load to end\. It is held by session \d+ \(\w+, .+, for \d+ s: .+\)\.",
        str(caught.value),
    )


def test_grants_and_denials_on_the_raw_table_survive(place: Place) -> None:
    server.needs_sql_server("sys.database_permissions is always empty there")
    database = place.warehouse.database
    load(place, 3, "old")
    with server.create_login(database) as poor:
        name = poor["user"]
        place.run(f"grant select on raw_monday.orders to {name} with grant option")
        place.run(f"deny update on raw_monday.orders to {name}")
        place.run(f"grant references (item_id) on raw_monday.orders to {name}")
        query = (
            "select p.state, p.permission_name, p.minor_id from sys.database_permissions as p "
            "where p.class = 1 and p.major_id = object_id('raw_monday.orders') order by 1, 2, 3"
        )
        before = place.read(query)
        load(place, 4, "new")
        assert len(before) == 3
        assert place.read(query) == before


def test_each_statement_of_the_swap_may_be_the_last(place: Place) -> None:
    """If the connection is lost between two statements of the swap, the old table stays."""
    from loader.landing.sqlserver import lock_statements as locks

    load(place, 3, "old")
    statements = (
        "begin transaction",
        locks.take_lock(locks.raw_lock("orders"), "Transaction", 1000),
        "update raw_monday._loads set status = 'complete'",
    )
    for ends_after in range(1, len(statements) + 1):
        with open_sqlserver(place.warehouse) as landing:
            incoming = landing.begin("orders")
            incoming.append(rows(range(5), "new"))
            for statement in statements[:ends_after]:
                landing.connection.execute("test", statement)
        assert place.read("select count(*) from raw_monday.orders") == [(9,)]
    load(place, 4, "next")
    assert place.read("select count(*) from raw_monday.orders") == [(12,)]
