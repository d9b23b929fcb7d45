"""Reads and opens a SQL Server target with plain settings as dbt-sqlserver does."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, ClassVar

from loader.landing.plain_values import NotPlain, checked

_ALIASES = {
    "user": "UID",
    "username": "UID",
    "pass": "PWD",
    "password": "PWD",
    "server": "host",
    "auth": "authentication",
    "trusted_connection": "windows_login",
    "TrustServerCertificate": "trust_cert",
    "schema_auth": "schema_authorization",
}
_KINDS = {
    "driver": str,
    "host": str,
    "database": str,
    "schema": str,
    "UID": str,
    "PWD": str,
    "port": int,
    "encrypt": bool,
    "trust_cert": bool,
    "retries": int,
    "login_timeout": int,
    "query_timeout": int,
    "backend": str,
    "authentication": str,
    "windows_login": bool,
    "schema_authorization": str,
}
_ONLY = {"backend": "pyodbc", "authentication": "sql", "windows_login": False}
"""The only values of these settings in a plain target, and their values if they are left out."""
_NEEDED = ("driver", "host", "database", "schema", "UID", "PWD")
_RETRY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class PlainSqlServer:
    """The fields of dbt-sqlserver's credentials that a load uses, with their names and defaults."""

    driver: str
    host: str
    database: str
    schema: str
    UID: str
    PWD: str = field(repr=False)
    port: int = 1433
    encrypt: bool = True
    trust_cert: bool = False
    retries: int = 3
    login_timeout: int = 0
    query_timeout: int = 0
    type: ClassVar[str] = "sqlserver"
    client_id: ClassVar[None] = None
    client_secret: ClassVar[None] = None
    access_token: ClassVar[None] = None

    @property
    def connection_string(self) -> str:
        """Exactly what dbt-sqlserver passes to pyodbc: connection pools are keyed by it."""
        host = self.host.strip()
        has_port = self.port and "\\" not in host
        words = {
            "DRIVER": _braced(self.driver),
            "SERVER": f"{host},{self.port}" if has_port else host,
            "Database": self.database,
            "UID": _braced(self.UID),
            "PWD": _braced(self.PWD),
            "encrypt": _yes(self.encrypt),
            "TrustServerCertificate": _yes(self.trust_cert),
            "APP": f"dbt-sqlserver/{version('dbt-sqlserver')}",
            "Pooling": "true",
            "SQL_ATTR_TRACE": "SQL_OPT_TRACE_OFF",
            "ConnectRetryCount": 3,
            "ConnectRetryInterval": 10,
        }
        return ";".join(f"{key}={value}" for key, value in words.items())

    def connect(self) -> Any:
        """Open a connection in autocommit mode. Raises pyodbc.Error.

        Errors that can be transient are retried `retries` times.
        """
        import pyodbc  # not needed by other engines

        pyodbc.pooling = True
        for left in range(self.retries, -1, -1):
            try:
                connection = pyodbc.connect(
                    self.connection_string, autocommit=True, timeout=self.login_timeout
                )
                break
            except (pyodbc.InternalError, pyodbc.OperationalError):
                if not left:
                    raise
                time.sleep(_RETRY_SECONDS)
        if self.query_timeout:
            connection.timeout = self.query_timeout
        return connection


def plain_sqlserver(values: Mapping[str, Any]) -> PlainSqlServer:
    """Return a target's credentials from its values as dbt renders them. Raises NotPlain."""
    named = {_ALIASES.get(key, key): value for key, value in values.items()}
    if len(named) < len(values):
        raise NotPlain("a setting that stands there under two names")
    checked(named, _KINDS)
    for key, only in _ONLY.items():
        if named.pop(key, only) != only:
            raise NotPlain(f"another {key}")
    named.pop("schema_authorization", None)  # concerns builds only
    if not all(named.get(key, "").strip() for key in _NEEDED):
        raise NotPlain("a target without all that it takes to connect")
    if "{" in named["driver"] or "}" in named["driver"]:
        raise NotPlain("a driver in braces")
    if min(named.get(key, 0) for key in ("retries", "login_timeout", "query_timeout")) < 0:
        raise NotPlain("a negative number")
    return PlainSqlServer(**named)


def _braced(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}"


def _yes(value: bool) -> str:
    return "Yes" if value else "No"
