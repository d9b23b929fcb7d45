"""Every module of `loader/` has tests of its name, or a row in tests/README.md that says which."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

TESTS = Path(__file__).parents[1]
LOADER = TESTS.parent / "loader"


def rows() -> list[tuple[list[str], list[str]]]:
    """Return modules (or folders) and tests of each row, relative to loader/ and tests/."""
    text = (TESTS / "README.md").read_text(encoding="utf-8")
    table = text.partition("| modules | tests |")[2]
    cells = (line.strip("|").split("|") for line in table.splitlines() if line.startswith("| `"))
    return [(re.findall("`(.+?)`", left), re.findall("`(.+?)`", right)) for left, right in cells]


def modules() -> set[str]:
    paths = (path.relative_to(LOADER) for path in LOADER.rglob("*.py"))
    return {path.as_posix() for path in paths if path.name != "__init__.py"}


def has_its_own(module: str) -> bool:
    path = Path(module)
    return (TESTS / "unit" / path.parent / f"test_{path.name}").exists()


def test_every_module_has_tests() -> None:
    told = tuple(name for left, _ in rows() for name in left)
    bare = {m for m in modules() if not has_its_own(m) and not m.startswith(told)}
    assert bare == set(), "name their tests in tests/README.md, or write some"


def test_every_row_names_what_there_is() -> None:
    for left, right in rows():
        assert [name for name in left if not (LOADER / name).exists()] == []
        assert [name for name in right if not (TESTS / name).is_file()] == []
        assert right, left


def test_every_unit_test_stands_where_its_module_does() -> None:
    folders = {path.parent for path in (TESTS / "unit").rglob("test_*.py")}
    strays = [f for f in folders if not (LOADER / f.relative_to(TESTS / "unit")).is_dir()]
    assert strays == []


ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_every_package() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in ROOT.glob("loader/**/__init__.py")
    }
    assert found <= set(listed["tool"]["setuptools"]["packages"])
