"""staged_swap's checks: each says why it fails, and keeps production and the staging table."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from .project import Project
from .swap_models import PARSED_APART, Row, SwapModel, numbered
from .warehouse import Cell, SQLServer

ACCEPTS = "; dbt build --full-refresh -s {name} accepts it once"
OWN_CHECK = """
{% macro no_empty_names(stage, production) %}
    {%- set where = " where " ~ column_name("Name") ~ " is null" -%}
    {%- set empty = run_query("select count(*) as empty from " ~ stage ~ where).rows[0][0] -%}
    {%- if empty -%}
        {{ return(["expected a name in every row; found " ~ empty ~ " without", ""]) }}
    {%- endif -%}
{% endmacro %}
"""


def items(count: int, cells: Sequence[Cell] = ()) -> list[Cell]:
    return [*((i, "name", "name", f"n{i}", None, None) for i in range(1, count + 1)), *cells]


SOURCES = ("items", "losses", "record", "both", "test", "text_text", "numbers_text")


def board_model(project: Project, name: str, **meta: Any) -> SwapModel:
    """Write a model over raw_monday.<name> with columns Item ID, Name and Price (a number)."""
    model = SwapModel(project, name)
    columns = [
        {"name": "Item ID", "config": {"meta": {"monday_key": True, "data_type": "bigint"}}},
        {"name": "Name", "config": {"meta": {"monday_id": "name", "monday_type": "name"}}},
        {"name": "Price", "config": {"meta": {"monday_id": "n1", "monday_type": "numbers"}}},
    ]
    model.write(
        "select {{ monday_key('bigint') }} as {{ column_name('Item ID') }},"
        " {{ monday_name('name') }} as {{ column_name('Name') }},"
        " {{ monday_numbers('n1') }} as {{ column_name('Price') }}"
        f" from {{{{ source('raw_monday', '{name}') }}}} group by item_id",
        columns,
        meta={"swap_rows_from": ["raw_monday", name], **meta},
    )
    project.source(*(f"board_{n}" for n in SOURCES))
    return model


def expected(model: SwapModel, *problems: str) -> str:
    """Return the complete message of a refused build."""
    return (
        f"staged_swap left {model.relation()} as it was: {len(problems)} of its checks failed.\n"
        + "".join(f"    {problem}\n" for problem in problems)
        + f"  What was refused stands in {model.relation('stg_' + model.name)}"
        + " until the next build."
    )


CHECKS: dict[str, tuple[list[Row], dict[str, Any], str]] = {
    "null_key": (
        [(1, "a"), (None, "b")],
        {},
        "key [Item ID]: expected no NULL; found 1 rows with one",
    ),
    "repeated_key": (
        [(1, "a"), (1, "b"), (2, "c"), (2, "d")],
        {},
        "key [Item ID]: expected every key once; found 2 keys in more than one row",
    ),
    "min_rows": (
        numbered(2),
        {"swap_min_rows": 3},
        "minimum rows: expected at least 3; found 2" + ACCEPTS.format(name="min_rows"),
    ),
    "shrink": (
        numbered(14),
        {"swap_max_shrink_percent": 50},
        "shrink: expected at most 50 % fewer than production's 30 rows; found 14"
        + ACCEPTS.format(name="shrink"),
    ),
    "shrink_of_some": (
        numbered(6),
        {
            "swap_max_shrink_percent": 50,
            "swap_shrink_of": {"Name": [f"n{number}" for number in range(6, 31)]},
        },
        "shrink: expected at most 50 % fewer than production's 25 comparable rows; found 6"
        + ACCEPTS.format(name="shrink_of_some"),
    ),
    "own_check": (
        [(1, None), (2, None)],
        {"swap_checks": ["no_empty_names"], "swap_max_shrink_percent": 100},
        "no_empty_names: expected a name in every row; found 2 without",
    ),
    "missing_check": (
        numbered(30),
        {"swap_checks": ["nope"]},
        "check nope: no macro of that name; it is listed in meta swap_checks",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_check_refuses(shared: Project, name: str) -> None:
    rows, meta, problem = CHECKS[name]
    shared.write("macros/no_empty_names.sql", OWN_CHECK)
    model = SwapModel(shared, name)
    model.write()
    model.fill(numbered(30))
    model.build()
    model.write(meta={"swap_max_shrink_percent": 100, **meta})
    model.fill(rows)
    message = model.refused()
    by_the_key = isinstance(shared.warehouse, SQLServer) and name.endswith("_key")
    if by_the_key:
        assert "key [Item ID]: expected one row a key and no NULL; found:" in message
    else:
        assert expected(model, problem) in message
        assert len(model.rows(f"stg_{name}")) == len(rows)
    assert model.rows() == numbered(30)
    assert model.tables() == {name, f"stg_{name}"}

    if name == "missing_check":
        model.write()
    model.fill(numbered(29))
    assert model.build() == "OK 29 rows (was 30)"
    assert model.tables() == {name}


def test_rows_equal_the_items_of_raw(shared: Project) -> None:
    model = board_model(shared, "board_items")
    shared.warehouse.write_raw("board_items", items(3))
    model.build()
    sql = (shared.folder / "models/board_items.sql").read_text()
    shared.write("models/board_items.sql", sql.replace("group by", "where item_id > 1 group by"))
    message = model.refused()
    problem = "rows: expected 3, the items in raw_monday.board_items; found 2" + ACCEPTS.format(
        name="board_items"
    )
    assert expected(model, problem) in message
    assert len(model.rows()) == 3
    assert model.build("--full-refresh") == "OK 2 rows (was 3)"
    model.refused()


def test_losses_are_counted_warned_of_recorded_and_limited(shared: Project) -> None:
    model = board_model(shared, "board_losses", swap_max_losses=1)
    bad: Cell = (1, "n1", "numbers", "12 EUR", '"12 EUR"', None)
    shared.warehouse.write_raw("board_losses", items(2, [bad]))
    run = shared.build("-s", "board_losses")
    note = f"staged_swap: {model.relation()}: 1 conversion losses: Price 1"
    [warning] = run.warnings
    assert warning.endswith(note)
    assert run.message("board_losses") == "OK 2 rows, 1 conversion losses"
    worse: Cell = (2, "n1", "numbers", "1.234", '"1.234"', None)
    shared.warehouse.write_raw("board_losses", items(2, [bad, worse]))
    problem = "conversion losses: expected at most 1; found 2 (Price 2)"
    assert expected(model, problem) in model.refused()


@pytest.mark.parametrize("kinds", [("text", "text"), ("numbers", "text")])
def test_values_of_another_type_than_the_model_reads_are_refused(
    shared: Project, kinds: tuple[str, str]
) -> None:
    name = f"board_{'_'.join(kinds)}"
    model = board_model(shared, name)
    price: Cell = (1, "n1", "numbers", "12", '"12"', None)
    shared.warehouse.write_raw(name, items(2, [price]))
    model.build()
    before = model.rows()
    cells: list[Cell] = [(i, "n1", kind, "ten", '"ten"', None) for i, kind in enumerate(kinds, 1)]
    shared.warehouse.write_raw(name, items(2, cells))
    held = "text" if kinds[0] == "text" else "numbers and text"
    problem = (
        "column [Price]: expected values of monday's type numbers, which the model reads;"
        f" raw_monday.{name} holds {held}; run monday-board update {name},"
        " which writes the model anew, and build again"
    )
    assert expected(model, problem) in model.refused()
    assert expected(model, problem) in model.refused("--full-refresh")
    assert model.rows() == before


def test_every_failed_check_stands_in_one_message(shared: Project) -> None:
    model = board_model(shared, "board_both", swap_min_rows=5, swap_max_losses=0)
    bad: Cell = (1, "n1", "numbers", "x", None, None)
    shared.warehouse.write_raw("board_both", items(2, [bad]))
    message = model.refused()
    assert (
        expected(
            model,
            "minimum rows: expected at least 5; found 2" + ACCEPTS.format(name="board_both"),
            "conversion losses: expected at most 0; found 1 (Price 1)",
        )
        in message
    )
    assert model.tables() == {"stg_board_both"}


def test_builds_are_recorded(shared: Project) -> None:
    model = board_model(shared, "board_record", swap_min_rows=2)
    bad: Cell = (1, "n1", "numbers", "x", None, None)
    shared.warehouse.write_raw("board_record", items(1, [bad]))
    model.refused()
    shared.warehouse.write_raw("board_record", items(2))
    model.build()
    quote = shared.warehouse.quote
    names = ["model", "table_name", "status", "rows", "losses", "message", "started_at", "ended_at"]
    found = shared.warehouse.query(
        f"select {', '.join(quote(name) for name in names)} from raw_monday._builds"
        " where model = 'board_record' order by started_at"
    )
    table = f"{shared.warehouse.schema}.board_record"
    assert [(r[0], r[1], r[2], r[3], json.loads(r[4])) for r in found] == [
        ("board_record", table, "failed", 1, {"Price": 1}),
        ("board_record", table, "complete", 2, {}),
    ]
    assert "minimum rows: expected at least 2; found 1" in found[0][5]
    assert found[1][5] == "OK 2 rows"
    assert found[0][6] <= found[0][7] <= found[1][6]


def test_builds_are_kept_for_as_long_as_asked(shared: Project) -> None:
    shared.warehouse.write_raw("anything", [])
    model = SwapModel(shared, "board_kept")
    model.write()
    model.fill(numbered(1))
    model.build()
    run, quote = shared.warehouse.query, shared.warehouse.quote
    columns = [quote(name) for name in ("build_id", "model", "table_name", "status")]
    times = [quote("started_at"), quote("ended_at")]
    for name in ("board_kept", "another"):
        run(
            f"insert into raw_monday._builds ({', '.join(columns + times)})"
            f" values ('old', '{name}', 't', 'complete', '2020-01-01', '2020-01-01')"
        )
    kept = f"select model from raw_monday._builds where {quote('build_id')} = 'old' order by model"
    model.build("--vars", "staged_swap_builds_days: 100000", *PARSED_APART)
    assert run(kept) == [("another",), ("board_kept",)]
    model.build()
    assert run(kept) == [("another",)]


@pytest.mark.parametrize(
    ("before", "after", "refused"), [(20, 1, False), (21, 10, True), (21, 11, False)]
)
def test_shrink_is_checked_above_20_rows(
    shared: Project, before: int, after: int, refused: bool
) -> None:
    model = SwapModel(shared, f"shrunk_{before}_{after}")
    model.write()
    model.fill(numbered(before))
    model.build()
    model.fill(numbered(after))
    if refused:
        assert f"found {after}" in model.refused()
        assert model.build("--full-refresh") == f"OK {after} rows (was {before})"
    else:
        model.build()


def test_a_full_refresh_accepts_no_bad_key(shared: Project) -> None:
    model = SwapModel(shared, "refreshed")
    model.write()
    model.fill([(1, "a"), (1, "b")])
    assert "key [Item ID]" in model.refused("--full-refresh")


def test_rows_match_raw_is_a_test_for_dbt(shared: Project) -> None:
    model = board_model(shared, "board_test")
    shared.warehouse.write_raw("board_test", items(2))
    path = shared.folder / "models/board_test.yml"
    described = yaml.safe_load(path.read_text())
    arguments = {"raw": "source('raw_monday', 'board_test')"}
    described["models"][0]["data_tests"] = [{"rows_match_raw": {"arguments": arguments}}]
    path.write_text(yaml.safe_dump(described))
    model.build()
    shared.warehouse.write_raw("board_test", items(3))
    run = shared.dbt("test", "-s", "board_test")
    assert not run.success
    assert [status for status, _ in run.nodes.values()] == ["fail"]


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        ({"swap_min_row": 1}, "sets meta swap_min_row, which staged_swap does not know; it knows"),
        (
            {"swap_min_rows": "many"},
            'sets meta swap_min_rows to "many"; it is a number, 0 or more, without quotes, such as'
            " swap_min_rows: 0. Correct it in the model's config.meta: in models/wrong.sql,"
            " models/wrong.yml or, for a folder, in dbt_project.yml.",
        ),
        ({"swap_max_losses": -1}, "sets meta swap_max_losses to -1; it is a number, 0 or more,"),
        ({"swap_max_shrink_percent": None}, "sets meta swap_max_shrink_percent to null; it is a"),
        ({"swap_grant_percent": 0}, "to 0; it is a number, more than 0 and at most 100, without"),
        ({"swap_wait_seconds": math.inf}, "Infinity; it is a number, 0 to 2147483, without quotes"),
        ({"swap_take_over": "false"}, 'sets meta swap_take_over to "false"; it is true or false.'),
        ({"swap_drops": ["index"]}, 'sets meta swap_drops to ["index"]; it is a list of full-text'),
        ({"swap_indexes": ["Name"]}, 'has the index "Name" in meta swap_indexes; an index is'),
        (
            {"swap_indexes": [{"columns": ["Name"], "kind": "x"}]},
            "in meta swap_indexes; an index is",
        ),
    ],
)
def test_wrong_settings(duckdb_project: Project, meta: dict[str, Any], message: str) -> None:
    model = SwapModel(duckdb_project, "wrong")
    model.write(meta=meta)
    model.fill(numbered(1))
    assert message in model.refused()
    assert "wrong" not in model.tables()


def test_no_number_is_taken_for_one(duckdb_project: Project) -> None:
    """Jinja treats true as 1, and comparisons with .nan are never true."""
    model = SwapModel(duckdb_project, "unmeasured")
    model.write()
    model.fill(numbered(2))
    model.build()
    model.fill(numbered(3))
    for wrong, told in ((True, "true"), ("5%", '"5%"'), (101, "101"), (math.nan, "NaN")):
        model.write(meta={"swap_partial_percent": wrong})
        said = f"sets meta swap_partial_percent to {told}; it is a number, 0 to 100, without quotes"
        assert said in model.refused()
    model.write()
    said = 'staged_swap_builds_days, under vars: in dbt_project.yml or in --vars, is "a year"'
    assert said in model.refused("--vars", "staged_swap_builds_days: a year", *PARSED_APART)
    assert model.rows() == [(1, "n1"), (2, "n2")]
