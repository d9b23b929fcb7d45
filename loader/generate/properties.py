"""The YAML for a board's model: source, freshness, descriptions, tests. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.freshness import count_and_period
from loader.generate.columns import TableColumn
from loader.generate.event_tables import event_model, event_tables, raw_tables
from loader.generate.fingerprint import put_fingerprints
from loader.generate.history import history
from loader.generate.jinja import PACKAGE, VERSION, header
from loader.generate.link_properties import column_tests, companion_model, own_tests, snapshot
from loader.generate.link_tables import Companion
from loader.generate.link_tests import loss_test, parent_tests
from loader.generate.text import markdown_id, markdown_text, yaml_text


class _Dumper(yaml.SafeDumper):
    """Writes repeated values out in full, without YAML anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  yaml's own signature
        return True


def properties_yaml(
    board: BoardFile,
    columns: tuple[TableColumn, ...],
    configs: Mapping[str, Mapping[str, Any]],
    beside: Sequence[Companion] = (),
    others: Sequence[BoardFile] = (),
) -> str:
    """Return the text of models/boards/<board>.yml, including the companion tables in `beside`.

    `configs` are the config() of each model's SQL, by its name.
    """
    models = [_model(board, columns, others)]
    models += [companion_model(board, one, others) for one in beside]
    models += [event_model(board, table) for table in event_tables(board)]
    put_fingerprints(models, configs)
    document = {"version": 2, "sources": [_source(board)], "models": models}
    kept = history(board, columns)
    if kept is not None:
        document["snapshots"] = [snapshot(board, kept)]
    if board.exposures:
        document["exposures"] = _exposures(board)
    body = yaml.dump(
        document,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=1_000_000,
        default_flow_style=False,
    )
    return header(board, "#") + body


def _source(board: BoardFile) -> dict[str, Any]:
    database = {"database": board.database} if board.database else {}
    where = f'"{board.database}".raw_monday' if board.database else "raw_monday"
    table = {
        "name": board.name,
        "description": yaml_text(
            f"Values of monday board {board.board_id} as they came, one row per item and column."
        ),
        "config": {
            # The board file's reader restricts both names to characters that need no escape.
            "loaded_at_query": (
                f"select max(ended_at) as loaded_at from {where}._loads "  # noqa: S608
                f"where board = '{board.name}' and status = 'complete'"
            ),
            "freshness": {
                "warn_after": _after(board.freshness.warn),
                "error_after": _after(board.freshness.error),
            },
            "tags": [f"monday_{board.name}"],
            "meta": {"monday_board_id": str(board.board_id)},
        },
        "columns": [
            {"name": name, "description": description} for name, description in _RAW_COLUMNS
        ],
    }
    return {
        "name": "raw_monday",
        **database,
        "schema": "raw_monday",
        "description": "What monday-load fetched: the last complete load of each board.",
        "tables": [table, *raw_tables(board)],
    }


def _after(age: str) -> dict[str, Any]:
    count, period = count_and_period(age)
    return {"count": count, "period": period}


_RAW_COLUMNS = (
    ("item_id", "monday's id of the item."),
    ("column_id", "monday's id of the column, or a reserved id such as __group__."),
    ("column_type", "monday's type of the column."),
    ("text", "What monday displays."),
    ("value", "The JSON value as the API gives it."),
    ("fields", "Typed fields of the API as a JSON object."),
    ("loaded_at", "When the row was loaded, in UTC."),
)


def _model(
    board: BoardFile, columns: tuple[TableColumn, ...], others: Sequence[BoardFile]
) -> dict[str, Any]:
    key_name = f"{board.name}__item_id"
    own, apart = column_tests(
        board.item_id.name, unique=f"unique_{key_name}", not_null=f"not_null_{key_name}"
    )
    key = {
        "name": yaml_text(board.item_id.name),
        "quote": True,
        "description": "monday's id of the item; the table's primary key.",
        "config": {
            "meta": {"monday_key": True, "data_type": board.item_id.data_type},
        },
        **({"data_tests": own} if own else {}),
    }
    rows = {
        "name": f"rows_match_raw_{board.name}",
        "arguments": {"raw": f"source('raw_monday', '{board.name}')"},
    }
    tests = [{f"{PACKAGE}.rows_match_raw": rows}, *apart, *parent_tests(board, others)]
    more = [*board.tests, *(test for column in columns for test in own_tests(column)[1])]
    return {
        "name": board.name,
        "description": yaml_text(_board_description(board)),
        "config": {"meta": _board_meta(board)},
        "data_tests": [*tests, loss_test(board, board.name), *more],
        "columns": [key, *(_column(c) for c in columns)],
    }


def _exposures(board: BoardFile) -> list[dict[str, Any]]:
    found = []
    for one in board.exposures:
        own = board.owner or ""
        owner = dict(one.owner) or {"email" if "@" in own else "name": own}
        texts = {"label": one.label, "url": one.url, "description": one.description}
        found.append(
            {
                "name": one.name,
                "type": one.type,
                **{key: yaml_text(text) for key, text in texts.items() if text},
                **({"maturity": one.maturity} if one.maturity else {}),
                "owner": {key: yaml_text(text) for key, text in owner.items()},
                "depends_on": [f"ref('{board.name}')"],
            }
        )
    return found


def _board_meta(board: BoardFile) -> dict[str, str]:
    meta = {
        "monday_board_id": str(board.board_id),
        "monday_board_title": yaml_text(board.title),
        "monday_version": VERSION,
    }
    if owned := owners_of(board):
        meta["owner"] = yaml_text(owned)
    if board.url:
        meta["monday_board_url"] = yaml_text(board.url)
    return meta


def _column(column: TableColumn) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "monday_id": yaml_text(column.id),
        "monday_type": yaml_text(column.type),
        "monday_title": yaml_text(column.title),
        "monday_decision": "approved",
    }
    if column.data_type:
        meta["data_type"] = column.data_type
    if column.part:
        meta["part"] = column.part
    if column.gone:
        meta["monday_gone"] = True
    tests = own_tests(column)[0]
    return {
        "name": yaml_text(column.name),
        "quote": True,
        "description": yaml_text(_column_description(column)),
        "config": {"meta": meta},
        **({"data_tests": tests} if tests else {}),
    }


def _column_description(column: TableColumn) -> str:
    """Put what distinguishes the column first: dbt's list of columns shows only the first words."""
    lead = f"{_sentence(column.description)} " if column.description else ""
    kind = markdown_text(column.type.replace("_", " "))
    what = f"{kind}, approved"
    if column.part:
        what = f"{kind} ({column.part}), approved"
    if column.gone:
        what += ", gone from the board, kept empty"
    if column.alias_of:
        what += f", the same as column {markdown_text(column.alias_of)}"
    of = f"monday column {markdown_text(column.title)}"
    if column.id.startswith("__"):
        of = f"the item's {column.title.lower()}"
    facts = "".join(f" {_sentence(fact)}" for fact in column.facts)
    return f"{lead}{what}: {of} (id {markdown_id(column.id)}).{facts}"


def _sentence(text: str) -> str:
    shown = markdown_text(text)
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."


def _board_description(board: BoardFile) -> str:
    about = board.description or str(board.monday.get("description") or "")
    lead = f"{_sentence(about)}\n\n" if about else ""
    text = (
        f"{lead}monday board {markdown_text(board.title)} (id {board.board_id}), one row per item."
    )
    owned = owners_of(board)
    if owned:
        text += f" Owned by {markdown_text(owned)}."
    text += (
        f"\n\nA warning when the data is older than {board.freshness.warn}, late after "
        f"{board.freshness.error}. Values that cannot be converted: {_losses(board)}."
    )
    others = [c for c in board.columns if c.decision != "approved" or c.gone]
    if others:
        text += "\n\nColumns of the board that are not in this table:\n\n"
        text += "| title | id | type | decision |\n|---|---|---|---|\n"
        text += "\n".join(_other(c) for c in others)
    return text


def owners_of(board: BoardFile) -> str:
    """Return the board's owners: those in its file, or else those on monday; may be empty."""
    owners = board.monday.get("owners")
    listed = ", ".join(map(str, owners)) if isinstance(owners, (list, tuple)) else ""
    return board.owner or listed


def _losses(board: BoardFile) -> str:
    test = f"test `nothing_lost_{board.name}` tells of each column"
    most = board.swap.max_losses
    return test if most is None else f"{test}, more than {most:,} fail the build"


def _other(entry: ColumnEntry) -> str:
    state = f"gone since {entry.gone}" if entry.gone else entry.decision
    because = f": {entry.reason}" if entry.reason and not entry.gone else ""
    decision = markdown_text(state + because)
    ident, kind = markdown_id(entry.id), markdown_id(entry.type)
    return f"| {markdown_text(entry.title)} | {ident} | {kind} | {decision} |"
