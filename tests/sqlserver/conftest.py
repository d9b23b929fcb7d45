"""Projects on the test server, each deployed, loaded and built by the real commands.

`demo` and `hostile` are whole boards in separate databases, built once, for tests that only read.
`small` is a separate folder for each test, over one database that all of them share; `joint` is
the same for a board whose table is swapped together with a table of links.
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
from tests.sqlserver.boards import ITEMS, LINKING, SMALL_ID, set_version, small_account
from tests.sqlserver.project import SqlServerProject, make_sqlserver_project

DEMO_ITEMS = 300
GERMAN = ["set language german", "set dateformat dmy"]
"""Session settings of a login with German as its language; Babelfish applies only the second."""


@dataclass(frozen=True)
class Whole:
    """One account's board on both engines, with everything approved."""

    here: SqlServerProject
    there: UserProject
    """The same project on DuckDB."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Yield the demo board; on the server, a session with German settings builds it."""
    with whole(demo_account(DEMO_ITEMS), ORDERS_ID, tmp_path_factory.mktemp("demo")) as built:
        yield built


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Yield the hostile board; some values do not fit their types, so both engines warn."""
    account, home = Account([hostile_board()]), tmp_path_factory.mktemp("hostile")
    with whole(account, HOSTILE_ID, home, loses=True) as built:
        yield built


@contextmanager
def whole(account: Account, board_id: int, home: Path, *, loses: bool = False) -> Iterator[Whole]:
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
            assert any("conversion losses" in text for text in built.warnings) == loses
            assert loses or built.warnings == []
        yield Whole(here, there)


@dataclass(frozen=True)
class Small:
    """The small board's folder and API. Its table exists with all rows when a test begins."""

    project: SqlServerProject
    api: MondayServer
    account: Account
    tables: tuple[str, ...] = ("orders",)

    @property
    def database(self) -> str:
        return self.project.server_database

    def load(self, version: int) -> None:
        set_version(self.account, version)
        self.project.ok("monday-load", "orders")

    def versions(self) -> set[int]:
        """Return the version in the tables, which must be complete and from one build."""
        rows = self.project.query("select [Version] from dbo.orders")
        assert len(rows) == ITEMS
        versions = {int(row[0]) for row in rows}
        if len(self.tables) > 1:
            links = self.project.query("select [Linked ID] from dbo.orders__links")
            assert len(links) == ITEMS
            assert {int(row[0]) for row in links} == {version % 2 for version in versions}
        return versions

    def staged(self) -> int | None:
        """Return the number of rows in each staging table, None if there is none."""
        found = {self._staged(f"dbo.stg_{table}") for table in self.tables}
        assert len(found) == 1
        return found.pop()

    def _staged(self, table: str) -> int | None:
        if self.project.query(f"select object_id('{table}')") == [(None,)]:
            return None
        return int(self.project.query(f"select count(*) from {table}")[0][0])


@dataclass(frozen=True)
class Template:
    project: SqlServerProject
    rebuilt: DbtOutcome
    """A build over existing tables, with all of its events."""
    tables: tuple[str, ...] = ("orders",)


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    server.require()
    database = server.shared_database()
    server.drop_tables(database, "raw_monday")
    return _built(tmp_path_factory.mktemp("small"), database, small_account(), ("orders",))


@pytest.fixture(scope="session")
def joint_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    server.require()
    account, tables = small_account(linking=True), ("orders", "orders__links")
    with server.create_database() as database:
        yield _built(tmp_path_factory.mktemp("joint"), database, account, tables)


def _built(home: Path, database: str, account: Account, tables: tuple[str, ...]) -> Template:
    with MondayServer(account) as api:
        project = make_sqlserver_project(home, api.url, api.token, database)
        project.deploy(SMALL_ID)
        if len(tables) > 1:
            board = project.dir / "boards" / "orders.yml"
            text = board.read_text(encoding="utf-8")
            assert f"{{id: {LINKING}," in text
            linking = text.replace(f"{{id: {LINKING},", f"{{links: true, id: {LINKING},")
            board.write_text(linking, encoding="utf-8")
            project.ok("monday-board", "update", "orders")
        project.ok("monday-load", "orders")
        project.build(*tables[1:])
        rebuilt = project.dbt("run", "-s", *tables, "--full-refresh")
        assert rebuilt.success, rebuilt.errors or rebuilt.exception
    return Template(project, rebuilt, tables)


@pytest.fixture
def small(small_template: Template, tmp_path: Path) -> Iterator[Small]:
    with _copied(small_template, small_account(), tmp_path) as copied:
        yield copied


@pytest.fixture
def joint(joint_template: Template, tmp_path: Path) -> Iterator[Small]:
    with _copied(joint_template, small_account(linking=True), tmp_path) as copied:
        yield copied


@contextmanager
def _copied(template: Template, account: Account, folder: Path) -> Iterator[Small]:
    with MondayServer(account) as api:
        project = template.project.copied_to(folder / "home", MONDAY_API_URL=api.url)
        yield Small(project, api, account, template.tables)
        server.drop_but(project.server_database, "dbo", *template.tables)
