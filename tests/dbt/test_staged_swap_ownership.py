"""staged_swap replaces only tables it made itself, and none that other objects depend on."""

from __future__ import annotations

import pytest

from .project import Project
from .swap_models import PARSED_APART, SwapModel, numbered


def make(model: SwapModel, what: str, table: str) -> None:
    name = f"{model.project.warehouse.schema}.{table}"
    model.project.warehouse.query(
        f"create table {name} (x int)"
        if what == "table"
        else f"create view {name} as select 1 as x"
    )


@pytest.mark.parametrize("what", ["table", "view"])
def test_a_stranger_under_the_stages_name_is_never_dropped(shared: Project, what: str) -> None:
    model = SwapModel(shared, f"beside_{what}")
    model.write()
    model.fill(numbered(1))
    stage = f"stg_{model.name}"
    make(model, what, stage)
    message = model.refused()
    assert (
        f"staged_swap built nothing and left {model.relation()} as it is: the {what}"
        f" {model.relation(stage)} was not made by staged_swap, and the build needs that name;"
        " rename it, or set another prefix in the variable staging_prefix."
    ) in message
    assert model.tables() == {stage}

    model.build("--vars", "staging_prefix: fresh_", *PARSED_APART)
    assert model.rows() == numbered(1)
    assert model.tables() == {stage, model.name}


@pytest.mark.parametrize("what", ["table", "view"])
def test_a_stranger_in_productions_place_is_replaced_only_when_told(
    shared: Project, what: str
) -> None:
    model = SwapModel(shared, f"strange_{what}")
    model.write()
    model.fill(numbered(1))
    make(model, what, model.name)
    message = model.refused()
    assert (
        f"the {what} {model.relation()} was not made by staged_swap; set meta swap_take_over: true"
        " to replace it, or give the model another name."
    ) in message
    assert model.tables() == {model.name}

    model.write(meta={"swap_take_over": True})
    model.build()
    model.write()
    model.build()
    assert model.rows() == numbered(1)


def test_a_stranger_under_the_previous_tables_name_stays(shared: Project) -> None:
    model = SwapModel(shared, "strange_previous")
    model.write(meta={"swap_keep_previous": True})
    model.fill(numbered(1))
    model.build()
    make(model, "table", "strange_previous__previous")
    assert "was not made by staged_swap, and swap_keep_previous needs that name" in model.refused()
    assert model.rows() == numbered(1)


def test_a_foreign_key_to_production_is_refused(shared: Project) -> None:
    model = SwapModel(shared, "referenced")
    model.write()
    model.fill(numbered(1))
    model.build()
    schema, quote = shared.warehouse.schema, shared.warehouse.quote
    shared.warehouse.query(
        f"create table {schema}.referencing (id bigint references {schema}.referenced"
        f" ({quote('Item ID')}))"
    )
    message = model.refused()
    assert f"staged_swap built nothing and left {model.relation()} as it is: the table" in message
    assert "referencing has a foreign key" in message
    assert "drop that constraint first." in message
    assert model.tables() == {"referenced"}
    shared.warehouse.query(f"drop table {schema}.referencing")
    model.build()


def test_a_view_over_production_goes_on_working(duckdb_project: Project) -> None:
    model = SwapModel(duckdb_project, "viewed")
    model.write()
    model.fill(numbered(1))
    model.build()
    duckdb_project.warehouse.query("create view looking as select * from viewed")
    model.fill(numbered(2))
    model.build()
    assert sorted(model.rows("looking")) == numbered(2)
