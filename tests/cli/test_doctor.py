"""monday-board doctor as a user types it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.cli.boards import PLAIN_ID, plain_account
from tests.monday_server import MondayServer
from tests.project import UserProject


def made(tmp_path: Path) -> UserProject:
    """Return a project made by init, in whose folder the commands are typed."""
    home = tmp_path / "shop"
    user = UserProject(home, {"MONDAY_DUCKDB": str(home / "monday.duckdb"), "HOME": str(home)})
    user.dir.mkdir(parents=True)
    user.ok("monday-board", "init", str(home))
    return user


def test_a_new_project_is_well(tmp_path: Path) -> None:
    user = made(tmp_path)
    found = json.loads(user.ok("monday-board", "doctor", "--json").out)
    assert found["good"] is True
    assert dict(found["project"])["monday token"] == "not set"
    assert dict(found["project"])["profile"].startswith("monday, target duckdb (duckdb)")
    (database,) = found["databases"]
    assert dict(database["facts"])["lock"] == "free"
    assert not user.database.exists()
    text = user.run("monday-board", "doctor", MONDAY_API_TOKEN="very-secret").out
    assert "monday token\tset" in text
    assert "engine\tDuckDB" in text
    assert "very-secret" not in text


def test_without_a_project_what_is_installed_is_shown(tmp_path: Path) -> None:
    user = UserProject(tmp_path, {})
    user.dir.mkdir()
    ill = user.run("monday-board", "doctor")
    assert ill.code == 1
    assert "commands and macros\t" in ill.out
    assert "dbt-core\t1." in ill.out
    assert "There is no dbt_project.yml in" in ill.err


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    user = made(tmp_path)
    macros = user.dir / "dbt_packages/monday"
    macros.unlink()
    macros.mkdir()
    (macros / "dbt_project.yml").write_text('name: monday\nversion: "0.9.0"\n')
    profile = {"type": "duckdb", "path": str(tmp_path / "nowhere/x.duckdb"), "schema": "main"}
    outputs = {"target": "dev", "outputs": {"dev": profile}}
    (user.dir / "profiles.yml").write_text(yaml.safe_dump({"monday": outputs}))
    ill = user.run("monday-board", "doctor", "--json")
    assert ill.code == 1
    found = json.loads(ill.out)
    assert [p for p in found["problems"] if "are of version 0.9.0" in p]
    assert "nowhere is not there; make it" in found["databases"][0]["problems"][0]
    assert not found["good"]


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("monday_policy: {mirorr: ask}", "names the column type 'mirorr', .*did you mean mirror"),
        (
            "monday_numbers_type: decimal(99,2)",
            r"'decimal\(99,2\)' is no SQL type; the number of decimal is from 1 to 38",
        ),
    ],
)
def test_a_wrong_variable_is_told_and_nothing_loaded_or_deployed(
    tmp_path: Path, variable: str, said: str
) -> None:
    user = made(tmp_path)
    path = user.dir / "dbt_project.yml"
    path.write_text(path.read_text().replace("vars:\n", f"vars:\n  {variable}\n", 1))
    assert re.search(said, user.run("monday-board", "doctor").err)
    with MondayServer(plain_account()) as server:
        user.environment.update(MONDAY_API_URL=server.url, MONDAY_API_TOKEN=server.token)
        deploy = ("monday-board", "deploy", "--board-id", str(PLAIN_ID), "--board-name", "orders")
        failed = user.run(*deploy)
        assert failed.code != 0
        assert re.search(said, failed.err)
        path.write_text(path.read_text().replace(f"  {variable}\n", ""))
        user.ok(*deploy)
        path.write_text(path.read_text().replace("vars:\n", f"vars:\n  {variable}\n", 1))
        for words in (("monday-board", "update", "orders"), ("monday-load", "orders")):
            failed = user.run(*words)
            assert failed.code != 0
            assert re.search(said, failed.err), failed


def test_a_folder_that_dbt_cannot_write_is_said(tmp_path: Path) -> None:
    user = made(tmp_path)
    (user.dir / "logs").write_text("a file is in the way of the folder")
    ill = user.run("monday-board", "doctor")
    assert ill.code == 1
    assert f"dbt cannot write {user.dir / 'logs'}" in ill.err
    assert "let DBT_LOG_PATH name a folder" in ill.err
    logs = str(tmp_path / "logs")
    assert user.run("monday-board", "doctor", DBT_LOG_PATH=logs).code == 0


def test_what_dbt_refuses_is_told_though_loads_do_without_it(tmp_path: Path) -> None:
    user = made(tmp_path)
    (user.dir / "selectors.yml").write_text("selectors: [\n")
    ill = user.run("monday-board", "doctor")
    assert ill.code == 1
    assert "dbt refuses its settings: " in ill.err


def foreign(tmp_path: Path, output: dict[str, object], **settings: object) -> UserProject:
    """Return a user's own dbt project after init, without the manual steps."""
    user = UserProject(tmp_path, {"HOME": str(tmp_path)})
    user.dir.mkdir()
    named = {"name": "sales", "profile": "sales", **settings}
    (user.dir / "dbt_project.yml").write_text(yaml.safe_dump(named))
    profile = {"sales": {"target": "dev", "outputs": {"dev": output}}}
    (user.dir / "profiles.yml").write_text(yaml.safe_dump(profile))
    user.ok("monday-board", "init", "--into", ".")
    return user


def problems(user: UserProject) -> list[str]:
    """Return what doctor reports that dbt would refuse."""
    found = json.loads(user.run("monday-board", "doctor", "--json").out)
    return [p for p in found["problems"] if p.startswith("dbt would build no board: ")]


DISPATCH = "[{macro_namespace: dbt, search_order: [sales, monday, dbt]}]"


@pytest.mark.parametrize(
    "given",
    [
        None,
        [{"macro_namespace": "dbt_utils", "search_order": ["sales", "monday", "dbt_utils"]}],
        [{"macro_namespace": "dbt", "search_order": ["sales", "dbt", "monday"]}],
        [{"macro_namespace": "dbt", "search_order": 7}],
        "all",
    ],
)
def test_what_dbt_would_refuse_is_told_with_what_to_write(tmp_path: Path, given: object) -> None:
    duckdb: dict[str, object] = {
        "type": "duckdb",
        "path": str(tmp_path / "sales.duckdb"),
        "schema": "main",
    }
    user = foreign(tmp_path, duckdb, **({"dispatch": given} if given else {}))
    ill = user.run("monday-board", "doctor")
    assert ill.code == 1
    assert f"write into dbt_project.yml dispatch: {DISPATCH}" in ill.err
    content = yaml.safe_load((user.dir / "dbt_project.yml").read_text())
    whole = {**content, "dispatch": yaml.safe_load(DISPATCH)}
    (user.dir / "dbt_project.yml").write_text(yaml.safe_dump(whole))
    assert user.run("monday-board", "doctor").code == 0


def test_on_sql_server_the_flags_are_needed_too(tmp_path: Path) -> None:
    login = {"host": "127.0.0.1", "port": 9, "user": "u", "password": "p", "driver": "none"}
    server = {"type": "sqlserver", "database": "d", "schema": "dbo", **login}
    off = {"dbt_sqlserver_use_dbt_transactions": False}
    user = foreign(tmp_path, server, dispatch=yaml.safe_load(DISPATCH), flags=off)
    (said,) = problems(user)
    given = "{" + said.partition("flags: {")[2]
    content = yaml.safe_load((user.dir / "dbt_project.yml").read_text())
    content["flags"] = yaml.safe_load(given)
    (user.dir / "dbt_project.yml").write_text(yaml.safe_dump(content))
    assert problems(user) == []


def test_a_deploy_and_doctor_tell_of_schemas_dispatch_and_old_models(tmp_path: Path) -> None:
    duckdb: dict[str, object] = {
        "type": "duckdb",
        "path": str(tmp_path / "sales.duckdb"),
        "schema": "main",
    }
    user = foreign(tmp_path, duckdb)
    macro = user.dir / "macros/generate_schema_name.sql"
    macro.unlink()
    with MondayServer(plain_account()) as server:
        user.environment.update(MONDAY_API_URL=server.url, MONDAY_API_TOKEN=server.token)
        told = user.ok(
            "monday-board", "deploy", "--board-id", str(PLAIN_ID), "--board-name", "orders",
            "--schema", "reporting",
        ).err  # fmt: skip
    schema = "the board orders belongs into the schema reporting"
    assert f"dispatch: {DISPATCH}" in told
    assert schema in told
    content = yaml.safe_load((user.dir / "dbt_project.yml").read_text())
    whole = {**content, "dispatch": yaml.safe_load(DISPATCH)}
    (user.dir / "dbt_project.yml").write_text(yaml.safe_dump(whole))
    (said,) = problems(user)
    assert schema in said
    macro.write_text(said.partition("generate_schema_name.sql ")[2])
    assert problems(user) == []
    model = user.dir / "models/boards/orders.yml"
    text = model.read_text()
    assert "monday_version: '1.0'" in text
    model.write_text(text.replace("monday_version: '1.0'", "monday_version: '0.9'"))
    (said,) = problems(user)
    assert "the model orders was generated by version 0.9 of the commands" in said


def test_a_missing_profile_is_told_with_a_file_that_is_there(tmp_path: Path) -> None:
    user = made(tmp_path)
    profiles = user.dir / "profiles.yml"
    profiles.unlink()
    user.environment["DBT_PROFILES_DIR"] = str(user.dir)
    ill = user.run("monday-board", "doctor", "--profile", "sales")
    assert ill.code == 1
    found = re.search(r"Copy (\S+) to (\S+) and call its profile sales in place of monday", ill.err)
    assert found is not None, ill.err
    assert found[2] == str(profiles)
    profiles.write_text(Path(found[1]).read_text())
    assert user.run("monday-board", "doctor").code == 0
