"""The driver's errors in this product's words."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from loader.errors import GrantMissing, LoaderError, WarehouseError, WarehouseLocked
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.sqlserver.names import quoted

_NUMBER = re.compile(r"\((\d+)\)")
_PREFIX = re.compile(r"^(\[[^\]]*\]\s*)+")
DENIED = frozenset({229, 230, 262, 297, 300, 1088, 2760, 3701, 3704, 4613, 15151, 15247, 15530})
"""Errors of SQL Server that mean a missing right; some also mean a missing object."""
LOCKED = frozenset({1205, 1222})
_NO_DATABASE = frozenset({911, 916, 4060})
_DOUBLED = frozenset({2601, 2627})


class DoubledKey(WarehouseError):
    """A row arrived whose key is already there."""


class LockTimeout(WarehouseLocked):
    """A lock was not granted in time, or this session was a deadlock's victim."""


class Reporter:
    """Tells errors of one connection. `place` is server and database, as messages name them."""

    def __init__(self, place: str, credentials: Any) -> None:
        self.place = place
        self._credentials = credentials

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
                f"login a user there: create user {self.user} for login {self.user}."
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
        rest = f"grant create table to {self.user}; grant view definition to {self.user}"
        return (
            "The login lacks a right in this database. An administrator runs once: "
            f"create schema {schema} authorization {self.user}; {rest}; "
            f"or, where {schema} stays another's: "
            f"{rest}; grant control on schema::{schema} to {self.user}. "
            "docs/sqlserver.md lists all that loads and builds need."
        )

    @property
    def user(self) -> str:
        """The user that the login connects as, quoted, as grants name it."""
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


def _is_driver_error(exc: Exception) -> bool:
    from dbt_common.exceptions import DbtBaseException

    module = type(exc).__module__
    return isinstance(exc, DbtBaseException) or module.startswith(("pyodbc", "mssql_python"))


def _text(exc: Exception) -> str:
    """The server's sentence: pyodbc puts it second, behind the SQLSTATE."""
    text = exc.args[1] if len(exc.args) > 1 else str(getattr(exc, "msg", None) or exc)
    text = " ".join(str(text).split())
    return text if text.endswith(".") else f"{text}."
