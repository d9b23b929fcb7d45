"""The pages that name grants name the same ones; test_elsewhere.py runs with just these."""

from __future__ import annotations

from tests.sqlserver.rights import documented_grants


def test_both_pages_ask_for_the_same_rights() -> None:
    assert documented_grants("loader") == [
        "create schema [raw_monday] authorization [loader];",
        "grant create table, create view to [loader];",
        "grant view definition to [loader];",
        "grant control on schema::[dbo] to [loader];",
    ]
    assert documented_grants("loader", "README.md") == documented_grants("loader")
