"""All edge cases of every monday type on both engines: value, SQL type, conversion loss."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, build_schema

from loader.board.sql_types import DATA_TYPES
from tests.sqlserver import connection as server

from .cases import CASES, Case
from .conftest import ENGINES, open_warehouse
from .project import ROOT, Project, make_project
from .warehouse import Cell, Warehouse

pytestmark = pytest.mark.timeout(1800)
"""Babelfish needs a minute for a model of some of these columns."""

ITEM = 7
COLUMNS_A_MODEL = 25
"""Cases are spread over models: Babelfish parses one long statement much slower than several."""


@dataclass(frozen=True)
class Built:
    """The result of each case, by case number."""

    engine: str
    values: dict[int, Any]
    types: dict[int, str]
    losses: dict[int, int]


def column_of(number: int) -> str:
    return f"c{number}"


def id_of(number: int) -> str:
    """Return the id of the case's column, from monday or from the loader."""
    return CASES[number].attribute or column_of(number)


def chunks() -> list[range]:
    return [
        range(start, min(start + COLUMNS_A_MODEL, len(CASES)))
        for start in range(0, len(CASES), COLUMNS_A_MODEL)
    ]


def write_model(project: Project, table: str, numbers: range) -> None:
    lines = ["    {{ monday_key('bigint') }} as {{ column_name('Item ID') }}"]
    columns: list[dict[str, Any]] = [
        {"name": "Item ID", "config": {"meta": {"monday_key": True, "data_type": "bigint"}}}
    ]
    for number in numbers:
        case, name = CASES[number], column_of(number)
        given = {"data_type": case.data_type, "part": case.part}
        arguments = "".join(f", {k}='{v}'" for k, v in given.items() if v)
        call = f"monday_{case.type}('{id_of(number)}'{arguments})"
        lines.append(f"    {{{{ {call} }}}} as {{{{ column_name('{name}') }}}}")
        meta = {"monday_id": id_of(number), "monday_type": case.type}
        meta |= {k: v for k, v in given.items() if v}
        columns.append({"name": name, "config": {"meta": meta}})
    # Every other model looks generated, so that conversions read from named columns.
    written = {"monday_sql": "sha256:0", "monday_yaml": "sha256:0"} if numbers.start % 2 else {}
    project.model(
        table,
        "select\n" + ",\n".join(lines) + "\nfrom {{ monday_rows(source('raw_monday', 'cases')) }}\n"
        "group by item_id\n",
        columns,
        unique_key=["Item ID"],
        meta={"swap_rows_from": ["raw_monday", "cases"], **written},
    )


def raw_cells() -> list[Cell]:
    cells: list[Cell] = [(ITEM, "name", "name", "Item", None, None)]
    for number, case in enumerate(CASES):
        if not case.missing:
            cells.append((ITEM, id_of(number), case.type, case.text, case.json, case.fields))
    return cells


def read_back(warehouse: Warehouse, table: str, numbers: range) -> dict[int, Any]:
    """Return the values by case, without those that this server cannot return."""
    wanted = [number for number in numbers if not left_out(warehouse, CASES[number])]
    names = ", ".join(warehouse.quote(column_of(number)) for number in wanted)
    [row] = warehouse.query(f"select {names} from {warehouse.schema}.{table}")
    return dict(zip(wanted, row, strict=True))


def left_out(warehouse: Warehouse, case: Case) -> bool:
    return bool(case.only_sql_server and warehouse.engine == "sqlserver" and server.is_babelfish())


@pytest.fixture(scope="module", params=ENGINES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    folder: Path = tmp_path_factory.mktemp("types")
    with open_warehouse(request.param, folder) as warehouse:
        warehouse.write_raw("cases", raw_cells())
        project = make_project(folder / "dbt_project", warehouse)
        project.source("cases")
        tables = {f"cases_{numbers.start}": numbers for numbers in chunks()}
        for table, numbers in tables.items():
            write_model(project, table, numbers)
        run = project.build()
        assert all("conversion losses: c" in warning for warning in run.warnings)
        made = Built(warehouse.engine, {}, {}, {})
        for table, numbers in tables.items():
            made.values.update(read_back(warehouse, table, numbers))
            types = [kind for _, kind, _ in warehouse.columns(table)]
            made.types.update(zip(numbers, types[1:], strict=True))
        for (losses,) in warehouse.query("select losses from raw_monday._builds"):
            made.losses.update({int(name[1:]): lost for name, lost in json.loads(losses).items()})
        yield made


def comparable(value: Any) -> Any:
    """Return JSON text by content: SQL Server keeps its whitespace, DuckDB does not."""
    if isinstance(value, str) and value[:1] in "[{" and value:
        return json.loads(value)
    return value


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[case.label.replace(" ", "-") for case in CASES]
)
def test_cell_becomes(built: Built, number: int) -> None:
    case: Case = CASES[number]
    if number not in built.values:
        pytest.skip(f"Babelfish: {case.only_sql_server}")
    found = built.values[number]
    assert comparable(found) == comparable(case.value)
    assert type(found) is type(case.value)
    assert built.types[number] == case.sql_type[built.engine == "sqlserver"]
    assert built.losses.get(number, 0) == int(case.lost)


def test_every_column_type_of_the_api_has_a_macro() -> None:
    schema = (ROOT / "tests/monday_server/schema.graphql").read_text(encoding="utf-8")
    kinds = build_schema(schema).get_type("ColumnType")
    assert isinstance(kinds, GraphQLEnumType)
    members = set(kinds.values)
    files = {path.stem.removeprefix("monday_") for path in macro_files()}
    assert files - {"types", "unknown", "gone"} == members
    assert {case.type for case in CASES} == members | {"unknown"}


def macro_files() -> list[Path]:
    return sorted((ROOT / "dbt_project/macros/types").glob("monday_*.sql"))


def test_board_files_may_name_the_types_that_the_macros_know() -> None:
    macro = (ROOT / "dbt_project/macros/engine/monday_type_facts.sql").read_text(encoding="utf-8")
    families = re.search(r"set families = \{(.*?)\}", macro, re.DOTALL)
    assert families
    assert sorted(re.findall(r"'(\w+)':", families[1])) == list(DATA_TYPES)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_type_that_a_board_file_may_name_is_built(engine: str, tmp_path: Path) -> None:
    types = [*DATA_TYPES, "Decimal ( 38 , 4 )", "nvarchar( MAX )", "varchar(20)", "datetime2(0)"]
    columns: list[dict[str, Any]] = [{"name": "Item ID", "config": {"meta": {"monday_key": True}}}]
    lines = ["    {{ monday_key() }} as {{ column_name('Item ID') }}"]
    for number, data_type in enumerate(types):
        meta = {"monday_id": "c", "monday_type": "text", "data_type": data_type}
        columns.append({"name": f"c{number}", "config": {"meta": meta}})
        lines.append(f"    {{{{ monday_text('c', data_type='{data_type}') }}}} as c{number}")
    with open_warehouse(engine, tmp_path) as warehouse:
        warehouse.write_raw("given", [(ITEM, "name", "name", "Item", None, None)])
        project = make_project(tmp_path / "dbt_project", warehouse)
        project.source("given")
        project.model(
            "typed",
            "select\n" + ",\n".join(lines) + "\nfrom {{ source('raw_monday', 'given') }}\n"
            "group by item_id\n",
            columns,
            unique_key=["Item ID"],
        )
        project.build()
        assert len(warehouse.columns("typed")) == 1 + len(types)


@pytest.mark.sqlserver
def test_characters_that_a_narrow_type_lacks_are_a_loss(tmp_path: Path) -> None:
    """The code page of the database's collation has é but no Hebrew."""
    server.require()
    server.needs_sql_server("its varchar keeps every character")
    types = ["varchar(9)", "varchar(max)", "char(9)", "nvarchar(9)"]
    given = {"plain": "caf\u00e9", "hebrew": "\u05e9\u05dc\u05d5\u05dd"}
    named = [(f"{name} {kind}", name, kind) for name in given for kind in types]
    columns: list[dict[str, Any]] = [{"name": "Item ID", "config": {"meta": {"monday_key": True}}}]
    lines = ["    {{ monday_key() }} as {{ column_name('Item ID') }}"]
    for title, column_id, kind in named:
        meta = {"monday_id": column_id, "monday_type": "text", "data_type": kind}
        columns.append({"name": title, "config": {"meta": meta}})
        call = f"monday_text('{column_id}', data_type='{kind}')"
        lines.append(f"    {{{{ {call} }}}} as {{{{ column_name('{title}') }}}}")
    with open_warehouse("sqlserver", tmp_path) as warehouse:
        cells: list[Cell] = [(ITEM, "name", "name", "Item", None, None)]
        cells += [(ITEM, name, "text", text, None, None) for name, text in given.items()]
        warehouse.write_raw("given", cells)
        project = make_project(tmp_path / "dbt_project", warehouse)
        project.source("given")
        project.model(
            "narrow",
            "select\n" + ",\n".join(lines) + "\nfrom {{ source('raw_monday', 'given') }}\n"
            "group by item_id\n",
            columns,
            unique_key=["Item ID"],
            meta={"swap_rows_from": ["raw_monday", "given"]},
        )
        project.build()
        [(losses,)] = warehouse.query("select losses from raw_monday._builds")
    assert set(json.loads(losses)) == {f"hebrew {kind}" for kind in types[:3]}


def test_a_type_without_that_part_is_named(duckdb_project: Project) -> None:
    duckdb_project.model("wrong", "select {{ monday_link('l', part='lat') }} as x from raw")
    run = duckdb_project.dbt("compile")
    assert not run.success
    assert (
        "A column of type link has no part lat (it has: url, text, changed at); asked for column l."
        in run.text
    )


OWN_TEXT = """{% macro duckdb__monday_text(column_id, data_type, part, get) %}
    {%- set type = 'integer' if column_id == 'c2' else 'varchar' -%}
    {%- set found = "max(case when column_id = '" ~ column_id ~ "' then text end)" -%}
    {%- set value = "cast(" ~ found ~ " as " ~ type ~ ")" -%}
    {{- return({'type': type, 'expression': value, 'loss': none}.get(get)) -}}
{% endmacro %}
"""
"""Columns of one kind share one call of our type macros; a project's own is called for each."""


def test_a_macro_of_the_projects_own_answers_for_each_column(duckdb_project: Project) -> None:
    warehouse = duckdb_project.warehouse
    cells: list[Cell] = [(ITEM, "name", "name", "Item", None, None)]
    cells += [(ITEM, f"c{n}", "text", str(n), None, None) for n in (1, 2, 3)]
    warehouse.write_raw("own", cells)
    duckdb_project.source("own")
    duckdb_project.write("macros/own_text.sql", OWN_TEXT)
    meta = [{"monday_id": f"c{n}", "monday_type": "text"} for n in (1, 2, 3)]
    lines = "".join(f", {{{{ monday_text('c{n}') }}}} as c{n}" for n in (1, 2, 3))
    columns: list[dict[str, Any]] = [{"name": "Item ID", "config": {"meta": {"monday_key": True}}}]
    columns += [{"name": m["monday_id"], "config": {"meta": m}} for m in meta]
    source = "{{ source('raw_monday', 'own') }} group by item_id"
    sql = f"select {{{{ monday_key() }}}} as {{{{ column_name('Item ID') }}}}{lines} from {source}"
    swap = {"swap_rows_from": ["raw_monday", "own"]}
    duckdb_project.model("own", sql, columns, unique_key=["Item ID"], meta=swap)
    duckdb_project.build()
    assert warehouse.query("select c1, c2, c3 from main.own") == [("1", 2, "3")]


@pytest.mark.parametrize(
    ("data_type", "message"),
    [
        ("decimal(18,2); drop table x", 'data_type "decimal(18,2); drop table x" is no SQL type'),
        ("decimal(18", 'data_type "decimal(18" is no SQL type'),
        ("xml", "data_type xml cannot hold a monday value"),
    ],
)
def test_a_data_type_that_is_none_is_refused(
    duckdb_project: Project, data_type: str, message: str
) -> None:
    duckdb_project.model(
        "wrong", f"select {{{{ monday_text('t', data_type={data_type!r}) }}}} as x from raw"
    )
    run = duckdb_project.dbt("compile")
    assert not run.success
    assert message in run.text
