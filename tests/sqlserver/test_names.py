"""Databases whose own collation decides which names are equal, or is case-sensitive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.monday_server import Column, MondayServer
from tests.sqlserver import connection as server
from tests.sqlserver.boards import ITEMS, SMALL_ID, small_account
from tests.sqlserver.project import make_sqlserver_project

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]


@pytest.mark.parametrize(
    ("collation", "one", "other", "later"),
    [
        ("French_CI_AI", "Remise", "Remis\u00e9", "R\u00e9mise"),
        ("Turkish_100_CI_AS", "A\u00c7IK", "a\u00e7\u0131k", "A\u00e7\u0131k"),
    ],
)
def test_names_that_the_collation_holds_equal(
    tmp_path: Path, collation: str, one: str, other: str, later: str
) -> None:
    server.require()
    server.needs_sql_server("it has no such collations")
    account = small_account()
    board = account.board(SMALL_ID)
    board.columns += [Column("one", one, "text"), Column("other", other, "text")]
    with server.create_database(collation) as database, MondayServer(account) as api:
        project = make_sqlserver_project(tmp_path / "p", api.url, api.token, database)
        shown = project.deploy(SMALL_ID)
        assert f"column other is named '{other} (other)'" in shown.err
        project.ok("monday-load", "orders")
        project.build()

        api.edit.add_column(SMALL_ID, Column("later", later, "text"))
        project.ok("monday-load", "orders")
        project.build()
        names = [name for name, _ in project.table()[0]]
        assert {one, f"{other} (other)", f"{later} (later)"} <= set(names)


def test_a_database_that_tells_case_apart(tmp_path: Path) -> None:
    """Every name in a statement must be spelled there as in the catalog."""
    server.require()
    server.needs_sql_server("names of a catalog are in small letters there")
    with (
        server.create_database("Latin1_General_100_CS_AS") as database,
        MondayServer(small_account()) as api,
    ):
        project = make_sqlserver_project(tmp_path / "p", api.url, api.token, database)
        project.deploy(SMALL_ID)
        for _ in range(2):
            project.ok("monday-load", "orders")
            project.build()
        assert len(project.table()[1]) == ITEMS
        project.ok("monday-board", "doctor")
        project.ok("monday-board", "status", "orders")

        project.ok("monday-board", "remove", "orders", "--purge", "--yes")
        assert server.run(database, "select object_id('raw_monday.orders')") == [(None,)]
        left = server.run(database, "select count(*) from raw_monday._loads")
        assert left == [(0,)]
