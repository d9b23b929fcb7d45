"""A board whose table is in another place, its readers, and a login with few permissions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.monday_server import MondayServer
from tests.sqlserver import connection as server
from tests.sqlserver.boards import ITEMS, SMALL_ID, small_account
from tests.sqlserver.project import make_sqlserver_project
from tests.sqlserver.rights import documented_grants

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]


def test_a_board_in_another_schema_of_another_database(tmp_path: Path) -> None:
    server.require()
    with (
        server.create_database() as home,
        server.create_database() as other,
        MondayServer(small_account()) as api,
    ):
        project = make_sqlserver_project(tmp_path / "p", api.url, api.token, home)
        project.deploy(SMALL_ID, "orders", "--database", other, "--schema", "reporting")
        for _ in range(2):
            project.ok("monday-load", "orders")
            project.build()
        status = json.loads(project.ok("monday-board", "status", "orders", "--json").out)

        assert server.run(other, "select count(*) from reporting.orders") == [(ITEMS,)]
        assert status["production_rows"] == ITEMS
        assert status["last_build"]["status"] == "complete"
        tables = "select count(*) from information_schema.tables"
        assert server.run(home, tables) == [(0,)]

        project.settings(swap={"max_shrink_percent": 50, "min_rows": 0, "keep_previous": True})
        project.build()
        ids = "select object_id('reporting.orders'), object_id('reporting.orders__previous')"
        [before] = server.run(other, ids)
        back = ("run-operation", "swap_back", "--args", "{model: orders}")
        assert project.dbt(*back).success
        assert server.run(other, ids) == [before[::-1]]


def test_a_load_names_the_views_that_read_a_column_of_another_type(tmp_path: Path) -> None:
    server.require()
    server.needs_sql_server("sys.sql_expression_dependencies is always empty there")
    with server.create_database() as database, MondayServer(small_account()) as api:
        project = make_sqlserver_project(tmp_path / "p", api.url, api.token, database)
        project.deploy(SMALL_ID)
        project.ok("monday-load", "orders")
        project.build()
        for name, table in (("near", "orders"), ("far", f"[{database}].dbo.orders")):
            server.run(database, f"create view dbo.{name} as select [Version] as v from {table}")
        server.run(database, "create view dbo.other as select [Name] from dbo.orders")
        api.edit.retype_column(SMALL_ID, "numbers_1", "text")
        told = project.ok("monday-load", "orders").err

    assert "read by view dbo.far, view dbo.near" in told


def test_a_login_with_the_documented_rights_loads_and_builds(tmp_path: Path) -> None:
    server.require()
    server.needs_sql_server("`grant create table` and `grant control` are not supported there")
    with (
        server.create_database() as database,
        server.create_login(database) as poor,
        server.create_login(database) as reader,
        MondayServer(small_account()) as api,
    ):
        grants = documented_grants(poor["user"])
        assert len(grants) == 4
        server.run(database, "\n".join(grants))  # in one batch, as users paste them
        project = make_sqlserver_project(
            tmp_path / "p", api.url, api.token, database, schema="monday", **poor
        )
        project.deploy(SMALL_ID)
        project.ok("monday-load", "orders")
        project.build()
        server.run(database, f"grant select on monday.orders to {reader['user']}")
        project.ok("monday-load", "orders")
        project.build()

        assert project.query("select count(*) from monday.orders") == [(ITEMS,)]
        with_reader = "select count(*) from sys.database_permissions where class = 1 "
        with_reader += "and major_id = object_id('monday.orders') and permission_name = 'SELECT'"
        assert project.query(with_reader) == [(1,)]
        server.drop_tables(database, "raw_monday")
