"""Dockerfile, compose file, workflows and constraints: properties that a change must keep."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.systems import needs_posix

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ("dbt_project.yml", "macros", "models/monday_sources.yml")
"""The parts of dbt_project/ that form the macro package, without any board."""
DRIVER = "ODBC Driver 18 for SQL Server"


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _workflow() -> dict[str, Any]:
    return yaml.safe_load(_text(".github/workflows/ci.yml"))  # type: ignore[no-any-return]


def test_image_ends_as_another_user_than_root() -> None:
    instructions = re.findall(r"^(FROM|USER|CMD|ENTRYPOINT) (.+)$", _text("Dockerfile"), re.M)
    users = [value for name, value in instructions if name == "USER"]
    assert users == ["monday"]
    assert "useradd --create-home --uid 1000 monday" in _text("Dockerfile")
    assert not [name for name, _ in instructions if name == "ENTRYPOINT"]


def test_image_holds_the_package_the_driver_and_git() -> None:
    dockerfile = _text("Dockerfile").replace("\\\n", " ")
    assert "signed-by=/etc/apt/keyrings/microsoft.asc" in dockerfile
    installed = re.search(r"apt-get install (.+?) +&&", dockerfile)
    assert installed
    assert {"git", "unixodbc", "msodbcsql18"} <= set(installed[1].split())
    assert "pip install --no-cache-dir --constraint constraints.txt '.[azure]'" in dockerfile


def test_image_context_holds_nothing_but_the_package() -> None:
    lines = [line for line in _text(".dockerignore").splitlines() if line[:1] != "#"]
    assert lines[0] == "*"
    files = {"pyproject.toml", "README.md", "LICENSE", "constraints.txt"}
    package = {f"dbt_project/{name}" for name in PACKAGE}
    assert {line[1:] for line in lines if line.startswith("!")} == {*files, "loader", *package}
    copied = re.findall(r"^COPY (.+) \S+$", _text("Dockerfile"), re.M)
    folders = {"loader", "dbt_project"}
    assert {name for names in copied for name in names.split()} == {*files, *folders}


def test_developers_server_listens_on_this_machine_and_has_no_password_of_its_own() -> None:
    server = yaml.safe_load(_text("compose.yml"))["services"]["sqlserver"]
    assert server["image"] == "mcr.microsoft.com/mssql/server:${MSSQL_VERSION:-2022}-latest"
    assert server["ports"] == ["127.0.0.1:${MSSQL_PORT:-1433}:1433"]
    assert server["environment"]["MSSQL_SA_PASSWORD"].startswith("${MSSQL_SA_PASSWORD:?")
    assert "sqlcmd" in server["healthcheck"]["test"][1]


def test_workflow_tests_both_pythons_and_all_servers() -> None:
    jobs = _workflow()["jobs"]
    assert jobs["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    matrix = jobs["sqlserver"]["strategy"]["matrix"]
    assert matrix["sqlserver"] == ["2019", "2022", "2025"]
    assert matrix["backend"] == ["pyodbc"]
    added = [(one["sqlserver"], one["backend"]) for one in matrix["include"]]
    assert added == [("2022", "mssql-python")]
    ran = {
        name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()
    }
    assert ran["test"] == ["make test PYTHON=python"]
    assert ran["sqlserver"][-1] == "make test-sqlserver PYTHON=python"
    assert "-m sqlserver" in ran["sqlserver-2017"][-1]
    for name in ("sqlserver", "sqlserver-2017"):
        connection = jobs[name]["steps"][-1]["env"]["MONDAY_TEST_SQLSERVER"]
        assert connection.startswith(f"Driver={{{DRIVER}}};Server=localhost,1433;")
    service = jobs["sqlserver"]["services"]["sqlserver"]
    assert service["env"]["MSSQL_SA_PASSWORD"] == jobs["sqlserver"]["env"]["SA_PASSWORD"]
    assert service["env"]["MSSQL_SA_PASSWORD"] in service["options"]


WORKFLOWS = (
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    "loader/install/templates/workflow.yml",
)


@pytest.mark.parametrize("path", WORKFLOWS)
def test_actions_are_pinned_to_a_commit_and_may_only_read(path: str) -> None:
    workflow = yaml.safe_load(_text(path))
    assert workflow["permissions"] == {"contents": "read"}
    used = [
        step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step
    ]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)


def pinned() -> dict[str, str]:
    """Return the versions in constraints.txt, by name."""
    lines = [line for line in _text("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+-]+", line) for line in lines)
    return {canonicalize_name(name): version for name, version in (x.split("==") for x in lines)}


def test_constraints_name_every_dependency_in_a_version_that_is_allowed() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    extras = [text for texts in project["optional-dependencies"].values() for text in texts]
    open_ = [Requirement(text) for text in (*project["dependencies"], *extras)]
    versions = pinned()
    seen: set[tuple[str, str]] = set()
    while open_:
        wanted = open_.pop()
        name = canonicalize_name(wanted.name)
        assert wanted.specifier.contains(versions[name], prereleases=True), wanted
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # from the azure extra, which tests do without
        for extra in {"", *wanted.extras} - {e for n, e in seen if n == name}:
            seen.add((name, extra))
            needed = [Requirement(text) for text in needs]
            open_ += [r for r in needed if r.marker is None or r.marker.evaluate({"extra": extra})]


@needs_posix("the step is for bash")
def test_a_release_is_of_the_version_that_its_tag_says() -> None:
    steps = yaml.safe_load(_text(".github/workflows/release.yml"))["jobs"]["release"]["steps"]
    check = next(step["run"] for step in steps if "GITHUB_REF_NAME" in step.get("run", ""))
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    for tag, code in ((f"v{version}", 0), ("v0.0.1", 1)):
        environment = {"GITHUB_REF_NAME": tag, "PATH": os.environ["PATH"]}
        done = subprocess.run(["bash", "-ec", check], cwd=ROOT, env=environment, check=False)
        assert done.returncode == code
