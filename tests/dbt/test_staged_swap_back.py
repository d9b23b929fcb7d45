"""staged_swap: restoring the previous table, and hooks inside and outside the swap transaction."""

from __future__ import annotations

import pytest

from .project import Project
from .swap_models import SwapModel, numbered


def test_previous_is_kept_and_comes_back(shared: Project) -> None:
    model = SwapModel(shared, "kept")
    model.write(meta={"swap_keep_previous": True, "swap_indexes": [{"columns": ["Name"]}]})
    model.fill(numbered(1, "old"))
    model.build()
    assert model.tables() == {"kept"}
    model.fill(numbered(2, "new"))
    model.build()
    assert model.rows("kept__previous") == numbered(1, "old")

    words = ("run-operation", "swap_back", "--args", "{model: kept}")
    assert shared.dbt(*words).success
    assert model.rows() == numbered(1, "old")
    assert model.rows("kept__previous") == numbered(2, "new")
    assert shared.dbt(*words).success
    assert model.rows() == numbered(2, "new")
    assert len(shared.warehouse.indexes("kept")) == 1

    model.fill(numbered(3, "newer"))
    model.build()
    assert model.rows("kept__previous") == numbered(2, "new")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", "swap_back: there is no model nowhere that staged_swap builds."),
        ("once", "made by staged_swap; set meta swap_keep_previous: true and build twice"),
    ],
)
def test_swap_back_without_a_previous_table(shared: Project, name: str, message: str) -> None:
    model = SwapModel(shared, "once")
    model.write()
    model.fill(numbered(1))
    model.build()
    run = shared.dbt("run-operation", "swap_back", "--args", f"{{model: {name}}}")
    assert not run.success
    assert message in run.text
    assert model.rows() == numbered(1)


def test_hooks_run_in_the_exchange_and_undo_it_when_they_fail(shared: Project) -> None:
    model = SwapModel(shared, "hooked")
    log = f"{shared.warehouse.schema}.hooked_log"
    shared.warehouse.query(f"create table {log} (seen bigint)")
    note = f"insert into {log} select count(*) from {{{{ this }}}}"
    model.write(post_hook=[note])
    model.fill(numbered(2))
    model.build()
    assert shared.warehouse.query(f"select seen from {log}") == [(2,)]

    model.write(post_hook=[note, f"insert into {log} select 1 / 0 from no_such_table"])
    model.fill(numbered(3))
    model.refused()
    assert model.rows() == numbered(2)
    assert shared.warehouse.query(f"select seen from {log}") == [(2,)]

    model.write(pre_hook=[f"delete from {log}"], post_hook=[note])
    model.build()
    assert model.rows() == numbered(3)
    assert shared.warehouse.query(f"select seen from {log}") == [(3,)]
    assert model.tables() == {"hooked"}


def test_hooks_outside_the_transaction(shared: Project) -> None:
    model = SwapModel(shared, "hooked_outside")
    log = f"{shared.warehouse.schema}.hooked_outside_log"
    shared.warehouse.query(f"create table {log} (seen bigint)")
    model.write(
        pre_hook=[{"sql": f"insert into {log} values (1)", "transaction": False}],
        post_hook=[
            {"sql": f"insert into {log} select count(*) from {{{{ this }}}}", "transaction": False}
        ],
    )
    model.fill(numbered(2))
    model.build()
    assert sorted(shared.warehouse.query(f"select seen from {log}")) == [(1,), (2,)]
