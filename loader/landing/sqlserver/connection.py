"""A connection to SQL Server, made by dbt-sqlserver's own code, and its errors in our words.

Driver, encryption, ports, named instances, retries and every way to authenticate are therefore
those of the build. Connections are in autocommit mode, as the adapter makes them.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from loader.errors import GrantMissing, LoaderError, WarehouseError, WarehouseLocked
from loader.landing.profile import Warehouse
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.sqlserver.raw_statements import quoted

log = logging.getLogger(__name__)

_NUMBER = re.compile(r"\((\d+)\)")
_SHORT = 2_000
"""Characters that fit into 4,000 UTF-16 units whatever they are."""
_PREFIX = re.compile(r"^(\[[^\]]*\]\s*)+")
DENIED = frozenset({229, 230, 262, 297, 300, 1088, 2760, 3701, 3704, 4613, 15151, 15247, 15530})
"""Errors of SQL Server that mean a missing right; some also mean a missing object."""
LOCKED = frozenset({1205, 1222})
_NO_DATABASE = frozenset({911, 916, 4060})
_DOUBLED = frozenset({2601, 2627})


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of the last result set of a batch, and the rows its first statement touched."""

    rows: tuple[tuple[Any, ...], ...]
    touched: int


class DoubledKey(WarehouseError):
    """A row arrived whose key is already there."""


class LockTimeout(WarehouseLocked):
    """A lock was not granted in time, or this session was a deadlock's victim."""


class SqlServerConnection:
    """An open connection. Errors leave it as WarehouseErrors."""

    def __init__(self, warehouse: Warehouse, database: str) -> None:
        self.place = f"SQL Server {warehouse.credentials.host}, database {database}"
        self.database = database
        self._credentials = replace(warehouse.credentials, database=database)
        with self.reported("connecting"):
            self._handle = _open(self._credentials)
        self._is_pyodbc = type(self._handle).__module__.startswith("pyodbc")
        self.execute("connecting", "set xact_abort on")

    def execute(self, what: str, sql: str, *parameters: object) -> Result:
        """Run a batch to its very end: an error may hide behind its first result."""
        with self.reported(what), contextlib.closing(self._handle.cursor()) as cursor:
            if self._is_pyodbc and parameters:
                cursor.setinputsizes([_size(value) for value in parameters])
            cursor.execute(sql, *parameters)
            touched = cursor.rowcount
            rows: tuple[tuple[Any, ...], ...] = ()
            while True:
                if cursor.description is not None:
                    rows = tuple(tuple(row) for row in cursor.fetchall())
                if not cursor.nextset():
                    return Result(rows, touched)

    def execute_many(self, what: str, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Send many rows as parameters, in as few packets as the driver can."""
        with self.reported(what), contextlib.closing(self._handle.cursor()) as cursor:
            if self._is_pyodbc:
                cursor.fast_executemany = True
                cursor.setinputsizes([_size(value, any_length=True) for value in rows[0]])
            cursor.executemany(sql, rows)

    def missing_right(self, sentence: str, right: str) -> GrantMissing:
        """The error for a right that the login lacks where the server itself would not complain."""
        return GrantMissing(
            f"{self.place}: {sentence}. An administrator runs once in this database: "
            f"grant {right} to {self._user}."
        )

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._handle.close()

    @contextlib.contextmanager
    def reported(self, what: str) -> Iterator[None]:
        """Map the driver's errors. The message never holds parameters or the password."""
        try:
            yield
        except LoaderError:
            raise
        except Exception as exc:
            if not _is_driver_error(exc):
                raise
            raise self._translated(what, exc) from exc

    def _translated(self, what: str, exc: Exception) -> WarehouseError:
        text = self._without_password(_text(exc))
        numbers = {int(found) for found in _NUMBER.findall(text)}
        lower = text.lower()
        if numbers & LOCKED or "lock timeout" in lower:
            return LockTimeout(
                f"{self.place}: {what}: another session holds the table. Run again when it is free."
            )
        message = f"{self.place}: {what} failed: {_PREFIX.sub('', text)}"
        if numbers & _DOUBLED:
            return DoubledKey(message)
        if numbers & _NO_DATABASE:
            return GrantMissing(
                f"{message} Check the database's name; if it is right, an administrator makes the "
                f"login a user there: create user {self._user} for login {self._user}."
            )
        if 18456 in numbers:
            return WarehouseError(f"{message} Check user and password in the profile.")
        if numbers & DENIED or "permission denied" in lower or "must be owner" in lower:
            return GrantMissing(f"{message} {self._grants()}")
        if "can't open lib" in lower or "data source name not found" in lower:
            return WarehouseError(
                f"{message} Install Microsoft's ODBC Driver 18 for SQL Server, or correct "
                "`driver` in the profile."
            )
        return WarehouseError(message)

    def _grants(self) -> str:
        schema = quoted(RAW_SCHEMA)
        rest = f"grant create table to {self._user}; grant view definition to {self._user}"
        return (
            "The login lacks a right in this database. An administrator runs once: "
            f"create schema {schema} authorization {self._user}; {rest}; "
            f"or, where {schema} stays another's: "
            f"{rest}; grant control on schema::{schema} to {self._user}. "
            "docs/sqlserver.md lists all that loads and builds need."
        )

    @property
    def _user(self) -> str:
        name = self._credentials.UID or self._credentials.client_id
        return quoted(str(name)) if name else "<the login of this connection>"

    def _without_password(self, text: str) -> str:
        for secret in (
            self._credentials.PWD,
            self._credentials.client_secret,
            self._credentials.access_token,
        ):
            if secret:
                text = text.replace(str(secret), "***")
        return text


def _open(credentials: Any) -> Any:
    from dbt.adapters.contracts.connection import Connection
    from dbt.adapters.sqlserver.sqlserver_connections import SQLServerConnectionManager

    connection = Connection(type="sqlserver", name="monday-load", credentials=credentials)
    return SQLServerConnectionManager.open(connection).handle


def _size(value: object, *, any_length: bool = False) -> tuple[int, int, int]:
    """The ODBC type of a parameter: long texts as nvarchar(max), or the driver cuts at 4,000.

    Short ones are not, because some functions of T-SQL refuse nvarchar(max).
    """
    import pyodbc

    if isinstance(value, int):
        return pyodbc.SQL_BIGINT, 0, 0
    if isinstance(value, float):
        return pyodbc.SQL_DOUBLE, 0, 0
    is_short = not any_length and (not isinstance(value, str) or len(value) <= _SHORT)
    return pyodbc.SQL_WVARCHAR, 4_000 if is_short else 0, 0


def _is_driver_error(exc: Exception) -> bool:
    from dbt_common.exceptions import DbtBaseException

    module = type(exc).__module__
    return isinstance(exc, DbtBaseException) or module.startswith(("pyodbc", "mssql_python"))


def _text(exc: Exception) -> str:
    """The server's sentence: pyodbc puts it second, behind the SQLSTATE."""
    text = exc.args[1] if len(exc.args) > 1 else str(getattr(exc, "msg", None) or exc)
    text = " ".join(str(text).split())
    return text if text.endswith(".") else f"{text}."
