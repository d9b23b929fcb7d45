"""Loads and other builds that end while a build runs, at any of its statements.

Their effects are put into the file in one transaction, as they do it themselves, from files in
which they have run. All tables stay those of one load, and the next build has everything. A few
statements run here, all with MONDAY_TEST_ALL=1. On a server, locks prevent this overlap:
tests/sqlserver/test_together.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.load.changed.builds import TABLES, Builds, Rows
from tests.load.changed.lab import BOARD
from tests.load.changed.world import world
from tests.monday_server import MondayServer

pytestmark = pytest.mark.timeout(900)

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))
LANDED = [("raw_monday", name) for name in (BOARD, "_changes", "_loads")]
BUILT = [("main", name) for name in TABLES]
COME = ("a load of changes", "a full load", "a build of what changed", "a whole build")
OWN = '"monday".'
ASKED, READ, COUNTED = "left join", f'insert into {OWN}"main"."stg_', "as stage_rows"
EXCHANGED = f'delete from {OWN}"main"."{BOARD}"'
RECORDED = f'insert into {OWN}"raw_monday"."_builds"'
"""Parts of the statements of an incremental build, in order."""


@dataclass
class Moments:
    """Copies of the warehouse's file at several moments."""

    builds: Builds
    folder: Path
    statements: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    """The statements of an undisturbed build, by its arguments."""

    def keep(self, name: str) -> None:
        shutil.copy(self.builds.lab.project.database, self.file(name))

    def go_back(self, name: str) -> None:
        shutil.copy(self.file(name), self.builds.lab.project.database)

    def file(self, name: str) -> Path:
        return self.folder / f"{name.replace(' ', '_')}.duckdb"

    def come(self, name: str) -> bool:
        """Apply what happened until that moment; return False if an open transaction blocks it."""
        kept = LANDED if "load" in name else LANDED + BUILT
        anew = {"a full load": LANDED[:1], "a whole build": BUILT}.get(name, [])
        with duckdb.connect(str(self.builds.lab.project.database)) as file:
            file.execute(f"attach '{self.file(name)}' as other (read_only)")
            try:
                file.execute("begin")
                for place in kept:
                    _put(file, place, anew=place in anew)
                if "build" in name:
                    file.execute(
                        "insert into raw_monday._builds from other.raw_monday._builds where "
                        "build_id not in (select build_id from raw_monday._builds)"
                    )
                file.execute("commit")
            except duckdb.TransactionException:
                file.execute("rollback")
                return False
            finally:
                file.execute("detach other")
        return True

    def loads_shown(self) -> list[set[str]]:
        """Return for each table the loads whose rows it shows: `loaded` or the later one."""
        shown = []
        for table in TABLES:
            sql = self.builds.compiled(table)
            with duckdb.connect(str(self.builds.lab.project.database)) as file:
                held = file.execute(f"from {table} order by all").fetchall()
            shown.append({n for n in ("loaded", COME[0]) if self._rows(n, table, sql) == held})
        return shown

    def _rows(self, name: str, table: str, sql: str) -> Rows:
        with duckdb.connect(str(self.builds.lab.project.database)) as file:
            file.execute(f"attach '{self.file(name)}' as other (read_only)")
            file.execute(f"create temp table whole as select * from {table} limit 0")
            file.execute(f"insert into whole by name {sql.replace(OWN, 'other.')}")
            rows: Rows = file.execute("from whole order by all").fetchall()
        return rows


def _put(file: duckdb.DuckDBPyConnection, place: tuple[str, str], *, anew: bool) -> None:
    """Copy one table from the other file: recreate it, or replace its rows."""
    schema, table = place
    name = f"{schema}.{table}"
    found = file.execute(
        "select sql, comment from duckdb_tables() where database_name = 'other' and "
        "schema_name = ? and table_name = ?",
        place,
    ).fetchall()
    [(sql, comment)] = found
    if anew:
        file.execute(f"drop table {name}")
        file.execute(sql)
    else:
        file.execute(f"delete from {name}")
    file.execute(f"insert into {name} from other.{name}")
    if comment is not None:
        file.execute(f"comment on table {name} is '{comment}'")


@pytest.fixture(scope="module")
def moments(begun: Builds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moments]:
    """Prepare two incremental loads that were not built, and the possible interruptions."""
    folder = tmp_path_factory.mktemp("moments")
    with MondayServer(world()) as api:
        builds = begun.copied_to(folder / "home", api)
        made = Moments(builds, folder)
        for name, n in (("rename", 1), ("owner", 2), ("delete", 3)):
            builds.edit(name, n)
        builds.load(changed=True)
        made.keep("loaded")
        for name, n in (("set", 1), ("owner", 6), ("delete", 5), ("add", 1)):
            builds.edit(name, n)
        for name in COME:
            made.go_back("loaded")
            builds.load(changed=name != "a full load")
            if "build" in name:
                builds.build(*["--full-refresh"] * (name == "a whole build"))
            made.keep(name)
        yield made


def statements(moments: Moments, *words: str) -> list[str]:
    """Return the statements that a build sends for the table as loaded, in order."""
    if words not in moments.statements:
        said = moments.statements.setdefault(words, [])

        def hear(event: Any) -> None:
            if event.info.name == "SQLQuery":
                said.append(event.data.sql)

        moments.go_back("loaded")
        assert moments.builds.run(*words, heard=hear).success
    return moments.statements[words]


def at_statement(number: int, act: Callable[[], object]) -> Callable[[Any], None]:
    """Return a dbt listener that calls `act` before the statement with this number."""
    met = 0

    def hear(event: Any) -> None:
        nonlocal met
        if event.info.name == "SQLQuery":
            met += 1
            if met == number:
                act()

    return hear


ENDS = ("another build has exchanged the table meanwhile", "onflict")
"""Errors of a build that was overtaken by another one."""


def overtaken(moments: Moments, number: int, name: str, *words: str) -> None:
    """Interrupt a build between two of its statements, then build again."""
    moments.go_back("loaded")
    came: list[bool] = []
    done = moments.builds.run(
        *words, heard=at_statement(number, lambda: came.append(moments.come(name)))
    )
    assert len(came) == 1
    assert done.success or ("build" in name and any(end in done.errors for end in ENDS)), (
        done.errors
    )
    one, other = moments.loads_shown()
    assert one & other, "each table is whole, and both are of one load"
    if not done.success:
        assert "a load of changes" in one & other, "what came before stays"
    if not came[0]:
        moments.builds.load(changed=True)
    moments.builds.build()


CASES = [
    (ASKED, "a load of changes"),
    (READ, "a full load"),
    (COUNTED, "a load of changes"),
    (EXCHANGED, "a whole build"),
    (EXCHANGED, "a build of what changed"),
    (RECORDED, "a whole build"),
]


@pytest.mark.parametrize(("words", "name"), CASES)
def test_what_ends_while_what_changed_is_built(moments: Moments, words: str, name: str) -> None:
    said = statements(moments)
    number = next(n for n, sql in enumerate(said, 1) if words in sql)
    overtaken(moments, number, name)


def test_a_reader_at_any_moment_finds_all_tables_old_or_all_new(moments: Moments) -> None:
    moments.go_back("loaded")
    seen: list[tuple[Rows, ...]] = []

    def read(event: Any) -> None:
        if event.info.name == "SQLQuery":
            with duckdb.connect(str(moments.builds.lab.project.database)) as reader:
                reader.execute("begin")
                rows = tuple(reader.execute(f"from {t} order by all").fetchall() for t in TABLES)
            if rows not in seen:
                seen.append(rows)

    done = moments.builds.run(heard=read)
    assert done.success
    assert "3 changed" in str(done.result.results[-1].message)
    assert len(seen) == 2


@pytest.mark.enumeration
@pytest.mark.skipif(not WHOLE, reason="with MONDAY_TEST_ALL=1")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", COME)
@pytest.mark.parametrize("words", [(), ("--full-refresh",)])
def test_what_ends_at_any_statement(moments: Moments, name: str, words: tuple[str, ...]) -> None:
    for number in range(1, len(statements(moments, *words)) + 1):
        overtaken(moments, number, name, *words)
