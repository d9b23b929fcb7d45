"""What is found without dbt is what dbt finds, and dbt decides about everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.landing.plain_target import plain_target
from loader.landing.profile import _found_by_dbt, load_warehouse
from loader.landing.project import read_project
from tests.project import ROOT
from tests.unit.landing.case import write_project

EXAMPLE = (ROOT / "profiles.yml.example").read_text(encoding="utf-8")
FLAGS = "flags: {send_anonymous_usage_stats: false, validate_macro_args: true}\n"


def profile(output: str, more: str = "") -> str:
    return f"boards: {{target: dev, outputs: {{dev: {{{output}}}}}}}\n{more}"


PLAIN = {
    "the example": (EXAMPLE, {"DBT_PROFILE": "monday", "MONDAY_DUCKDB": "../a/orders.duckdb"}),
    "the example at home": (EXAMPLE, {"DBT_PROFILE": "monday"}),
    "a file": (profile("type: duckdb, path: shop.duckdb"), {}),
    "at home": (profile("type: duckdb, path: ~/my shop/shop.db, schema: sales, threads: 2"), {}),
    "a default": (profile("type: duckdb, path: \"{{ env_var('NONE', 'b') ~ '.db' }}\""), {}),
    "text around it": (profile("type: duckdb, path: \"./{{ env_var('F') }}.db\""), {"F": "c_1"}),
    "retries": (profile("type: duckdb, path: d.db, retries: {connect_attempts: 3}"), {}),
    "a comment": (profile('type: duckdb, path: "{# no #}a.db"'), {}),
    "a target": (profile("type: duckdb, path: d.db").replace("dev", "x"), {"DBT_TARGET": "x"}),
}
OTHERS = {
    "attached": profile("type: duckdb, path: a.db, attach: [{path: b.db}]"),
    "settings": profile("type: duckdb, path: a.db, settings: {memory_limit: 1GB}"),
    "a filter": profile("type: duckdb, path: \"{{ env_var('HOME') | upper }}.db\""),
    "a secret": profile("type: duckdb, path: \"{{ env_var('DBT_ENV_SECRET_X', 'a.db') }}\""),
    "a missing variable": profile("type: duckdb, path: \"{{ env_var('NONE') }}\""),
    "a statement": profile('type: duckdb, path: "{% if true %}a.db{% endif %}"'),
    "no jinja": profile('type: duckdb, path: "a{{.db"'),
    "a url": profile('type: duckdb, path: "md:shop.db"'),
    "memory": profile('type: duckdb, path: ":memory:"'),
    "two dots": profile("type: duckdb, path: a.b.db"),
    "no ending": profile("type: duckdb, path: shop"),
    "no path": profile("type: duckdb"),
    "another engine": profile("type: sqlserver, host: h, database: d, schema: s"),
    "settings of dbt": profile("type: duckdb, path: a.db", "config: {printer_width: 80}\n"),
    "threads in words": profile("type: duckdb, path: a.db, threads: many"),
    "a target that is not there": profile("type: duckdb, path: a.db").replace("dev,", "none,"),
    "a rendered target": profile("type: duckdb, path: a.db").replace(
        "dev,", "\"{{ env_var('NONE', 'dev') }}\","
    ),
    "no yaml": "a: b: c",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home without profiles, and no variable of the developer's."""
    for name in ("PROJECT_DIR", "PROFILES_DIR", "PROFILE", "TARGET"):
        monkeypatch.delenv(f"DBT_{name}", raising=False)
    for name in ("NONE", "MONDAY_DUCKDB"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def project_with(folder: Path, text: str, flags: str = FLAGS) -> Path:
    return write_project(folder / "p", profile=text, project=f"name: b\nprofile: boards\n{flags}")


@pytest.mark.parametrize("name", PLAIN)
def test_the_same_is_found_as_by_dbt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text, variables = PLAIN[name]
    folder = project_with(tmp_path, text)
    monkeypatch.chdir(folder)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)

    assert plain_target(read_project(folder), None, None, None) is not None
    found = load_warehouse()
    by_dbt = _found_by_dbt(read_project(folder), None, None, None)

    assert found == by_dbt  # all but the credentials
    assert found.databases == by_dbt.databases
    assert found.credentials.as_dbt() == by_dbt.credentials
    for used in ("path", "schema", "database", "attach"):
        assert getattr(found.credentials, used) == getattr(by_dbt.credentials, used)


@pytest.mark.parametrize("name", OTHERS)
def test_dbt_is_asked_about_everything_else(tmp_path: Path, name: str) -> None:
    folder = project_with(tmp_path, OTHERS[name])

    assert plain_target(read_project(folder), folder, None, None) is None


@pytest.mark.parametrize(
    "variable",
    [
        "DBT_THREADS",
        "DBT_ENGINE_TARGET",
        "DBT_PROFILE",
        "DBT_TARGET",
        "dbt_vars",
        "DBT_SEND_ANONYMOUS_USAGE_STATS",
    ],
)
def test_dbt_is_asked_with_settings_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    folder = project_with(tmp_path, profile("type: duckdb, path: a.db"))
    assert plain_target(read_project(folder), folder, None, None) is not None
    monkeypatch.setenv(variable, "")

    assert plain_target(read_project(folder), folder, None, None) is None


@pytest.mark.parametrize("flags", ["flags: {target_path: x}\n", "flags: [a]\n"])
def test_dbt_is_asked_with_flags_of_the_project(tmp_path: Path, flags: str) -> None:
    folder = project_with(tmp_path, profile("type: duckdb, path: a.db"), flags)

    assert plain_target(read_project(folder), folder, None, None) is None
