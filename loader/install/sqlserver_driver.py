"""Which driver for SQL Server this machine has."""

from __future__ import annotations

from importlib.util import find_spec


def odbc_drivers() -> list[str]:
    """Names of the drivers that unixODBC or Windows knows. Raises ImportError without the library
    of ODBC itself.
    """
    import pyodbc

    found: list[str] = pyodbc.drivers()
    return found


def backend() -> str:
    """dbt-sqlserver's `backend` for a new profile: mssql-python, which brings its driver along,
    where it is installed and no ODBC driver is.
    """
    return "mssql-python" if find_spec("mssql_python") and not _has_odbc() else "pyodbc"


def _has_odbc() -> bool:
    try:
        return bool(odbc_drivers())
    except ImportError:
        return False
