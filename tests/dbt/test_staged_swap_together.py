"""Models with meta swap_with: one transaction for all their tables, and the effects in dbt."""

from __future__ import annotations

import threading
from contextlib import closing
from decimal import Decimal
from typing import Any

import duckdb

from tests.sqlserver import connection as server

from .project import Project, Run
from .swap_models import SwapModel, column, numbered
from .warehouse import DuckDB, SQLServer

REBUILDS = 3

EDGE = "{{% if not execute %}}{{{{ ref('{0}') }}}}{{% endif %}}"


def group(project: Project, name: str) -> tuple[SwapModel, SwapModel, SwapModel]:
    """Return a model and two that are swapped with it."""
    lead, first, second = (SwapModel(project, name + end) for end in ("", "__links", "__times"))
    lead.write()
    for follower in (first, second):
        quote = project.warehouse.quote
        sql = f"select {quote('Item ID')}, {quote('Name')} from {follower.input}"
        follower.write(EDGE.format(name) + "\n" + sql, meta={"swap_with": name})
    for model in (lead, first, second):
        model.fill(numbered(3))
    return lead, first, second


def build(project: Project, *models: SwapModel) -> Run:
    return project.dbt("build", "-s", *(model.name for model in models))


def test_all_tables_come_in_one_exchange(shared: Project) -> None:
    models = group(shared, "joined")
    run = build(shared, *models)
    assert run.success, run.text
    messages = [run.message(model.name) for model in models]
    assert messages == ["OK 3 rows", *["OK 3 rows, exchanged with joined"] * 2]
    for model in models:
        model.fill(numbered(4, "m"))
    run = build(shared, *models)
    assert run.message("joined") == "OK 4 rows (was 3)"
    for model in models:
        assert model.rows() == numbered(4, "m")
        assert model.tables() == {model.name}
        assert shared.warehouse.key(model.name) == ["Item ID"]


def test_a_failure_of_one_leaves_all_as_they_were(shared: Project) -> None:
    shared.warehouse.write_raw("nothing", [(1, "name", "name", "Item", None, None)])
    models = lead, _, last = group(shared, "held")
    assert build(shared, *models).success
    for model in models:
        model.fill(numbered(5, "m"))
    last.fill([(1, "a"), (1, "b")])
    run = build(shared, *models)
    assert not run.success
    assert [run.status(model.name) for model in models] == ["error", "skipped", "skipped"]
    kept = ", ".join(model.relation() for model in models)
    assert f"staged_swap left {kept} as they were: 1 of the checks of" in run.message("held")
    for model in models:
        assert model.rows() == numbered(3)
    found = shared.warehouse.query(
        "select model, status from raw_monday._builds where model like 'held%'"
    )
    wanted = [(model.name, status) for model in models for status in ("complete", "failed")]
    assert sorted(tuple(row) for row in found) == sorted(wanted)

    last.fill(numbered(5, "m"))
    assert build(shared, *models).success
    assert lead.rows() == last.rows() == numbered(5, "m")


def test_a_model_of_a_project_reads_its_own_rows_beside_a_generated_one(shared: Project) -> None:
    """A generated model adds named columns that its conversions read; a model that is swapped with
    it does not have them."""
    cells = [(n, "n", "numbers", f" {n}.5 ", f'" {n}.5 "', None) for n in range(3)]
    shared.warehouse.write_raw("told_apart", cells)
    quote = shared.warehouse.quote
    select = (
        f"select {{{{ monday.monday_key('bigint') }}}} as {quote('Item ID')},"
        f" {{{{ monday.monday_numbers('n') }}}} as {quote('Amount')}"
    )
    columns = [column("Item ID", "bigint"), column("Amount", "decimal(18,2)")]
    lead, own = (SwapModel(shared, name) for name in ("generated", "generated__own"))
    rows = "{{ monday.monday_rows('raw_monday.told_apart') }}"
    generated = {"monday_sql": "sha256:0", "monday_yaml": "sha256:0"}
    lead.write(f"{select} from {rows} group by item_id", columns, meta=generated)
    text = f"{select} from raw_monday.told_apart group by item_id"
    own.write(EDGE.format("generated") + "\n" + text, columns, meta={"swap_with": "generated"})
    run = build(shared, lead, own)
    assert run.success, run.text
    assert run.message("generated__own") == "OK 3 rows, exchanged with generated"
    assert lead.rows() == own.rows() == [(n, Decimal(f"{n}.50")) for n in range(3)]


def test_what_is_selected_is_exchanged(shared: Project) -> None:
    models = lead, first, second = group(shared, "partly")
    assert build(shared, *models).success
    for model in models:
        model.fill(numbered(4, "m"))
    assert build(shared, first).message("partly__links") == "OK 4 rows (was 3)"
    assert (lead.rows(), second.rows()) == (numbered(3), numbered(3))
    run = build(shared, lead, second)
    assert run.message("partly__times").endswith(", exchanged with partly")
    assert lead.rows() == second.rows() == numbered(4, "m")


def test_a_model_that_reads_one_of_them_comes_after_the_exchange(shared: Project) -> None:
    models = group(shared, "followed")
    report = SwapModel(shared, "followed_report")
    quote = shared.warehouse.quote
    names = f"{quote('Item ID')}, {quote('Name')}"
    report.write(f"select {names} from {{{{ ref('followed__links') }}}}")
    run = build(shared, *models, report)
    assert run.success, "there is no table before the exchange"
    assert report.rows() == numbered(3)


def test_a_reader_that_joins_two_of_them_never_sees_old_beside_new(shared: Project) -> None:
    models = lead, first, _ = group(shared, "read_together")
    assert build(shared, *models).success
    name = shared.warehouse.quote("Name")
    seen: set[tuple[Any, ...]] = set()
    failures: list[str] = []
    done = threading.Event()
    sql = (
        f"select a.{name}, b.{name} from {shared.warehouse.schema}.{lead.name} as a"
        f" cross join {shared.warehouse.schema}.{first.name} as b"
    )

    def read() -> None:
        with closing(connected(shared)) as connection:
            while not done.wait(0.002):
                try:
                    seen.update(tuple(row) for row in connection.execute(sql).fetchall())
                except Exception as error:
                    failures.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for version in range(REBUILDS):
            for model in models:
                model.fill([(1, f"version {version}")])
            assert build(shared, *models).success
    finally:
        done.set()
        reader.join()
    if isinstance(shared.warehouse, SQLServer):
        failures = server.of_server(failures)
    assert failures == []
    shown = {one for one, other in seen if one.startswith("version")}
    assert len(shown) == REBUILDS
    assert all(one == other for one, other in seen if "version" in one + other)


def connected(project: Project) -> Any:
    """Open a separate connection for a reader."""
    warehouse = project.warehouse
    if isinstance(warehouse, SQLServer):
        return server.connect(warehouse.database)
    assert isinstance(warehouse, DuckDB)
    return duckdb.connect(str(warehouse.path))


def test_each_table_goes_its_own_way_in_one_transaction(shared: Project) -> None:
    models = lead, first, _ = group(shared, "mixed")
    lead.write(meta={"swap_keep_previous": True})
    quote = shared.warehouse.quote
    sql = f"select {quote('Item ID')}, {quote('Name')} from {first.input}"
    meta = {"swap_with": ["mixed"], "swap_exchange": "rows"}
    first.write(EDGE.format("mixed") + "\n" + sql, meta=meta)
    assert build(shared, *models).success
    for model in models:
        model.fill(numbered(4, "m"))
    run = build(shared, *models)
    assert run.success, run.text
    for model in models:
        assert model.rows() == numbered(4, "m")
        assert model.tables() - {"mixed__previous"} == {model.name}
    assert lead.rows("mixed__previous") == numbered(3)


def test_a_hook_that_fails_undoes_all(shared: Project) -> None:
    models = lead, first, _ = group(shared, "hooked")
    assert build(shared, *models).success
    lead.write(post_hook="select * from there_is_no_such_table")
    for model in models:
        model.fill(numbered(4, "m"))
    run = build(shared, *models)
    assert run.status("hooked") == "error"
    assert lead.rows() == first.rows() == numbered(3)


def test_a_model_with_hooks_of_its_own_is_built_by_itself(shared: Project) -> None:
    lead, first, _ = group(shared, "apart")
    quote = shared.warehouse.quote
    sql = f"select {quote('Item ID')}, {quote('Name')} from {first.input}"
    first.write(
        EDGE.format("apart") + "\n" + sql, meta={"swap_with": "apart"}, post_hook="select 1"
    )
    run = build(shared, lead, first)
    assert run.message("apart__links") == "OK 3 rows"
    assert "apart__links is exchanged by itself and not with apart, as it has hooks" in run.text


def test_a_model_that_does_not_refer_to_the_other_is_told(shared: Project) -> None:
    lead = SwapModel(shared, "unreferred")
    other = SwapModel(shared, "unreferred__links")
    for model in (lead, other):
        model.write(meta={"swap_with": "unreferred"} if model is other else {})
        model.fill(numbered(3))
    run = build(shared, lead, other)
    assert "does not refer to it" in run.message("unreferred__links")
