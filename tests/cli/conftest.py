"""Projects for the tests of the commands, each step typed as a user types it.

`demo` is the whole demo board, deployed, loaded and built once, for tests that only read.
`plain` is a small board in the same state: each test gets its own copy with its own API.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from dbt.jsonschemas import jsonschemas

from tests.cli.boards import PLAIN_ID, hostile_board_for_browsers, plain_account
from tests.monday_server import Account, MondayServer, demo_account
from tests.monday_server.demo_columns import ORDERS_ID
from tests.monday_server.hostile import HOSTILE_ID
from tests.project import DbtOutcome, Outcome, UserProject, make_project

ATTRIBUTES = ("__created_at__", "__state__", "__creator__", "__url__", "__parent_item__")
"""The item attributes that are pending after a deploy."""


@dataclass(frozen=True)
class Demo:
    """The demo board with everything approved, and the output of the commands that set it up."""

    project: UserProject
    account: Account
    server: MondayServer
    deployed: Outcome
    loaded: Outcome
    built: DbtOutcome


@dataclass(frozen=True)
class Plain:
    """A deployed, loaded and built `plain_board` with its API."""

    project: UserProject
    server: MondayServer

    def build(self) -> DbtOutcome:
        return self.project.dbt("build", "-s", "orders")

    def load_and_build(self) -> DbtOutcome:
        self.project.ok("monday-load", "orders")
        return self.build()

    def settings(self, old: str, new: str) -> None:
        """Edit the board file as a person does, then regenerate the dbt files."""
        path = self.project.dir / "boards" / "orders.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.project.ok("monday-board", "update", "orders")


@pytest.fixture(scope="session")
def plain_template(tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    """Return the project that `plain` copies."""
    with MondayServer(plain_account()) as server:
        project = make_project(tmp_path_factory.mktemp("plain"), server.url, server.token)
        project.deploy(PLAIN_ID)
        project.ok("monday-load", "orders")
        built = project.dbt("build", "-s", "orders")
        assert built.success, built.errors or built.exception
    return project


def parsed_project(template: UserProject, home: Path, server: MondayServer) -> UserProject:
    """Return a new project with dbt's parse result, so that dbt need not parse it from scratch."""
    project = make_project(home, server.url, server.token)
    shutil.copytree(template.dir / "target", project.dir / "target", dirs_exist_ok=True)
    return project


@pytest.fixture(scope="session")
def demo(plain_template: UserProject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    account = demo_account()
    with MondayServer(account) as server:
        project = parsed_project(plain_template, tmp_path_factory.mktemp("demo"), server)
        deployed = project.deploy(ORDERS_ID, "orders", "--approve-complex")
        approved = [word for one in ATTRIBUTES for word in ("--approve", one)]
        project.ok("monday-board", "review", "orders", *approved)
        loaded = project.ok("monday-load", "orders")
        built = project.dbt("build", "-s", "orders")
        assert built.success, built.errors or built.exception
        yield Demo(project, account, server, deployed, loaded, built)


@contextmanager
def opened_schema_gate() -> Iterator[None]:
    """Make dbt check YAML files against its schemas for DuckDB too, not only for some adapters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonschemas, "_JSONSCHEMA_SUPPORTED_ADAPTERS", {"duckdb"})
        yield


@dataclass(frozen=True)
class Hostile:
    """The hostile board with everything approved, deployed, loaded and built."""

    project: UserProject
    account: Account
    outcomes: tuple[Outcome, ...]
    """Outcomes of deploy, load and the commands that show a board."""
    built: DbtOutcome
    """Outcome of a build under dbt's own YAML schemas."""
    documented: DbtOutcome
    """Outcome of `dbt docs generate`."""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    account = Account([hostile_board_for_browsers()])
    with MondayServer(account) as server:
        project = make_project(tmp_path_factory.mktemp("hostile"), server.url, server.token)
        shown = [project.deploy(HOSTILE_ID, "orders", "--approve-complex")]
        shown.append(project.ok("monday-load", "orders"))
        with opened_schema_gate():
            built = project.dbt("build", "-s", "orders", "--no-partial-parse")
            assert built.success, built.errors or built.exception
        documented = project.dbt("docs", "generate")
        for words in (
            ("list",), ("status", "orders"), ("review", "orders"), ("summary",), ("discover",),
            ("deploy", "--board-id", str(HOSTILE_ID), "--board-name", "orders", "--dry-run"),
        ):  # fmt: skip
            shown.append(project.ok("monday-board", *words))
        yield Hostile(project, account, tuple(shown), built, documented)


@pytest.fixture
def plain(plain_template: UserProject, tmp_path: Path) -> Iterator[Plain]:
    with MondayServer(plain_account()) as server:
        project = plain_template.copied_to(tmp_path / "home", MONDAY_API_URL=server.url)
        yield Plain(project, server)


@pytest.fixture
def fresh(plain_template: UserProject, tmp_path: Path) -> Iterator[Plain]:
    """Yield the same API and a project with nothing deployed, which dbt has already parsed."""
    with MondayServer(plain_account()) as server:
        project = parsed_project(plain_template, tmp_path / "fresh", server)
        yield Plain(project, server)
