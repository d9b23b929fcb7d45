"""Misspelt names under `tests:` of a board file, and where the valid names come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from loader.deployment.data_tests import known_tests, unknown_tests
from loader.landing.project import read_project
from tests.board_files import deployed
from tests.project import ROOT

KNOWN = {
    "dbt": frozenset({"unique", "not_null", "accepted_values", "relationships"}),
    "shop": frozenset({"is_ours"}),
    "dbt_utils": frozenset({"expression_is_true"}),
}
BOARD = deployed(("name", "Name", "name"), ("n", "Net", "numbers"))


def told(*tests: object) -> list[str]:
    """Return the messages about these tests of a column."""
    column = replace(BOARD.columns[1], tests=tests)
    return list(unknown_tests(BOARD.with_column(column), KNOWN))


def test_what_dbt_finds_is_not_told_of_however_it_is_written() -> None:
    assert told(
        "not_null",
        {"accepted_values": {"arguments": {"values": [1]}}},
        {"not_null": {"config": {"severity": "warn"}}},
        {"name": "mine", "test_name": "unique"},
        "is_ours",
        "shop.is_ours",
        "expression_is_true",
        {"dbt_utils.expression_is_true": {"arguments": {"expression": "[Net] > 0"}}},
    ) == []  # fmt: skip


def test_a_package_that_is_not_installed_is_passed_over() -> None:
    assert told("dbt_expectations.expect_column_to_exist", {}) == []


@pytest.mark.parametrize(
    ("test", "name", "meant"),
    [
        ("not_nul", "not_nul", "not_null"),
        ({"acepted_values": {"arguments": {"values": []}}}, "acepted_values", "accepted_values"),
        ({"name": "x", "test_name": "uniqe"}, "uniqe", "unique"),
        ("is_our", "is_our", "shop.is_ours"),
        ("dbt_utils.expresion_is_true", "dbt_utils.expresion_is_true",
         "dbt_utils.expression_is_true"),
        ("dbt_utils.not_null", "dbt_utils.not_null", "not_null"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_told_with_the_one_that_is_meant(
    test: object, name: str, meant: str
) -> None:
    (sentence,) = told(test)
    assert sentence.startswith(f"tests: {name!r} of column 'Net' is no data test of ")
    assert f"did you mean {meant}? dbt reads no model" in sentence


def test_a_test_of_the_board_that_is_like_none_is_told_too() -> None:
    (sentence,) = unknown_tests(replace(BOARD, tests=("zzz",)), KNOWN)
    assert sentence == (
        "tests: 'zzz' of the board is no data test of dbt, of the project or of its packages; "
        "look how it is spelt: dbt reads no model of the project while it stands there."
    )


def test_tests_are_known_from_the_project_and_its_packages(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text(
        "name: shop\nprofile: shop\ntest-paths: [checks]\npackages-install-path: taken\n"
    )
    for path, text in {
        "macros/deep/ours.sql": "{%- test is_ours(model) -%}select 1{% endtest %}",
        "checks/generic/old.sql": "{% macro test_is_old(model) %}{% endmacro %}",
        "checks/one.sql": "{% test no_generic(model) %}{% endtest %}",
        "taken/utils/dbt_project.yml": "name: dbt_utils\n",
        "taken/utils/macros/expression.sql": "{% test expression_is_true(model) %}{% endtest %}",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "taken/monday").symlink_to(ROOT / "dbt_project")
    known = known_tests(read_project(tmp_path))
    assert known["monday"] >= {"rows_match_raw", "unique_together"}
    assert {name: tests for name, tests in known.items() if name != "monday"} == {
        "dbt": KNOWN["dbt"],
        "shop": {"is_ours", "is_old"},
        "dbt_utils": {"expression_is_true"},
    }
