"""The workflow that proposes drift as a pull request: pinned, and run as far as it can be here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from loader.install.own_project import TEMPLATES

TEXT = (TEMPLATES / "drift_workflow.yml").read_text(encoding="utf-8")
STEPS: list[dict[str, Any]] = yaml.safe_load(TEXT)["jobs"]["propose"]["steps"]
GH = """#!/bin/sh
echo "$@" >>"$RUNNER_TEMP/gh"
if [ "$2" = list ]; then cat "$RUNNER_TEMP/open"; fi
"""
"""A stand-in for GitHub's `gh`: records its arguments, and knows how many requests are open."""


def test_actions_are_pinned_and_no_shell_text_is_filled_in() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in used)
    assert not [step for step in STEPS if "${{" in step.get("run", "")]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone of a repository with one board file, and make the runner's folder."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "origin")
    git(tmp_path, "clone", "--quiet", "origin", "clone")
    clone = tmp_path / "clone"
    (clone / "orders.yml").write_text("title: Orders\n", encoding="utf-8")
    git(clone, "add", "--all")
    git(clone, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "First")
    git(clone, "push", "--quiet", "origin", "HEAD:main")
    (tmp_path / "runner").mkdir()
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    return clone


def run_step(clone: Path, is_open: int) -> tuple[str, str]:
    """Run the step that opens the request; return what gh was given, and the request's body."""
    runner = clone.parent / "runner"
    (runner / "open").write_text(str(is_open), encoding="utf-8")
    told = "changed: orders.yml\n# <b>@all</b> `x`\n"
    (runner / "changes.txt").write_text(told, encoding="utf-8")
    script = next(step["run"] for step in STEPS if "pull request" in step.get("name", ""))
    environment = {"PATH": f"{clone.parent}:/usr/bin:/bin", "RUNNER_TEMP": str(runner)}
    subprocess.run(
        ["bash", "-e", "-c", script], cwd=clone, env=environment, check=True, capture_output=True
    )
    found = [runner / name for name in ("gh", "body.md")]
    said, body = (p.read_text(encoding="utf-8") if p.exists() else "" for p in found)
    return said, body


def test_nothing_changed_proposes_nothing(clone: Path) -> None:
    assert run_step(clone, 0) == ("", "")


@pytest.mark.parametrize(("is_open", "expected"), [(0, "pr create --head"), (1, "pr edit monday")])
def test_a_change_is_pushed_and_proposed_once(clone: Path, is_open: int, expected: str) -> None:
    (clone / "orders.yml").write_text("title: Orders 2027\n", encoding="utf-8")
    said, body = run_step(clone, is_open)
    assert expected in said.splitlines()[-1]
    assert "\n    # <b>@all</b> `x`\n" in body
    assert git(clone, "show", "origin/monday-drift:orders.yml") == "title: Orders 2027\n"
