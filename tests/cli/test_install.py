"""A user's own project: made by init, run from an installed wheel, upgraded; and refusals."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pyodbc
import pytest
import yaml

from loader.generate.jinja import VERSION
from loader.install.package import COPIED, copy_package, renew_copy
from loader.output.console import shell_words
from tests.cli.boards import PLAIN_ID, plain_account
from tests.monday_server import MondayServer
from tests.project import ROOT, UserProject
from tests.systems import needs_posix

PACKAGE = ROOT / "dbt_project"


@pytest.fixture
def home(tmp_path: Path) -> UserProject:
    """Return a project folder with nothing in it; commands are typed in its dbt_project/."""
    user = UserProject(tmp_path / "shop", {"MONDAY_DUCKDB": str(tmp_path / "shop/monday.duckdb")})
    user.dir.mkdir(parents=True)
    return user


def files(folder: Path) -> dict[str, bytes]:
    """Return every file with its content, without links."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "monday_package" not in path.parts
        and "dbt_packages" not in path.parts
    }


def existing(folder: Path, **settings: object) -> Path:
    """Create a user's own dbt project."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dbt_project.yml").write_text(yaml.safe_dump({"name": "sales", **settings}))
    return folder


def test_init_makes_the_files_of_an_own_project(home: UserProject) -> None:
    done = home.ok("monday-board", "init", str(home.home))
    assert set(files(home.home)) == {
        ".gitattributes",
        ".github/workflows/monday-drift.yml",
        ".github/workflows/monday.yml",
        ".gitignore",
        "README.md",
        "dbt_project/dbt_project.yml",
        "dbt_project/macros/generate_schema_name.sql",
        "dbt_project/packages.yml",
        "dbt_project/profiles.yml",
        "requirements.txt",
    }
    assert "monday-board deploy --board-id ID --board-name NAME" in done.err
    for place in ("monday_package", "dbt_packages/monday"):
        assert (home.dir / place).resolve() == PACKAGE
    profiles = (home.dir / "profiles.yml").read_text(encoding="utf-8")
    example = (ROOT / "profiles.yml.example").read_text(encoding="utf-8")
    alone = bool(find_spec("mssql_python")) and not pyodbc.drivers()
    driver, extra = ("mssql-python", "[mssql]") if alone else ("pyodbc", "")
    assert yaml.safe_load(profiles) == yaml.safe_load(example.replace("'pyodbc'", f"'{driver}'"))
    required = (home.home / "requirements.txt").read_text(encoding="utf-8")
    assert required.startswith(f"monday-to-sqlserver{extra}==")
    assert len((home.home / "README.md").read_text(encoding="utf-8").splitlines()) <= 10


def test_commented_settings_of_an_own_project_are_the_defaults(home: UserProject) -> None:
    home.ok("monday-board", "init", str(home.home))
    text = (home.dir / "dbt_project.yml").read_text(encoding="utf-8")
    head, _, variables = text.partition("vars:\n")
    shown = [line.replace("  # ", "  ", 1) for line in variables.splitlines() if ":" in line]
    given = yaml.safe_load("vars:\n" + "\n".join(line for line in shown if "`" not in line))["vars"]
    ours = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    assert {key: given[key] for key in ours["vars"]} == ours["vars"]
    flags = yaml.safe_load(head)["flags"]
    assert flags == {k: v for k, v in ours["flags"].items() if k != "validate_macro_args"}


def test_what_was_made_and_upgraded_comes_as_json_too(home: UserProject) -> None:
    made = json.loads(home.ok("monday-board", "init", str(home.home), "--json").out)
    assert made["project"] == str(home.dir)
    assert {str(Path(p).relative_to(home.home)) for p in made["made"]} == set(files(home.home))
    assert made["needs"] == []
    existing(home.home / "mine")
    into = json.loads(
        home.ok("monday-board", "init", "--into", str(home.home / "mine"), "--json").out
    )
    assert {"path", "why", "text"} == set(into["needs"][0])
    both = ("--board-id", "1", "--board-name", "a", "--json")
    refused = home.run("monday-board", "init", str(home.home / "new"), *both)
    assert (refused.code, "--json does not go with --board-id" in refused.err) == (2, True)
    found = json.loads(home.ok("monday-board", "package-path", "--json").out)
    assert found["path"] == str(PACKAGE)
    upgraded = json.loads(home.ok("monday-board", "upgrade", "--dry-run", "--json").out)
    assert upgraded == {"version": found["version"], "files": [], "written": False}


def test_init_refuses_a_folder_with_a_project(home: UserProject) -> None:
    home.ok("monday-board", "init", str(home.home))
    before = files(home.home)
    for folder in (home.home, home.dir):
        refused = home.run("monday-board", "init", str(folder))
        assert refused.code == 2
        assert f"There is a dbt project in {home.dir} already; nothing was changed" in refused.err
    assert files(home.home) == before


def test_init_refuses_a_folder_within_a_project(home: UserProject) -> None:
    existing(home.dir)
    refused = home.run("monday-board", "init", str(home.dir / "models/it's shop"))
    assert refused.code == 2
    assert f"lies inside the dbt project {home.dir}" in refused.err
    assert set(files(home.home)) == {"dbt_project/dbt_project.yml"}


def test_init_shows_commands_as_a_shell_takes_them(home: UserProject) -> None:
    done = home.ok("monday-board", "init", str(home.home / "my shop"))
    place = home.home / "my shop" / "dbt_project"
    assert f"  cd {shell_words([str(place)])}\n" in done.err
    assert f"  cd {place}\n" not in done.err


def test_init_overwrites_no_file(home: UserProject) -> None:
    (home.home / "README.md").write_text("mine")
    refused = home.run("monday-board", "init", str(home.home))
    assert refused.code == 2
    assert "README.md would be overwritten; nothing was changed" in refused.err
    assert files(home.home) == {"README.md": b"mine"}


@needs_posix("its words for a file in the place of a folder")
def test_init_where_a_file_is_in_the_way(home: UserProject) -> None:
    (home.home / "file").write_text("in the way")
    refused = home.run("monday-board", "init", str(home.home / "file" / "shop"))
    assert refused.code == 1
    assert "Not a directory" in refused.err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that even root cannot fill")
def test_init_where_nothing_can_be_written(home: UserProject) -> None:
    refused = home.run("monday-board", "init", "/proc/shop")
    assert refused.code == 1
    assert "cannot write /proc/shop/" in refused.err
    assert "make its folder writable" in refused.err


def test_into_an_existing_project_shows_what_its_files_need(home: UserProject) -> None:
    existing(home.dir, vars={"a": 1})
    (home.dir / "packages.yml").write_text("packages: []\n")
    before = files(home.home)
    done = home.ok("monday-board", "init", "--into", str(home.dir))
    for text in (
        "packages:\n  - local: monday_package",
        "search_order: [sales, monday, dbt]",
        "dbt_sqlserver_use_dbt_transactions: true",
        "monday_package\n",
    ):
        assert text in done.out
    made = {"dbt_project/macros/generate_schema_name.sql"}
    assert {k: v for k, v in files(home.home).items() if k not in made} == before


def test_into_a_project_that_has_it_all_changes_nothing(home: UserProject) -> None:
    home.ok("monday-board", "init", str(home.home))
    before = files(home.home)
    done = home.ok("monday-board", "init", "--into", str(home.dir))
    assert done.out.strip() == f"The dbt project {home.dir} is ready for boards."
    assert files(home.home) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("packages: [", "not valid YAML"),
        ("packages: 7\n", "packages must be a list"),
        ("- local: x\n", "is not a YAML mapping"),
    ],
)
def test_an_unreadable_packages_file_is_said(home: UserProject, content: str, message: str) -> None:
    existing(home.dir)
    (home.dir / "packages.yml").write_text(content)
    before = files(home.home)
    refused = home.run("monday-board", "init", "--into", str(home.dir))
    assert refused.code == 1
    assert "packages.yml" in refused.err
    assert message in refused.err
    assert files(home.home) == before


def test_a_project_named_as_the_package_is_refused(home: UserProject) -> None:
    existing(home.dir)
    (home.dir / "dbt_project.yml").write_text("name: monday\n")
    refused = home.run("monday-board", "init", "--into", str(home.dir))
    assert refused.code == 2
    assert "Give it another one in dbt_project.yml first" in refused.err


def test_commands_refuse_a_package_of_another_version(home: UserProject) -> None:
    existing(home.dir)
    other = home.dir / "dbt_packages" / "monday"
    other.mkdir(parents=True)
    (other / "dbt_project.yml").write_text('name: monday\nversion: "0.9.0"\n')
    for words in (
        ("monday-load", "orders"),
        ("monday-board", "deploy", "--board-id", "1", "--board-name", "orders"),
        ("monday-board", "update", "--all"),
        ("monday-board", "upgrade"),
    ):
        refused = home.run(*words)
        assert refused.code == 1
        assert "are of version 0.9.0, these commands of" in refused.err
        assert "pip install monday-to-sqlserver==0.9.0" in refused.err


def test_commands_refuse_a_project_without_the_package(home: UserProject) -> None:
    existing(home.dir)
    refused = home.run("monday-load", "orders")
    assert refused.code == 1
    assert "has no package monday" in refused.err
    assert "monday-board init --into" in refused.err


def test_a_copy_in_place_of_a_link_is_renewed_and_one_of_others_is_not(tmp_path: Path) -> None:
    """Copies replace links on systems without them, such as Windows without the right to them."""
    copy, others = tmp_path / "monday_package", tmp_path / "others"
    copy_package(PACKAGE, copy)
    settings = copy / "dbt_project.yml"
    assert (copy / "macros/board_tables/monday_version.sql").is_file()
    assert not renew_copy(copy, PACKAGE)
    settings.write_text('name: monday\nversion: "0.9.0"\n')
    shutil.copytree(copy, others, ignore=shutil.ignore_patterns(COPIED))
    assert renew_copy(copy, PACKAGE)
    assert not copy.exists()
    assert not renew_copy(others, PACKAGE)
    assert (others / "dbt_project.yml").is_file()


def test_package_path_is_the_folder_of_the_macros(home: UserProject) -> None:
    assert home.ok("monday-board", "package-path").out.strip() == str(PACKAGE)


def test_loader_and_macros_have_one_version() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    settings = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    assert f'version = "{settings["version"]}"' in project
    macro = (PACKAGE / "macros/board_tables/monday_version.sql").read_text(encoding="utf-8")
    assert f"return('{VERSION}')" in macro
    assert settings["version"].rpartition(".")[0] == VERSION
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\] - (?:Unreleased|\d{4}-\d\d-\d\d)$", changes, re.MULTILINE)
    assert newest is not None
    assert newest[1] == settings["version"]


def test_upgrade_generates_anew_and_shows_the_difference(home: UserProject) -> None:
    home.ok("monday-board", "init", str(home.home))
    with MondayServer(plain_account()) as server:
        home.environment |= {"MONDAY_API_URL": server.url, "MONDAY_API_TOKEN": server.token}
        home.deploy(PLAIN_ID)
    model = home.dir / "models/boards/orders.sql"
    ours = model.read_text(encoding="utf-8")
    model.write_text(ours.replace("monday.monday_numbers", "monday_numbers"), encoding="utf-8")
    dry = home.ok("monday-board", "upgrade", "--dry-run").out
    assert '-    {{ monday_numbers("numbers_1") }}' in dry
    assert '+    {{ monday.monday_numbers("numbers_1") }}' in dry
    assert "1 files would change" in dry
    assert model.read_text(encoding="utf-8") != ours
    home.ok("monday-board", "upgrade")
    assert model.read_text(encoding="utf-8") == ours
    assert "0 files changed" in home.ok("monday-board", "upgrade").out


def test_boards_in_a_project_at_the_root_of_a_repository(home: UserProject) -> None:
    """What --into prints is enough, once it is pasted where it says."""
    project = existing(home.dir, profile="warehouse")
    output = {"type": "duckdb", "path": str(home.database), "schema": "main"}
    profile = {"warehouse": {"target": "dev", "outputs": {"dev": output}}}
    (project / "profiles.yml").write_text(yaml.safe_dump(profile))
    (project / "packages.yml").write_text("packages: []\n")
    (project / ".git").mkdir()
    (project / "models").mkdir()
    (project / "models/own.sql").write_text("select 1 as n")
    shown = home.ok("monday-board", "init", "--into", str(project)).out
    for need in shown.split("# ")[1:]:
        head, _, text = need.partition(":\n")
        path = Path(head.partition(" needs, for")[0])
        if path.suffix == ".yml":
            given = yaml.safe_load(path.read_text(encoding="utf-8"))
            text = yaml.safe_dump({**given, **yaml.safe_load(text)})
        path.write_text(text)
    with MondayServer(plain_account()) as server:
        home.environment |= {"MONDAY_API_URL": server.url, "MONDAY_API_TOKEN": server.token}
        home.deploy(PLAIN_ID, "orders", "--schema", "sales")
        home.ok("monday-load", "orders")
    built = home.dbt("build")
    assert built.success, built.errors
    assert home.query("select count(*) from sales.orders") == [(30,)]
    assert home.query("select n from main.own") == [(1,)]
    flow = yaml.safe_load((project / "kestra/monday_orders.yml").read_text(encoding="utf-8"))
    assert flow["tasks"][0]["tasks"][-1]["projectDir"] == "."
    assert not (home.home / "kestra").exists()


def test_the_package_by_git(home: UserProject, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    ignore = shutil.ignore_patterns("target", "logs", "dbt_packages", "boards")
    shutil.copytree(PACKAGE, repository / "dbt_project", ignore=ignore)
    as_author = ["-c", "user.name=x", "-c", "user.email=x@localhost"]
    for words in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "."],
        [*as_author, "commit", "--quiet", "--message=x"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *words], cwd=repository, check=True)
    home.ok("monday-board", "init", str(home.home))
    for link in ("monday_package", "dbt_packages/monday"):
        (home.dir / link).unlink()
    package = {"git": str(repository), "subdirectory": "dbt_project", "revision": "v1"}
    (home.dir / "packages.yml").write_text(yaml.safe_dump({"packages": [package]}))
    assert home.dbt("deps").success
    with MondayServer(plain_account()) as server:
        home.environment |= {"MONDAY_API_URL": server.url, "MONDAY_API_TOKEN": server.token}
        home.deploy(PLAIN_ID)
        home.ok("monday-load", "orders")
    built = home.dbt("build", "-s", "orders")
    assert built.success, built.errors
    assert built.warnings == []
