"""The folder of flow files, and the environment variables that a project's flows need."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.generate.kestra.place import FlowPlace, flow_place, flows_root
from loader.generate.kestra.settings import FlowSettings, read_flow_settings
from loader.landing.project import Project
from tests.kestra.flows import VARIABLES
from tests.project import ROOT

DUCKDB = read_flow_settings({"target": "duckdb"})


def project(folder: Path) -> Project:
    return Project(folder, "monday", "monday", {})


def test_this_repository_asks_for_the_server_and_its_login() -> None:
    found = project(ROOT / "dbt_project")
    assert flow_place(found, FlowSettings()) == FlowPlace("dbt_project", VARIABLES)
    assert flow_place(found, DUCKDB).variables == ()
    assert flow_place(found, read_flow_settings({"profiles_dir": "/etc/dbt"})).variables == ()


def test_a_profile_of_the_projects_own_comes_first(tmp_path: Path) -> None:
    text = "monday: {outputs: {sqlserver: {password: \"{{ env_var('SECRET_ONE') }}\", port: 1}}}"
    (tmp_path / "profiles.yml").write_text(text, encoding="utf-8")
    assert flow_place(project(tmp_path), FlowSettings()).variables == ("SECRET_ONE",)
    (tmp_path / "profiles.yml").write_text("[", encoding="utf-8")
    assert flow_place(project(tmp_path), FlowSettings()).variables == ()


@pytest.mark.parametrize(
    ("repository", "folder", "expected", "root"),
    [
        ("shop", "shop", ".", "shop"),
        ("shop", "shop/dbt", "dbt", "shop"),
        ("shop", "shop/data/dbt", "data/dbt", "shop/data"),
        ("shop", "other/dbt", "dbt", "other"),
        ("shop", "shop/my dbt", None, "shop"),
    ],
)
def test_the_folder_is_named_as_the_repository_has_it(
    tmp_path: Path, repository: str, folder: str, expected: str | None, root: str
) -> None:
    (tmp_path / repository / ".git").mkdir(parents=True)
    found = tmp_path / folder
    found.mkdir(parents=True, exist_ok=True)
    assert flow_place(project(found), FlowSettings()).project_dir == expected
    assert flows_root(found) == tmp_path / root
