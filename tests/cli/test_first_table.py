"""From an installed wheel to the first table of one's own, in a single command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from tests.cli.boards import PLAIN_ID, plain_account
from tests.monday_server import MondayServer
from tests.project import OWN_VARIABLES, ROOT, UserProject
from tests.systems import needs_posix

BOARD = ("--board-id", str(PLAIN_ID), "--board-name", "orders")


@needs_posix("scripts that begin with the name of their interpreter")
def test_from_a_wheel_to_a_table(tmp_path: Path) -> None:
    scripts = installed(tmp_path)
    with MondayServer(plain_account()) as server:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(OWN_VARIABLES)},
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "MONDAY_API_URL": server.url,
            "MONDAY_API_TOKEN": server.token,
            "DBT_PROJECT_DIR": str(tmp_path / "elsewhere"),
        }
        made = typed(scripts, environment, tmp_path, "monday-board", "init", "my shop", *BOARD)
        assert "OK 30 rows" in made
        assert "orders is a table now" in made
        del environment["DBT_PROJECT_DIR"]
        project = tmp_path / "my shop" / "dbt_project"
        with duckdb.connect(str(project / "monday.duckdb"), read_only=True) as connection:
            assert connection.execute("select count(*) from orders").fetchone() == (30,)
        checked = typed(scripts, environment, project, "monday-board", "update", "--all", "--check")
        assert checked == ""
        status = typed(scripts, environment, project, "monday-board", "status", "orders", "--json")
        assert '"OK 30 rows' in status
        shown = typed(scripts, environment, tmp_path, "monday-board", "package-path")
        assert Path(shown.strip()).is_relative_to(tmp_path / "venv")


def test_the_token_is_asked_for_before_anything_is_made(tmp_path: Path) -> None:
    """If monday refuses the token, the project stays and the next commands are shown."""
    with MondayServer(plain_account()) as server:
        user = UserProject(tmp_path, {"MONDAY_API_URL": server.url})
        user.dir.mkdir()
        refused = user.run("monday-board", "init", "shop", *BOARD)
        assert refused.code == 1
        assert "MONDAY_API_TOKEN is not set" in refused.err
        assert not (user.dir / "shop").exists()

        from tests.cli.terminal import typed as typed_there

        code, shown = typed_there(user, ("init", "shop", *BOARD), ["very-secret"])
    assert code == 1, shown
    assert "API token of monday [hidden]" in shown
    assert "very-secret" not in shown
    assert "$ monday-board deploy --board-id" in shown
    assert "  monday-load orders" in shown.partition("The project stays.")[2]
    assert (user.dir / "shop/dbt_project/dbt_project.yml").is_file()


@pytest.mark.parametrize(
    "words", [BOARD[:2], BOARD[2:], (*BOARD[:3], "my orders"), ("--into", ".", *BOARD)]
)
def test_a_board_that_is_half_said_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    user = UserProject(tmp_path, {"MONDAY_API_TOKEN": "x"})
    user.dir.mkdir()
    refused = user.run("monday-board", "init", *words)
    assert refused.code == 2
    assert list(user.dir.iterdir()) == []


def installed(folder: Path) -> Path:
    """Install this commit's wheel into a new environment that reuses the current dependencies."""
    source = folder / "source"
    ignore = shutil.ignore_patterns("target", "logs", "dbt_packages", "__pycache__")
    for part in ("loader", "dbt_project"):
        shutil.copytree(ROOT / part, source / part, ignore=ignore)
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "-w", folder, source], check=True)
    venv.create(folder / "venv", symlinks=True)
    paths = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    scripts = Path(sysconfig.get_path("scripts", "venv", paths))
    python = scripts / "python"
    (wheel,) = folder.glob("*.whl")
    # With --prefix, pip would uninstall the package from the environment that runs the tests.
    there = [*pip, "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(there, check=True)
    site = Path(sysconfig.get_path("purelib", "venv", paths))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    lines = Path(sys.executable).with_name("dbt").read_text(encoding="utf-8").splitlines(True)
    (scripts / "dbt").write_text("".join([f"#!{python}\n", *lines[1:]]), encoding="utf-8")
    (scripts / "dbt").chmod(0o755)
    return scripts


def typed(
    scripts: Path, environment: Mapping[str, str], folder: Path, command: str, *words: str
) -> str:
    """Run a command, which must succeed; return what it prints."""
    done = subprocess.run(
        [scripts / command, *words], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
