"""Calls, names and settings as Jinja source, with every title inert in a literal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loader.board.board_file import BoardFile
from loader.generate.text import jinja_literal

PACKAGE = "monday"
"""The dbt package of the macros, which qualifies every call.

dbt looks up an unqualified name only in the model's project and in the root project.
"""
VERSION = "1.0"
"""The version of commands and macros, without its last part.

A generated model records it, so that macros of another version refuse to build the model. The macro
`monday_version` returns the same.
"""


def header(board: BoardFile, comment: str) -> str:
    """Return the first lines of a generated file."""
    return (
        f"{comment} Generated from boards/{board.name}.yml: edit that file, not this one, "
        f"then run\n{comment} `monday-board update {board.name}`.\n"
    )


def config_block(settings: Mapping[str, Any]) -> str:
    """Return `{{ config(...) }}` with one line for each setting that is not None."""
    lines = [f"    {key}={jinja(value)}" for key, value in settings.items() if value is not None]
    return "{{ config(\n" + ",\n".join(lines) + "\n) }}\n"


def column(name: str) -> str:
    """Return Jinja that renders a column's name as an identifier of the engine."""
    return f"{{{{ {call('column_name', name)} }}}}"


def call(macro: str, *first: str, **named: str | None) -> str:
    """Return a call of a package macro. Arguments are texts; named ones are omitted if None."""
    arguments = [jinja_literal(text) for text in first]
    arguments += [f"{k}={jinja_literal(v)}" for k, v in named.items() if v is not None]
    return f"{PACKAGE}.{macro}({', '.join(arguments)})"


def jinja(value: Any) -> str:
    """Return a plain value as Jinja source."""
    if isinstance(value, str):
        return jinja_literal(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(jinja(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{jinja(k)}: {jinja(v)}" for k, v in value.items()) + "}"
    return str(value)
