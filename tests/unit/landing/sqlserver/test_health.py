"""What the doctor concludes from a SQL Server's answers."""

from __future__ import annotations

import pytest

from loader.landing.health import Health
from loader.landing.sqlserver.health import (
    facts_of,
    other_database_problem,
    problems_of,
    rights_of,
)

SERVER = {
    "server": "SQL1", "version": "16.0.4175.1", "edition": "Standard Edition (64-bit)",
    "engine_edition": 2, "database": "Reporting", "collation": "Latin1_General_CI_AS",
    "level": 160, "rcsi": True, "snapshot": 0, "login": "loader", "user": "lo]ader",
}  # fmt: skip
SCHEMAS = ("raw_monday", "sales")
ALL = (1, 1, 1, 1, 1, 1, 1)


def test_facts_in_words() -> None:
    assert dict(facts_of(SERVER)) == {
        "server": "SQL1",
        "version": "16.0.4175.1, Standard Edition (64-bit)",
        "database": "Reporting",
        "collation": "Latin1_General_CI_AS",
        "compatibility level": "160",
        "read committed snapshot": "on",
        "snapshot isolation": "off",
        "login": "loader, user lo]ader",
    }


def test_a_login_with_every_right() -> None:
    rights = rights_of(SERVER, (*ALL, 1, 1, 1, 1), SCHEMAS)
    assert [right.name for right in rights] == [
        "create table",
        "create view",
        "view definition",
        "view server state",
        "select on sys.sql_expression_dependencies",
        "control on schema::[raw_monday]",
        "control on schema::[sales]",
    ]
    assert all(right.has for right in rights)


def test_each_missing_right_has_its_grant() -> None:
    rights = rights_of(SERVER, (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0), SCHEMAS)
    assert [(right.grant, right.missing) for right in rights] == [
        ("grant create table to [lo]]ader];", True),
        ("grant create view to [lo]]ader];", True),
        ("grant view definition to [lo]]ader];", True),
        ("use master; grant view server state to [loader];", False),
        ("grant select on sys.sql_expression_dependencies to [lo]]ader];", False),
        ("grant control on schema::[raw_monday] to [lo]]ader];", True),
        ("exec(N'create schema [sales] authorization [lo]]ader]');", True),
    ]
    assert not Health("x", (), rights).good


def test_rights_that_are_only_of_use_do_not_make_it_ill() -> None:
    assert Health("x", (), rights_of(SERVER, (1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1), SCHEMAS)).good


def test_a_schema_that_the_login_may_make_needs_no_grant() -> None:
    *_, schema = rights_of(SERVER, (*ALL, 1, 1, 0, None), SCHEMAS)
    assert (schema.name, schema.has) == ("create schema [sales], which is not there", True)


def test_azure_has_no_rights_on_the_server() -> None:
    azure = {**SERVER, "engine_edition": 5}
    rights = rights_of(azure, (1, 1, 1, 1, 1, None, 1, 1, 1, 1, 1), SCHEMAS)
    assert ("view database state", True, "grant view database state to [lo]]ader];") in [
        (right.name, right.has, right.grant) for right in rights
    ]


def test_a_right_that_the_server_does_not_speak_of_is_unknown() -> None:
    rights = rights_of(SERVER, (None,) * 7 + (1, None, 1, None), SCHEMAS)
    assert {right.has for right in rights} == {None}
    assert Health("x", (), rights).good


@pytest.mark.parametrize(("level", "problems"), [(120, 1), (130, 0), (160, 0)])
def test_a_level_without_openjson_is_a_problem(level: int, problems: int) -> None:
    found = problems_of({**SERVER, "level": level})
    assert len(found) == problems
    assert all("alter database [Reporting] set compatibility_level = 130" in p for p in found)


@pytest.mark.parametrize("edition", [2, 3, 4, 8])
def test_a_server_has_more_than_one_database(edition: int) -> None:
    assert other_database_problem(edition, "Reporting", "Sales") is None


def test_azure_sql_database_has_one_for_each_session() -> None:
    assert other_database_problem(5, "Reporting", "reporting") is None
    problem = other_database_problem(5, "Reporting", "Sales")
    assert problem is not None
    assert "no board can go to 'Sales'" in problem
    assert "--target" in problem
