"""Finds the SQL Server drivers on this machine."""

from __future__ import annotations

from importlib.util import find_spec


def odbc_drivers() -> list[str]:
    """Return the names of the drivers registered with unixODBC or Windows. Raises ImportError if
    the ODBC library itself is missing.
    """
    import pyodbc

    found: list[str] = pyodbc.drivers()
    return found


def backend() -> str:
    """Return dbt-sqlserver's `backend` for a new profile: mssql-python, which includes its driver,
    if it is installed and no ODBC driver is; or else pyodbc.
    """
    return "mssql-python" if find_spec("mssql_python") and not _has_odbc() else "pyodbc"


def _has_odbc() -> bool:
    try:
        return bool(odbc_drivers())
    except ImportError:
        return False
