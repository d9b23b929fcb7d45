"""Check what every refusal must do: one message, the right exit code, and nothing changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from tests.project import Outcome, UserProject

Contents = dict[str, Any]
"""Bytes of every file by path; for the DuckDB file, its raw and production rows."""


def contents(project: UserProject, but: tuple[str, ...] = ("logs", "target")) -> Contents:
    """Return everything in the project's home except dbt's own working folders."""
    found: Contents = {}
    for path in sorted(project.home.rglob("*")):
        relative = path.relative_to(project.home)
        if path.is_file() and path != project.database and not set(relative.parts) & set(but):
            found[str(relative)] = path.read_bytes()
    if project.database.exists():
        found["monday.duckdb"] = rows(project.database)
    return found


def rows(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table but `_loads`, which records failed loads too."""
    with duckdb.connect(str(database)) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where table_name <> '_loads'"
        ).fetchall()
        return {
            f"{schema}.{table}": connection.execute(
                f'select * from "{schema}"."{table}" order by all'
            ).fetchall()
            for schema, table in sorted(tables)
        }


def refused(
    project: UserProject,
    code: int,
    pattern: str,
    command: str,
    *words: str,
    **environment: str,
) -> Outcome:
    """Check that the command exits with `code` and one matching error, and changes nothing."""
    before = contents(project)
    outcome = project.run(command, *words, **environment)
    assert outcome.code == code, outcome
    assert re.search(pattern, outcome.err), outcome.err
    assert outcome.err.count("error: ") == 1, outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    token = environment.get("MONDAY_API_TOKEN") or project.environment["MONDAY_API_TOKEN"]
    assert token not in outcome.err
    assert contents(project) == before
    return outcome
