"""The package beside dbt_utils, dbt_project_evaluator and elementary, by docs/other-packages.md.

They are not part of this repository: MONDAY_TEST_PACKAGES names a folder with each of them under
its name, as CI fetches them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.boards import PLAIN_ID, plain_account
from tests.cli.pages import fenced
from tests.monday_server import MondayServer
from tests.project import UserProject

FOLDER = os.environ.get("MONDAY_TEST_PACKAGES", "")
PAGE = "other-packages.md"
pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="MONDAY_TEST_PACKAGES names no folder of others"),
    pytest.mark.filterwarnings("default"),  # warnings from their macros are not ours to fix
]


def packages(home: Path) -> list[dict[str, str]]:
    """Copy the other packages, each beside the packages that it needs."""
    for name in ("dbt_utils", "dbt_project_evaluator", "elementary"):
        ignore = shutil.ignore_patterns("integration_tests*", ".git")
        shutil.copytree(Path(FOLDER) / name, home / name, ignore=ignore)
        if name != "dbt_utils":
            needs = {"packages": [{"local": str(home / "dbt_utils")}]}
            (home / name / "packages.yml").write_text(yaml.safe_dump(needs))
    names = [p["package"].partition("/")[2] for p in declared() if "package" in p]
    return [{"local": str(home / name)} for name in names]


def declared() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(fenced(PAGE, "yaml", "- local:"))["packages"]
    return found


def test_boards_beside_other_packages(tmp_path: Path) -> None:
    user = UserProject(tmp_path / "shop", {})
    user.dir.mkdir(parents=True)
    user.ok("monday-board", "init", str(user.home))
    path = user.dir / "packages.yml"
    ours = yaml.safe_load(path.read_text())["packages"]
    assert ours[0] in declared()
    path.write_text(yaml.safe_dump({"packages": [*ours, *packages(tmp_path / "others")]}))
    path = user.dir / "dbt_project.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    given = yaml.safe_load(fenced(PAGE, "yaml", "seeds:"))
    settings |= {"seeds": given["seeds"], "vars": settings["vars"] | given["vars"]}
    settings["flags"] |= yaml.safe_load(fenced(PAGE, "yaml", "flags:"))["flags"]
    path.write_text(yaml.safe_dump(settings))
    (user.dir / "seeds").mkdir()
    exceptions = user.dir / "seeds" / "dbt_project_evaluator_exceptions.csv"
    exceptions.write_text(fenced(PAGE, "csv", "fct_name"), encoding="utf-8")
    with MondayServer(plain_account()) as server:
        user.environment |= {"MONDAY_API_URL": server.url, "MONDAY_API_TOKEN": server.token}
        user.deploy(PLAIN_ID)
        board = user.dir / "boards" / "orders.yml"
        text = board.read_text(encoding="utf-8")
        board.write_text(text.replace("attributes:", "history: true\nattributes:", 1))
        user.ok("monday-board", "update", "orders")
        assert user.dbt("deps").success
        user.ok("monday-load", "orders")
    built = user.dbt("build", "--exclude", "elementary_tests")
    assert built.success, built.errors
    assert {s for s in built.nodes.values() if s not in ("success", "pass", "no-op")} == set()
    assert built.nodes["orders"] == built.nodes["orders__history"] == "success"
    assert [w for w in built.warnings if w.startswith("RunResultWarning")] == []
