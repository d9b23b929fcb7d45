"""Loads killed before they write the board file, and projects that start from a fresh clone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dbt.conftest import ENGINES
from tests.load.drift.edits import BOARD_ID, board_to_edit
from tests.monday_server import Column, MondayServer
from tests.project import Outcome, UserProject, make_project
from tests.sqlserver import connection as sqlserver
from tests.sqlserver.project import SqlServerProject, make_sqlserver_project, write_profile

EXACT = "0.123456"
ON_BOTH = pytest.mark.parametrize("clone", ENGINES, indirect=True)
"""For statements of the build itself. On a server the board has only two columns, `text_0` and
`status_0`, because Babelfish's parser takes minutes for more.
"""


@dataclass
class Clone:
    """A project that can be reset to the state when it was cloned."""

    project: UserProject
    server: MondayServer
    kept: Path

    @property
    def file(self) -> Path:
        """Path of the board file."""
        return self.project.dir / "boards" / "edited.yml"

    def keep(self) -> None:
        """Copy the board and generated files, for `throw_away` to restore."""
        for folder in ("boards", "models"):
            shutil.rmtree(self.kept / folder, ignore_errors=True)
            shutil.copytree(self.project.dir / folder, self.kept / folder)

    def write(self, before: str, after: str) -> None:
        """Edit the board file by hand."""
        text = self.file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        self.file.write_text(text.replace(before, after), encoding="utf-8")

    def throw_away(self) -> None:
        """Restore the board and generated files as they were at the last `keep`."""
        for folder in ("boards", "models"):
            shutil.rmtree(self.project.dir / folder)
            shutil.copytree(self.kept / folder, self.project.dir / folder)

    def types(self) -> dict[str, str]:
        """Return the SQL types of the production table, by column."""
        if isinstance(self.project, SqlServerProject):
            return dict(sqlserver.column_types(self.project.server_database, "dbo.edited"))
        found = self.project.query(
            "select column_name, data_type from information_schema.columns "
            "where table_schema = 'main' and table_name = 'edited'"
        )
        return {str(name): str(kind) for name, kind in found}

    def values(self, *columns: str) -> list[tuple[object, ...]]:
        listed = ", ".join(f'"{name}"' for name in columns)
        return self.project.query(
            f'select {listed} from main.edited where "{columns[0]}" is not null'
        )

    def load_and_build(self, *flags: str) -> None:
        self.project.ok("monday-load", "edited", *flags)
        built = self.project.dbt("build", "-s", "edited")
        assert built.success, built.errors or built.exception

    def run_elsewhere(self, command: str, *words: str) -> Outcome:
        """Run a command with a profile for a database into which nothing was loaded."""
        if not isinstance(self.project, SqlServerProject):
            return self.project.run(command, *words, MONDAY_DUCKDB="../other.duckdb")
        write_profile(self.project.home, "tempdb")
        try:
            return self.project.run(command, *words)
        finally:
            write_profile(self.project.home, self.project.server_database)


@contextmanager
def project_on(engine: str, home: Path, api: MondayServer) -> Iterator[UserProject]:
    """Yield a project on an empty database; skip the test if there is no server."""
    if engine == "duckdb":
        yield make_project(home, api.url, api.token)
        return
    sqlserver.require()
    with sqlserver.create_database() as database:
        yield make_sqlserver_project(home, api.url, api.token, database)


@pytest.fixture
def clone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clone]:
    engine = getattr(request, "param", "duckdb")
    account = board_to_edit() if engine == "duckdb" else board_to_edit(kinds=("text", "status"))
    with (
        MondayServer(account) as server,
        project_on(engine, tmp_path / "home", server) as project,
    ):
        project.deploy(BOARD_ID, "edited")
        clone = Clone(project, server, tmp_path / "kept")
        clone.keep()
        yield clone


def add_columns(server: MondayServer) -> None:
    """Add a date with a time and a number with six decimals, which need wider types."""
    edit = server.edit
    edit.add_column(BOARD_ID, Column("date_9", "When", "date"))
    edit.add_column(BOARD_ID, Column("numbers_9", "Exact", "numbers"))
    item = next(iter(server.account.boards[BOARD_ID].items))
    edit.set_cell(item, "date_9", datetime(2026, 6, 15, 9, 30, tzinfo=UTC))
    edit.set_cell(item, "numbers_9", EXACT)


@pytest.mark.parametrize("flags", [(), ("--changed",)], ids=["full", "changed"])
def test_a_board_file_that_was_not_written_costs_no_value(
    clone: Clone, flags: tuple[str, ...]
) -> None:
    add_columns(clone.server)
    clone.project.ok("monday-load", "edited")
    clone.throw_away()  # as if the load had been killed after its commit
    clone.load_and_build(*flags)
    types = clone.types()
    assert (types["When"], types["Exact"]) == ("TIMESTAMP", "DECIMAL(22,6)")
    ((when, exact),) = clone.values("When", "Exact")
    assert (str(when), str(exact)) == ("2026-06-15 09:30:00", EXACT)


def test_a_type_does_not_flap_where_each_run_starts_from_a_fresh_clone(clone: Clone) -> None:
    add_columns(clone.server)
    seen = []
    for flags in ((), ("--changed",), (), ("--changed",)):
        clone.throw_away()
        clone.load_and_build(*flags)
        seen.append(clone.types())
    assert all(types == seen[0] for types in seen)


def test_the_type_of_a_retyped_column_does_not_flap_either(clone: Clone) -> None:
    clone.load_and_build()
    clone.server.edit.retype_column(BOARD_ID, "text_0", "numbers")
    item = next(iter(clone.server.account.boards[BOARD_ID].items))
    clone.server.edit.set_cell(item, "text_0", EXACT)
    for flags in ((), ("--changed",), ("--changed",)):
        clone.throw_away()
        clone.load_and_build(*flags)
        assert clone.types()["Text"] == "DECIMAL(22,6)"
        assert [str(value) for (value,) in clone.values("Text")] == [EXACT]


def test_a_name_does_not_move_where_each_run_starts_from_a_fresh_clone(clone: Clone) -> None:
    edit = clone.server.edit
    edit.rename_column(BOARD_ID, "text_0", "Else")
    clone.load_and_build()
    clone.throw_away()
    edit.add_column(BOARD_ID, Column("text_9", "Text", "text"))
    clone.load_and_build()
    assert {"Else", "Text (text_9)"} <= clone.types().keys()
    clone.throw_away()
    edit.remove_column(BOARD_ID, "text_0")
    clone.load_and_build()
    assert "Text (text_9)" in clone.types()
    assert "Text" not in clone.types()


def test_what_a_person_writes_after_a_load_stands(clone: Clone) -> None:
    add_columns(clone.server)
    clone.load_and_build()
    path = clone.project.dir / "boards" / "edited.yml"
    text = path.read_text(encoding="utf-8")
    assert "decimal(22,6)" in text
    path.write_text(text.replace("decimal(22,6)", "decimal(30,10)"), encoding="utf-8")
    clone.project.ok("monday-board", "update", "edited")
    clone.load_and_build("--changed")
    assert clone.types()["Exact"] == "DECIMAL(30,10)"


def test_a_board_deployed_again_without_its_file_keeps_its_decisions(clone: Clone) -> None:
    add_columns(clone.server)
    clone.load_and_build()
    clone.project.ok("monday-board", "review", "edited", "--rename", "text_0=Remark")
    clone.project.ok("monday-load", "edited")
    text = (clone.project.dir / "boards" / "edited.yml").read_text(encoding="utf-8")
    shutil.rmtree(clone.project.dir / "boards")
    clone.project.deploy(BOARD_ID, "edited")
    assert (clone.project.dir / "boards" / "edited.yml").read_text(encoding="utf-8") == text


def test_status_and_update_tell_of_decisions_that_were_not_written(clone: Clone) -> None:
    add_columns(clone.server)
    clone.project.ok("monday-load", "edited")
    clone.throw_away()
    shown = clone.project.ok("monday-board", "status", "edited")
    assert "not in the board file: column 'When' (date_9, date)" in shown.err
    assert "Run `monday-board update edited` to write it, then build." in shown.err
    clone.project.ok("monday-board", "update", "edited")
    assert "datetime2(0)" in (clone.project.dir / "boards" / "edited.yml").read_text("utf-8")
    assert "not in the board file" not in clone.project.ok("monday-board", "status", "edited").err


def test_an_older_folder_undoes_nothing_that_loads_went_by(clone: Clone) -> None:
    """A restored type and its decision, a kept column that left, and users' settings all stay."""
    edit, items = clone.server.edit, clone.server.account.boards[BOARD_ID].items
    rules = clone.project.dir / "dbt_project.yml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("removed: drop", "removed: keep"), encoding="utf-8")
    clone.write("item_id: {name: Item ID,", "states: [active, archived]\nitem_id: {name: Key,")
    clone.project.ok("monday-load", "edited")
    edit.archive_item(min(items))
    clone.keep()
    edit.retype_column(BOARD_ID, "numbers_0", "text")
    edit.remove_column(BOARD_ID, "rating_0")
    clone.project.ok("monday-load", "edited")
    edit.retype_column(BOARD_ID, "numbers_0", "numbers")
    edit.set_cell(max(items), "numbers_0", EXACT)
    clone.load_and_build()
    types, rows = clone.types(), clone.values("Key", "Name")
    assert (types["Numbers"], len(rows)) == ("DECIMAL(22,6)", len(items))
    assert {"Key", "Rating"} <= types.keys()

    clone.throw_away()
    clone.load_and_build("--changed")
    assert (clone.types(), sorted(clone.values("Key", "Name"))) == (types, sorted(rows))

    shutil.rmtree(clone.project.dir / "boards")
    clone.project.deploy(BOARD_ID, "edited")
    clone.load_and_build()
    assert (clone.types(), sorted(clone.values("Key", "Name"))) == (types, sorted(rows))


@ON_BOTH
@pytest.mark.timeout(3600)
def test_a_name_of_another_column_is_refused_whoever_gives_it_to_an_older_file(
    clone: Clone,
) -> None:
    clone.load_and_build()
    clone.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    clone.load_and_build()
    table = clone.types()
    clone.throw_away()
    project, passed = clone.project, "the table has shown column text_0 under that name"
    rename = ("review", "edited", "--rename", "status_0=ELSE")
    given = project.run("monday-board", *rename)
    assert (given.code, passed in given.err) == (1, True)
    unasked = clone.run_elsewhere("monday-board", *rename)
    assert unasked.code == 0, unasked.err
    for command in (
        ("monday-load", "edited"),
        ("monday-load", "edited", "--on-drift", "warn"),
        ("monday-board", "update", "edited"),
    ):
        refused = project.run(*command)
        assert (refused.code, passed in refused.err) == (1, True), refused
    built = project.dbt("build", "-s", "edited")
    assert not built.success
    assert "column [ELSE]: the model shows status_0 under a name that the table has shown" in (
        built.errors
    )
    assert clone.types() == table


@ON_BOTH
@pytest.mark.timeout(3600)
def test_a_name_that_only_a_build_has_shown_is_not_given_away_with_the_folder(
    clone: Clone,
) -> None:
    clone.load_and_build()
    edit = clone.server.edit
    for title in ("T \"]' {{ from }}", "Naïve 🚀"):
        edit.rename_column(BOARD_ID, "text_0", title)
        clone.project.ok("monday-board", "update", "edited")
        assert clone.project.dbt("build", "-s", "edited").success
        assert title in clone.types()
        shutil.rmtree(clone.project.dir / "boards")
        edit.rename_column(BOARD_ID, "text_0", "Else")
        edit.add_column(BOARD_ID, Column(f"text_{len(title)}", title, "text"))
        clone.project.deploy(BOARD_ID, "edited")
        clone.load_and_build()
        assert title not in clone.types()
        assert f"{title} (text_{len(title)})" in clone.types()


def test_a_register_that_no_load_wrote_fails_the_load_and_is_named(clone: Clone) -> None:
    project = clone.project
    project.ok("monday-load", "edited")
    project.query("create table main.kept as from raw_monday._columns")
    for column in ("names", "decided", "filed"):
        project.query(f"update raw_monday._columns set {column} = '[7' where column_id = 'date_0'")
        failed = project.run("monday-load", "edited")
        assert failed.code == 1
        assert "raw_monday._columns holds of 'date_0' of board 'edited' what no" in failed.err
        shown = project.ok("monday-board", "status", "edited")
        assert "holds of 'date_0' of board 'edited'" in shown.err
        if column == "names":
            built = project.dbt("build", "-s", "edited")
            assert not built.success
            assert "_columns holds of date_0 what no load wrote; run monday-" in built.errors
        project.query("create or replace table raw_monday._columns as from main.kept")


def test_a_type_that_a_person_took_out_stays_out_whoever_writes_the_file(clone: Clone) -> None:
    add_columns(clone.server)
    clone.project.ok("monday-load", "edited")
    ask = ("review", "edited", "--data-type", "numbers_9=", "--accept-losses")
    clone.project.ok("monday-board", *ask)
    clone.project.ok("monday-load", "edited")
    clone.throw_away()
    clone.project.ok("monday-board", "update", "edited")
    assert "decimal(22,6)" not in clone.file.read_text(encoding="utf-8")
    shutil.rmtree(clone.project.dir / "boards")
    clone.project.deploy(BOARD_ID, "edited")
    assert "decimal(22,6)" not in clone.file.read_text(encoding="utf-8")


def test_a_load_that_does_not_adapt_tells_of_a_file_that_is_too_old(clone: Clone) -> None:
    clone.project.ok("monday-load", "edited")
    clone.server.edit.retype_column(BOARD_ID, "numbers_0", "text")
    clone.project.ok("monday-load", "edited")
    clone.server.edit.retype_column(BOARD_ID, "numbers_0", "numbers")
    clone.server.edit.set_cell(min(clone.server.account.boards[BOARD_ID].items), "numbers_0", EXACT)
    clone.project.ok("monday-load", "edited")
    clone.throw_away()
    lacks = "column 'Numbers' (numbers_0, numbers): an earlier load decided what the board file"
    warned = clone.project.ok("monday-load", "edited", "--on-drift", "warn")
    assert f"warning: edited: {lacks}" in warned.err
    assert "[Numbers] changes from numbers as decimal(22,6) to numbers" in warned.err
    failed = clone.project.run("monday-load", "edited", "--on-drift", "fail")
    assert (failed.code, lacks in failed.err) == (1, True)
