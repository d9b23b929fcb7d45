"""Translates the driver's errors into this product's errors."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loader.errors import GrantMissing, LoaderError, WarehouseError, WarehouseLocked
from loader.landing.dbt_errors import dbt_errors
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.sqlserver.names import create_schema, quoted

_NUMBER = re.compile(r"(?<=\s)\((\d+)\)")
_PREFIX = re.compile(r"^(\[[^\]]*\]\s*)+")
_STATE = re.compile(r"\b(08[0-9A-Z]{3}|IMC\d\d)\b")
"""SQLSTATEs of connections that could not be made or were lost."""


class DoubledKey(WarehouseError):
    """A row's primary key is already in the table."""


class LockTimeout(WarehouseLocked):
    """A lock was not granted in time, or this session was chosen as a deadlock victim."""


class BulkCopyFailed(WarehouseError):
    """The driver's bulk copy failed; its rows may or may not be stored."""


class NoOpenJson(WarehouseError):
    """The database has a compatibility level from before SQL Server 2016."""


class Transient(WarehouseError):
    """The server is resuming, failing over or overloaded: a later retry can succeed."""


class Unreachable(Transient):
    """No connection could be made: a failover, or a wrong server or port."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """Errors with one meaning, matched by SQL Server's error number or by words in the message.

    mssql-python gives no numbers. The words are from Microsoft's documentation, in lower case.
    """

    numbers: frozenset[int]
    words: tuple[str, ...]

    def met(self, numbers: set[int], text: str) -> bool:
        return bool(self.numbers & numbers) or any(words in text for words in self.words)


def _cause(*numbers: int, words: tuple[str, ...] = ()) -> _Cause:
    return _Cause(frozenset(numbers), words)


_LOCKED = _cause(1205, 1222, words=("deadlock victim", "lock request time out", "lock timeout"))
_DOUBLED = _cause(2601, 2627, words=("violation of primary key", "duplicate key"))
_LOGIN_FAILED = _cause(18456, words=("login failed for user",))
_NO_DATABASE = _cause(911, 916, 4060, words=("cannot open database", "able to access the database"))
_DENIED = _cause(
    *(229, 230, 262, 297, 300, 1088, 2760, 3701, 3704, 4613, 15151, 15247, 15530),
    words=("permission was denied", "permission denied", "do not have permission", "must be owner"),
)
"""A missing right; some of these numbers also mean a missing object."""
_TRANSIENT = _cause(
    *(615, 4221, 10928, 10929, 40197, 40501, 40613, 49918, 49919, 49920),
    words=(
        "could not find database id",
        "login to read-secondary failed",
        "has been reached. see",
        "is currently too busy",
        "service has encountered an error processing your request",
        "service is currently busy",
        "is not currently available",
        "cannot process request",
        "cannot process create or update request",
    ),
)
"""learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues"""
_IN_FAILOVER = _cause(
    *(921, 922, 952, 983, 6005, 18401),
    words=(
        "has not been recovered yet",
        "is being recovered",
        "is in transition. try",
        "not in the primary or secondary role",
        "shutdown is in progress",
        "script upgrade mode",
    ),
)
"""A self-hosted server that is stopping, starting or failing over."""
_RESET = _cause(
    *(104, 10004, 10053, 10054),
    words=(
        "communication link failure",
        "connection is broken",
        "connection not open",
        "connection failure during transaction",
        "error code 0x68",
        "error code 0x2714",
        "error code 0x2746",
        "reset by peer",
    ),
)
"""10004, 0x2714: Microsoft's driver drops a connection when a signal interrupts its wait."""
_UNREACHABLE = _cause(
    words=("login timeout expired", "unable to establish connection", "unable to complete login")
)
_NO_DRIVER = _cause(words=("can't open lib", "data source name not found"))


class Reporter:
    """Translates errors of one connection. `place` names server and database in messages."""

    def __init__(self, place: str, credentials: Any) -> None:
        self.place = place
        self._credentials = credentials

    @contextlib.contextmanager
    def reported(self, what: str) -> Iterator[None]:
        """Translate the driver's errors. Messages never contain parameters or the password."""
        try:
            yield
        except LoaderError:
            raise
        except Exception as exc:
            if not _is_driver_error(exc):
                raise
            raise self._translated(what, exc) from exc

    def _translated(self, what: str, exc: Exception) -> WarehouseError:
        text = self.text_of(exc)
        message = f"{self.place}: {what} failed: {_PREFIX.sub('', text)}"
        numbers = {int(found) for found in _NUMBER.findall(text)}
        words = f"{getattr(exc, 'driver_error', '')} {text}".lower()
        if _LOCKED.met(numbers, words):
            return LockTimeout(
                f"{self.place}: {what}: another session holds the table. Run again when it is free."
            )
        if _DOUBLED.met(numbers, words):
            return DoubledKey(message)
        passing = self._passing(message, numbers, words, _state(exc))
        if passing is not None:
            return passing
        if _NO_DATABASE.met(numbers, words):
            return GrantMissing(
                f"{message} Check the database's name; if it is right, an administrator makes the "
                f"login a user there: create user {self.user} for login {self.user}."
            )
        if _LOGIN_FAILED.met(numbers, words):
            return WarehouseError(f"{message} Check user and password in the profile.")
        if "invalid object name 'openjson'" in words:
            return NoOpenJson(
                f"{message} Its compatibility level is below 130, that of SQL Server 2016, where "
                "OPENJSON came. An administrator runs once: alter database "
                f"{quoted(self._credentials.database)} set compatibility_level = 130, or higher."
            )
        if _DENIED.met(numbers, words):
            return GrantMissing(f"{message} {self._grants()}")
        if _NO_DRIVER.met(numbers, words):
            return WarehouseError(
                f"{message} Install Microsoft's ODBC Driver 18 for SQL Server, or correct "
                "`driver` in the profile; or set `backend: mssql-python` there, which brings its "
                "own: pip install 'monday-to-sqlserver[mssql]'."
            )
        return WarehouseError(message)

    def _passing(
        self, message: str, numbers: set[int], words: str, state: str | None
    ) -> Transient | None:
        """Return the error for a transient fault; None for any other fault.

        On Azure, a database that is resuming or has just failed over can be reported as unknown.
        """
        resuming = _NO_DATABASE.met(numbers & {4060}, words) and self._is_azure
        causes = (_TRANSIENT, _IN_FAILOVER, _RESET)
        if resuming or any(cause.met(numbers, words) for cause in causes):
            return Transient(f"{message} This is transient: run again.")
        is_refused = "ssl provider" in words  # such as an untrusted certificate
        if not is_refused and (_UNREACHABLE.met(numbers, words) or state is not None):
            return Unreachable(
                f"{message} Check server and port in the profile. If they are right, the server or "
                "the way to it is down: run again when it is back."
            )
        return None

    @property
    def _is_azure(self) -> bool:
        """Whether the host is in Azure or a national cloud: `<server>.database.<cloud>`."""
        return ".database." in str(self._credentials.host).lower()

    def _grants(self) -> str:
        schema = quoted(RAW_SCHEMA)
        rest = f"grant create table to {self.user}; grant view definition to {self.user}"
        return (
            "The login lacks a right in this database. An administrator runs once: "
            f"{create_schema(RAW_SCHEMA, self.user)}; {rest}; "
            f"or, where {schema} stays another's: "
            f"{rest}; grant control on schema::{schema} to {self.user}. "
            "docs/sqlserver.md lists all that loads and builds need."
        )

    @property
    def user(self) -> str:
        """The user that the login connects as, quoted for grants."""
        name = self._credentials.UID or self._credentials.client_id
        return quoted(str(name)) if name else "<the login of this connection>"

    def text_of(self, exc: BaseException) -> str:
        """Return the server's or driver's message, with secrets masked."""
        text = _text(exc)
        for secret in (
            self._credentials.PWD,
            self._credentials.client_secret,
            self._credentials.access_token,
        ):
            if secret:
                text = text.replace(str(secret), "***")
        return text


def _is_driver_error(exc: Exception) -> bool:
    module = type(exc).__module__
    return isinstance(exc, dbt_errors()) or module.startswith(("pyodbc", "mssql_python"))


def _state(exc: Exception) -> str | None:
    """Return the SQLSTATE of a connection that was lost or not made; None for other errors."""
    found = _STATE.search(str(exc.args[0]) if len(exc.args) > 1 else str(exc))
    return found[0] if found else None


def _text(exc: BaseException) -> str:
    """Return the server's message: pyodbc's second argument, an attribute in mssql-python."""
    own = getattr(exc, "ddbc_error", None) or getattr(exc, "msg", None) or exc
    text = " ".join(str(exc.args[1] if len(exc.args) > 1 else own).split())
    return text if text.endswith(".") else f"{text}."
