"""The state of a SQL Server database and the rights of its login. Statements change nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loader.errors import ProjectError
from loader.landing.health import Health, Right
from loader.landing.profile import Warehouse
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.names import create_schema, literal, quoted

LEAST_LEVEL = 130
"""The first compatibility level with OPENJSON."""
AZURE_SQL_DATABASE = 5
"""serverproperty('EngineEdition') of Azure SQL Database, which has no server-level rights."""

ENGINE_EDITION = "select cast(serverproperty('EngineEdition') as int)"
"""3 Enterprise, 2 Standard, 4 Express, 5 Azure SQL Database, 8 Managed Instance."""

FACTS = """select cast(serverproperty('ServerName') as nvarchar(128)),
    cast(serverproperty('ProductVersion') as nvarchar(128)),
    cast(serverproperty('Edition') as nvarchar(128)),
    cast(serverproperty('EngineEdition') as int),
    d.name, d.collation_name, d.compatibility_level, d.is_read_committed_snapshot_on,
    d.snapshot_isolation_state, suser_sname(), user_name()
from sys.databases as d where d.name = db_name()"""
_NAMES = (
    "server", "version", "edition", "engine_edition", "database", "collation", "level", "rcsi",
    "snapshot", "login", "user",
)  # fmt: skip


def _permission(name: str, on: str = "quotename(db_name())", kind: str = "'DATABASE'") -> str:
    return f"has_perms_by_name({on}, {kind}, '{name}')"


_ON_DATABASE = {
    "create table": _permission("CREATE TABLE"),
    "create view": _permission("CREATE VIEW"),
    "create schema": _permission("CREATE SCHEMA"),
    "view definition": _permission("VIEW DEFINITION"),
    "view database state": _permission("VIEW DATABASE STATE"),
    "view server state": _permission("VIEW SERVER STATE", "null", "null"),
    "dependencies": _permission("SELECT", "'sys.sql_expression_dependencies'", "'OBJECT'"),
}


def rights_statement(schemas: Sequence[str]) -> str:
    """Return a statement for one row of 1, 0 or null: one column for each right on the database,
    then two for each schema: whether it exists, and whether the login controls it.
    """
    asked = list(_ON_DATABASE.values())
    for schema in schemas:
        name = literal(quoted(schema))
        asked.append(f"case when schema_id({literal(schema)}) is null then 0 else 1 end")
        asked.append(_permission("CONTROL", name, "'SCHEMA'"))
    return "select " + ",\n    ".join(asked)


def sqlserver_health(warehouse: Warehouse, database: str, schemas: tuple[str, ...]) -> Health:
    """Return the facts, rights and problems of one database. Raises WarehouseError."""
    wanted = (RAW_SCHEMA, *(s for s in schemas if s.lower() != RAW_SCHEMA))
    connection = SqlServerConnection(warehouse, database)
    try:
        (row,) = connection.execute("looking at the database", FACTS).rows
        sql = rights_statement(wanted)
        (held,) = connection.execute("looking at the login's rights", sql).rows
    finally:
        connection.close()
    found = dict(zip(_NAMES, row, strict=True))
    rights = rights_of(found, held, wanted)
    return Health(connection.place, facts_of(found), rights, problems_of(found))


def other_database_problem(edition: int, own: str, wanted: str) -> str | None:
    """Return why a board's table cannot be in `wanted` if the profile's database is `own`. Pure.

    A build uses both databases in one session. In Azure SQL Database a session cannot change its
    database (error 40508) or name another one in a statement (40515).
    """
    if edition != AZURE_SQL_DATABASE or own.lower() == wanted.lower():
        return None
    return (
        f"On Azure SQL Database a session stays in one database: the profile's target is in "
        f"{own!r}, so no board can go to {wanted!r}. Leave --database out, or make a target whose "
        f"`database` is {wanted!r} and choose it with --target."
    )


def refuse_other_database(warehouse: Warehouse, wanted: str) -> None:
    """Raise ProjectError if boards cannot go to database `wanted`. Queries the server's edition."""
    if wanted.lower() == warehouse.database.lower():
        return
    connection = SqlServerConnection(warehouse, warehouse.database)
    try:
        ((edition,),) = connection.execute("asking for the edition", ENGINE_EDITION).rows
    finally:
        connection.close()
    problem = other_database_problem(edition, warehouse.database, wanted)
    if problem:
        raise ProjectError(problem)


def facts_of(found: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the results of FACTS as (name, text) pairs. Pure."""
    return (
        ("server", str(found["server"])),
        ("version", f"{found['version']}, {found['edition']}"),
        ("database", str(found["database"])),
        ("collation", str(found["collation"])),
        ("compatibility level", str(found["level"])),
        ("read committed snapshot", "on" if found["rcsi"] else "off"),
        ("snapshot isolation", "on" if found["snapshot"] == 1 else "off"),
        ("login", f"{found['login']}, user {found['user']}"),
    )


def problems_of(found: Mapping[str, object]) -> tuple[str, ...]:
    """Return the properties of the database that loads and builds cannot work with. Pure."""
    level = int(str(found["level"]))
    if level >= LEAST_LEVEL:
        return ()
    name = quoted(str(found["database"]))
    return (
        f"Compatibility level {level} is that of a SQL Server before 2016, without OPENJSON; an "
        f"administrator runs: alter database {name} set compatibility_level = {LEAST_LEVEL}",
    )


def rights_of(
    found: Mapping[str, object], held: Sequence[object], schemas: Sequence[str]
) -> tuple[Right, ...]:
    """Return the results of `rights_statement`, each right with its grant. Pure.

    Server rights are granted to a login, in master; all others to a user.
    """
    user, login = quoted(str(found["user"])), quoted(str(found["login"]))
    holds = dict(zip(_ON_DATABASE, held, strict=False))

    def right(name: str, why: str, *, needed: bool = True, on: str = "", grant: str = "") -> Right:
        has = holds["dependencies" if on else name]
        grant = grant or f"grant {name}{on} to {user};"
        return Right(f"{name}{on}", _truth(has), needed, why, grant)

    names_holders = "to name who holds a lock"
    every = [
        right("create table", "raw tables, and the table that a build fills beside production"),
        right("create view", "each dbt test makes a view and drops it"),
        right("view definition", "to see whose permissions a table has, which a swap carries over"),
        right("view database state", names_holders, needed=False)
        if found["engine_edition"] == AZURE_SQL_DATABASE
        else right(
            "view server state",
            names_holders,
            needed=False,
            grant=f"use master; grant view server state to {login};",
        ),
        right(
            "select",
            "to name views bound by schemabinding before a build begins",
            needed=False,
            on=" on sys.sql_expression_dependencies",
        ),
    ]
    pairs = held[len(_ON_DATABASE) :]
    for number, schema in enumerate(schemas):
        is_there, controls = pairs[2 * number : 2 * number + 2]
        every.append(_on_schema(schema, is_there, controls, holds["create schema"], user))
    return tuple(every)


def _on_schema(
    schema: str, is_there: object, controls: object, creates: object, user: str
) -> Right:
    why = "raw tables and the records of loads" if schema == RAW_SCHEMA else "tables of boards"
    name = quoted(schema)
    if schema.lower() == "dbo":
        why += (
            ", and with them all that the owner of dbo has; a schema of the login's own needs none"
        )
    if is_there:
        grant = f"grant control on schema::{name} to {user};"
        return Right(f"control on schema::{name}", _truth(controls), True, why, grant)
    grant = f"{create_schema(schema, user)};"
    return Right(f"create schema {name}, which is not there", _truth(creates), True, why, grant)


def _truth(answer: object) -> bool | None:
    return None if answer is None else bool(answer)
