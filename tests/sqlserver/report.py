"""One line for `make test`: whether tests ran on a T-SQL server, and if not, how to run them.

python -m tests.sqlserver.report
"""

from __future__ import annotations

import re

from tests.sqlserver import connection as server


def report() -> str:
    if not server.configured():
        return (
            f"SQL Server tests: skipped, {server.VARIABLE} is unset. `docker compose up --wait` "
            "starts a server; compose.yml says how to name it."
        )
    import pyodbc

    try:
        version = server.run("master", "select @@version")[0][0]
    except pyodbc.Error as exc:
        return (
            f"SQL Server tests: the server of {server.VARIABLE} does not answer now: {exc.args[0]}"
        )
    return f"SQL Server tests: ran on {first_line(version)}."


def first_line(version: str) -> str:
    """Return the product and its version, from the result of @@version."""
    if babelfish := re.search(r"Babelfish (\d[\d.]*)", version):
        return f"Babelfish for PostgreSQL {babelfish[1]}"
    return version.strip().splitlines()[0].strip()


if __name__ == "__main__":
    print(report())
