"""SQL Server only: waiting for locks, permissions, dependent objects, N literals."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest

from tests.sqlserver import connection as server
from tests.sqlserver.waiting import applock, wait_until

from .project import Project, Run
from .swap_models import SwapModel, numbered
from .warehouse import SQLServer

pytestmark = [
    pytest.mark.sqlserver,
    pytest.mark.parametrize("shared", ["sqlserver"], indirect=True),
]


PASS_THE_GATE = """{% macro pass_the_gate(stage, production) %}
    {%- do run_query(
        "declare @r int; exec @r = sp_getapplock 'the gate', 'Shared', 'Session', 60000;"
        ~ " exec sp_releaseapplock 'the gate', 'Session'; select @r as granted"
    ) -%}
{% endmacro %}"""


def built(project: Project, name: str, **config: Any) -> SwapModel:
    model = SwapModel(project, name)
    model.write(**config)
    model.fill(numbered(2))
    model.build()
    return model


def database(project: Project) -> str:
    assert isinstance(project.warehouse, SQLServer)
    return project.warehouse.database


@contextmanager
def reading(project: Project, table: str) -> Iterator[None]:
    """Hold a transaction that has read the table and keeps its lock."""
    with closing(server.connect(database(project))) as connection:
        connection.execute("begin transaction")
        hint = "" if server.is_babelfish() else " with (holdlock, tablock)"
        connection.execute(f"select count(*) from dbo.{table}{hint}").fetchall()
        yield
        connection.execute("if @@trancount > 0 commit transaction")


def test_a_reader_that_holds_on_ends_the_build_and_leaves_production(shared: Project) -> None:
    model = built(shared, "held")
    model.write(meta={"swap_lock_seconds": 1, "swap_wait_seconds": 2})
    model.fill(numbered(3))
    with reading(shared, "held"):
        started = time.monotonic()
        message = model.refused()
        assert time.monotonic() - started < 60
    if not server.is_babelfish():
        assert (
            "staged_swap left dbo.held as it was: [dbo].[held] was in use for 2 seconds on end;"
            " end the long reader and run it again. Session "
        ) in message
        assert "holds it, since" in message
    assert model.rows() == numbered(2)
    model.build()
    assert model.rows() == numbered(3)


def test_production_stays_free_while_the_exchange_waits_for_a_reader_of_the_stage(
    shared: Project,
) -> None:
    model = built(shared, "looked_at")
    model.write(meta={"swap_checks": ["pass_the_gate"], "swap_lock_seconds": 2})
    shared.write("macros/pass_the_gate.sql", PASS_THE_GATE)
    model.fill(numbered(3))
    runs: list[Run] = []
    build = threading.Thread(target=lambda: runs.append(shared.dbt("run", "-s", "looked_at")))
    with closing(server.connect(database(shared))) as reader, ExitStack() as looking:
        reader.execute("set lock_timeout 0")
        with applock(database(shared), "the gate"):
            build.start()
            wait_until(lambda: "stg_looked_at" in model.tables(), "the stage is there")
            looking.enter_context(reading(shared, "stg_looked_at"))
        for _ in range(60):  # for six seconds, in which the swap is tried more than once
            assert reader.execute("select count(*) from dbo.looked_at").fetchval() == 2
            time.sleep(0.1)
    build.join()
    if not server.is_babelfish():  # there, a lock timeout ends the build
        assert runs[0].success, runs[0].text
        assert model.rows() == numbered(3)


def test_a_leftover_that_somebody_has_open_ends_the_build_and_is_named(shared: Project) -> None:
    model = built(shared, "left_open")
    model.write(meta={"swap_min_rows": 9, "swap_wait_seconds": 2})
    assert "minimum rows" in model.refused()
    with reading(shared, "stg_left_open"):
        message = model.refused()
    if not server.is_babelfish():
        assert "[dbo].[stg_left_open] was in use for 2 seconds" in message
        assert "holds it, since" in message
    assert model.rows() == numbered(2)
    assert "minimum rows" in model.refused()


def test_the_exchange_waits_for_a_reader_and_then_happens(shared: Project) -> None:
    if server.is_babelfish():
        pytest.skip("Babelfish: a lock timeout is error 33557097, not 1222, so it is not retried")
    model = built(shared, "waited_for")
    model.fill(numbered(3))
    with reading(shared, "waited_for"):
        result: list[str] = []
        build = threading.Thread(target=lambda: result.append(model.build()))
        build.start()
        time.sleep(15)
        assert model.rows("stg_waited_for") == numbered(3)
    build.join()
    assert result == ["OK 3 rows (was 2)"]


def test_two_builds_of_one_table_at_once(shared: Project) -> None:
    model = built(shared, "contended", meta={"swap_wait_seconds": 1})
    resource = "N'staged_swap dbo.contended'"
    lock = (
        "declare @r int; exec @r = sp_getapplock @Resource = %s, @LockMode = 'Exclusive',"
        " @LockOwner = 'Session', @LockTimeout = 0; select @r"
    )
    with closing(server.connect(database(shared))) as connection:
        connection.execute(lock % resource)
        assert (
            f"staged_swap built nothing: another build of {model.relation()} still runs after 1"
            " seconds of waiting; run this one when that has ended."
        ) in model.refused()
    model.build()


def test_no_lock_is_left_behind(shared: Project) -> None:
    model = built(shared, "released", meta={"swap_min_rows": 1})
    model.fill([])
    model.refused()
    found = shared.warehouse.query(
        "select applock_test('public', N'staged_swap dbo.released', 'Exclusive', 'Session')"
    )
    assert found == [(1,)]


def test_permissions_are_carried_over(shared: Project) -> None:
    server.needs_sql_server("sys.database_permissions is empty there, and DENY is refused")
    model = built(shared, "granted")
    run = shared.warehouse.query
    run("create user reader_one without login; create user reader_two without login")
    run("grant select on dbo.granted to reader_one with grant option")
    run("deny select on dbo.granted ([Name]) to reader_two")
    run("grant update on dbo.granted ([Name]) to reader_two")
    permissions = (
        "select user_name(grantee_principal_id), permission_name, state, minor_id"
        " from sys.database_permissions where major_id = object_id('dbo.granted') order by 1, 2"
    )
    before = run(permissions)
    assert len(before) == 3
    for _ in range(2):
        model.build()
        assert run(permissions) == before


def test_who_is_taken_out_of_dbts_grants_loses_that_access(shared: Project) -> None:
    server.needs_sql_server("sys.database_permissions is empty there")
    run = shared.warehouse.query
    for name in ("goes", "keeps"):
        run(f"create user {name} without login")
    model = built(shared, "granted_by_dbt", grants={"select": ["goes", "keeps"]})
    run("grant insert on dbo.granted_by_dbt to goes")
    model.write(grants={"select": ["keeps"]})
    model.build()
    permissions = (
        "select user_name(grantee_principal_id), permission_name from sys.database_permissions"
        " where major_id = object_id('dbo.granted_by_dbt') order by 1"
    )
    assert run(permissions) == [("goes", "INSERT"), ("keeps", "SELECT")]


def test_a_column_revoked_from_a_granted_table_stays_revoked(shared: Project) -> None:
    server.needs_sql_server("sys.database_permissions is empty there")
    model = built(shared, "revoked")
    run = shared.warehouse.query
    run("create user reader_three without login")
    run("grant select on dbo.revoked to reader_three with grant option")
    run("revoke select on dbo.revoked ([Name]) from reader_three cascade")
    may_read = (
        "execute as user = 'reader_three';"
        " select has_perms_by_name('dbo.revoked', 'OBJECT', 'SELECT', 'Name', 'COLUMN'),"
        " has_perms_by_name('dbo.revoked', 'OBJECT', 'SELECT', 'Item ID', 'COLUMN'); revert"
    )
    assert run(may_read) == [(0, 1)]
    for _ in range(2):
        model.build()
        assert run(may_read) == [(0, 1)]


def test_a_table_with_an_owner_of_its_own_is_not_swapped(shared: Project) -> None:
    server.needs_sql_server("tables are given to nobody there")
    model = built(shared, "owned")
    run = shared.warehouse.query
    run("create user table_owner without login")
    run("grant select on dbo.owned to table_owner; deny update on dbo.owned to table_owner")
    run("alter authorization on dbo.owned to table_owner")
    assert "it belongs to table_owner, and the new table would belong to" in model.refused()
    run("alter authorization on object::[dbo].[owned] to schema owner")
    model.build()
    assert model.rows() == numbered(2)


def test_what_protects_production_is_refused_before_anything_is_dropped(shared: Project) -> None:
    server.needs_sql_server("no security policies and system-versioned tables there")
    model = built(shared, "protected")
    run = shared.warehouse.query
    run(
        "exec('create function dbo.only_some(@id nvarchar(100)) returns table with schemabinding"
        " as return select 1 as ok where @id is not null')"
    )
    run(
        "create security policy dbo.filtering add filter predicate dbo.only_some([Item ID])"
        " on dbo.protected with (state = off)"
    )
    message = "the security policy dbo.filtering filters it and would end with a swap"
    assert message in model.refused()
    run("drop security policy dbo.filtering")
    model.build()
    run(
        "alter table dbo.protected add begun datetime2 generated always as row start hidden"
        " not null default sysutcdatetime(), ended datetime2 generated always as row end hidden"
        " not null default convert(datetime2, '9999-12-31 23:59:59.9999999'),"
        " period for system_time (begun, ended)"
    )
    run("alter table dbo.protected set (system_versioning = on)")
    assert "it is system-versioned and a swap would end its history" in model.refused()
    run("alter table dbo.protected set (system_versioning = off)")
    assert "stg_protected" not in model.tables()


def test_masks_are_made_as_asked_for_and_never_lost(shared: Project) -> None:
    server.needs_sql_server("no masks there")
    masked = "select name from sys.masked_columns where object_id = object_id('dbo.masked')"
    model = built(shared, "masked", masks={"Name": "default()"})
    assert shared.warehouse.query(masked) == [("Name",)]
    model.build()
    assert shared.warehouse.query(masked) == [("Name",)]
    model.write()
    assert "its column Name is masked and a swap would show it" in model.refused()
    model.write(masks={"Name": "default()", "Nmae": "default()"})
    assert "a mask is asked for the column Nmae, which the model does not have" in model.refused()
    assert shared.warehouse.query(masked) == [("Name",)]


def test_swap_back_leaves_permissions_with_the_name(shared: Project) -> None:
    server.needs_sql_server("sys.database_permissions is empty there, and DENY is refused")
    model = built(shared, "back_granted", meta={"swap_keep_previous": True})
    run = shared.warehouse.query
    for name in ("stays", "leaves", "joins"):
        run(f"create user {name} without login")
    run("grant select on dbo.back_granted to stays; grant select on dbo.back_granted to leaves")
    model.build()
    run("revoke select on dbo.back_granted from leaves")
    run("deny select on dbo.back_granted ([Name]) to joins")
    permissions = (
        "select user_name(grantee_principal_id), permission_name, state, minor_id"
        " from sys.database_permissions where major_id = object_id('dbo.back_granted') order by 1"
    )
    before = run(permissions)
    assert [row[0] for row in before] == ["joins", "stays"]
    assert shared.dbt("run-operation", "swap_back", "--args", "{model: back_granted}").success
    assert run(permissions) == before


def test_a_schema_bound_view_is_refused_before_anything_is_dropped(shared: Project) -> None:
    server.needs_sql_server("sys.sql_expression_dependencies is always empty there")
    model = built(shared, "bound")
    shared.warehouse.query(
        "exec('create view dbo.binding with schemabinding as select [Item ID] from dbo.bound')"
    )
    assert (
        "the view dbo.binding is bound to it by schemabinding; drop it, or create it again without."
    ) in model.refused()
    assert model.tables() == {"bound"}


def test_a_database_of_an_old_level_is_told_before_anything_is_made(shared: Project) -> None:
    server.needs_sql_server("it has no compatibility level")
    model = built(shared, "levelled")
    name = database(shared)
    shared.warehouse.query(f"alter database [{name}] set compatibility_level = 120")
    try:
        assert f"the database [{name}] has compatibility level 120" in model.refused()
        assert model.tables() == {"levelled"}
    finally:
        shared.warehouse.query(f"alter database [{name}] set compatibility_level = 140")
    model.build()


def test_views_synonyms_and_procedures_go_on_working(shared: Project) -> None:
    server.needs_sql_server("a table with a view on it cannot be dropped there")
    model = built(shared, "used")
    run = shared.warehouse.query
    run("exec('create view dbo.using_view as select * from dbo.used')")
    run("create synonym dbo.using_synonym for dbo.used")
    run("exec('create procedure dbo.using_procedure as select count(*) from dbo.used')")
    model.fill(numbered(5))
    model.build()
    assert run("select count(*) from dbo.using_view") == [(5,)]
    assert run("select count(*) from dbo.using_synonym") == [(5,)]
    assert run("exec dbo.using_procedure") == [(5,)]


def test_the_primary_key_is_named_after_the_table(shared: Project) -> None:
    server.needs_sql_server("constraints are not renamed there")
    model = built(shared, "keyed", meta={"swap_keep_previous": True})
    for _ in range(2):
        model.build()
    keys = shared.warehouse.query(
        "select name from sys.key_constraints where name like '%keyed%' order by name"
    )
    assert keys == [("PK_keyed",), ("PK_keyed__previous",)]


def test_the_session_keeps_no_lock_timeout(shared: Project) -> None:
    model = built(shared, "session")
    log = "dbo.session_log"
    shared.warehouse.query(f"create table {log} (seen int)")
    model.write(
        post_hook=[{"sql": f"insert into {log} select @@lock_timeout", "transaction": False}]
    )
    model.build()
    assert shared.warehouse.query(f"select seen from {log}") == [(-1,)]


def test_the_lock_of_a_build_does_not_outlive_a_failing_hook(shared: Project) -> None:
    """No code of ours runs after a failed hook, so the swap's hooks run without that lock."""
    model = built(shared, "hook_lock")
    log = "dbo.hook_lock_log"
    shared.warehouse.query(f"create table {log} (seen nvarchar(32))")
    mode = "applock_mode('public', N'staged_swap dbo.hook_lock', 'Session')"
    model.write(
        pre_hook=[f"insert into {log} select {mode}"],
        post_hook=[f"insert into {log} select {mode}"],
    )
    model.build()
    seen = shared.warehouse.query(f"select seen from {log} order by seen")
    assert seen == [("Exclusive",), ("NoLock",)]


def test_dbts_own_tests_keep_titles_beyond_the_code_page(shared: Project) -> None:
    server.needs_sql_server("its catalog turns characters outside the code page into ?")
    model = SwapModel(shared, "titled")
    title = "\U0001f680 שלום"
    model.write(
        f"select 1 as [{title}]",
        [{"name": title, "data_tests": ["not_null", "unique"], "data_type": "int"}],
        unique_key=title,
    )
    assert shared.build("-s", "titled").success
