"""staged_swap: what a build does to production, to existing objects, and after model changes."""

from __future__ import annotations

from typing import Any

from tests.sqlserver import connection as server

from .project import Project
from .swap_models import SwapModel, column, numbered
from .warehouse import DuckDB, SQLServer

HOSTILE = [
    "a ] b", 'a " b', "it's", "{{ 7*7 }}", "{% raw %}", "{# x", "; drop table x --",
    "line\nbreak", "tab\there", "\U0001f680 שלום", " padded", "[x]", "%s", "100% (RMB -> USD)",
]  # fmt: skip


def text_type(project: Project, length: int = 100) -> str:
    return "varchar" if project.warehouse.engine == "duckdb" else f"nvarchar({length})"


def test_first_build_then_second(shared: Project) -> None:
    model = SwapModel(shared, "plain")
    model.write()
    model.fill(numbered(3))
    assert model.build() == "OK 3 rows"
    assert model.rows() == numbered(3)
    assert model.tables() == {"plain"}
    assert shared.warehouse.columns("plain") == [
        ("Item ID", "bigint", False),
        ("Name", text_type(shared), True),
    ]
    assert shared.warehouse.key("plain") == ["Item ID"]

    model.fill(numbered(4, "m"))
    assert model.build() == "OK 4 rows (was 3)"
    assert model.rows() == numbered(4, "m")
    assert shared.warehouse.key("plain") == ["Item ID"]


def test_columns_may_come_go_and_change_their_type(shared: Project) -> None:
    model = SwapModel(shared, "changing")
    model.write()
    model.fill(numbered(2))
    model.build()
    quote = shared.warehouse.quote
    model.write(
        f"select {quote('Item ID')}, 1.5 as {quote('Price')} from {model.input}",
        [column("Item ID", "int"), column("Price", "decimal(9,3)")],
    )
    model.build()
    integer = "integer" if shared.warehouse.engine == "duckdb" else "int"
    assert shared.warehouse.columns("changing") == [
        ("Item ID", integer, False),
        ("Price", "decimal(9,3)", True),
    ]


def test_column_names_of_any_characters(shared: Project) -> None:
    model = SwapModel(shared, "hostile")
    titles = HOSTILE
    if isinstance(shared.warehouse, SQLServer) and server.is_babelfish():
        # Babelfish's catalog replaces characters outside the code page by question marks.
        titles = [title for title in titles if title.isascii()]
    else:
        titles = [*titles, "x" * 120 + "\U0001f680\U0001f680\U0001f680\U0001f680"]
    escaped = ["".join(f"\\U{ord(c):08x}" for c in title) for title in titles]
    lines = ", ".join(f'1 as {{{{ column_name("{title}") }}}}' for title in escaped)
    columns = [column('{{ "' + title + '" }}', "int") for title in escaped]
    model.write(f"select {lines}", columns, unique_key='{{ "' + escaped[0] + '" }}')
    model.build()
    assert [name for name, _, _ in shared.warehouse.columns("hostile")] == titles


def test_types_come_from_the_query_where_no_yaml_gives_them(shared: Project) -> None:
    model = SwapModel(shared, "untyped")
    text = "varchar" if shared.warehouse.engine == "duckdb" else "nvarchar(20)"
    model.write(
        f"select cast(1 as bigint) as id, cast('x' as {text}) as name,"
        " cast(1.5 as decimal(9,3)) as price, 2 as given",
        [{"name": "given", "data_type": "smallint"}],
        unique_key="id",
    )
    model.build()
    assert shared.warehouse.columns("untyped") == [
        ("id", "bigint", False),
        ("name", text, True),
        ("price", "decimal(9,3)", True),
        ("given", "smallint", True),
    ]


def test_a_query_that_begins_with_a_cte_and_a_key_of_two_columns(shared: Project) -> None:
    model = SwapModel(shared, "with_cte")
    quote = shared.warehouse.quote
    model.write(
        f"with source as (select * from {model.input})\n"
        f"select {quote('Item ID')}, {quote('Name')}, 1 as n from source -- the end",
        [],
        unique_key=["Item ID", "Name"],
    )
    model.fill([(1, "a"), (1, "b")])
    model.build()
    assert model.rows() == [(1, "a", 1), (1, "b", 1)]
    assert shared.warehouse.key("with_cte") == ["Item ID", "Name"]
    assert not [name for name in shared.warehouse.tables() if "query" in name]


def test_without_a_key(shared: Project) -> None:
    model = SwapModel(shared, "keyless")
    model.write(unique_key=None)
    model.fill([(1, "a"), (1, "a"), (None, None)])
    assert model.build() == "OK 3 rows"
    assert shared.warehouse.key("keyless") == []


def test_a_failing_query_leaves_production_and_the_next_build_works(shared: Project) -> None:
    model = SwapModel(shared, "broken")
    model.write()
    model.fill(numbered(2))
    model.build()
    quote = shared.warehouse.quote
    model.write(
        f"select {quote('Item ID')}, cast({quote('Name')} as int) as {quote('Name')}"
        f" from {model.input}"
    )
    model.refused()
    assert model.rows() == numbered(2)
    model.write()
    model.build()
    assert model.tables() == {"broken"}


def test_leftover_of_a_killed_build_is_replaced(shared: Project) -> None:
    """A build killed between creating the staging table and the swap leaves a marked one behind."""
    model = SwapModel(shared, "killed")
    model.write(meta={"swap_min_rows": 1})
    model.fill([])
    model.refused()
    assert model.tables() == {"stg_killed"}
    model.fill(numbered(1))
    model.build()
    assert model.tables() == {"killed"}


def test_indexes_survive_every_build(shared: Project) -> None:
    model = SwapModel(shared, "indexed")
    model.write(
        meta={
            "swap_indexes": [
                {"columns": ["Name"]},
                {"columns": ["Name", "Item ID"], "unique": True},
            ],
            "swap_keep_previous": True,
        }
    )
    for count in (1, 2, 3):
        model.fill(numbered(count))
        model.build()
        found = {name.lower() for name in shared.warehouse.indexes("indexed")}
        assert len(found) == 2
        if isinstance(shared.warehouse, DuckDB):
            assert found == {"ix_indexed_1", "ix_indexed_2"}
    assert model.rows() == numbered(3)
    assert model.rows("indexed__previous") == numbered(2)


def test_empty_never_empties_production(shared: Project) -> None:
    upstream = SwapModel(shared, "before_empty")
    upstream.write()
    upstream.fill(numbered(3))
    model = SwapModel(shared, "emptied")
    quote = shared.warehouse.quote
    model.write(
        f"select {quote('Item ID')}, {quote('Name')} from {{{{ ref('before_empty') }}}}"
        + (" as x" if shared.warehouse.engine == "sqlserver" else ""),
        meta={"swap_min_rows": 1},
    )
    upstream.build()
    assert shared.build("-s", "emptied", "--empty").message("emptied") == "OK 0 rows"
    model.build()
    run = shared.build("-s", "emptied", "--empty")
    assert run.message("emptied") == "EMPTY checked, production kept"
    assert model.rows() == numbered(3)
    assert model.tables() == {"emptied"}


def test_descriptions_reach_the_catalog(shared: Project) -> None:
    if shared.warehouse.engine == "sqlserver":
        server.needs_sql_server("its catalog gives columns in lower case, dbt then misses them")
    model = SwapModel(shared, "described")
    model.write(
        columns=[
            column("Item ID", "bigint", description="the 'key'"),
            column("Name", "nvarchar(100)"),
        ],
        description="All the \U0001f680 things",
        persist_docs={"relation": True, "columns": True},
    )
    model.fill(numbered(1))
    for _ in range(2):
        model.build()
    if isinstance(shared.warehouse, DuckDB):
        [(table,)] = shared.warehouse.query(
            "select comment from duckdb_tables() where table_name = 'described'"
        )
        assert table.startswith("All the \U0001f680 things\n")
        found = shared.warehouse.query(
            "select comment from duckdb_columns() where table_name = 'described'"
        )
        assert found[0] == ("the 'key'",)
    else:
        found = shared.warehouse.query(
            "select cast(value as nvarchar(100)) from sys.extended_properties"
            " where name = 'MS_Description' and major_id = object_id('dbo.described')"
        )
        assert ("All the \U0001f680 things",) in found


def test_several_models_at_once(tmp_path: Any, duckdb_project: Project) -> None:
    """dbt's threads build concurrently; each build is recorded."""
    duckdb_project.warehouse.query("create schema raw_monday")
    for number in range(8):
        duckdb_project.model(f"m{number}", "select range as id from range(5000)", unique_key="id")
    for _ in range(2):
        duckdb_project.build("--threads", "4")
    assert duckdb_project.warehouse.query("select count(*) from raw_monday._builds") == [(16,)]
