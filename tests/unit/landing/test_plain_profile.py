"""Profiles read without dbt equal those read by dbt's own code; others raise NotPlain."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from dbt.cli.main import cli, debug
from dbt_common.constants import PRIVATE_ENV_PREFIX, SECRET_ENV_PREFIX

from loader.errors import ProjectError, WarehouseError
from loader.landing import plain_profile as plain
from loader.landing import plain_values
from loader.landing.open import open_landing
from loader.landing.plain_profile import plain_profile
from loader.landing.plain_values import NotPlain
from loader.landing.profile import load_warehouse
from loader.landing.project import read_project
from tests.unit.landing.case import write_project
from tests.unit.landing.profiles import DUCKDB, SERVER, by_both, facts, one_target

pytestmark = pytest.mark.usefixtures("variables")
EXAMPLE = Path(__file__).parents[3] / "profiles.yml.example"


@pytest.mark.parametrize("target", ["duckdb", "sqlserver"])
def test_the_profile_that_comes_along_is_plain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    for name in ("HOST", "DATABASE", "USER", "PASSWORD"):
        monkeypatch.setenv(f"SQLSERVER_{name}", f"{name} {{}};")
    text = "name: boards\nprofile: monday\nflags: {use_colors: false}\n"
    folder = write_project(tmp_path / "p", profile=EXAMPLE.read_text("utf-8"), project=text)

    quick, dbt = by_both(folder, str(folder), None, target)

    assert facts(quick) == facts(dbt)


TWO = (
    "boards: {target: \"{{ env_var('NAME') }}\", outputs: {"
    f'dev: {{{DUCKDB}}}, prod: {{{DUCKDB}, schema: prod}}, broken: {{path: "{{{{ x }}}}"}}}}}}\n'
    f"other: {{target: dev, outputs: {{dev: {{{DUCKDB}, schema: other}}, prod: {{{DUCKDB}}}}}}}\n"
)


@pytest.mark.parametrize(
    ("flags", "environment"),
    [
        ((), {}),
        ((), {"NAME": "prod"}),
        (("../p", "other", "prod"), {}),
        (("", "", ""), {"DBT_PROFILES_DIR": "", "DBT_PROFILE": "", "DBT_TARGET": ""}),
        ((), {"DBT_PROFILE": "other", "DBT_TARGET": "prod"}),
        ((), {"DBT_PROFILE": "none", "DBT_ENGINE_PROFILE": "other", "DBT_ENGINE_TARGET": "prod"}),
        ((None, "boards", "dev"), {"DBT_PROFILE": "other", "DBT_ENGINE_TARGET": "prod"}),
        ((), {"DBT_PROFILES_DIR": "../p", "DBT_TARGET_PATH": "t", "DBT_LOG_PATH": "logs"}),
        ((), {"DBT_QUIET": "1", "DBT_ENGINE_USE_COLORS": "false", "DBT_LOG_LEVEL": ""}),
    ],
)
def test_flags_and_variables_choose_as_in_dbt(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flags: tuple[str | None, ...],
    environment: dict[str, str],
) -> None:
    folder = write_project(tmp_path / "p", profile=TWO)
    monkeypatch.chdir(folder)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    quick, dbt = by_both(folder, *flags)

    assert facts(quick) == facts(dbt)


def test_the_profiles_of_this_folder_come_before_those_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_project(tmp_path / "p", profile=TWO)
    home = tmp_path / "home" / ".dbt"
    (home / "profiles.yml").write_text(TWO.replace("main", "home"))
    for here, wanted in ((folder, folder), (tmp_path, home)):
        monkeypatch.chdir(here)
        quick, dbt = by_both(folder)
        assert quick.profiles_dir == dbt.profiles_dir == wanted


@pytest.mark.parametrize(
    ("project", "profile", "environment"),
    [
        ("name: boards", TWO, {}),
        ("{name: boards, profile: 5}", TWO.replace("boards", "'5'"), {}),
        ("{name: boards, profile: \"{{ 'boards' }}\"}", TWO, {"DBT_PROFILE": "boards"}),
        ("{name: boards, profile: none}", TWO, {}),
        ("{name: boards, profile: boards, flags: [a]}", TWO, {}),
        ("{name: boards, profile: boards, flags: {warn_error_options: {}}}", TWO, {}),
        ("", f"config: {{use_colors: false}}\n{TWO}", {}),
        ("", TWO, {"DBT_TARGET": "nowhere"}),
        ("", TWO, {"DBT_TARGET": "broken"}),
        ("", TWO, {"DBT_ENGINE_LOG_LEVEL": "loud"}),
        ("", TWO, {"DBT_WARN_ERROR": "1"}),
        ("", TWO, {"DBT_QUIET": "perhaps"}),
        ("", "boards: {outputs: {default: {type: duckdb, path: a}}}", {}),
        ("", "boards: {target: dev, outputs: [dev]}", {}),
        ("", "boards: {target: 1, outputs: {1: {type: duckdb, path: a}}}", {}),
        ("", "boards: {target: dev, outputs: {dev: &a {type: duckdb, path: a, settings: *a}}}", {}),
    ],
)
def test_a_search_that_is_not_plain_is_left_to_dbt(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    project: str,
    profile: str,
    environment: dict[str, str],
) -> None:
    folder = write_project(tmp_path / "p", profile=profile, project=project)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(NotPlain):
        plain_profile(read_project(folder), folder, None, None, os.environ)


def test_files_that_cannot_be_read_are_left_to_dbt(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", profile="boards: {a: 1, a: 2}")
    with pytest.raises(ProjectError, match="'a' stands on line 1 too"):
        plain_profile(read_project(folder), folder, None, None, os.environ)
    with pytest.raises(ProjectError, match="cannot be read"):
        plain_profile(read_project(folder), tmp_path, None, None, os.environ)


def test_only_what_is_not_plain_takes_dbts_own_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    both = {
        kind: load_warehouse(write_project(tmp_path / kind, profile=one_target(output)), kind)
        for kind, output in (("quick", DUCKDB), ("dbt", f"{DUCKDB}, is_ducklake: false"))
    }

    assert type(both["quick"].credentials).__module__ == "loader.landing.duckdb.plain"
    assert type(both["dbt"].credentials).__module__ == "dbt.adapters.duckdb.credentials"
    assert both["quick"].databases == both["dbt"].databases == ("own",)
    assert (
        both["quick"].credentials.path == both["dbt"].credentials.path == f"{tmp_path}/own.duckdb"
    )


def test_a_connection_that_fails_is_told_as_after_dbts_own(tmp_path: Path) -> None:
    lacking = SERVER.replace("ODBC Driver 18 for SQL Server", "None Such")
    for output in (lacking, f"{lacking}, xact_abort: true"):
        folder = write_project(tmp_path / "p", profile=one_target(output))
        with pytest.raises(WarehouseError) as caught:
            open_landing(load_warehouse(folder, folder))
        message = str(caught.value)
        assert message.startswith("SQL Server sql.example.com, database Reporting: connecting fail")
        assert "Install Microsoft's ODBC Driver 18 for SQL Server, or correct `driver`" in message


def test_every_setting_of_dbt_is_known() -> None:
    """A new setting could change what dbt finds."""
    handled = {"PROJECT_DIR", "PROFILES_DIR", "PROFILE", "TARGET", "LOG_PATH"}
    kinds = {}
    for option in (*debug.params, *cli.params):
        for name in [option.envvar] if isinstance(option.envvar, str) else option.envvar or ():
            kinds[re.sub("^DBT_(ENGINE_)?", "", name)] = option.type.name

    assert kinds.keys() - plain.SETTINGS - plain.SWITCHES == handled
    assert {kinds.get(name, "boolean") for name in plain.SWITCHES} == {"boolean"}
    assert (plain_values.SECRET, plain_values.HIDDEN) == (SECRET_ENV_PREFIX, PRIVATE_ENV_PREFIX)


def test_files_that_dbt_takes_variables_and_flags_from_are_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """dbt-core 1.12 takes them from .env of this folder or one above it and from user settings."""
    folder = write_project(tmp_path / "p", profile=TWO)
    monkeypatch.chdir(folder)
    for path in (tmp_path / ".env", tmp_path / "home" / ".dbt" / "user_settings.yml"):
        path.touch()
        with pytest.raises(NotPlain, match=path.name):
            plain_profile(read_project(folder), None, None, None, os.environ)
        path.unlink()


def test_yaml_that_dbt_reads_by_another_parser_says_the_same() -> None:
    """dbt reads YAML with libyaml, this product with PyYAML's own parser."""
    text = EXAMPLE.read_text("utf-8")
    assert yaml.load(text, yaml.CSafeLoader) == yaml.load(text, yaml.SafeLoader)
