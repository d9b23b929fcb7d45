"""Calls, names and settings as Jinja source, each title inert in its literal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loader.board.board_file import BoardFile
from loader.generate.text import jinja_literal

PACKAGE = "monday"
"""The dbt package of the macros, by which every call names them.

dbt looks for a name without a package only in the project of the model and in the root project.
"""
VERSION = "1.0"
"""Of commands and macros, without its last part: a generated model names it, so that macros of
another one refuse to build it. `monday_version` of the package says the same."""


def header(board: BoardFile, comment: str) -> str:
    """The lines that open each generated file."""
    return (
        f"{comment} Generated from boards/{board.name}.yml: edit that file, not this one, "
        f"then run\n{comment} `monday-board update {board.name}`.\n"
    )


def config_block(settings: Mapping[str, Any]) -> str:
    """`{{ config(...) }}` with the settings that are not None, one a line."""
    lines = [f"    {key}={jinja(value)}" for key, value in settings.items() if value is not None]
    return "{{ config(\n" + ",\n".join(lines) + "\n) }}\n"


def column(name: str) -> str:
    """A column's name as the engine's identifier."""
    return f"{{{{ {call('column_name', name)} }}}}"


def call(macro: str, *first: str, **named: str | None) -> str:
    """A call of a macro of the package; arguments are texts, named ones that are None left out."""
    arguments = [jinja_literal(text) for text in first]
    arguments += [f"{k}={jinja_literal(v)}" for k, v in named.items() if v is not None]
    return f"{PACKAGE}.{macro}({', '.join(arguments)})"


def jinja(value: Any) -> str:
    """A plain value as Jinja source."""
    if isinstance(value, str):
        return jinja_literal(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(jinja(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{jinja(k)}: {jinja(v)}" for k, v in value.items()) + "}"
    return str(value)
