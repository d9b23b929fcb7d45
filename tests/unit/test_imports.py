"""Which folder of `loader/` may import which, no import cycles, and few files at the top."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

LOADER = Path(__file__).parents[2] / "loader"
FLOORS = (
    ("errors",),
    ("settings",),
    ("output",),
    ("board",),
    ("monday", "landing"),
    ("session",),
    ("generate",),
    ("load", "deployment", "install"),
    ("commands",),
)
"""From the lowest up. Modules import only from their own folder and from lower floors."""
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
LONGEST_FILE = 300
MOST_FILES_AT_THE_TOP = 6


def modules() -> dict[str, Path]:
    """Return every module by its dotted name, and a package by the name of its folder."""
    found = {}
    for path in sorted(LOADER.rglob("*.py")):
        parts = ["loader", *path.relative_to(LOADER).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(text: str) -> Iterator[str]:
    """Yield every module that a text imports, also under TYPE_CHECKING and inside functions."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def graph() -> dict[str, set[str]]:
    """Return which of our modules each module imports."""
    known = modules()
    return {
        name: {m for m in imported(path.read_text(encoding="utf-8")) if m in known} - {name}
        for name, path in known.items()
    }


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def circle(edges: Mapping[str, set[str]]) -> list[str]:
    """Return the first import cycle found, as a path back to its start; empty if there is none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as exc:
        return list(exc.args[1])
    return []


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circle(graph()) == []


def test_a_circle_would_be_found() -> None:
    edges = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}
    assert set(circle(edges)) == {"b", "c"}


def test_rooms_import_only_downwards() -> None:
    wrong = [
        f"{name} -> {target}"
        for name, targets in graph().items()
        for target in targets
        if room(name)
        and room(target)
        and room(name) != room(target)
        and FLOOR[room(target)] >= FLOOR[room(name)]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "path", sorted(LOADER.rglob("*.py")), ids=lambda p: str(p.relative_to(LOADER))
)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_few_files_stand_at_the_top() -> None:
    assert len(list(LOADER.glob("*.py"))) <= MOST_FILES_AT_THE_TOP
