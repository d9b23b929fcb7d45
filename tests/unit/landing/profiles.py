"""Targets of dbt profiles as text, and profiles as found with and without dbt."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

from loader.landing.dbt_profile import FoundProfile, dbt_profile
from loader.landing.plain_profile import plain_profile
from loader.landing.project import read_project
from loader.landing.sqlserver.plain import PlainSqlServer

SERVER = (
    "type: sqlserver, driver: ODBC Driver 18 for SQL Server, server: sql.example.com, "
    "database: Reporting, schema: monday, user: loads, password: p;w"
)
DUCKDB = "type: duckdb, path: own.duckdb"
VARIABLES = {
    "NAME": "dev",
    "PORT": "1444",
    "FOLDER": "/srv/data lake",
    "ODD": "a{b}c; {{ d }} 'e' \\ ",
    "EMPTY": "",
    "YES": "TRUE",
    "DBT_ENV_SECRET_PW": "s3cr}et",
    "DBT_ENV_SECRETS": "Abc",
    "DBT_ENV_PRIVATE_A": "a",
    "DBT_PASSWORD": "hunter2",
}
"""Environment variables that the fixture `variables` sets."""


def one_target(output: str) -> str:
    return f"boards: {{target: dev, outputs: {{dev: {{{output}}}}}}}"


def facts(found: FoundProfile) -> dict[str, object]:
    """Return everything that a load takes from a profile."""
    own = found.credentials
    facts = {"where": (found.profiles_dir, found.name, found.target), "type": own.type}
    if own.type == "duckdb":
        attempts = own.retries and own.retries.connect_attempts
        named = own.path_derived_database_name(own.path)
        texts = {key: str(value) for key, value in own.settings.items()}
        facts |= {"path": own.path, "named": named, "retries": attempts, "settings": texts}
        facts |= {"options": own.config_options, "extensions": list(own.extensions or ())}
        return facts | {"database": own.database, "schema": own.schema, "attach": own.attach}
    names = [field.name for field in fields(PlainSqlServer)]
    names += ["client_id", "client_secret", "access_token"]
    return facts | {name: (getattr(own, name), type(getattr(own, name))) for name in names}


def by_both(
    folder: Path,
    profiles_dir: str | None = None,
    profile: str | None = None,
    target: str | None = None,
) -> tuple[FoundProfile, FoundProfile]:
    project = read_project(folder)
    quick = plain_profile(project, profiles_dir, profile, target, os.environ)
    return quick, dbt_profile(project, profiles_dir, profile, target)
