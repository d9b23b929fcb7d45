"""Profiles read without dbt come out as by dbt's own code; what is not plain is refused there."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt.adapters.sqlserver.sqlserver_backend import build_pyodbc_connection_string
from dbt.cli.main import cli, debug
from dbt.config.renderer import ProfileRenderer
from dbt_common.clients.system import get_env
from dbt_common.constants import PRIVATE_ENV_PREFIX, SECRET_ENV_PREFIX
from dbt_common.context import set_invocation_context
from dbt_common.exceptions import DbtBaseException
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.errors import ProjectError, WarehouseError
from loader.landing import plain_profile as plain
from loader.landing import plain_values
from loader.landing.dbt_profile import FoundProfile, dbt_profile
from loader.landing.open import open_landing
from loader.landing.plain_profile import plain_profile
from loader.landing.plain_values import NotPlain, rendered
from loader.landing.profile import load_warehouse
from loader.landing.project import read_project
from loader.landing.sqlserver.plain import PlainSqlServer
from tests.unit.landing.case import write_project

SERVER = (
    "type: sqlserver, driver: ODBC Driver 18 for SQL Server, server: sql.example.com, "
    "database: Reporting, schema: monday, user: loads, password: p;w"
)
DUCKDB = "type: duckdb, path: own.duckdb"
VARIABLES = {
    "NAME": "dev",
    "PORT": "1444",
    "FOLDER": "/srv/data lake",
    "ODD": "a{b}c; {{ d }} 'e' \\ ",
    "EMPTY": "",
    "YES": "TRUE",
    "DBT_ENV_SECRET_PW": "s3cr}et",
    "DBT_ENV_SECRETS": "Abc",
    "DBT_ENV_PRIVATE_A": "a",
    "DBT_PASSWORD": "hunter2",
}
EXAMPLE = Path(__file__).parents[3] / "profiles.yml.example"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("DBT_"):
            monkeypatch.delenv(name)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home" / ".dbt").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def one_target(output: str) -> str:
    return f"boards: {{target: dev, outputs: {{dev: {{{output}}}}}}}"


def facts(found: FoundProfile) -> dict[str, object]:
    """All that a load takes from a profile."""
    own = found.credentials
    facts = {"where": (found.profiles_dir, found.name, found.target), "type": own.type}
    if own.type == "duckdb":
        attempts = own.retries and own.retries.connect_attempts
        named = own.path_derived_database_name(own.path)
        texts = {key: str(value) for key, value in own.settings.items()}
        facts |= {"path": own.path, "named": named, "retries": attempts, "settings": texts}
        facts |= {"options": own.config_options, "extensions": list(own.extensions or ())}
        return facts | {"database": own.database, "schema": own.schema, "attach": own.attach}
    names = [field.name for field in fields(PlainSqlServer)]
    names += ["client_id", "client_secret", "access_token"]
    return facts | {name: (getattr(own, name), type(getattr(own, name))) for name in names}


def by_both(
    folder: Path,
    profiles_dir: str | None = None,
    profile: str | None = None,
    target: str | None = None,
) -> tuple[FoundProfile, FoundProfile]:
    project = read_project(folder)
    quick = plain_profile(project, profiles_dir, profile, target, os.environ)
    return quick, dbt_profile(project, profiles_dir, profile, target)


@pytest.mark.parametrize(
    "output",
    [
        f"{DUCKDB}",
        f"{DUCKDB}, schema: main, threads: 4, database: own, retries: {{connect_attempts: 7}}",
        f"{DUCKDB}, retries: {{}}, external_root: /tmp, keep_open: false, extensions: [json]",
        f"{DUCKDB}, settings: {{memory_limit: 2GB, threads: 2, s3_region: x, ordered: true}}",
        DUCKDB + ", config_options: {access_mode: x, threads: \"{{ env_var('N', '3') }}\"}",
        "type: duckdb, path: \"{{ env_var('NOT_SET', '../monday.duckdb') }}\"",
        "type: duckdb, path: \"{{env_var('NOT_SET','/x y/.z/a-b')}}\", schema: ''",
        "type: duckdb, path: ~/größe.db, schema: \"{{ env_var( 'EMPTY' ) }}\"",
        "type: \"{{ env_var('KIND', 'duckdb') }}\", path: ./a.x",
        DUCKDB + ", threads: \"{{ env_var('PORT') | int }}\"",
    ],
)
def test_a_plain_duckdb_target_comes_out_as_by_dbt(tmp_path: Path, output: str) -> None:
    quick, dbt = by_both(write_project(tmp_path / "p", profile=one_target(output)), f"{tmp_path}/p")

    assert facts(quick) == facts(dbt)


@pytest.mark.parametrize(
    "output",
    [
        SERVER,
        f"{SERVER}, port: 0, encrypt: false, trust_cert: true, retries: 0, threads: 2",
        f"{SERVER}, backend: pyodbc, authentication: sql, windows_login: false, query_timeout: 9",
        SERVER.replace("sql.example.com", '" host\\\\SQLEXPRESS "') + ", port: 1433",
        SERVER.replace("server:", "host:").replace("user:", "UID:").replace("password:", "PWD:"),
        SERVER.replace("user:", "username:").replace("password:", "pass:") + ", auth: sql",
        SERVER.replace("p;w", "\"{{ env_var('ODD') }}\"") + ", TrustServerCertificate: true",
        SERVER.replace("p;w", "\"{{ env_var('DBT_ENV_SECRET_PW') }}\"") + ", login_timeout: 30",
        SERVER.replace("p;w", "\"{{ env_var('DBT_ENV_SECRET_NONE', 'none-1') }}\""),
        SERVER.replace("p;w", "\"{{ env_var('DBT_PASSWORD') }}\"") + ", schema_auth: dbo",
        f"{SERVER}, port: \"{{{{ env_var('PORT') | as_number }}}}\"",
        f"{SERVER}, encrypt: \"{{{{ (env_var('YES', 'x') | lower == 'true') | as_bool }}}}\"",
        f"{SERVER}, encrypt: \"{{{{ env_var('X', 'False') | as_bool }}}}\"",
    ],
)
def test_a_plain_sqlserver_target_comes_out_as_by_dbt(tmp_path: Path, output: str) -> None:
    quick, dbt = by_both(write_project(tmp_path / "p", profile=one_target(output)), f"{tmp_path}/p")

    assert facts(quick) == facts(dbt)
    wanted = build_pyodbc_connection_string(dbt.credentials)
    assert quick.credentials.connection_string == wanted
    assert quick.credentials.PWD not in repr(quick)


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


NOT_PLAIN = {
    "other Jinja": f"{DUCKDB}, schema: \"{{{{ 'a' ~ 'b' }}}}\"",
    "Jinja around": f"{DUCKDB}, schema: \"x_{{{{ env_var('NAME') }}}}\"",
    "a comment of Jinja": f'{DUCKDB}, schema: "a{{# b #}}"',
    "a brace": f'{DUCKDB}, schema: "a}}}}b"',
    "a line end": f'{DUCKDB}, schema: "a\\n"',
    "a variable that is not set": f"{DUCKDB}, schema: \"{{{{ env_var('NOT_SET') }}}}\"",
    "a number as default": f"{DUCKDB}, threads: \"{{{{ env_var('NOT_SET', 4) }}}}\"",
    "a default with a backslash": f"{DUCKDB}, schema: \"{{{{ env_var('N', 'a\\\\x41') }}}}\"",
    "a secret with a filter": DUCKDB + ", schema: \"{{ env_var('DBT_ENV_SECRET_PW') | lower }}\"",
    "a secret of another name": DUCKDB + ", schema: \"{{ env_var('DBT_ENV_SECRETS') | lower }}\"",
    "a name of a secret": f"{DUCKDB}, schema: x_DBT_ENV_SECRETy",
    "a hidden variable": DUCKDB + ", schema: \"{{ env_var('DBT_ENV_PRIVATE_A', 'b') }}\"",
    "text for a number": f"{DUCKDB}, threads: \"{{{{ env_var('PORT') }}}}\"",
    "yes for a number": f"{DUCKDB}, threads: true",
    "no number": f"{SERVER}, port: \"{{{{ env_var('NAME') | as_number }}}}\"",
    "a number for text": f"{DUCKDB}, schema: 5",
    "a fraction": f"{SERVER}, retries: 3.0",
    "a date": f"{DUCKDB}, schema: 2026-01-01",
    "nothing": f"{DUCKDB}, schema:",
    "no path": "type: duckdb",
    "memory": "type: duckdb, path: ':memory:'",
    "a URL": "type: duckdb, path: 'md:boards'",
    "a drive": "type: duckdb, path: 'C:\\\\x.duckdb'",
    "a query": "type: duckdb, path: 'a/b?c.duckdb'",
    "two dots": "type: duckdb, path: my.db.duckdb",
    "a hidden file": "type: duckdb, path: .hidden.duckdb",
    "a folder": "type: duckdb, path: data/",
    "another database": f"{DUCKDB}, database: sales",
    "attached files": f"{DUCKDB}, attach: [{{path: sales.duckdb}}]",
    "secrets": f"{DUCKDB}, secrets: [{{type: s3}}]",
    "plugins": f"{DUCKDB}, plugins: [{{module: excel}}]",
    "a nested setting": f"{DUCKDB}, settings: {{a: [1]}}",
    "an odd setting": f'{DUCKDB}, settings: {{"a = 1; set b": 1}}',
    "an extension from elsewhere": f"{DUCKDB}, extensions: [{{name: a, repo: b}}]",
    "other retries": f"{DUCKDB}, retries: {{query_attempts: 3}}",
    "no attempts": f"{DUCKDB}, retries: {{connect_attempts: 0}}",
    "an unknown key": f"{DUCKDB}, is_ducklake: true",
    "another adapter": "type: postgres, host: h",
    "no type": "path: own.duckdb",
    "the other backend": f"{SERVER}, backend: mssql-python",
    "another authentication": f"{SERVER}, authentication: ActiveDirectoryMsi",
    "authentication in capitals": f"{SERVER}, authentication: SQL",
    "a login of Windows": f"{SERVER}, trusted_connection: true",
    "two names of one": f"{SERVER}, UID: other",
    "no password": SERVER.partition(", password")[0],
    "a blank host": SERVER.replace("sql.example.com", "' '"),
    "a driver in braces": SERVER.replace("ODBC Driver 18 for SQL Server", "'{x}'"),
    "a negative timeout": f"{SERVER}, query_timeout: -1",
    "xact_abort": f"{SERVER}, xact_abort: false",
    "text for yes": f"{SERVER}, encrypt: 'yes'",
}


@pytest.mark.parametrize("output", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_a_target_that_is_not_plain_is_left_to_dbt(tmp_path: Path, output: str) -> None:
    folder = write_project(tmp_path / "p", profile=one_target(output))

    with pytest.raises(NotPlain):
        plain_profile(read_project(folder), folder, None, None, os.environ)


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
    """A new one could change what dbt finds."""
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
    """dbt-core 1.12 does: from .env of this folder or one above it, and from its user settings."""
    folder = write_project(tmp_path / "p", profile=TWO)
    monkeypatch.chdir(folder)
    for path in (tmp_path / ".env", tmp_path / "home" / ".dbt" / "user_settings.yml"):
        path.touch()
        with pytest.raises(NotPlain, match=path.name):
            plain_profile(read_project(folder), None, None, None, os.environ)
        path.unlink()


PIECES = st.sampled_from([
    "{{", "}}", "{{ ", " }}", "{", "}", "{%", "%}", "#}", "-", "(", ")", " | ", "|", "int", "lower",
    "as_bool", "as_number", "as_native", "as_text", "upper", " == 'true'", "env_var(",
    "env_var('PORT')", "env_var('NAME')", "env_var('ODD', 'x')", "env_var('NOT_SET', '12')",
    "env_var('YES')", "env_var('DBT_ENV_SECRET_PW')", "env_var('DBT_ENV_SECRETS')",
    "env_var('DBT_ENV_PRIVATE_A', 'b')", "{{ env_var('DBT_ENV_SECRETS') }}",
    "'", '"', ", ", "\\", "\n", "True", "12",
    "007", " ", "a", "é", "{{ (env_var('YES', 'true') | lower == 'true') | as_bool }}",
    "{{ env_var('PORT') | as_native }}", "{{ env_var(\"NAME\" , 'd') }}", "DBT_ENV_SECRET_", "~",
])  # fmt: skip
VALUES = st.sampled_from(["", "0", "12", "012", "-1", "1.5", "True", "true", "TRUE", "x", "[1]"])
CALLS = st.builds(
    "{{{{ env_var('V'{}) {}}}}}".format,
    st.sampled_from(["", ", 'd'", ', "7"', ", 7", ",''"]),
    st.sampled_from(
        ["", "| int ", "| as_number ", "|as_bool", "| as_native", "| as_text ", "|lower"]
    ),
)


@given(value=CALLS | st.lists(PIECES, max_size=6).map("".join), variable=VALUES | st.none())
@settings(max_examples=250, deadline=None)
def test_whatever_is_plain_renders_as_by_dbt(value: str, variable: str | None) -> None:
    environ = VARIABLES | ({} if variable is None else {"V": variable})
    try:
        quick = rendered(value, environ)
    except NotPlain:
        return
    set_invocation_context(environ)
    try:
        by_dbt: Any = ProfileRenderer({}).render_value(value)
    except DbtBaseException as exc:
        raise AssertionError(f"dbt refuses {value!r}: {exc}") from exc
    finally:
        set_invocation_context(get_env())
    assert (quick, type(quick)) == (by_dbt, type(by_dbt))


def test_yaml_that_dbt_reads_by_another_parser_says_the_same() -> None:
    """dbt reads YAML by libyaml, this product by PyYAML's own parser."""
    text = EXAMPLE.read_text("utf-8")
    assert yaml.load(text, yaml.CSafeLoader) == yaml.load(text, yaml.SafeLoader)
