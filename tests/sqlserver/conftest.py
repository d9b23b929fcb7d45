"""Projects on the test server. Each is deployed, loaded and built by the real commands.

`demo` and `hostile` are whole boards in databases of their own, built once, for tests that only
read. `small` is a folder of its own for each test, over one database that all of them share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import ATTRIBUTES
from tests.monday_server import Account, MondayServer, demo_account
from tests.monday_server.demo_columns import ORDERS_ID
from tests.monday_server.hostile import HOSTILE_ID, hostile_board
from tests.project import DbtOutcome, UserProject, make_project
from tests.sqlserver import connection as server
from tests.sqlserver.boards import ITEMS, SMALL_ID, set_version, small_account
from tests.sqlserver.project import SqlServerProject, make_sqlserver_project

DEMO_ITEMS = 300
GERMAN = ["set language german", "set dateformat dmy"]
"""What a login whose default language is German begins with. Babelfish heeds only the second."""


@dataclass(frozen=True)
class Whole:
    """One account's board on both engines, everything approved."""

    here: SqlServerProject
    there: UserProject
    """The same on DuckDB."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The demo board; on the server it is built by a session whose language is German."""
    with whole(demo_account(DEMO_ITEMS), ORDERS_ID, tmp_path_factory.mktemp("demo")) as built:
        yield built


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(Account([hostile_board()]), HOSTILE_ID, tmp_path_factory.mktemp("hostile")) as built:
        yield built


@contextmanager
def whole(account: Account, board_id: int, home: Path) -> Iterator[Whole]:
    server.require()
    with server.create_database() as database, MondayServer(account) as api:
        here = make_sqlserver_project(home / "here", api.url, api.token, database)
        here.configure({"+pre-hook": GERMAN})
        there = make_project(home / "there", api.url, api.token)
        approved = [word for one in ATTRIBUTES for word in ("--approve", one)]
        for project in (here, there):
            project.deploy(board_id, "orders", "--approve-complex")
            project.ok("monday-board", "review", "orders", *approved)
            project.ok("monday-load", "orders")
            built = project.dbt("build", "-s", "orders")
            assert built.success, built.errors or built.exception
            assert built.warnings == []
        yield Whole(here, there)


@dataclass(frozen=True)
class Small:
    """The small board's folder and API. Its table is there, with all rows, when a test begins."""

    project: SqlServerProject
    api: MondayServer
    account: Account

    @property
    def database(self) -> str:
        return self.project.server_database

    def load(self, version: int) -> None:
        set_version(self.account, version)
        self.project.ok("monday-load", "orders")

    def versions(self) -> set[int]:
        """What stands in the table; it must be whole."""
        rows = self.project.query("select [Version] from dbo.orders")
        assert len(rows) == ITEMS
        return {int(row[0]) for row in rows}

    def staged(self) -> int | None:
        """Rows of the staging table, None where there is none."""
        if self.project.query("select object_id('dbo.stg_orders')") == [(None,)]:
            return None
        return int(self.project.query("select count(*) from dbo.stg_orders")[0][0])


@dataclass(frozen=True)
class Template:
    project: SqlServerProject
    rebuilt: DbtOutcome
    """A build over a table that was there, every event of it."""


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    server.require()
    with MondayServer(small_account()) as api:
        project = make_sqlserver_project(
            tmp_path_factory.mktemp("small"), api.url, api.token, server.shared_database()
        )
        server.drop_tables(project.server_database, "raw_monday")
        project.deploy(SMALL_ID)
        project.ok("monday-load", "orders")
        project.build()
        rebuilt = project.dbt("run", "-s", "orders", "--full-refresh")
        assert rebuilt.success, rebuilt.errors or rebuilt.exception
    return Template(project, rebuilt)


@pytest.fixture
def small(small_template: Template, tmp_path: Path) -> Iterator[Small]:
    account = small_account()
    with MondayServer(account) as api:
        project = small_template.project.copied_to(tmp_path / "home", MONDAY_API_URL=api.url)
        yield Small(project, api, account)
        server.drop_but(project.server_database, "dbo", "orders")
