"""The DDL of a board's table, which dbt renders from the project's macros."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from loader.board.board_file import BoardFile
from loader.errors import ProjectError
from loader.generate.columns import table_columns
from loader.generate.jinja import PACKAGE
from loader.generate.text import jinja_literal
from loader.session import Session


def table_ddl(session: Session, board: BoardFile) -> str:
    """Return the `create table` statement for the target's engine, without connecting or writing.

    Raises ProjectError with dbt's message if the project does not parse.
    """
    from dbt.cli.main import dbtRunner

    lines: list[str] = []
    problems: list[str] = []

    def listen(event: Any) -> None:
        if event.info.name == "PrintEvent":
            lines.append(event.info.msg)
        elif event.info.level == "error":
            problems.append(event.info.msg)

    call = (
        f"{PACKAGE}.monday_table_ddl(fromjson({jinja_literal(json.dumps(_table(session, board)))}))"
    )
    with tempfile.TemporaryDirectory(prefix="monday-ddl-") as scratch:
        _lend_parsed(session, Path(scratch))
        # Of dbt's commands, only compile without introspection does not touch the database:
        # run-operation opens a transaction first, which creates a DuckDB file and needs a SQL
        # Server.
        words = [
            "--quiet", "--no-send-anonymous-usage-stats", "--no-populate-cache",
            "--log-level-file", "none", "--log-path", scratch,
            "compile", "--no-introspect", "--inline", "{{ " + call + " }}",
            *session.flags.words(),  # unchanged: with another --target dbt parses everything anew
            "--project-dir", str(session.project.dir),
            "--profiles-dir", str(session.warehouse.profiles_dir),
            "--target-path", scratch,
        ]  # fmt: skip
        with contextlib.redirect_stdout(io.StringIO()):  # the caller prints, not dbt
            result = dbtRunner(callbacks=[listen]).invoke(words)
    if not result.success or not lines:
        reason = str(result.exception or "; ".join(problems) or "dbt printed nothing")
        raise ProjectError(f"dbt could not render the DDL of {board.name}: {reason}")
    return lines[-1]  # dbt renders an inline query more than once


def _lend_parsed(session: Session, scratch: Path) -> None:
    """Give dbt its last partial parse, which saves most of the seconds that it takes."""
    parsed = session.project.dir / "target" / "partial_parse.msgpack"
    if parsed.is_file():
        shutil.copy(parsed, scratch)


def _table(session: Session, board: BoardFile) -> dict[str, Any]:
    columns = [
        {
            "name": c.name,
            "id": c.id,
            "type": c.type,
            **({"data_type": c.data_type} if c.data_type else {}),
            **({"part": c.part} if c.part else {}),
        }
        for c in table_columns(board)
    ]
    return {
        "database": board.database or session.warehouse.database,
        "schema": board.schema or session.warehouse.schema,
        "name": board.table,
        "key": {"name": board.item_id.name, "data_type": board.item_id.data_type},
        "columns": columns,
    }
