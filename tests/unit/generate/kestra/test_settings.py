"""`vars: monday_kestra`: what is accepted, and one message with every fault of the rest."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from loader.errors import ProjectError
from loader.generate.kestra.settings import (
    SCHEMA,
    SQLSERVER_LOGIN,
    FlowSettings,
    Mail,
    Notify,
    read_flow_settings,
)

DOC = Path(__file__).parents[4] / "docs" / "kestra.md"


@pytest.mark.parametrize("declared", [None, {}, {"namespace": None}])
def test_nothing_declared_means_the_defaults(declared: object) -> None:
    assert read_flow_settings(declared) == FlowSettings()


def test_every_setting_is_read() -> None:
    declared = {
        "namespace": "acme.reporting",
        "image": "registry.acme.example:5000/monday@sha256:00ff",
        "runner": "docker",
        "user": "1000:1000",
        "volumes": ["/srv/warehouse:/warehouse:rw"],
        "cron": "@hourly",
        "timezone": "Asia/Hong_Kong",
        "repository": "ssh://git@git.acme.example/boards.git",
        "branch": "release/1",
        "repository_user": "kestra",
        "repository_secret": "GIT_TOKEN",
        "repository_key_secret": "GIT_KEY",
        "project_dir": "warehouse/dbt",
        "profiles_dir": "/etc/dbt",
        "target": "prod",
        "token_secret": "MONDAY",
        "secrets": {"SQLSERVER_PASSWORD": "DWH.PASSWORD"},
        "env": {"SQLSERVER_PORT": 1433, "SQLSERVER_ENCRYPT": True, "REGION": "eu"},
        "notify": {
            "slack": "SLACK",
            "teams": "TEAMS",
            "webhook": "HOOK",
            "mail": {
                "host": "smtp.acme.example",
                "from": "kestra@acme.example",
                "to": ["data@acme.example"],
            },
        },
        "check_cron": "*/20 * * * *",
        "retry_attempts": 1,
        "retry_interval": "PT30S",
        "retry_max_interval": "PT1H30M",
        "load_timeout": "P1D",
        "build_timeout": "PT2H",
    }
    assert declared.keys() == {field.name for field in fields(FlowSettings)}
    settings = read_flow_settings(declared)
    assert settings.secrets == (("SQLSERVER_PASSWORD", "DWH.PASSWORD"),)
    assert settings.env == (
        ("SQLSERVER_PORT", "1433"),
        ("SQLSERVER_ENCRYPT", "true"),
        ("REGION", "eu"),
    )
    assert settings.volumes == ("/srv/warehouse:/warehouse:rw",)
    mail = Mail("smtp.acme.example", "kestra@acme.example", ("data@acme.example",))
    assert settings.notify == Notify("SLACK", "TEAMS", "HOOK", mail)
    for name in declared.keys() - {"secrets", "env", "volumes", "notify"}:
        assert getattr(settings, name) == declared[name]


def test_a_duckdb_target_needs_no_login_unless_it_says_so() -> None:
    assert read_flow_settings({"target": "duckdb"}).secrets == ()
    assert read_flow_settings({"target": "prod"}).secrets == SQLSERVER_LOGIN
    named = read_flow_settings({"target": "duckdb", "secrets": {"MOTHERDUCK_TOKEN": "MD"}})
    assert named.secrets == (("MOTHERDUCK_TOKEN", "MD"),)


def test_all_faults_come_in_one_message() -> None:
    with pytest.raises(ProjectError) as caught:
        read_flow_settings(
            {"cron": "61 * * * *", "namespaces": "acme", "namespace": "Acme", "runner": "k8s"},
            "/work/dbt_project.yml",
        )
    assert str(caught.value) == (
        "/work/dbt_project.yml: vars: monday_kestra has 4 fault(s); correct them and run again "
        "(docs/kestra.md lists the settings):\n"
        "  unknown key 'namespaces'; did you mean namespace?\n"
        "  namespace 'Acme' is not a Kestra namespace: at most 150 lower-case letters, digits and "
        "._-, starting with a letter or digit\n"
        "  runner must be one of docker, process, not 'k8s'\n"
        "  cron '61 * * * *' is no cron expression: '61' is no minute (0 to 59)"
    )


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"namespace": "a" * 151}, "is not a Kestra namespace: at most 150"),
        ({"project-dir": "x"}, "unknown key 'project-dir'; did you mean project_dir?"),
        ({"namespace": "acme\n"}, "is not a Kestra namespace"),
        ({"image": "x {{ secret('A') }}"}, "is not a container image"),
        ({"user": 1000}, "user must be text; put it in quotes, not 1000"),
        ({"volumes": "/a:/b"}, "volumes must be a list, not '/a:/b'"),
        ({"volumes": ["/a"]}, "volumes 1 '/a' is not a mount"),
        ({"cron": 5}, "cron must be text; put it in quotes, not 5"),
        ({"timezone": "Europe/Brlin"}, "is no time zone"),
        ({"timezone": "../etc/passwd"}, "is no time zone"),
        ({"repository": "file:///etc"}, "repository must be an address such as https://"),
        ({"repository": "https://h/x", "branch": "a b"}, "is not the name of a branch"),
        ({"branch": "main"}, "branch: has no meaning without repository"),
        ({"repository": "https://h/x", "repository_user": "me"}, "give both, or none"),
        ({"project_dir": "../other"}, "without .."),
        ({"project_dir": "a/../../b"}, "without .."),
        ({"project_dir": "/abs"}, "inside the repository"),
        ({"project_dir": "a;rm -rf /"}, "inside the repository"),
        ({"profiles_dir": "a b"}, "is not a folder's path"),
        ({"target": "x y"}, "is not the name of a target"),
        ({"token_secret": "A') }}"}, "is not the name of a secret"),
        ({"secrets": ["A"]}, "secrets must be a mapping"),
        ({"secrets": {"A": "b c"}}, "secrets: A is not the name of a secret"),
        ({"secrets": {"a-b": "X"}}, "secrets: a key is no name of an environment v"),
        ({"env": {"MONDAY_API_TOKEN": "x"}}, "MONDAY_API_TOKEN is set by the flow itself"),
        ({"env": {"A": ["x"]}}, "env: A must be text or a number or true or false"),
        ({"env": {"SQLSERVER_USER": "sa"}}, "SQLSERVER_USER is also under secrets; keep one"),
        ({"notify": {"slak": "A"}}, "notify: unknown key 'slak'; did you mean slack?"),
        ({"notify": {"slack": "https://hooks"}}, "notify: slack is not the name of a secret"),
        ({"notify": {"mail": {"host": "h", "to": ["a@b"]}}}, "notify: mail: from is missing"),
        (
            {"notify": {"mail": {"host": "h", "from": "a@b", "to": ["{{ x }}"]}}},
            "'{{ x }}' is not a mail address",
        ),
        (
            {"notify": {"mail": {"host": "h", "from": "a@b", "to": ["c@d"], "user": "me"}}},
            "notify: mail: user and secret: give both",
        ),
        ({"retry_attempts": 0}, "retry_attempts must be from 1 to 100, not 0"),
        ({"retry_attempts": True}, "must be a whole number, not true"),
        ({"retry_interval": "PT15M"}, "must be shorter than retry_max_interval"),
        ({"load_timeout": "1h"}, "write PT30M, PT1H or P1D"),
        ({"load_timeout": "PT"}, "write PT30M, PT1H or P1D"),
        ({"load_timeout": "PT0S"}, "is no duration above zero"),
        ({"build_timeout": 60}, "must be text; put it in quotes, not 60"),
        ({"runner": "process", "image": "x"}, "image: has no meaning with runner: process"),
    ],
)
def test_a_wrong_value_is_refused(declared: dict[str, object], said: str) -> None:
    with pytest.raises(ProjectError, match=re.escape(said)) as caught:
        read_flow_settings(declared)
    assert "has 1 fault(s)" in str(caught.value)


@pytest.mark.parametrize(
    "declared",
    [
        {"repository": "https://me:hunter2@git.example/x"},
        {"repository": "https://hunter2@h/x y"},
        {"repository": ["https://me:hunter2@git.example/x"]},
        {"repository:https://me:hunter2@git.example/x": None},
        {"repository": "https://h/x", "repository_user": "me:hunter2", "repository_secret": "A"},
        {"repository": "https://h/x", "repository_user": "me", "repository_secret": "hunter2!"},
        {"repository": "https://h/x", "repository_key_secret": "-----BEGIN KEY hunter2"},
        {"token_secret": "hunter2 "},
        {"secrets": "PASSWORD=hunter2"},
        {"secrets": {"PASSWORD": "hunter2!"}},
        {"secrets": {"PASSWORD=hunter2": None}},
        {"env": "PASSWORD=hunter2"},
        {"env": {"PASSWORD=hunter2": "x"}},
        {"env": {"PASSWORD": ["hunter2"]}},
        "repository:https://me:hunter2@git.example/x",
    ],
)
def test_what_may_hold_a_password_is_never_repeated(declared: object) -> None:
    with pytest.raises(ProjectError) as caught:
        read_flow_settings(declared)
    assert "hunter2" not in str(caught.value)


def test_values_of_any_kind_are_refused_and_not_stumbled_over() -> None:
    many: list[object] = [1]
    for _ in range(60):
        many = [many] * 10
    declared: dict[object, object] = {
        "namespace": many,
        "volumes": [many],
        "cron": 10**6000,
        "env": {"A": 10**6000},
    }
    declared |= {1: many, None: 1, 10**6000: 1, "user": {}}
    declared["secrets"] = {1: "A", False: "A", 10**6000: "A"}
    with pytest.raises(ProjectError, match=r"has 11 fault\(s\)") as caught:
        read_flow_settings(declared)
    assert len(str(caught.value)) < 2000


def test_settings_that_are_no_mapping_are_refused() -> None:
    with pytest.raises(ProjectError, match="must be a mapping"):
        read_flow_settings(["namespace"])


def test_the_documentation_lists_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    documented = {name: default for name, default in rows if name.islower()}
    defaults = FlowSettings()
    for field in fields(FlowSettings):
        value = getattr(defaults, field.name)
        if isinstance(value, tuple):
            continue  # lists and mappings are documented in words
        shown = "unset" if value is None else f"`{value}`"
        assert documented[field.name] == shown, field.name
    assert documented.keys() == {field.name for field in fields(FlowSettings)}


def test_the_schema_has_the_keys_and_defaults_of_the_values() -> None:
    rules = SCHEMA.rules["properties"]
    assert rules.keys() == {field.name for field in fields(FlowSettings)}
    for field in fields(FlowSettings):
        if not isinstance(field.default, tuple):
            assert rules[field.name].get("default") == field.default, field.name
