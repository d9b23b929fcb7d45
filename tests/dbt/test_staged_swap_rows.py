"""staged_swap with swap_exchange: rows: the table is kept, and its rows are replaced."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.sqlserver import connection as server

from .project import Project
from .swap_models import Row, SwapModel, column, numbered
from .warehouse import DuckDB

ROWS: dict[str, Any] = {"swap_exchange": "rows"}


def made(project: Project, name: str, rows: list[Row], **meta: Any) -> SwapModel:
    """Return a model whose table a first build has made."""
    model = SwapModel(project, name)
    model.write(meta=ROWS | meta)
    model.fill(rows)
    model.build()
    return model


def identity(project: Project, table: str) -> object:
    """Return a value that would differ for another table of the same name."""
    if isinstance(project.warehouse, DuckDB):
        sql = f"select table_oid from duckdb_tables() where table_name = '{table}'"
    else:
        sql = f"select object_id('dbo.{table}')"
    return project.warehouse.query(sql)


@pytest.mark.parametrize("key", [["Item ID"], None], ids=["key", "no key"])
def test_the_table_stays_and_has_the_new_rows(shared: Project, key: list[str] | None) -> None:
    model = SwapModel(shared, "kept_by_key" if key else "kept")
    model.write(meta=ROWS, unique_key=key)
    model.fill([(1, "one"), (2, "two"), (3, None), (4, "a"), (5, "gone")])
    assert model.build() == "OK 5 rows"
    before = identity(shared, model.name)
    changed: list[Row] = [(1, "one"), (2, None), (3, "three"), (4, "A "), (6, "come")]
    model.fill(changed)
    assert model.build() == "OK 5 rows (was 5)"
    assert model.rows() == changed
    model.build()
    assert identity(shared, model.name) == before
    assert model.tables() == {model.name}


def test_without_a_key_a_row_may_stand_twice(shared: Project) -> None:
    model = SwapModel(shared, "kept_twice")
    model.write(meta=ROWS, unique_key=None)
    for rows in ([(1, "a"), (1, "a"), (None, None)], [(1, "a")], [(1, "a"), (1, "a")]):
        model.fill(rows)
        model.build("--full-refresh")
        assert len(model.rows()) == len(rows)


def test_another_shape_is_refused_until_it_is_swapped_once(shared: Project) -> None:
    model = made(shared, "reshaped", numbered(2))
    quote = shared.warehouse.quote
    sql = (
        f"select {quote('Item ID')}, cast({quote('Item ID')} as int) as {quote('Name')},"
        f" 1 as {quote('More')} from {model.input}"
    )
    columns = [column("Item ID", "bigint"), column("Name", "int"), column("More", "int")]
    model.write(sql, columns, meta=ROWS)
    message = model.refused()
    assert "swap_exchange is rows, which keeps the table" in message
    assert "the column more is new" in message.lower()
    assert "the column name is " in message.lower()
    assert "or swap it once by dbt build --full-refresh -s reshaped." in message
    assert model.rows() == numbered(2)
    model.build("--full-refresh")
    assert model.rows() == [(1, 1, 1), (2, 2, 1)]
    model.build()
    model.write(sql, columns, meta=ROWS, unique_key=["Item ID", "More"])
    assert "the key is another" in model.refused()


def test_an_index_that_is_not_there_is_a_change_of_shape(shared: Project) -> None:
    if shared.warehouse.engine == "sqlserver":
        server.needs_sql_server("an index gets another name with each build")
    index = {"columns": ["Name"], "unique": True}
    model = made(shared, "with_index", numbered(3), swap_indexes=[index])
    model.fill([(1, "n2"), (2, "n1"), (4, "n3")])
    model.build()
    assert model.rows() == [(1, "n2"), (2, "n1"), (4, "n3")]
    model.write(meta=ROWS | {"swap_indexes": [index | {"unique": False}]})
    message = model.refused().lower()
    assert "the index ix_with_index_1" in message
    assert "is another" in message


def test_a_failing_check_and_a_failing_hook_leave_the_old_rows(shared: Project) -> None:
    model = made(shared, "guarded", numbered(30))
    model.fill(numbered(3))
    assert "shrink: expected at most 50 %" in model.refused()
    assert model.rows() == numbered(30)
    model.fill(numbered(31, "m"))
    model.write(meta=ROWS, post_hook=["select 1 from nowhere"])
    model.refused()
    assert model.rows() == numbered(30)
    model.write(meta=ROWS)
    model.build()
    assert model.rows() == numbered(31, "m")
    assert model.tables() == {"guarded"}


def test_a_hook_sees_the_new_rows_before_anybody(shared: Project) -> None:
    model = made(shared, "hooked", numbered(1))
    log = f"{shared.warehouse.schema}.hooked_log"
    shared.warehouse.query(f"create table {log} (seen int)")
    model.fill(numbered(2))
    model.write(meta=ROWS, post_hook=[f"insert into {log} select count(*) from {{{{ this }}}}"])
    model.build()
    assert shared.warehouse.query(f"select seen from {log}") == [(2,)]


def test_a_foreign_key_stands_and_keeps_the_row_it_needs(shared: Project) -> None:
    model = made(shared, "needed", numbered(3))
    schema, quote = shared.warehouse.schema, shared.warehouse.quote
    shared.warehouse.query(
        f"create table {schema}.needing (id bigint references {schema}.needed ({quote('Item ID')}))"
    )
    shared.warehouse.query(f"insert into {schema}.needing values (1)")
    model.fill([(1, "n1"), (2, "other"), (4, "new")])
    model.build()
    assert model.rows() == [(1, "n1"), (2, "other"), (4, "new")]
    model.fill([(2, "other"), (4, "new")])
    message = model.refused()
    assert "onstraint" in message
    assert model.rows() == [(1, "n1"), (2, "other"), (4, "new")]
    model.write(meta={})
    assert "keep the table and exchange its rows: meta swap_exchange: rows." in model.refused()


def test_a_table_taken_over_is_kept_and_marked(shared: Project) -> None:
    model = made(shared, "made_elsewhere", numbered(2))
    schema, quote = shared.warehouse.schema, shared.warehouse.quote
    shared.warehouse.query(f"drop table {schema}.made_elsewhere")
    text = "varchar" if shared.warehouse.engine == "duckdb" else "nvarchar(100)"
    shared.warehouse.query(
        f"create table {schema}.made_elsewhere ({quote('Item ID')} bigint not null primary key,"
        f" {quote('Name')} {text})"
    )
    before = identity(shared, model.name)
    assert "was not made by staged_swap" in model.refused()
    model.write(meta=ROWS | {"swap_take_over": True})
    model.build()
    model.write(meta=ROWS)
    model.build()
    assert model.rows() == numbered(2)
    assert identity(shared, model.name) == before


def test_keep_previous_and_words_it_does_not_know_are_refused(shared: Project) -> None:
    model = SwapModel(shared, "wrongly_set")
    model.fill(numbered(1))
    model.write(meta=ROWS | {"swap_keep_previous": True})
    assert "so that no old one is left to keep. Take one of the two out." in model.refused()
    model.write(meta={"swap_exchange": "merge"})
    assert 'sets meta swap_exchange to "merge"; it is swap or rows.' in model.refused()


def test_empty_checks_and_touches_nothing(shared: Project) -> None:
    model = made(shared, "rows_emptied", numbered(2))
    shared.build("-s", model.name, "--empty")
    assert model.rows() == numbered(2)
    assert model.tables() == {model.name}


def test_a_reader_in_a_transaction_reads_old_rows_until_it_ends(duckdb_project: Project) -> None:
    model = made(duckdb_project, "read", numbered(2000))
    assert isinstance(duckdb_project.warehouse, DuckDB)
    with duckdb.connect(str(duckdb_project.warehouse.path)) as reader:
        reader.execute("begin")
        count = "select count(*), count(*) filter (where \"Name\" like 'm%') from read"
        assert reader.execute(count).fetchone() == (2000, 0)
        model.fill(numbered(2001, "m"))
        model.build()
        assert reader.execute(count).fetchone() == (2000, 0)
        reader.execute("commit")
        assert reader.execute(count).fetchone() == (2001, 2001)


@pytest.mark.sqlserver
@pytest.mark.parametrize("shared", ["sqlserver"], indirect=True)
def test_what_hangs_on_the_table_stays(shared: Project) -> None:
    server.needs_sql_server("not all of these features")
    model = made(shared, "hung", numbered(3))
    run = shared.warehouse.query
    run("create table dbo.hung_log (what varchar(10), id bigint)")
    run(
        "exec('create trigger dbo.hung_trigger on dbo.hung after insert, update, delete as"
        " insert into dbo.hung_log select ''old'', [Item ID] from deleted union all"
        " select ''new'', [Item ID] from inserted')"
    )
    run("exec('create view dbo.hung_view with schemabinding as select [Name] from dbo.hung')")
    run("create user hung_reader without login; grant select on dbo.hung to hung_reader")
    model.fill([(1, "n1"), (2, "N2"), (4, "n4")])
    model.build()
    assert run("select what, id from dbo.hung_log order by 2, 1") == [
        ("new", 2), ("old", 2), ("old", 3), ("new", 4),
    ]  # fmt: skip
    assert len(run("select 1 as a from dbo.hung_view")) == 3
    granted = "select count(*) from sys.database_permissions where major_id = object_id('dbo.hung')"
    assert run(granted) == [(1,)]
    model.write(meta=ROWS, grants={"select": []})
    model.build()
    assert run(granted) == [(0,)]


@pytest.mark.sqlserver
@pytest.mark.parametrize("shared", ["sqlserver"], indirect=True)
def test_what_is_granted_is_not_granted_again(shared: Project) -> None:
    """A grant waits for readers of a table that is kept, and blocks others behind it."""
    server.needs_sql_server("sys.database_permissions is empty there")
    run = shared.warehouse.query
    run("create user first_reader without login; create user second_reader without login")
    run("create table dbo.granted_log (at datetime2)")
    run(
        "exec('create trigger granted_trigger on database for GRANT_DATABASE as"
        " insert into dbo.granted_log values (sysutcdatetime())')"
    )
    model = SwapModel(shared, "granted_once")
    model.fill(numbered(2))
    for readers, grants in ((["first_reader"], 1), (["first_reader", "second_reader"], 2)):
        for _ in range(3):
            model.write(meta=ROWS, grants={"select": readers})
            model.build()
        assert run("select count(*) from dbo.granted_log") == [(grants,)]
    run("drop trigger granted_trigger on database")
