"""The YAML of a board's companion tables: descriptions and tests. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.column_types import column_type
from loader.generate.columns import TableColumn
from loader.generate.history import SNAPSHOT, History, HistoryColumn
from loader.generate.jinja import PACKAGE
from loader.generate.link_tables import LINKS, Companion, CompanionColumn
from loader.generate.link_tests import link_tests, loss_test
from loader.generate.text import argument_text, markdown_id, markdown_text, yaml_text

_DBT_COLUMNS = (
    ("dbt_scd_id", "dbt's id of this version."),
    ("dbt_updated_at", "When dbt saw this version, by the database's clock."),
    ("dbt_valid_from", "When this version was first seen, by the database's clock."),
    ("dbt_valid_to", "When it was replaced or the item left; empty for what stands now."),
)

_SNAPSHOT = (
    "month, week or day where monday's past shows this version at such an end and not a build: "
    "dbt_valid_from is the first end that shows it, dbt_valid_to the first that no longer does. "
    "Columns that monday's past does not tell are empty. Empty for versions that builds have seen."
)


def column_tests(column: str, **names: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the tests of one column, by kind and name: those on the column, those on the model.

    dbt copies a quoted column name into a test without escaping, so a column whose name contains a
    double quote is passed to a test on the model, as SQL with the quote doubled. dbt does not
    render `column_name`.
    """
    if '"' not in column:
        return [{kind: {"name": name}} for kind, name in names.items()], []
    sql = '"' + column.replace('"', '""') + '"'
    tests = [
        {kind: {"name": name, "arguments": {"column_name": sql}}} for kind, name in names.items()
    ]
    return [], tests


def own_tests(column: TableColumn) -> tuple[list[Any], list[Any]]:
    """Return the board file's tests of a column: those on the column, those on the model."""
    if '"' not in column.name:
        return list(column.tests), []
    sql = '"' + column.name.replace('"', '""') + '"'
    return [], [_with_column(test, sql) for test in column.tests]


def _with_column(test: Any, sql: str) -> Any:
    """Return a data test with the column as an argument, in whichever form dbt allows it."""
    if not isinstance(test, dict):
        return {test: {"arguments": {"column_name": sql}}}
    if "test_name" in test:
        return {**test, "arguments": {**test.get("arguments", {}), "column_name": sql}}
    kind, given = next(iter(test.items()))
    given = given if isinstance(given, dict) else {}
    arguments = {**given.get("arguments", {}), "column_name": sql}
    return {**test, kind: {**given, "arguments": arguments}}


def companion_model(
    board: BoardFile, companion: Companion, others: Sequence[BoardFile]
) -> dict[str, Any]:
    """Return the entry of a companion table under `models:`."""
    key = {
        "name": f"unique_{companion.model}",
        "arguments": {"columns": [argument_text(name) for name in companion.key]},
    }
    tests: list[dict[str, Any]] = [{f"{PACKAGE}.unique_together": key}]
    tests += _cover_test(board, companion)
    tests += link_tests(board, companion, others)
    tests.append(loss_test(board, companion.model))
    columns = []
    for column in companion.columns:
        found = _column(column)
        if column.name in companion.key:
            name = f"not_null_{companion.model}__{column.source}"
            own, apart = column_tests(column.name, not_null=name)
            found |= {"data_tests": own} if own else {}
            tests += apart
        columns.append(found)
    return {
        "name": companion.model,
        "description": yaml_text(_description(board, companion)),
        "config": {"meta": {"monday_board_id": str(board.board_id)}},
        "data_tests": tests,
        "columns": columns,
    }


def snapshot(board: BoardFile, kept: History) -> dict[str, Any]:
    """Return the entry of the history under `snapshots:`."""
    title = markdown_text(board.title)
    text = (
        f"Every version of the items of monday board {title} (id {board.board_id}) that a build "
        "has seen. An item that left the board has no row with an empty dbt_valid_to."
    )
    scd_id = {
        "name": "dbt_scd_id",
        "data_tests": [{"unique": {"name": f"unique_{kept.name}"}}],
    }
    own = [{"name": name, "description": text} for name, text in _DBT_COLUMNS]
    if kept.past:
        own.append({"name": SNAPSHOT, "description": _SNAPSHOT})
    return {
        "name": kept.name,
        "description": yaml_text(text),
        "config": {"meta": {"monday_board_id": str(board.board_id)}},
        "columns": [*(_kept_column(c) for c in kept.columns), {**own[0], **scd_id}, *own[1:]],
    }


def _cover_test(board: BoardFile, companion: Companion) -> list[dict[str, Any]]:
    covered = [e.id for _, e in companion.entries if column_type(e.type).shown_by_links]
    if not covered or not companion.model.endswith(LINKS):
        return []
    arguments = {
        "raw": f"source('raw_monday', '{board.name}')",
        "item": argument_text(companion.named("item_id")),
        "column": argument_text(companion.named("column_id")),
        "column_ids": [argument_text(ident) for ident in covered],
    }
    return [
        {
            f"{PACKAGE}.links_match_raw": {
                "name": f"match_raw_{companion.model}",
                "arguments": arguments,
            }
        }
    ]


def _description(board: BoardFile, companion: Companion) -> str:
    lead = (
        f"monday board {markdown_text(board.title)} (id {board.board_id}): {companion.what}, "
        "from these columns.\n\n| column | id | type |\n|---|---|---|\n"
    )
    return lead + "\n".join(
        f"| {markdown_text(e.name)} | {markdown_id(e.id)} | {markdown_id(e.type)} |"
        for _, e in companion.entries
    )


def _column(column: CompanionColumn) -> dict[str, Any]:
    return {
        "name": yaml_text(column.name),
        "quote": True,
        "description": column.description,
        "config": {"meta": {"data_type": column.data_type}},
    }


def _kept_column(column: HistoryColumn) -> dict[str, Any]:
    what = f"monday column {markdown_id(column.column_id)}" if column.column_id else "The item's id"
    text = f"{what}, as {markdown_text(column.of)} was at that time."
    return {"name": yaml_text(column.name), "quote": True, "description": yaml_text(text)}
