"""A board file into the text of its dbt files: same board, same bytes. Pure.

models/boards/<board>.sql   the pivot, one line per column
models/boards/<board>.yml   source and model: descriptions, tests, freshness
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from loader.board_file import BoardFile
from loader.generate.columns import TableColumn, table_columns
from loader.generate.properties import properties_yaml
from loader.generate.text import jinja_literal

MODELS = PurePosixPath("models/boards")


def render_files(board: BoardFile) -> dict[str, str]:
    """Text of every generated dbt file, by path relative to the dbt project."""
    columns = table_columns(board)
    return {
        str(MODELS / f"{board.name}.sql"): _model(board, columns),
        str(MODELS / f"{board.name}.yml"): properties_yaml(board, columns),
    }


def header(board: BoardFile, comment: str) -> str:
    """The lines that open each generated file."""
    return (
        f"{comment} Generated from boards/{board.name}.yml: edit that file, not this one, "
        f"then run\n{comment} `monday-board update {board.name}`.\n"
    )


def _model(board: BoardFile, columns: tuple[TableColumn, ...]) -> str:
    key = _call("monday_key", board.item_id.data_type)
    lines = [f"    {{{{ {key} }}}} as {_name(board.item_id.name)}"]
    lines += [f"    {{{{ {_expression(c)} }}}} as {_name(c.name)}" for c in columns]
    return (
        header(board, "--")
        + "\n{{ config(\n"
        + ",\n".join(f"    {key}={value}" for key, value in _config(board).items())
        + "\n) }}\n\nselect\n"
        + ",\n".join(lines)
        + f"\nfrom {{{{ source('raw_monday', '{board.name}') }}}}\ngroup by item_id\n"
    )


def _name(name: str) -> str:
    return f"{{{{ column_name({jinja_literal(name)}) }}}}"


def _expression(column: TableColumn) -> str:
    if column.gone:
        return _call("monday_gone", column.type, data_type=column.data_type, part=column.part)
    return _call(column.macro, column.id, data_type=column.data_type, part=column.part)


def _call(macro: str, first: str, **named: str | None) -> str:
    arguments = [jinja_literal(first)]
    arguments += [f"{k}={jinja_literal(v)}" for k, v in named.items() if v is not None]
    return f"{macro}({', '.join(arguments)})"


def _config(board: BoardFile) -> dict[str, str]:
    """Keyword arguments of the model's config() as Jinja source."""
    config: dict[str, Any] = {
        "materialized": "staged_swap",
        "unique_key": [board.item_id.name],
        "alias": board.table,
        "schema": board.schema,
        "database": board.database,
        "tags": [f"monday_{board.name}"],
        "meta": _swap_meta(board),
    }
    return {key: _jinja(value) for key, value in config.items() if value is not None}


def _swap_meta(board: BoardFile) -> dict[str, Any]:
    swap = board.swap
    meta: dict[str, Any] = {
        "swap_rows_from": ["raw_monday", board.name],
        "swap_max_shrink_percent": swap.max_shrink_percent,
        "swap_min_rows": swap.min_rows,
        "swap_max_losses": swap.max_losses,
        "swap_keep_previous": swap.keep_previous or None,
        "swap_take_over": swap.take_over or None,
        "swap_indexes": [
            {"columns": list(i.columns), "unique": i.unique, "include": list(i.include)}
            for i in board.indexes
        ]
        or None,
    }
    return {key: value for key, value in meta.items() if value is not None}


def _jinja(value: Any) -> str:
    """A plain value as Jinja source."""
    if isinstance(value, str):
        return jinja_literal(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_jinja(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_jinja(k)}: {_jinja(v)}" for k, v in value.items()) + "}"
    return str(value)
