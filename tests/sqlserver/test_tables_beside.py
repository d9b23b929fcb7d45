"""A board's other tables, on a T-SQL server as on DuckDB: its log, stays and updates, its links, a
history that begins with monday's past, and the account's tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.load.changed.lab import ATTRIBUTES, BOARD, Lab
from tests.load.changed.test_account import TABLES, ask_for_account
from tests.load.changed.test_event_logs import recent
from tests.load.changed.test_updates import HOSTILE
from tests.load.changed.world import ADA, BOARD_ID, FIRST, ITEM_EDITS, clock_of, world
from tests.monday_server import Account, Edits, Label, MondayServer
from tests.monday_server.past import remember
from tests.monday_server.values import File
from tests.project import DbtOutcome, UserProject, make_project
from tests.sqlserver import connection as server
from tests.sqlserver.project import make_sqlserver_project

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(1200)]

COLUMNS = (
    "select column_name from information_schema.columns "
    "where table_schema = '{}' and table_name = '{}' order by ordinal_position"
)
OWN_MODEL = f"""{{{{ config(materialized='view') }}}}
select {{{{ monday.column_name('Item ID') }}}} as item,
    {{{{ monday.monday_time_in('Stage', 'Stuck') }}}} as seconds
from {{{{ ref('{BOARD}__status_times') }}}} group by {{{{ monday.column_name('Item ID') }}}}
"""
WHEN_BUILT = {"dbt_scd_id", "dbt_updated_at", "dbt_valid_to"}
WHEN_LOADED = {"seen_at", "checked_at", "gone at"}


@dataclass(frozen=True)
class Beside:
    here: Lab
    there: Lab
    """The same board on DuckDB."""
    built: DbtOutcome
    """The build on the server."""

    def rows(self, table: str, *without: str) -> tuple[list[Any], list[Any]]:
        """Return all rows of a table on each engine, sorted, as {lower-case column: value}."""
        here, there = (rows_of(lab, table) for lab in (self.here, self.there))
        for row in here + there:
            for name in without:
                row.pop(name, None)
        return sorted(here, key=repr), sorted(there, key=repr)


def differing(here: list[Any], there: list[Any]) -> list[tuple[Any, ...]]:
    """Return (row number, column, here, on DuckDB) for each cell that differs."""
    assert [row.keys() for row in here] == [row.keys() for row in there]
    return [
        (n, name, mine[name], theirs[name])
        for n, (mine, theirs) in enumerate(zip(here, there, strict=True))
        for name in mine
        if mine[name] != theirs[name]
    ]


def plain(value: Any) -> Any:
    """Normalize JSON on Babelfish, which rewrites JSON taken from a document."""
    if server.is_babelfish() and isinstance(value, str) and value[:1] in ("[", "{"):
        with suppress(ValueError):
            return json.dumps(json.loads(value), sort_keys=True)
    return value


def rows_of(lab: Lab, table: str) -> list[dict[str, Any]]:
    schema = "raw_monday" if table.startswith("_") else "dbo" if lab.server_database else "main"
    # Babelfish lower-cases the columns of a table that it creates from a query.
    names = [name.lower() for (name,) in lab.query(COLUMNS.format(schema, table))]
    listed = ", ".join(f'"{name}" as c{n}' for n, name in enumerate(names))
    return [
        dict(zip(names, map(plain, row), strict=True))
        for row in lab.query(f"select {listed} from {schema}.{table}")
    ]


def asking(project: UserProject, lab: Lab) -> Lab:
    """Deploy the board with all additional tables that a board file can request."""
    project.deploy(BOARD_ID, BOARD, "--approve-complex")
    approved = [word for one in ATTRIBUTES for word in ("--approve", one)]
    project.ok("monday-board", "review", BOARD, *approved)
    asked = "activity: true\nupdates: true\nhistory: {since: monday}\nboard_id:"
    lab.settings("board_id:", asked)
    for followed in ("people_1", "date_1", "dropdown_1"):
        lab.settings(f"{{id: {followed},", f"{{times: true, parts: true, id: {followed},")
    lab.settings("{id: __group__,", "{times: true, id: __group__,")
    for linking in ("tags_1", "connect_1"):
        lab.settings(f"{{id: {linking},", f"{{links: true, id: {linking},")
    ask_for_account(lab)
    (project.dir / "models" / "own.sql").write_text(OWN_MODEL, encoding="utf-8")
    project.ok("monday-board", "update", BOARD)
    return lab


def live(account: Account, labs: tuple[Lab, Lab]) -> None:
    """Edit the board for some hours; both engines load the changes at intervals."""
    rng, talk = Random(7), account.talk
    first = talk.write(BOARD_ID, HOSTILE, FIRST, ADA)
    first.files.append(File(7, "a.png"))
    kinds = sorted(set(ITEM_EDITS) - {"move silently"}) + ["status"] * 8
    for _ in range(3):
        for _ in range(20):
            ITEM_EDITS[rng.choice(kinds)](Edits(account), rng.randrange(40))
            clock_of(account).move(rng.choice([1, 60, 4_000]))
        talk.reply(first, "<p>and so on</p>", None)
        gone = talk.write(BOARD_ID, "<p>gone</p>", FIRST + 1, ADA)
        talk.edit(first, HOSTILE + "edited")
        account.log.write(BOARD_ID, "an_event_of_2031", {"odd": "\U0001f680"}, "-4")
        for lab in labs:
            lab.load(changed=True)
    capitals(account)
    talk.delete(BOARD_ID, gone)
    for lab in labs:
        lab.load()
        lab.project.ok("monday-load", BOARD, "--fill-history")


def capitals(account: Account) -> None:
    """Set values that most server collations treat as equal, one after the other."""
    edits = Edits(account)
    edits.add_label(BOARD_ID, "dropdown_1", Label(50, "DONE"))
    item = edits.add_item(BOARD_ID, "Capitals", {})
    for label in (1, 50, 1):
        clock_of(account).move(60)
        edits.set_cell(item, "dropdown_1", (label,))


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    server.require()
    home = tmp_path_factory.mktemp("beside")
    account = recent(world())
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    remember(account, BOARD_ID, month - timedelta(days=40))
    # No double quotes: Babelfish's json_value leaves them escaped.
    Edits(account).set_cell(FIRST, "text_1", "a 'past' note 📦")
    remember(account, BOARD_ID, month - timedelta(days=3))
    with server.create_database() as database, MondayServer(account) as api:
        far = make_sqlserver_project(home / "here", api.url, api.token, database)
        near = make_project(home / "there", api.url, api.token)
        labs = (asking(far, Lab(far, database)), asking(near, Lab(near)))
        live(account, labs)
        built = [lab.project.dbt("build", "-s", f"tag:monday_{BOARD}", "own") for lab in labs]
        for outcome in built:
            assert outcome.success, outcome.errors or outcome.exception
        yield Beside(*labs, built[0])


def test_every_table_of_the_board_was_built_and_tested(beside: Beside) -> None:
    tables = ("", "__activity", "__status_times", "__updates", "__links", "__history")
    wanted = {f"{BOARD}{ending}" for ending in tables} | {"own"}
    assert wanted <= set(beside.built.nodes)
    assert beside.built.nodes[f"seamless_{BOARD}__status_times"] == "pass"
    assert beside.built.warnings == []


@pytest.mark.parametrize("ending", ["", "__activity", "__status_times", "__updates", "__links"])
def test_every_cell_is_as_on_duckdb(beside: Beside, ending: str) -> None:
    here, there = beside.rows(BOARD + ending, *WHEN_LOADED)
    assert len(there) > 3
    assert differing(here, there) == []


def test_what_is_gone_is_marked(beside: Beside) -> None:
    here, there = beside.rows(f"{BOARD}__updates")
    assert [row["gone at"] is None for row in here] == [row["gone at"] is None for row in there]
    assert {row["gone at"] is None for row in here} == {True, False}


def test_a_history_that_begins_with_the_past_is_as_on_duckdb(beside: Beside) -> None:
    here, there = beside.rows(f"{BOARD}__history", *WHEN_BUILT)
    past = [[row for row in rows if row["monday_snapshot"]] for rows in (here, there)]
    assert differing(*past) == []
    assert {row["monday_snapshot"] for row in past[0]} == {"month"}
    for row in here + there:
        row.pop("dbt_valid_from")
    assert differing(sorted(here, key=repr), sorted(there, key=repr)) == []


def test_time_at_a_label_is_as_on_duckdb(beside: Beside) -> None:
    """Open stays count until now, and the two engines are queried one after the other."""
    here, there = (dict(lab.query("select item, seconds from own")) for lab in labs_of(beside))
    assert here.keys() == there.keys()
    assert all(abs(here[item] - there[item]) < 600 for item in here)
    assert sum(here.values()) > 0


def labs_of(beside: Beside) -> tuple[Lab, Lab]:
    return beside.here, beside.there


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_the_account_are_as_on_duckdb(beside: Beside, table: str) -> None:
    here, there = beside.rows(table, *WHEN_LOADED)
    assert there
    assert differing(here, there) == []


def test_a_purge_takes_all_of_it(beside: Beside) -> None:
    """This must be the last of these tests: it removes the board."""
    lab = beside.here
    lab.query_and_commit("create table dbo.mine (i int)")
    lab.query_and_commit("drop view dbo.own")  # Babelfish cannot drop a table that a view reads
    purge = ("monday-board", "remove", BOARD, "--purge")
    named = lab.project.run(*purge)
    assert named.code == 2
    assert f"table raw_monday.{BOARD}__activity" in named.err
    assert f"table dbo.{BOARD}__history" in named.err
    lab.project.ok(*purge, "--yes")
    left = lab.query(
        "select table_schema, table_name from information_schema.tables "
        "where table_type = 'BASE TABLE'"
    )
    assert {name for schema, name in left if schema == "dbo"} == {"mine"}
    assert not [name for _, name in left if name.startswith(BOARD)]
    for record, column in (("_loads", "board"), ("_columns", "board"), ("_builds", "model")):
        counted = f"select count(*) from raw_monday.{record} where {column} like '{BOARD}%'"
        assert lab.query(counted) == [(0,)]
