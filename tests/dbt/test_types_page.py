"""docs/types.md describes the macros: its patterns are those in use, and its examples are run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from loader.board import spellings

from .expected import expected
from .project import ROOT, Project
from .test_engines_agree import ask_duckdb, rendered

PAGE = (ROOT / "docs/types.md").read_text(encoding="utf-8")


def table(first: str) -> list[list[str]]:
    """Return the cells of the table whose first column has this title, without backticks."""
    lines = PAGE[PAGE.index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    rows = [re.split(r"(?<!\\)\|", line.strip("|")) for line in lines]
    return [[cell.strip().strip("`").replace("\\|", "|") for cell in row] for row in rows]


def grammar(project: Project) -> dict[str, str]:
    project.write("models/grammar.sql", "-- {{ tojson(monday_grammar()) }}")
    run = project.dbt("compile", "-s", "grammar", "--no-introspect")
    assert run.success, run.text
    compiled = project.folder / "target/compiled/monday/models/grammar.sql"
    found: dict[str, str] = json.loads(compiled.read_text("utf-8").removeprefix("-- "))
    return found


def test_the_patterns_are_those_of_the_macros_and_of_python(duckdb_project: Project) -> None:
    found = grammar(duckdb_project)
    assert {row[0]: row[1] for row in table("kind")} == found
    assert found["number"] == spellings.NUMBER
    assert found["moment"] == spellings.MOMENT


def shown(value: Any, data_type: str) -> str:
    if value is None:
        return "NULL"
    return format(value, "f") if data_type.startswith("decimal") else str(value)


def test_the_examples_are_what_the_macros_make(tmp_path: Path) -> None:
    rows = table("text")
    kinds = sorted({kind for _, kind, _, _ in rows})
    calls = [(f"text {kind}", f"monday_text('c', data_type='{kind}'") for kind in kinds]
    asked = rendered(tmp_path, "duckdb", calls)
    answers = ask_duckdb(asked, [(text, None, None) for text, *_ in rows])
    for number, (text, kind, becomes, lost) in enumerate(rows):
        value, loss = answers[number, f"text {kind}"]
        assert (text, shown(value, kind), loss) == (text, becomes, lost == "yes")
        assert expected(text, kind) == (value, loss)
