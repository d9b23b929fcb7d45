"""A build of what changed leaves the table that a whole build would make, cell by cell.

Rounds of edits, each followed by a load of changes and a build; a few here, many with
MONDAY_TEST_ALL=1. What a whole build would make is what the models' compiled SQL gives.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from tests.dbt.conftest import ENGINES
from tests.load.changed.lab import BOARD, Lab, lab_on
from tests.load.changed.world import EDITS, FIRST, ITEM_EDITS, clock_of, world
from tests.monday_server import Edits, MondayServer
from tests.project import UserProject
from tests.sqlserver import connection as server

pytestmark = pytest.mark.timeout(3600)  # many builds, and a T-SQL server in a test may be slow

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))
TABLES = (BOARD, f"{BOARD}__links")


class Builds:
    """A board with a table of links beside it, loaded and built whole, of which any share may be
    built alone.
    """

    def __init__(self, lab: Lab, api: MondayServer) -> None:
        self.lab = lab
        self.api = api
        self._parsed: Any = None
        self.meta("swap_partial_percent: 100")
        board = lab.project.dir / "boards" / f"{BOARD}.yml"
        text = board.read_text(encoding="utf-8")
        for column in ("people_1", "tags_1", "connect_1", "dropdown_1"):
            text = re.sub(rf"(id: {column},.*?decision: approved)", r"\1, links: true", text)
        board.write_text(text, encoding="utf-8")
        self.load()
        self.build()

    def meta(self, settings: str) -> None:
        """Settings of all models, in place of those before."""
        path = self.lab.project.dir / "dbt_project.yml"
        text = path.read_text(encoding="utf-8").split("\nmodels:")[0]
        path.write_text(f"{text}\nmodels: {{monday: {{+meta: {{{settings}}}}}}}\n", "utf-8")
        self._parsed = None

    def number(self, n: int, text: str) -> None:
        Edits(self.api.account).set_cell(FIRST + n, "numbers_1", text)

    def edit(self, name: str, n: int = 0) -> None:
        EDITS[name](Edits(self.api.account), n)

    def load(self, *, changed: bool = False) -> None:
        clock_of(self.api.account).move(3600)
        before = self.lab.project.files()
        self.lab.load(changed=changed)
        if self.lab.project.files() != before:
            self._parsed = None

    def build(self, *words: str) -> dict[str, str]:
        """Which way each table was built: the number of changed items, or why it was whole."""
        project = self.lab.project
        if self._parsed is None:
            self._parsed = project.dbt("parse").result
        done = project.dbt("run", "-s", *TABLES, *words, parsed=self._parsed)
        assert done.success, done.errors
        said = {
            n: str(r.message).removesuffix(f", exchanged with {BOARD}")
            for r in done.result.results
            if (n := r.node.name) in TABLES
        }
        self.check()
        return {name: re.split(r"(?:rows|losses)(?: \(was \d+\))?, (?:\d+ \w+ losses, )?", text)[-1]
                for name, text in said.items()}  # fmt: skip

    def check(self) -> None:
        """Both tables hold what their compiled SQL gives, to the cell and the type."""
        compiled = self.lab.project.dir / "target" / "compiled" / "monday" / "models" / "boards"
        for table in TABLES:
            sql = (compiled / f"{table}.sql").read_text(encoding="utf-8")
            differing = differing_on_server if self.lab.server_database else differing_on_duckdb
            assert differing(self.lab, table, sql) == ([], []), table

    def losses(self) -> list[tuple[str, Any]]:
        """What the last builds have recorded as lost, by model."""
        found = self.lab.query(
            "select model, losses from raw_monday._builds as builds where started_at = "
            "(select max(started_at) from raw_monday._builds where model = builds.model) "
            "order by model"
        )
        return [(model, json.loads(losses)) for model, losses in found]


Rows = list[tuple[Any, ...]]


def differing_on_duckdb(lab: Lab, table: str, sql: str) -> tuple[Rows, Rows]:
    """Rows that the query gives and the table has not, and the other way round."""
    with duckdb.connect(str(lab.project.database)) as connection:
        connection.execute(f"create temp table whole as select * from {table} limit 0")
        connection.execute(f"insert into whole by name {sql}")
        missing = connection.execute(f"from whole except all from {table}").fetchall()
        surplus = connection.execute(f"from {table} except all from whole").fetchall()
    return missing, surplus


def differing_on_server(lab: Lab, table: str, sql: str) -> tuple[Rows, Rows]:
    """The same, compared here: a server's collation holds texts equal that are not the same."""
    assert lab.server_database is not None
    types = server.column_types(lab.server_database, f"dbo.{table}")
    cells = ", ".join(f'cast("{name}" as {kind}) as c{n}' for n, (name, kind) in enumerate(types))
    lab.query_and_commit(f"create view dbo.whole as {sql}")
    whole = lab.query(f"select {cells} from dbo.whole")
    lab.query_and_commit("drop view dbo.whole")
    rows = lab.query(f"select {cells} from dbo.{table}")
    assert len(whole) == len(rows)
    return [row for row in whole if row not in rows], [row for row in rows if row not in whole]


@pytest.fixture(params=ENGINES)
def builds(
    request: pytest.FixtureRequest, deployed: UserProject, tmp_path: Path
) -> Iterator[Builds]:
    with (
        MondayServer(world()) as api,
        lab_on(request.param, deployed, tmp_path / "home", api) as lab,
    ):
        yield Builds(lab, api)
        if lab.server_database is not None:
            server.drop_but(lab.server_database, "dbo", "orders")


@pytest.mark.enumeration
@pytest.mark.parametrize("seed", range(40 if WHOLE else 1))
def test_after_any_edits_the_table_is_that_of_a_whole_build(builds: Builds, seed: int) -> None:
    rng = Random(f"partial {seed}")
    ways: list[str] = []
    for _ in range(8 if WHOLE else 4):
        for _ in range(rng.randrange(0, 4)):
            kinds = EDITS if rng.random() < 0.1 else ITEM_EDITS
            builds.edit(rng.choice(sorted(kinds)), rng.randrange(40))
        builds.load(changed=rng.random() < 0.9)
        ways += builds.build().values()
    partial = builds.losses()
    builds.build("--full-refresh")
    assert builds.losses() == partial
    assert any(way.endswith(" changed") for way in ways)


FROM_ANOTHER_BUILD = {
    True: f"comment on table {BOARD} is 'built by staged_swap from another build'",
    False: "exec sp_updateextendedproperty N'built by staged_swap', N'another build', N'SCHEMA', "
    f"N'dbo', N'TABLE', N'{BOARD}'",
}
"""A mark that no build of this table has left, on DuckDB and on a server."""


def test_what_is_in_doubt_is_built_whole(builds: Builds) -> None:
    def way(*words: str) -> str:
        ways = builds.build(*words)
        return ways[BOARD]

    def changed(name: str = "set", n: int = 1) -> None:
        builds.edit(name, n)
        builds.load(changed=True)

    run = builds.lab.query_and_commit
    changed("delete", 2)
    assert builds.build() == dict.fromkeys(TABLES, "1 changed")
    assert way() == "whole: nothing was loaded since the last build"
    builds.load(changed=True)
    assert way() == "0 changed"
    assert way("--full-refresh") == "whole: --full-refresh"

    changed()
    builds.load()
    changed("rename", 4)
    assert way() == "whole: what changed since the last build is not known"
    changed()
    run(f"alter table {BOARD} add more int")
    assert way() == "whole: the column more is gone"
    changed()
    run(FROM_ANOTHER_BUILD[builds.lab.server_database is None])
    assert way() == "whole: the table is not that of the last build"
    changed()
    run("delete from raw_monday._changes")
    assert way() == "whole: the last load has not noted what it touched"
    changed()
    assert way() == "whole: what the last build read is not known"
    changed()
    run(f"delete from {BOARD} where \"Name\" = 'Item 7'")
    assert way().startswith("whole: what changed alone does not fit: rows: expected 11")
    changed()
    run(f"delete from raw_monday.{BOARD} where column_id = 'text_1' and text = 'note 8'")
    assert way().startswith("whole: what changed alone does not fit: rows of changing: expected")


def test_losses_are_those_of_the_whole_table(builds: Builds) -> None:
    lost: list[object] = []
    for item, number in ((1, "1.23456"), (2, "2.34567"), (1, "1.5"), (3, "3"), (2, "2")):
        builds.number(item, number)
        builds.load(changed=True)
        assert builds.build()[BOARD] == "1 changed"
        lost.append(dict(builds.losses())[BOARD])

    assert lost == [{"Qty": 1}, {"Qty": 2}, {"Qty": 1}, {"Qty": 1}, {}]


def test_a_table_that_is_kept_takes_what_changed_up_to_a_share(builds: Builds) -> None:
    builds.meta("swap_partial_percent: 20, swap_exchange: rows")
    kept = f"select table_oid from duckdb_tables() where table_name = '{BOARD}'"
    if builds.lab.server_database is not None:
        kept = f"select object_id('dbo.{BOARD}')"
    assert builds.build()[BOARD] == "whole: the model is another than at the last build"
    before = builds.lab.query(kept)
    for names, said in ((1, "1 changed"), (3, "whole: 3 of 12 have changed, more than 20 %")):
        for n in range(names):
            builds.edit("rename", n)
        builds.load(changed=True)
        assert builds.build()[BOARD] == said
    assert builds.lab.query(kept) == before
    assert builds.lab.query("select count(*) from raw_monday._changes") == [(5,)]
    builds.load(changed=True)
    assert builds.lab.query("select count(*) from raw_monday._changes") == [(2,)]
