"""Statements in the docs about SQL Server itself: if a test fails, its page has to change.

Each test covers one sentence of docs/sqlserver-swaps.md, or a choice in the macros that only a
server can confirm. None of them runs the product: they test what it relies on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.sqlserver import connection as server

pytestmark = pytest.mark.sqlserver

MAY = "select has_perms_by_name('dbo.{}', 'OBJECT', 'SELECT') as may"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    server.require()
    with server.create_database() as name:
        yield name


def ask(database: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run each batch separately; return the rows of the last."""
    for statement in statements:
        rows = server.run(database, statement)
    return rows


def loader_and_reader(database: str, table: str) -> None:
    server.needs_sql_server("no users without login, and sys.database_permissions is empty")
    ask(
        database,
        f"create user {table}_loader without login; create user {table}_reader without login",
        f"create table dbo.{table} (a int)",
        f"grant control on schema::dbo to {table}_loader",
    )


def as_user(user: str, sql: str) -> str:
    return f"execute as user = '{user}'; {sql}; revert"


def may_read(database: str, table: str) -> bool:
    sql = as_user(f"{table}_reader", f"declare @may int = ({MAY.format(table)})")
    [(may,)] = ask(database, sql + "; select @may as may")
    return bool(may)


def test_an_administrators_revoke_ends_what_a_build_has_granted_again(database: str) -> None:
    loader_and_reader(database, "given_again")
    ask(
        database,
        as_user("given_again_loader", "grant select on dbo.given_again to given_again_reader"),
    )
    assert may_read(database, "given_again")
    ask(database, "revoke select on dbo.given_again from given_again_reader")
    assert not may_read(database, "given_again")


def test_a_builds_revoke_ends_what_an_administrator_has_granted(database: str) -> None:
    """swap_back revokes the permissions on the table that it moves aside."""
    loader_and_reader(database, "taken_back")
    ask(database, "grant select on dbo.taken_back to taken_back_reader")
    ask(
        database,
        as_user(
            "taken_back_loader", "revoke select on dbo.taken_back from taken_back_reader cascade"
        ),
    )
    assert not may_read(database, "taken_back")


def test_sa_can_let_the_loader_see_what_is_bound_to_a_table(database: str) -> None:
    server.needs_sql_server("no users without login")
    ask(
        database,
        "create user sees_bound without login; grant view definition to sees_bound",
        "grant select on sys.sql_expression_dependencies to sees_bound",
    )
    seen = "has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT')"
    sql = as_user("sees_bound", f"declare @may int = {seen}")
    assert ask(database, sql + "; select @may as may") == [(1,)]


def test_money_takes_nothing_for_0_and_a_comma_for_no_decimal_point(database: str) -> None:
    """This is why an empty cell or a comma must never reach a conversion to money."""
    server.needs_sql_server("reads both in its own way")
    sql = (
        "select try_convert(money, N''), try_convert(money, N'12,5'),"
        " try_convert(decimal(18, 2), N'')"
    )
    assert ask(database, sql) == [(0, 125, None)]


def test_a_warning_before_the_answer_of_the_fill_hides_no_answer(database: str) -> None:
    """MAX over NULL warns (8153) before the row that reports a refusal."""
    ask(database, "create table dbo.warned (a int null)")
    sql = (
        "set nocount on; begin try exec sp_executesql N'insert into dbo.warned"
        " select max(case when 1 = 0 then 1 end) from sys.objects';"
        " select cast(null as nvarchar(10)) as refused; end try begin catch throw; end catch"
    )
    assert ask(database, sql) == [(None,)]


@pytest.mark.parametrize("column", ["nvarchar(max)", "nvarchar(20)", "int"])
def test_plain_predicates_find_what_except_finds(database: str, column: str) -> None:
    """The history uses these predicates to avoid one subquery per column."""
    values = ["null", "N''", "N'a'", "N'A'", "N'a '"] if column != "int" else ["null", "0", "1"]
    table = ", ".join(f"({number}, {value})" for number, value in enumerate(values))
    text = column != "int"
    binary = " collate Latin1_General_100_BIN2" if text else ""
    differs = (
        f"o.v{binary} <> n.v{binary} or isnull(datalength(o.v), -1) <> isnull(datalength(n.v), -1)"
        if text
        else "o.v <> n.v or (o.v is null and n.v is not null) or (o.v is not null and n.v is null)"
    )
    name = "compared_" + "".join(c for c in column if c.isalnum())
    ask(
        database,
        f"create table dbo.{name} (k int, v {column} null)",
        f"insert into dbo.{name} values {table}",
    )
    found = ask(
        database,
        f"select o.k, n.k from dbo.{name} as o cross join dbo.{name} as n where ({differs})",
    )
    pairs = {(old, new) for old in range(len(values)) for new in range(len(values)) if old != new}
    assert {tuple(row) for row in found} == pairs


def test_the_fill_may_be_bounded_in_its_memory(database: str) -> None:
    ask(database, "create table dbo.bounded (a int not null primary key, b nvarchar(max) null)")
    server.needs_sql_server("no such hint")
    ask(
        database,
        "insert into dbo.bounded with (tablock) select object_id, name from sys.objects"
        " option (max_grant_percent = 10, label = 'dbt-sqlserver')",
    )
    counts = "select (select count(*) from dbo.bounded), (select count(*) from sys.objects)"
    [(here, there)] = ask(database, counts)
    assert here == there


def test_gone_items_are_the_same_by_not_exists(database: str) -> None:
    ask(
        database,
        "create table dbo.gone (item_id bigint not null primary key)",
        "insert into dbo.gone values (1), (2), (3)",
        "declare @ids nvarchar(max) = N'[1, 3]';"
        " delete t from dbo.gone as t where not exists (select 1 from"
        " openjson(@ids) with (item_id bigint '$') as g where g.item_id = t.item_id)",
    )
    assert ask(database, "select item_id from dbo.gone order by 1") == [(1,), (3,)]


def test_names_that_an_accent_insensitive_database_holds_equal_are_refused() -> None:
    """This is why the database's collation decides which names are equal."""
    server.require()
    server.needs_sql_server("knows no such collation of a database")
    import pyodbc

    with server.create_database() as name:
        server.run("master", f"alter database [{name}] collate Latin1_General_100_CI_AI")
        with pytest.raises(pyodbc.Error, match="2705"):
            server.run(name, "create table dbo.accents ([Remise] int, [Remisé] int)")


PROPERTY = "N'built by staged_swap', N'{}', N'SCHEMA', N'dbo', N'TABLE', N'marked'"


@pytest.mark.parametrize(
    "last",
    [
        "exec sys.sp_updateextendedproperty " + PROPERTY.format("second"),
        "revoke select on dbo.marked from public cascade",
        "grant select on dbo.marked to public",
    ],
    ids=["mark", "revoke", "grant"],
)
def test_what_ends_an_exchange_of_rows_lets_readers_go_on(last: str) -> None:
    """Tested with row versioning, where readers are not blocked by row locks."""
    server.require()
    server.needs_sql_server("no locks of a catalog")
    with server.create_database() as name:
        versions = "read_committed_snapshot on with rollback immediate"
        server.run("master", f"alter database [{name}] set {versions}")
        ask(
            name,
            "create table dbo.marked (a int)",
            "exec sys.sp_addextendedproperty " + PROPERTY.format("first"),
            "grant select on dbo.marked to public",
        )
        with closing(server.connect(name)) as build:
            running = build.execute("begin transaction; " + last)
            while running.nextset():
                pass
            read = "set lock_timeout 1000; select count(*) from dbo.marked"
            assert ask(name, read) == [(0,)]
            build.execute("rollback transaction")
