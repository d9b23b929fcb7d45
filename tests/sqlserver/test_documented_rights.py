"""The grants in docs/sqlserver.md; test_elsewhere.py runs with only these."""

from __future__ import annotations

from tests.sqlserver.rights import documented_grants


def test_the_page_asks_for_these_rights() -> None:
    assert documented_grants("loader") == [
        "exec(N'create schema [raw_monday] authorization [loader]');",
        "exec(N'create schema [monday] authorization [loader]');",
        "grant create table, create view to [loader];",
        "grant view definition to [loader];",
    ]
