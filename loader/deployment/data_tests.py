"""Finds data tests in a board file that dbt does not know, and suggests the name that may be meant.

A single one makes dbt refuse the whole project. Known tests are those of dbt, and those defined in
the project's own folders and in its installed packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from loader.board.board_file import BoardFile
from loader.landing.project import Project, read_yaml

OF_DBT = frozenset({"unique", "not_null", "accepted_values", "relationships"})
_DEFINED = re.compile(r"\{%-?\s*(?:test\s+|macro\s+test_)(\w+)")

Known = Mapping[str, frozenset[str]]
"""The names of generic tests by the name of their package; dbt's own are under `dbt`."""


def unknown_tests(board: BoardFile, known: Known) -> Iterator[str]:
    """Yield a sentence for each test that dbt would not find. Pure.

    Tests of a package that is not installed are skipped, because its tests are unknown.
    """
    of_any = frozenset().union(*known.values())
    for where, test in _tests(board):
        name = _name(test)
        package, dot, short = name.rpartition(".")
        having = known.get(package) if dot else of_any
        if not name or having is None or short in having:
            continue
        near = get_close_matches(short, sorted(having), n=1) or get_close_matches(
            short, sorted(of_any), n=1
        )
        hint = f"did you mean {_called(near[0], known)}?" if near else "look how it is spelt:"
        yield (
            f"tests: {name!r} of {where} is no data test of "
            f"{f'the package {package}' if dot else 'dbt, of the project or of its packages'}; "
            f"{hint} dbt reads no model of the project while it stands there."
        )


def _tests(board: BoardFile) -> Iterator[tuple[str, object]]:
    """Yield each test together with what it tests, in words."""
    yield from (("the board", test) for test in board.tests)
    for column in board.shown:
        yield from ((f"column {column.name!r}", test) for test in column.tests)


def _name(test: object) -> str:
    """Return a test's name, in whichever form dbt allows it; empty if it has none."""
    if isinstance(test, str):
        return test
    if not isinstance(test, dict):
        return ""
    if "test_name" in test:
        return str(test["test_name"])
    return str(next(iter(test), ""))


def _called(name: str, known: Known) -> str:
    """Return a known test's name as written in YAML: with its package, unless it is dbt's own."""
    package = next((p for p, names in known.items() if name in names), "dbt")
    return name if package == "dbt" else f"{package}.{name}"


def known_tests(project: Project) -> Known:
    """Return every generic test that dbt finds from this project and its installed packages."""
    settings = read_yaml(project.dir / "dbt_project.yml")
    packages = project.dir / str(settings.get("packages-install-path") or "dbt_packages")
    installed = [path.parent for path in sorted(packages.glob("*/dbt_project.yml"))]
    found = {"dbt": OF_DBT}
    for folder in (project.dir, *installed):
        own = read_yaml(folder / "dbt_project.yml")
        found[str(own.get("name"))] = frozenset(_defined(_sql_files(folder, own)))
    return found


def _sql_files(folder: Path, settings: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the files in which dbt looks for macros and generic tests."""
    macros = settings.get("macro-paths") or ["macros"]
    tests = settings.get("test-paths") or ["tests"]
    for path in (*map(str, macros), *(f"{path}/generic" for path in tests)):
        yield from sorted((folder / path).rglob("*.sql"))


def _defined(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        yield from _DEFINED.findall(text)
