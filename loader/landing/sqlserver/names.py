"""Quotes names for T-SQL. Pure."""

from __future__ import annotations

from loader.landing.raw_table import RAW_SCHEMA

ASCII = "collate Latin1_General_100_BIN2"


def quoted(name: str) -> str:
    """Quote a name for SQL. No other code does so."""
    return "[" + name.replace("]", "]]") + "]"


def literal(text: str) -> str:
    """Return a Unicode literal. Only for names: values are parameters."""
    return "N'" + text.replace("'", "''") + "'"


def create_schema(name: str, owner: str = "") -> str:
    """Return a statement that may follow others; plain `create schema` must be first in its batch.

    `owner` is already quoted.
    """
    sql = f"create schema {quoted(name)}"
    return f"exec({literal(f'{sql} authorization {owner}' if owner else sql)})"


def raw(table: str) -> str:
    """Return the quoted name of a table of schema raw_monday in the connection's database."""
    return f"{quoted(RAW_SCHEMA)}.{quoted(table)}"
