"""Project, profile and target are found as dbt finds them; errors name what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loader.errors import ProjectError
from loader.landing.profile import load_warehouse
from loader.landing.project import find_project_dir, read_project
from tests.unit.landing.case import write_project

TWO_TARGETS = """
boards:
  target: "{{ env_var('WHICH_TARGET', 'dev') }}"
  outputs:
    dev: {type: duckdb, path: "dev.duckdb", schema: main}
    prod:
      type: sqlserver
      driver: ODBC Driver 18 for SQL Server
      server: sql.example.com
      port: 1433
      database: Reporting
      schema: monday
      authentication: ActiveDirectoryServicePrincipal
      client_id: "{{ env_var('SQL_CLIENT') }}"
      client_secret: "{{ env_var('SQL_SECRET') }}"
other:
  target: dev
  outputs:
    dev: {type: duckdb, path: ":memory:"}
"""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Remove the developer's dbt variables and use a home folder without .dbt."""
    for name in ("PROJECT_DIR", "PROFILES_DIR", "PROFILE", "TARGET"):
        monkeypatch.delenv(f"DBT_{name}", raising=False)
        monkeypatch.delenv(f"DBT_ENGINE_{name}", raising=False)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", profile=TWO_TARGETS)


def test_the_folder_above_is_searched_as_by_dbt(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "models" / "boards").mkdir(parents=True)
    monkeypatch.chdir(project / "models" / "boards")

    assert find_project_dir() == project


@pytest.mark.parametrize("name", ["DBT_PROJECT_DIR", "DBT_ENGINE_PROJECT_DIR"])
def test_the_variable_names_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, str(project))

    assert find_project_dir() == project


def test_a_given_folder_wins_over_the_variable(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_PROJECT_DIR", str(tmp_path))

    assert find_project_dir(project) == project


def test_a_missing_project_says_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ProjectError, match=re.escape(f"in {tmp_path} or a folder above it")):
        find_project_dir()
    with pytest.raises(
        ProjectError, match=re.escape(f"There is no dbt_project.yml in {tmp_path};")
    ):
        find_project_dir(tmp_path)


def test_the_profile_beside_the_project_gives_the_default_target(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)

    found = load_warehouse()

    assert (found.profile, found.target, found.engine) == ("boards", "dev", "duckdb")
    assert (found.database, found.schema, found.databases) == ("dev", "main", ("dev",))
    assert found.profiles_dir == project
    assert found.vars == {"monday_numbers_type": "decimal(18,2)"}


def test_a_relative_path_starts_where_dbt_would_be_started(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = load_warehouse(project, project)

    assert found.credentials.path == str(tmp_path / "dev.duckdb")


def test_a_relative_path_begins_no_second_file_beside_the_projects_own(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "dev.duckdb").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError, match=re.escape(f"Type the command in {project}")):
        load_warehouse(project, project)

    (tmp_path / "dev.duckdb").touch()
    assert load_warehouse(project, project).credentials.path == str(tmp_path / "dev.duckdb")


def test_home_is_searched_after_the_current_folder(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / ".dbt").mkdir()
    (project / "profiles.yml").rename(tmp_path / "home" / ".dbt" / "profiles.yml")
    monkeypatch.chdir(project)

    assert load_warehouse().profiles_dir == tmp_path / "home" / ".dbt"


def test_variables_name_folders_profile_and_target(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DBT_PROJECT_DIR", str(project))
    monkeypatch.setenv("DBT_PROFILES_DIR", str(project))
    monkeypatch.setenv("DBT_PROFILE", "other")
    monkeypatch.setenv("DBT_TARGET", "dev")

    found = load_warehouse()

    assert (found.profile, found.target, found.database) == ("other", "dev", "memory")


def test_secrets_are_rendered_from_the_environment_and_never_shown(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQL_CLIENT", "client-1")
    monkeypatch.setenv("SQL_SECRET", "tops3cret")

    found = load_warehouse(project, project, target="prod")

    assert (found.engine, found.database, found.schema) == ("sqlserver", "Reporting", "monday")
    assert found.databases is None
    assert found.credentials.client_secret == "tops3cret"
    assert "tops3cret" not in repr(found)


def test_the_target_itself_may_be_rendered(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHICH_TARGET", "nowhere")

    with pytest.raises(ProjectError, match=r"'nowhere'\. The valid target names .* - dev - prod"):
        load_warehouse(project, project)


def test_a_missing_target_lists_those_that_there_are(project: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        load_warehouse(project, project, target="test")

    assert str(caught.value) == (
        f"Profile 'boards' in {project}/profiles.yml cannot be used: The profile 'boards' does not "
        "have a target named 'test'. The valid target names for this profile are: - dev - prod"
    )


def test_a_missing_variable_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SQL_CLIENT", raising=False)

    with pytest.raises(ProjectError, match="'SQL_CLIENT'"):
        load_warehouse(project, project, target="prod")


def test_a_missing_profile_lists_those_that_there_are(project: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        load_warehouse(project, project, profile="orders")

    assert str(caught.value) == (
        f"There is no profile 'orders' in {project}/profiles.yml; it has boards, other."
    )


def test_a_project_without_a_profile_says_so(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", project="name: boards\n")

    with pytest.raises(ProjectError, match=r"dbt_project\.yml names no profile"):
        load_warehouse(folder, folder)


def test_a_missing_profiles_file_says_where_dbt_looks(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "profiles.yml").unlink()
    monkeypatch.chdir(project)

    with pytest.raises(ProjectError, match=re.escape(f"no profiles.yml in {tmp_path}/home/.dbt")):
        load_warehouse()


def test_in_a_clone_its_own_example_is_named(project: Path) -> None:
    (project / "profiles.yml").unlink()
    example = project.parent / "profiles.yml.example"
    example.touch()
    with pytest.raises(ProjectError, match=re.escape(f"Copy {example} to {project}")):
        load_warehouse(project, project)


def test_a_folder_for_profiles_that_is_not_there(project: Path) -> None:
    with pytest.raises(ProjectError, match=r"no profiles\.yml in /nowhere;"):
        load_warehouse(project, "/nowhere")


@pytest.mark.parametrize("name", ["profiles.yml", "dbt_project.yml"])
def test_broken_yaml_is_named_with_its_line_and_without_its_text(project: Path, name: str) -> None:
    (project / name).write_text("name: a\nboards:\n  password: hunter2: x\n")

    with pytest.raises(ProjectError) as caught:
        load_warehouse(project, project)

    assert str(caught.value).startswith(f"{project / name}, line 3: not valid YAML: ")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["profiles.yml", "dbt_project.yml"])
def test_a_key_that_stands_twice_is_told_with_both_lines(project: Path, name: str) -> None:
    """dbt takes the last one, so the values under the first would be lost silently."""
    (project / name).write_text("name: a\nvars: {x: hunter2}\nprofile: b\nvars:\n  y: 1\n")

    with pytest.raises(ProjectError) as caught:
        load_warehouse(project, project)

    assert str(caught.value) == (
        f"{project / name}, line 4: not valid YAML: 'vars' stands on line 2 too; join the two."
    )


def test_a_key_may_stand_beside_the_one_that_is_merged_in(tmp_path: Path) -> None:
    text = "name: boards\nvars:\n  a: &a {x: 1, y: 1}\n  b: {<<: *a, x: 2}\n  c: {<<: *a, x: 3}\n"
    found = read_project(write_project(tmp_path / "p", project=text))

    assert found.vars["b"] == {"x": 2, "y": 1}
    assert found.vars["c"] == {"x": 3, "y": 1}


@pytest.mark.parametrize(
    "text",
    [
        "# nothing", "[]", "\0", "name: 2026-02-30", f"name: {'9' * 5000}", "name: " + "[" * 20_000,
        "name: !!python/object/apply:os.system [ls]", "? [a]\n: b", "name:\n\ta: b", "<<: 1",
        'name: "\\U99999999"',
    ],
)  # fmt: skip
def test_what_is_no_project_is_one_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    folder = write_project(tmp_path / "p", project=text)

    with pytest.raises(ProjectError, match=re.escape(str(folder / "dbt_project.yml"))):
        read_project(folder)


def test_a_wrong_setting_does_not_show_the_password(tmp_path: Path) -> None:
    profile = (
        "boards: {target: dev, outputs: {dev: {type: sqlserver, host: h, database: d, "
        "schema: s, UID: u, PWD: [hunter2], retries: many}}}"
    )
    folder = write_project(tmp_path / "p", profile=profile)

    with pytest.raises(ProjectError) as caught:
        load_warehouse(folder, folder)

    assert "Profile 'boards'" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_another_adapter_is_refused(tmp_path: Path) -> None:
    profile = "boards: {target: dev, outputs: {dev: {type: postgres, host: h}}}"
    folder = write_project(tmp_path / "p", profile=profile)

    with pytest.raises(ProjectError, match="postgres"):
        load_warehouse(folder, folder)


def test_variables_of_the_project_itself_win(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path / "p",
        project="name: boards\nvars:\n  a: 1\n  monday_policy: {mirror: ask}\n  boards: {a: 2}\n",
    )

    found = read_project(folder)

    assert found.vars["a"] == 2
    assert found.vars["monday_policy"] == {"mirror": "ask"}
    assert found.profile is None


def test_attached_catalogs_are_databases_of_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    profile = (
        "boards: {target: dev, outputs: {dev: {type: duckdb, path: own.duckdb, attach: "
        "[{path: sales.duckdb}, {path: x.duckdb, alias: archive}]}}}"
    )
    folder = write_project(tmp_path / "p", profile=profile)

    found = load_warehouse(folder, folder)

    assert found.databases == ("own", "sales", "archive")
    assert [one.path for one in found.credentials.attach] == [
        str(tmp_path / "sales.duckdb"),
        str(tmp_path / "x.duckdb"),
    ]
