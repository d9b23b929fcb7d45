"""What depends on a table, and settings for it, from one build to the next."""

from __future__ import annotations

import pytest

from tests.sqlserver import connection as server
from tests.sqlserver.boards import ITEMS, SMALL_ID
from tests.sqlserver.conftest import Small

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]

KEEPS_VIEWS = "a table that a view reads cannot be dropped there, and there are no synonyms"


def test_procedures_keep_working(small: Small) -> None:
    query = small.project.query
    query("exec('create procedure dbo.total as select sum([Version]) as total from dbo.orders')")
    small.load(51)
    small.project.build()

    assert query("exec dbo.total") == [(51 * ITEMS,)]


def test_what_changed_alone_is_put_into_the_table(small: Small) -> None:
    item = next(iter(small.account.board(SMALL_ID).items))
    small.load(56)
    small.project.build()
    object_id = small.project.query("select object_id('dbo.orders')")
    small.api.edit.rename_item(item, "renamed")
    small.project.ok("monday-load", "orders", "--changed")
    built = small.project.dbt("run", "-s", "orders")

    assert built.success, built.errors or built.exception
    told = [str(r.message) for r in built.result.results]
    assert any(text.endswith(", 1 changed") for text in told), told
    assert small.versions() == {56}
    named = small.project.query("select [Item ID] from dbo.orders where [Name] = N'renamed'")
    assert [int(row[0]) for row in named] == [item]
    assert small.project.query("select object_id('dbo.orders')") == object_id


def test_views_and_synonyms_keep_working(small: Small) -> None:
    server.needs_sql_server(KEEPS_VIEWS)
    query = small.project.query
    query("exec('create view dbo.report as select [Item ID], [Version] from dbo.orders')")
    query("create synonym dbo.other_name for dbo.orders")
    for version in (52, 53):
        small.load(version)
        small.project.build()
        for name in ("report", "other_name"):
            assert query(f"select count(*), max([Version]) from dbo.{name}") == [(ITEMS, version)]


def test_a_schema_bound_view_is_named_and_nothing_is_touched(small: Small) -> None:
    server.needs_sql_server("sys.sql_expression_dependencies is always empty there")
    before = small.versions()
    small.project.query(
        "exec('create view dbo.bound with schemabinding as select [Item ID] from dbo.orders')"
    )
    small.load(54)
    built = small.project.dbt("build", "-s", "orders")

    assert not built.success
    assert "the view dbo.bound is bound to it by schemabinding; drop it" in built.errors
    assert small.versions() == before


def test_a_foreign_key_is_named_and_nothing_is_touched(small: Small) -> None:
    before = small.versions()
    small.project.query(
        "create table dbo.notes (id int, item nvarchar(100) "
        "constraint fk_notes references dbo.orders ([Item ID]))"
    )
    small.load(55)
    built = small.project.dbt("build", "-s", "orders")

    assert not built.success
    assert "the table dbo.notes has a foreign key" in built.errors
    assert "drop that constraint first" in built.errors
    assert small.versions() == before
    assert small.project.query("select object_id('dbo.stg_orders')") == [(None,)]


def test_grants_denials_and_column_grants_are_carried_over(small: Small) -> None:
    server.needs_sql_server("sys.database_permissions is always empty there")
    query = (
        "select p.state, p.permission_name, isnull(col_name(p.major_id, p.minor_id), '') "
        "from sys.database_permissions as p "
        "where p.class = 1 and p.major_id = object_id('dbo.orders') order by 1, 2, 3"
    )
    with server.create_login(small.database) as reader:
        name = reader["user"]
        for statement in (
            f"grant select on dbo.orders to {name} with grant option",
            f"deny delete on dbo.orders to {name}",
            f"grant update ([Version]) on dbo.orders to {name}",
        ):
            small.project.query(statement)
        before = small.project.query(query)
        small.load(56)
        small.project.build()

        assert [(state.strip(), what) for state, what, _ in before] == [
            ("D", "DELETE"),
            ("G", "UPDATE"),
            ("W", "SELECT"),
        ]
        assert small.project.query(query) == before


def test_the_previous_table_is_kept_and_can_come_back(small: Small) -> None:
    def previous() -> set[int]:
        rows = small.project.query("select [Version] from dbo.orders__previous")
        assert len(rows) == ITEMS
        return {int(row[0]) for row in rows}

    small.project.settings(swap={"max_shrink_percent": 50, "min_rows": 0, "keep_previous": True})
    for version in (61, 62):
        small.load(version)
        small.project.build()
    assert (small.versions(), previous()) == ({62}, {61})

    back = ("run-operation", "swap_back", "--args", "{model: orders}")
    assert small.project.dbt(*back).success
    assert (small.versions(), previous()) == ({61}, {62})

    small.load(63)
    small.project.build()
    assert (small.versions(), previous()) == ({63}, {61})


def test_an_empty_build_passes_its_tests_and_touches_nothing(small: Small) -> None:
    before = small.versions()
    built = small.project.dbt("build", "-s", "tag:monday_orders", "--empty")

    assert built.success, built.errors
    assert {"orders", "unique_orders__item_id", "not_null_orders__item_id"} <= set(built.nodes)
    assert small.versions() == before


def test_indexes_survive_every_build(small: Small) -> None:
    small.project.settings(indexes=[{"columns": ["Version"]}])
    for version in (64, 65):
        small.load(version)
        small.project.build()
        names = small.project.query(
            "select name from sys.indexes where object_id = object_id('dbo.orders') "
            "and is_primary_key = 0 and index_id > 0"
        )
        assert len(names) == 1
        if not server.is_babelfish():  # it appends a hash to stored names
            assert names == [("IX_orders_1",)]
    assert small.versions() == {65}
