"""How names become T-SQL. Pure."""

from __future__ import annotations

from loader.landing.raw_table import RAW_SCHEMA

ASCII = "collate Latin1_General_100_BIN2"


def quoted(name: str) -> str:
    """The one place where a name becomes SQL."""
    return "[" + name.replace("]", "]]") + "]"


def literal(text: str) -> str:
    """A Unicode literal. For names only: values are parameters."""
    return "N'" + text.replace("'", "''") + "'"


def create_schema(name: str, owner: str = "") -> str:
    """A statement that may follow others: T-SQL's own has to be the first of its batch.

    `owner` is quoted.
    """
    sql = f"create schema {quoted(name)}"
    return f"exec({literal(f'{sql} authorization {owner}' if owner else sql)})"


def raw(table: str) -> str:
    """The quoted name of a table of schema raw_monday in the connection's database."""
    return f"{quoted(RAW_SCHEMA)}.{quoted(table)}"
