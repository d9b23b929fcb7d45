"""The drivers' errors become this product's: pyodbc's by number, mssql-python's by text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from dbt.adapters.sqlserver.sqlserver_credentials import SQLServerCredentials

from loader.errors import GrantMissing, WarehouseError
from loader.landing.sqlserver.driver_errors import (
    DoubledKey,
    LockTimeout,
    NoOpenJson,
    Reporter,
    Transient,
    Unreachable,
)

pyodbc = pytest.importorskip("pyodbc")

ON_PREMISES, AZURE = "sql01", "shop.database.windows.net"
MESSAGES = [
    (WarehouseError, "42000", 8134, "Divide by zero error encountered."),
    (DoubledKey, "23000", 2627, "Violation of PRIMARY KEY constraint 'PK'. Cannot insert it."),
    (DoubledKey, "23000", 2601, "Cannot insert duplicate key row in object 'o'."),
    (
        LockTimeout,
        "40001",
        1205,
        "Transaction (Process ID 52) was deadlocked on lock resources with another process and has "
        "been chosen as the deadlock victim. Rerun the transaction.",
    ),
    (LockTimeout, "42000", 1222, "Lock request time out period exceeded."),
    (GrantMissing, "42000", 229, "The SELECT permission was denied on the object 'o'."),
    (GrantMissing, "42000", 262, "CREATE TABLE permission denied in database 'x'."),
    (GrantMissing, "42000", 4060, 'Cannot open database "x" requested by the login.'),
    (NoOpenJson, "42S02", 208, "Invalid object name 'openjson'."),
    (
        Transient,
        "HY000",
        40613,
        "Database 'x' on server 'y' is not currently available. Please retry the connection later.",
    ),
    (
        Transient,
        "HY000",
        40197,
        "The service has encountered an error processing your request. Please try again.",
    ),
    (Transient, "42000", 40501, "The service is currently busy. Retry the request after 10 s."),
    (Transient, "42000", 49918, "Cannot process request. Not enough resources to process it."),
    (
        Transient,
        "HY000",
        10928,
        "Resource ID : 1. The request limit for the database is 90 and has been reached. See "
        "'https://docs.microsoft.com' for assistance.",
    ),
    (Transient, "HY000", 615, "Could not find database ID 7, name 'x'. It may be offline."),
    (Transient, "HY000", 922, "Database 'x' is being recovered. Waiting until it is finished."),
    (Transient, "HY000", 952, "Database 'x' is in transition. Try the statement later."),
    (
        Transient,
        "HY000",
        983,
        "Unable to access availability database 'x' because the database replica is not in the "
        "PRIMARY or SECONDARY role. Try the operation again later.",
    ),
    (Transient, "HY000", 6005, "SHUTDOWN is in progress."),
    (
        Transient,
        "28000",
        18401,
        "Login failed for user 'me'. Reason: Server is in script upgrade mode. Only administrator "
        "can connect at this time.",
    ),
    (Transient, "08S01", 104, "TCP Provider: Error code 0x68"),
    (Transient, "08S01", 10004, "TCP Provider: Error code 0x2714"),
    (Transient, "08S01", 10054, "TCP Provider: Error code 0x2746"),
    (Transient, "08S01", 0, "Communication link failure"),
    (Unreachable, "HYT00", 0, "Login timeout expired"),
    (Unreachable, "08001", 11001, "Client unable to establish connection"),
    (
        WarehouseError,
        "08001",
        -1,
        "SSL Provider: certificate verify failed: self-signed certificate",
    ),
]
ID = [f"{number}-{kind.__name__}" for kind, _, number, _ in MESSAGES]


def told(exc: Exception, host: str = ON_PREMISES) -> WarehouseError:
    credentials = SQLServerCredentials(
        driver="d", host=host, database="x", schema="dbo", UID="me]", PWD="Wr0ng-secret"
    )
    reporter = Reporter(f"SQL Server {host}, database x", credentials)
    with pytest.raises(WarehouseError) as caught, reporter.reported("landing rows"):
        raise exc
    return caught.value


def by_pyodbc(state: str, number: int, text: str) -> Exception:
    error: Exception = pyodbc.Error(
        state,
        f"[{state}] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]{text} ({number}) "
        "(SQLExecDirectW)",
    )
    return error


def by_mssql_python(state: str, _number: int, text: str) -> Exception:
    exceptions = pytest.importorskip("mssql_python.exceptions")
    found: Exception = exceptions.sqlstate_to_exception(state, f"[Microsoft][SQL Server]{text}")
    return found


@pytest.mark.parametrize("driver", [by_pyodbc, by_mssql_python])
@pytest.mark.parametrize(("kind", "state", "number", "text"), MESSAGES, ids=ID)
def test_each_error_is_told_as_what_it_means(
    driver: Callable[[str, int, str], Exception],
    kind: type[WarehouseError],
    state: str,
    number: int,
    text: str,
) -> None:
    error = told(driver(state, number, text))

    assert type(error) is kind
    if kind is not LockTimeout:
        assert str(error).startswith(
            f"SQL Server sql01, database x: landing rows failed: {text.split('.')[0]}"
        )


def test_what_passes_by_itself_says_so() -> None:
    error = told(by_pyodbc("HY000", 40613, "Database 'x' is not currently available."))
    assert str(error) == (
        "SQL Server sql01, database x: landing rows failed: Database 'x' is not currently "
        "available. (40613) (SQLExecDirectW). This is transient: run again."
    )


def test_a_database_that_azure_does_not_know_yet_may_be_resuming() -> None:
    text = 'Cannot open database "x" requested by the login.'
    assert type(told(by_pyodbc("42000", 4060, text), AZURE)) is Transient
    assert type(told(by_pyodbc("42000", 4060, text), ON_PREMISES)) is GrantMissing


def test_a_low_compatibility_level_names_the_statement_that_raises_it() -> None:
    error = told(by_pyodbc("42S02", 208, "Invalid object name 'openjson'."))
    assert "compatibility level is below 130" in str(error)
    assert "alter database [x] set compatibility_level = 130" in str(error)


def test_a_length_in_a_message_is_no_number_of_an_error() -> None:
    error = told(by_pyodbc("42000", 8152, "Column c varchar(1222), decimal(229) is too long."))
    assert type(error) is WarehouseError


def test_no_secret_is_told() -> None:
    error = told(by_pyodbc("42000", 8134, "Wr0ng-secret was in the statement."))
    assert "Wr0ng-secret" not in str(error)
