"""An incremental build leaves the same table as a full build, cell by cell.

Each round of edits is followed by an incremental load and a build; a few rounds run here, many with
MONDAY_TEST_ALL=1. The result of a full build is that of the models' compiled SQL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from tests.dbt.conftest import ENGINES
from tests.load.changed.builds import TABLES, Builds
from tests.load.changed.lab import BOARD, lab_on
from tests.load.changed.world import EDITS, FIRST, ITEM_EDITS, world
from tests.monday_server import MondayServer
from tests.project import UserProject
from tests.sqlserver import connection as server

pytestmark = pytest.mark.timeout(3600)  # many builds, and a T-SQL server in a test may be slow

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))


@pytest.fixture(params=ENGINES)
def builds(
    request: pytest.FixtureRequest, deployed: UserProject, tmp_path: Path
) -> Iterator[Builds]:
    with MondayServer(world()) as api:
        if request.param == "duckdb":
            begun: Builds = request.getfixturevalue("begun")
            yield begun.copied_to(tmp_path / "home", api)
            return
        with lab_on(request.param, deployed, tmp_path / "home", api) as lab:
            builds = Builds(lab, api)
            builds.begin()
            yield builds
            assert lab.server_database is not None
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
"""Marks that no build of this table has left, for DuckDB (True) and for a server (False)."""


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
    assert way() == "whole: a load has read all items anew"
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
    run(f'create unique index by_hand on {BOARD} ("Item ID")')
    assert way().startswith("whole: the unique index ")
    changed()
    run(f"delete from {BOARD} where \"Name\" = 'Item 7'")
    assert way().startswith("whole: what changed alone does not fit: rows: expected 11")
    changed()
    run(f"delete from raw_monday.{BOARD} where column_id = 'text_1' and text = 'note 8'")
    assert way().startswith("whole: what changed alone does not fit: rows of changing: expected")


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
@pytest.mark.parametrize("along", [True, False])
def test_rows_that_the_last_load_has_not_left_are_doubted_for_all_tables(
    builds: Builds, along: bool
) -> None:
    builds.edit("set", 1)
    builds.load(changed=True)
    builds.lab.query_and_commit(
        f"delete from raw_monday.{BOARD} where column_id = 'people_1' and item_id = {FIRST + 8}"
    )
    ways = builds.build(tables=TABLES if along else TABLES[1:])
    if along:
        assert ways[BOARD].startswith("whole: what changed alone does not fit: rows of changing:")
    assert ways[TABLES[1]] == "whole: " + (
        f"what changed alone does not fit into {BOARD}"
        if along
        else f"{BOARD} has not the rows that the last load has left"
    )


BY_HAND = """{{{{ config(materialized='staged_swap', unique_key='item_id',
    meta={{'swap_rows_from': ['raw_monday', '{board}'], 'swap_partial_percent': 100}}) }}}}
select item_id, max(price) as price, max(case when column_id = 'name' then text end) as name
from {{{{ source('raw_monday', '{board}') }}}} cross join {prices} as prices
where {{{{ monday.staged_swap_changed('item_id') }}}} group by item_id
"""


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_model_by_hand_that_reads_a_second_table_is_built_whole(builds: Builds) -> None:
    """Nothing tells what has changed in that one."""
    models = builds.lab.project.dir / "models"
    ways = []
    for prices in ("(select 1 as price)", "{{ ref('prices') }}"):
        for price in (1, 2):
            (models / "prices.sql").write_text(f"select {price} as price", encoding="utf-8")
            sql = BY_HAND.format(board=BOARD, prices=prices)
            (models / "own.sql").write_text(sql, encoding="utf-8")
            builds.meta("swap_partial_percent: 100")
            builds.edit("rename", price)
            builds.load(changed=True)
            done = builds.run(tables=("prices", "own"))
            assert done.success, done.errors
            [said] = [str(r.message) for r in done.result.results if r.node.name == "own"]
            ways.append(said.split(", ", 1)[-1])
    reads = f"source.monday.raw_monday.{BOARD} and model.monday.prices"
    assert ways[1::2] == ["1 changed", f"whole: the model reads {reads}"]
    assert builds.lab.query("select distinct price from own") == [(2,)]


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_column_that_somebody_let_hold_no_null_is_another_shape(builds: Builds) -> None:
    """It would refuse what the model has, build after build."""
    builds.lab.query_and_commit(f'alter table {BOARD} alter "Qty" set not null')
    builds.edit("clear", 2)
    builds.load(changed=True)
    assert builds.build()[BOARD].startswith("whole: the column Qty is DECIMAL(18,2) and was ")


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_table_may_go_to_another_file_than_the_rows_that_loads_land(builds: Builds) -> None:
    """A name that no load has gone by is then kept by the next load, not by the build."""
    project = builds.lab.project
    there = project.home / "reports.duckdb"
    with duckdb.connect(str(there)) as connection:
        connection.execute("create schema raw_monday")
    profile = project.home / "profiles.yml"
    attached = f"schema: main\n      attach: [{{path: '{there}', alias: reports}}]"
    profile.write_text(profile.read_text("utf-8").replace("schema: main", attached), "utf-8")
    builds.meta("swap_partial_percent: 100", "+database: reports")
    assert builds.run(tables=(BOARD,)).success
    builds.edit("set")
    builds.load(changed=True)
    done = builds.run(tables=(BOARD,))
    assert str(done.result.results[-1].message) == "OK 12 rows (was 12), 1 changed"
    builds.lab.settings("name: Note,", "name: Remark,")
    project.ok("monday-board", "update", BOARD)
    builds.meta("swap_partial_percent: 100", "+database: reports")
    done = builds.run(tables=(BOARD,))
    assert done.success, done.errors


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_build_by_a_clock_that_was_ahead_makes_one_whole_build(builds: Builds) -> None:
    later = "started_at + interval 1 year"
    builds.lab.query_and_commit(f"update raw_monday._builds set started_at = {later}")
    ways = []
    for n in range(2):
        builds.edit("set", n)
        builds.load(changed=True)
        ways.append(builds.build()[BOARD])
    assert ways == ["whole: what the last build read is not known", "1 changed"]


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_build_into_another_schema_is_of_another_table(builds: Builds) -> None:
    """Two targets in one warehouse alternate; each continues from what its own table has read."""
    for n in range(2):
        builds.lab.query_and_commit(
            "insert into raw_monday._builds select * replace ('other.' || model as table_name,"
            " started_at + interval 1 millisecond as started_at) from raw_monday._builds"
        )
        builds.edit("set", n)
        builds.load(changed=True)
        assert builds.build() == dict.fromkeys(TABLES, "1 changed")


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_table_built_along_and_alone_is_of_the_same_model(builds: Builds) -> None:
    board, links = TABLES
    ways = []
    for n, tables in enumerate(((links,), (board, links), (board,), (links,))):
        builds.edit("owner", n)
        builds.load(changed=True)
        ways.append(builds.build(tables=tables))
    assert ways == [{links: "1 changed"}, {board: "2 changed", links: "1 changed"},
                    {board: "1 changed"}, {links: "2 changed"}]  # fmt: skip


def test_losses_are_those_of_the_whole_table(builds: Builds) -> None:
    lost: list[object] = []
    for item, number in ((1, "1.23456"), (2, "2.34567"), (1, "1.5"), (3, "3"), (2, "2")):
        builds.number(item, number)
        builds.load(changed=True)
        assert builds.build()[BOARD] == "1 changed"
        lost.append(dict(builds.losses())[BOARD])

    assert lost == [{"Qty": 1}, {"Qty": 2}, {"Qty": 1}, {"Qty": 1}, {}]


def test_a_post_hook_meets_every_row_once(builds: Builds) -> None:
    hook = """+post-hook: 'update {{ this }} set "Qty" = "Qty" + 1'"""
    builds.meta("swap_partial_percent: 100", hook)
    for n in range(2):
        builds.edit("rename", n)
        builds.load(changed=True)
        assert builds.run().success
    numbers = builds.lab.query(f'select "Qty" from {BOARD} order by "Qty"')
    assert [int(number) for (number,) in numbers] == list(range(1, 13))


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_few_statements_are_sent_for_what_changed(builds: Builds) -> None:
    """One table and a second one swapped with it; each statement costs as much as 100 items."""
    sent: dict[str, list[str]] = {}

    def heard(event: Any) -> None:
        if event.info.name == "SQLQuery":
            sent.setdefault(event.data.node_info.node_name, []).append(event.data.sql)

    builds.edit("rename", 1)
    builds.load(changed=True)
    builds.run(heard=heard)
    both = sent[BOARD]
    assert len(both) <= 42, both
    assert sum(sql in ("BEGIN", "COMMIT") for sql in both) <= 12


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_comments_are_given_by_whole_builds_and_a_new_one_asks_for_one(builds: Builds) -> None:
    """Incremental loads do not set comments, to leave a table in use alone."""
    asked = ("swap_partial_percent: 100", "+persist_docs: {columns: true}")
    builds.meta(*asked)
    assert builds.build()[BOARD].startswith("whole: ")
    described = builds.lab.project.dir / "models/boards" / f"{BOARD}.yml"
    sent: list[str] = []
    ways: list[tuple[bool, bool]] = []

    def heard(event: Any) -> None:
        if event.info.name == "SQLQuery":
            sent.append(event.data.sql)

    for text in ("primary key.", "key."):
        builds.edit("rename")
        builds.load(changed=True)
        found = described.read_text(encoding="utf-8")
        described.write_text(found.replace("primary key.", text), encoding="utf-8")
        builds.meta(*asked)
        sent.clear()
        ran = builds.run(heard=heard)
        (way,) = (str(r.message) for r in ran.result.results if r.node.name == BOARD)
        ways.append(("changed" in way, any("comment on column" in sql for sql in sent)))
    assert ways == [(True, False), (False, True)]


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
