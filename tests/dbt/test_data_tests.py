"""Generic data tests, dbt's and this project's, on all rows of a table and on some of them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from .project import Project
from .swap_models import column

ROWS = [(1, 1, "a", "x"), (2, 1, "b", "x"), (3, 2, "b", "y"), (4, 2, "b", "y"), (5, 9, None, "z")]
"""Columns began, linked, name, kind. Each test passes only on the rows whose kind is x."""
COLUMNS = [
    *(column(name, "int") for name in ("began", "linked")),
    *(column(name, "varchar(9)") for name in ("name", "kind")),
]
TESTS: dict[str, dict[str, Any]] = {
    "unique": {"column_name": "name"},
    "not_null": {"column_name": "name"},
    "accepted_values": {"column_name": "kind", "values": ["x"]},
    "relationships": {"column_name": "linked", "to": "ref('pairs')", "field": "began"},
    "unique_together": {"columns": ["linked", "name"]},
    "stays_are_seamless": {
        "cell": ["began", "name"], "position": "began", "started": "linked", "ended": "began",
        "ends_with": "kind",
    },
    "linked_items_exist": {"link": "linked", "to": "ref('pairs')", "key": "began"},
}  # fmt: skip
"""A user may give a key a name that the tests' own SQL uses, such as `began`."""


@pytest.mark.parametrize("kind", TESTS)
def test_where_limits_a_data_test(shared: Project, kind: str) -> None:
    selects = [
        f"select {k} as began, {linked} as linked, '{kind_}' as kind,"
        f" {'null' if name is None else repr(name)} as name"
        for k, linked, name, kind_ in ROWS
    ]
    shared.write("models/pairs.sql", " union all ".join(selects))
    some = {"where": "kind = 'x'"}
    tests = [
        {kind: {"name": f"{kind}_all", "arguments": TESTS[kind]}},
        {kind: {"name": f"{kind}_some", "arguments": TESTS[kind], "config": some}},
    ]
    described = {
        "name": "pairs",
        "config": {"materialized": "staged_swap"},
        "columns": COLUMNS,
        "data_tests": tests,
    }
    shared.write("models/pairs.yml", yaml.safe_dump({"version": 2, "models": [described]}))
    run = shared.dbt("build", "-s", "pairs")
    statuses = {name: status for name, (status, _) in run.nodes.items()}
    assert statuses == {"pairs": "success", f"{kind}_all": "fail", f"{kind}_some": "pass"}, run.text
