"""Targets read without dbt equal those read by its adapters; others are left to the adapters."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from dbt.adapters.sqlserver.sqlserver_backend import build_pyodbc_connection_string

from loader.landing.plain_profile import plain_profile
from loader.landing.plain_values import NotPlain
from loader.landing.project import read_project
from tests.unit.landing.case import write_project
from tests.unit.landing.profiles import DUCKDB, SERVER, by_both, facts, one_target

pytestmark = pytest.mark.usefixtures("variables")


@pytest.mark.parametrize(
    "output",
    [
        f"{DUCKDB}",
        f"{DUCKDB}, schema: main, threads: 4, database: own, retries: {{connect_attempts: 7}}",
        f"{DUCKDB}, retries: {{}}, external_root: /tmp, keep_open: false, extensions: [json]",
        f"{DUCKDB}, settings: {{memory_limit: 2GB, threads: 2, s3_region: x, ordered: true}}",
        DUCKDB + ", config_options: {access_mode: x, threads: \"{{ env_var('N', '3') }}\"}",
        "type: duckdb, path: \"{{ env_var('NOT_SET', '../monday.duckdb') }}\"",
        "type: duckdb, path: \"{{env_var('NOT_SET','/x y/.z/a-b')}}\", schema: ''",
        "type: duckdb, path: ~/größe.db, schema: \"{{ env_var( 'EMPTY' ) }}\"",
        "type: \"{{ env_var('KIND', 'duckdb') }}\", path: ./a.x",
        DUCKDB + ", threads: \"{{ env_var('PORT') | int }}\"",
    ],
)
def test_a_plain_duckdb_target_comes_out_as_by_dbt(tmp_path: Path, output: str) -> None:
    quick, dbt = by_both(write_project(tmp_path / "p", profile=one_target(output)), f"{tmp_path}/p")

    assert facts(quick) == facts(dbt)


@pytest.mark.parametrize(
    "output",
    [
        SERVER,
        f"{SERVER}, port: 0, encrypt: false, trust_cert: true, retries: 0, threads: 2",
        f"{SERVER}, backend: pyodbc, authentication: sql, windows_login: false, query_timeout: 9",
        SERVER.replace("sql.example.com", '" host\\\\SQLEXPRESS "') + ", port: 1433",
        SERVER.replace("server:", "host:").replace("user:", "UID:").replace("password:", "PWD:"),
        SERVER.replace("user:", "username:").replace("password:", "pass:") + ", auth: sql",
        SERVER.replace("p;w", "\"{{ env_var('ODD') }}\"") + ", TrustServerCertificate: true",
        SERVER.replace("p;w", "\"{{ env_var('DBT_ENV_SECRET_PW') }}\"") + ", login_timeout: 30",
        SERVER.replace("p;w", "\"{{ env_var('DBT_ENV_SECRET_NONE', 'none-1') }}\""),
        SERVER.replace("p;w", "\"{{ env_var('DBT_PASSWORD') }}\"") + ", schema_auth: dbo",
        f"{SERVER}, port: \"{{{{ env_var('PORT') | as_number }}}}\"",
        f"{SERVER}, encrypt: \"{{{{ (env_var('YES', 'x') | lower == 'true') | as_bool }}}}\"",
        f"{SERVER}, encrypt: \"{{{{ env_var('X', 'False') | as_bool }}}}\"",
    ],
)
def test_a_plain_sqlserver_target_comes_out_as_by_dbt(tmp_path: Path, output: str) -> None:
    quick, dbt = by_both(write_project(tmp_path / "p", profile=one_target(output)), f"{tmp_path}/p")

    assert facts(quick) == facts(dbt)
    wanted = build_pyodbc_connection_string(dbt.credentials)
    assert quick.credentials.connection_string == wanted
    assert quick.credentials.PWD not in repr(quick)


NOT_PLAIN = {
    "other Jinja": f"{DUCKDB}, schema: \"{{{{ 'a' ~ 'b' }}}}\"",
    "Jinja around": f"{DUCKDB}, schema: \"x_{{{{ env_var('NAME') }}}}\"",
    "a comment of Jinja": f'{DUCKDB}, schema: "a{{# b #}}"',
    "a brace": f'{DUCKDB}, schema: "a}}}}b"',
    "a line end": f'{DUCKDB}, schema: "a\\n"',
    "a variable that is not set": f"{DUCKDB}, schema: \"{{{{ env_var('NOT_SET') }}}}\"",
    "a number as default": f"{DUCKDB}, threads: \"{{{{ env_var('NOT_SET', 4) }}}}\"",
    "a default with a backslash": f"{DUCKDB}, schema: \"{{{{ env_var('N', 'a\\\\x41') }}}}\"",
    "a secret with a filter": DUCKDB + ", schema: \"{{ env_var('DBT_ENV_SECRET_PW') | lower }}\"",
    "a secret of another name": DUCKDB + ", schema: \"{{ env_var('DBT_ENV_SECRETS') | lower }}\"",
    "a name of a secret": f"{DUCKDB}, schema: x_DBT_ENV_SECRETy",
    "a hidden variable": DUCKDB + ", schema: \"{{ env_var('DBT_ENV_PRIVATE_A', 'b') }}\"",
    "text for a number": f"{DUCKDB}, threads: \"{{{{ env_var('PORT') }}}}\"",
    "yes for a number": f"{DUCKDB}, threads: true",
    "no number": f"{SERVER}, port: \"{{{{ env_var('NAME') | as_number }}}}\"",
    "a number for text": f"{DUCKDB}, schema: 5",
    "a fraction": f"{SERVER}, retries: 3.0",
    "a date": f"{DUCKDB}, schema: 2026-01-01",
    "nothing": f"{DUCKDB}, schema:",
    "no path": "type: duckdb",
    "memory": "type: duckdb, path: ':memory:'",
    "a URL": "type: duckdb, path: 'md:boards'",
    "a drive": "type: duckdb, path: 'C:\\\\x.duckdb'",
    "a query": "type: duckdb, path: 'a/b?c.duckdb'",
    "two dots": "type: duckdb, path: my.db.duckdb",
    "a hidden file": "type: duckdb, path: .hidden.duckdb",
    "a folder": "type: duckdb, path: data/",
    "another database": f"{DUCKDB}, database: sales",
    "attached files": f"{DUCKDB}, attach: [{{path: sales.duckdb}}]",
    "secrets": f"{DUCKDB}, secrets: [{{type: s3}}]",
    "plugins": f"{DUCKDB}, plugins: [{{module: excel}}]",
    "a nested setting": f"{DUCKDB}, settings: {{a: [1]}}",
    "an odd setting": f'{DUCKDB}, settings: {{"a = 1; set b": 1}}',
    "an extension from elsewhere": f"{DUCKDB}, extensions: [{{name: a, repo: b}}]",
    "other retries": f"{DUCKDB}, retries: {{query_attempts: 3}}",
    "no attempts": f"{DUCKDB}, retries: {{connect_attempts: 0}}",
    "an unknown key": f"{DUCKDB}, is_ducklake: true",
    "another adapter": "type: postgres, host: h",
    "no type": "path: own.duckdb",
    "the other backend": f"{SERVER}, backend: mssql-python",
    "another authentication": f"{SERVER}, authentication: ActiveDirectoryMsi",
    "authentication in capitals": f"{SERVER}, authentication: SQL",
    "a login of Windows": f"{SERVER}, trusted_connection: true",
    "two names of one": f"{SERVER}, UID: other",
    "no password": SERVER.partition(", password")[0],
    "a blank host": SERVER.replace("sql.example.com", "' '"),
    "a driver in braces": SERVER.replace("ODBC Driver 18 for SQL Server", "'{x}'"),
    "a negative timeout": f"{SERVER}, query_timeout: -1",
    "xact_abort": f"{SERVER}, xact_abort: false",
    "text for yes": f"{SERVER}, encrypt: 'yes'",
}


@pytest.mark.parametrize("output", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_a_target_that_is_not_plain_is_left_to_dbt(tmp_path: Path, output: str) -> None:
    folder = write_project(tmp_path / "p", profile=one_target(output))

    with pytest.raises(NotPlain):
        plain_profile(read_project(folder), folder, None, None, os.environ)
