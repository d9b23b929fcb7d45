"""The T-SQL server that tests use, from MONDAY_TEST_SQLSERVER.

The variable holds an ODBC connection string, for example

    Driver={ODBC Driver 18 for SQL Server};Server=127.0.0.1,1433;UID=sa;PWD=...;Encrypt=no

Tests that need isolation create their own database with `create_database()`.
"""

from __future__ import annotations

import atexit
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

import pytest

VARIABLE = "MONDAY_TEST_SQLSERVER"
BACKEND = "MONDAY_TEST_BACKEND"
"""Set to `mssql-python` to use it for loads and builds; the tests' own queries use pyodbc."""
SKIP_REASON = f"{VARIABLE} names no T-SQL server"


def configured() -> bool:
    return bool(os.environ.get(VARIABLE, "").strip())


def require() -> None:
    """Skip the running test unless a server is configured."""
    if not configured():
        pytest.skip(SKIP_REASON)


def parts() -> dict[str, str]:
    """Return the connection string as a mapping with lower-case keys."""
    return split_connection_string(os.environ[VARIABLE])


def split_connection_string(text: str) -> dict[str, str]:
    """Parse into lower-case keys and values; strip braces around a value, and unescape `}}`."""
    found: dict[str, str] = {}
    rest = text.strip()
    while rest:
        key, _, rest = rest.partition("=")
        if rest.startswith("{"):
            end = 1
            while (end := rest.index("}", end)) + 1 < len(rest) and rest[end + 1] == "}":
                end += 2
            value, rest = rest[1:end].replace("}}", "}"), rest[end + 1 :].lstrip("; ")
        else:
            value, _, rest = rest.partition(";")
        found[key.strip().lower()] = value.strip()
        rest = rest.lstrip("; ")
    return found


def profile_output(database: str, schema: str = "dbo", **changes: Any) -> dict[str, Any]:
    """Return the `outputs` entry of a dbt profile for this server."""
    given = parts()
    host, _, port = given["server"].removeprefix("tcp:").partition(",")
    output: dict[str, Any] = {
        "type": "sqlserver",
        "driver": given["driver"],
        "server": host,
        "port": int(port or 1433),
        "database": database,
        "schema": schema,
        "user": given["uid"],
        "password": given["pwd"],
        "encrypt": given.get("encrypt", "yes").lower() not in ("no", "optional", "false"),
        "trust_cert": given.get("trustservercertificate", "no").lower() in ("yes", "true"),
        "threads": 1,
        "retries": 1,
    }
    if backend := os.environ.get(BACKEND):
        output["backend"] = backend
    return {**output, **changes}


def connect(database: str, **changes: str) -> Any:
    """Open a plain pyodbc connection in autocommit mode. `changes`: uid=, pwd=."""
    import pyodbc

    return pyodbc.connect(connection_string(database, **changes), autocommit=True)


def connection_string(database: str, **changes: str) -> str:
    """Return the ODBC connection string for a database on the server."""
    given = {**parts(), "database": database, **changes}
    return ";".join(f"{key}={{{value.replace('}', '}}')}}}" for key, value in given.items())


@cache
def _kept(database: str) -> Any:
    return connect(database)


def run(database: str, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Return the rows of a batch's last result set, over a connection kept open for the tests."""
    import pyodbc

    try:
        return _run(_kept(database), sql, parameters)
    except pyodbc.OperationalError:  # the server has restarted
        _kept.cache_clear()
        return _run(_kept(database), sql, parameters)


def _run(connection: Any, sql: str, parameters: tuple[object, ...]) -> list[tuple[Any, ...]]:
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql, *parameters)
        rows: list[tuple[Any, ...]] = []
        while True:
            if cursor.description:
                rows = [tuple(row) for row in cursor.fetchall()]
            if not cursor.nextset():
                return rows


def column_types(database: str, table: str) -> list[tuple[str, str]]:
    """Return name and type, as users write it, of each column of `schema.table`, in order."""
    schema, _, name = table.partition(".")
    found = run(
        database,
        "select COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, "
        "NUMERIC_SCALE, DATETIME_PRECISION from INFORMATION_SCHEMA.COLUMNS "
        "where TABLE_SCHEMA = ? and TABLE_NAME = ? order by ORDINAL_POSITION",
        schema,
        name,
    )
    return [(column, written_type(*facts)) for column, *facts in found]


def written_type(name: str, length: int, precision: int, scale: int, second: int) -> str:
    if name in ("nvarchar", "nchar", "varchar", "char"):
        return f"{name}({'max' if length == -1 else length})"
    if name in ("decimal", "numeric"):
        return f"{name}({precision},{scale})"
    return f"{name}({second})" if name in ("datetime2", "time") else name


@contextmanager
def create_database(collation: str = "") -> Iterator[str]:
    """Yield a new, empty database with this collation or the server's default; drop it afterwards
    unless it is still in use."""
    import pyodbc

    name = f"monday_{uuid.uuid4().hex[:10]}"
    run("master", f"create database [{name}]{f' collate {collation}' if collation else ''}")
    try:
        yield name
    finally:
        try:
            _kept.cache_clear()
            if not is_babelfish():
                run("master", f"alter database [{name}] set single_user with rollback immediate")
            run("master", f"drop database [{name}]")
        except pyodbc.Error:
            pass  # a pooled connection is still open; the name is never used again


@cache
def shared_database() -> str:
    """Return the database for all tests in this process that clean up with `drop_tables`."""
    opened = create_database()
    name = opened.__enter__()
    atexit.register(opened.__exit__, None, None, None)
    return name


def drop_tables(database: str, *schemas: str) -> None:
    """Drop these schemas with their tables. Tests use fixed, safe names."""
    listed = ", ".join(f"'{schema}'" for schema in schemas) or "null"
    for schema, table in run(
        database,
        "select table_schema, table_name from information_schema.tables "
        f"where table_schema in ({listed}) and table_type = 'BASE TABLE'",
    ):
        run(database, f"drop table [{schema}].[{table}]")
    for schema in schemas:
        run(database, f"drop schema if exists [{schema}]")


def drop_but(database: str, schema: str, *kept: str) -> None:
    """Drop all objects in a schema except `kept`: views, procedures and synonyms, then tables."""
    kinds = {"V": "view", "P": "procedure", "SN": "synonym", "U": "table"}
    found = run(
        database,
        "select name, rtrim(type) from sys.objects "
        f"where schema_id = schema_id('{schema}') and type in ('V', 'P', 'SN', 'U')",
    )
    order = list(kinds)
    for name, kind in sorted(found, key=lambda row: (order.index(row[1]), row[0])):
        if name not in kept:
            run(database, f"drop {kinds[kind]} [{schema}].[{name}]")


@contextmanager
def create_login(database: str) -> Iterator[dict[str, str]]:
    """Yield a login, as profile fields, that is a user of the database without any permission.

    Drop what it owns afterwards: the owner of a schema cannot be dropped (15138), nor a user who
    has granted permissions on an existing table (15284).
    """
    name, password = f"poor_{uuid.uuid4().hex[:8]}", "Poor-Passw0rd-1!"
    run("master", f"create login {name} with password = '{password}'")
    try:
        run(database, f"create user {name} for login {name}")
        yield {"user": name, "password": password}
    finally:
        if not is_babelfish():
            owned = f"select name from sys.schemas where principal_id = user_id('{name}')"
            drop_tables(database, *(schema for (schema,) in run(database, owned)))
        run(database, f"drop user if exists {name}")
        drop_login(name)


def drop_login(name: str) -> None:
    """Drop a login as soon as the server has noticed that its last connection is closed."""
    import pyodbc

    for attempt in range(50):
        try:
            run("master", f"drop login {name}")
        except pyodbc.ProgrammingError:
            if attempt == 49:
                raise
            time.sleep(0.2)
        else:
            return


@cache
def is_babelfish() -> bool:
    """Whether the server is Babelfish for PostgreSQL, which lacks parts of SQL Server."""
    return "babelfish" in run("master", "select @@version")[0][0].lower()


GONE_ON_BABELFISH = ("does not exist", "could not open relation", "does not have a relation")
"""Babelfish's errors for a statement that waited for the drop of a table."""


def of_server(failures: list[str]) -> list[str]:
    """Return the readers' failures except those that only Babelfish causes."""
    if not is_babelfish():
        return failures
    return [f for f in failures if not any(part in f for part in GONE_ON_BABELFISH)]


def needs_sql_server(reason: str) -> None:
    """Skip the running test on Babelfish, with the reason."""
    if is_babelfish():
        pytest.skip(f"Babelfish: {reason}")
