"""The dbt project itself: warnings, profiles, documented macros, schemas, the DDL of a dry run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from dbt.jsonschemas import jsonschemas

from .project import ROOT, Project, make_project
from .swap_models import SwapModel, numbered
from .test_tsql_golden import GOLDEN, NoServer
from .warehouse import DuckDB

MACROS = ROOT / "dbt_project/macros"
SECRETS = ("SQLSERVER_HOST", "SQLSERVER_DATABASE", "SQLSERVER_USER", "SQLSERVER_PASSWORD")
TABLE = {
    "database": "warehouse",
    "schema": "reports",
    "name": "orders",
    "key": {"name": "Item ID", "data_type": "nvarchar(100)"},
    "columns": [
        {"id": "name", "name": 'Na"me]', "type": "name"},
        {"id": "n1", "name": "{{ 7*7 }}", "type": "numbers"},
        {"id": "d1", "name": "Due", "type": "date", "data_type": "datetime2(0)"},
        {"id": "t1", "name": "Plan from", "type": "timeline", "part": "from"},
        {"id": "x1", "name": "New", "type": "not_yet_known"},
    ],
}
DDL = {
    "duckdb": """create table "warehouse"."reports"."orders" (
    "Item ID" varchar not null,
    "Na""me]" varchar null,
    "{{ 7*7 }}" decimal(18,2) null,
    "Due" timestamp null,
    "Plan from" date null,
    "New" varchar null,
    constraint "PK_orders" primary key ("Item ID")
);""",
    "sqlserver": """create table [warehouse].[reports].[orders] (
    [Item ID] nvarchar(100) not null,
    [Na"me]]] nvarchar(max) null,
    [{{ 7*7 }}] decimal(18,2) null,
    [Due] datetime2(0) null,
    [Plan from] date null,
    [New] nvarchar(max) null,
    constraint [PK_orders] primary key clustered ([Item ID])
);""",
}


@pytest.mark.parametrize("target", ["duckdb", "sqlserver"])
def test_example_profile_parses_without_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(jsonschemas, "_JSONSCHEMA_SUPPORTED_ADAPTERS", {"duckdb", "sqlserver"})
    project = make_project(tmp_path / "dbt_project", NoServer())  # type: ignore[arg-type]
    shutil.copy(ROOT / "profiles.yml.example", project.folder / "profiles.yml")
    project.model("any", "select 1 as id", [{"name": "id"}], meta={"swap_min_rows": 0})
    for name in SECRETS if target == "sqlserver" else ():
        monkeypatch.setenv(name, "x")
    run = project.dbt("parse", "--target", target)
    assert run.success, run.text
    assert run.warnings == []


def test_example_profile_holds_no_secret_and_no_place() -> None:
    profile = yaml.safe_load((ROOT / "profiles.yml.example").read_text())["monday"]
    assert profile["target"] == "duckdb"
    path = profile["outputs"]["duckdb"]["path"]
    assert path == "{{ env_var('MONDAY_DUCKDB', 'monday.duckdb') }}"  # the project's own folder
    server = profile["outputs"]["sqlserver"]
    for key, name in zip(("server", "database", "user", "password"), SECRETS, strict=True):
        assert server[key] == f"{{{{ env_var('{name}') }}}}"


def test_every_public_macro_is_documented() -> None:
    documented = {
        macro["name"]
        for path in MACROS.rglob("*.yml")
        for macro in yaml.safe_load(path.read_text(encoding="utf-8"))["macros"]
    }
    defined = {
        name
        for path in MACROS.rglob("*.sql")
        for name in re.findall(r"{%-? macro (\w+)\(", path.read_text(encoding="utf-8"))
    }
    assert {name for name in defined if "__" not in name} <= documented


def test_what_is_redefined_of_dbt_sqlserver_is_listed_with_its_golden_file() -> None:
    text = (MACROS / "sqlserver/README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(sqlserver__\w+)` .*`(\w+)` \|$", text, re.M))
    assert set(listed) == {path.stem for path in (MACROS / "sqlserver").glob("sqlserver__*.sql")}
    assert set(listed.values()) <= {path.stem for path in GOLDEN.glob("*.sql")}


def test_every_dispatched_macro_says_what_is_missing_on_other_engines() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in MACROS.rglob("*.sql"))
    for name in set(re.findall(r"adapter\.dispatch\('(\w+)'\)", text)):
        assert re.search(rf"macro default__{name}\(", text), name


def test_a_schema_is_taken_as_written(duckdb_project: Project) -> None:
    model = SwapModel(duckdb_project, "placed")
    model.write(schema="reports")
    model.fill(numbered(1))
    model.build()
    assert duckdb_project.warehouse.query("select * from reports.placed") == [(1, "n1")]


HOLDER = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
connection.close()
"""


def test_a_build_waits_for_another_process_to_let_the_file_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "held.duckdb"
    monkeypatch.setenv("MONDAY_DUCKDB", str(path))
    project = make_project(tmp_path / "dbt_project", DuckDB(path))
    shutil.copy(ROOT / "profiles.yml.example", project.folder / "profiles.yml")
    project.model("one", "select 1 as id", [{"name": "id"}])
    held = [sys.executable, "-c", HOLDER, str(path)]
    build = [Path(sys.executable).with_name("dbt"), "build", "--log-level", "debug"]
    there = {"cwd": project.folder, "env": {**os.environ, "DBT_PROFILES_DIR": str(project.folder)}}
    pipe = subprocess.PIPE
    with subprocess.Popen(held, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with subprocess.Popen(build, stdout=pipe, text=True, **there) as waiting:  # type: ignore[call-overload]
            said = []
            for line in waiting.stdout:
                said.append(line)
                if "Opening a new connection" in line:
                    break
            time.sleep(1.5)  # its first attempt has failed by now
            assert waiting.poll() is None, "".join(said)
            holder.communicate("\n")
            said += waiting.stdout
            assert waiting.wait() == 0, "".join(said)


@pytest.mark.parametrize("way", ["run-operation", "inline"])
def test_ddl_of_a_board(duckdb_project: Project, way: str) -> None:
    if way == "run-operation":
        words = ["run-operation", "monday_table_ddl", "--args", json.dumps({"table": TABLE})]
    else:
        words = ["compile", "--no-introspect", "--inline", inline_ddl()]
    run = duckdb_project.dbt("-q", *words)
    assert run.success, run.text
    assert run.printed == [DDL["duckdb"]]


def test_ddl_for_sql_server_needs_no_server(tmp_path: Path) -> None:
    project = make_project(tmp_path / "dbt_project", NoServer())  # type: ignore[arg-type]
    run = project.dbt(
        "-q", "--no-populate-cache", "compile", "--no-introspect", "--inline", inline_ddl()
    )
    assert run.success, run.text
    assert run.printed == [DDL["sqlserver"]]


def inline_ddl() -> str:
    """Return a call in which the table is a literal that Jinja cannot parse otherwise."""
    text = "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in json.dumps(TABLE))
    return f'{{{{ monday_table_ddl(fromjson("{text}")) }}}}'
