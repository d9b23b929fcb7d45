"""Refused deploys: each says what is wrong, where, and what to do, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.cli.boards import PLAIN_ID, plain_account
from tests.cli.conftest import Plain
from tests.cli.refusing import contents, refused
from tests.monday_server import MondayServer
from tests.project import Outcome, UserProject, make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UserProject]:
    """Yield a project in which nothing is ever deployed."""
    with MondayServer(plain_account()) as server:
        project = make_project(tmp_path_factory.mktemp("refused"), server.url, server.token)
        before = contents(project)
        yield project
        assert contents(project) == before
        assert not project.database.exists()


def refused_deploy(
    project: UserProject, code: int, pattern: str, *words: str, **environment: str
) -> Outcome:
    given = {"--board-id": str(PLAIN_ID), "--board-name": "orders"}
    wanted = [w for flag, v in given.items() if flag not in words for w in (flag, v)]
    return refused(project, code, pattern, "monday-board", "deploy", *wanted, *words, **environment)


UNSAFE = [
    "stg_orders", "STG_orders", "a__b", "1orders", "_orders", "or ders", "orders.yml", "../orders",
    "a/b", "a\\b", "orders'; drop table x; --", 'a"b', "a]b", "{{ 7*7 }}", "a\nb", "órders", "con",
    "", "x" * 111,
]  # fmt: skip
ALLOWED = r"is not allowed: use letters a to z, digits and _, starting with a letter, at most 110"


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("flag", ["--board-name", "--table-name", "--schema"])
def test_an_unsafe_name_is_refused_with_what_is_allowed(
    project: UserProject, flag: str, name: str
) -> None:
    what = flag.removeprefix("--").replace("-", " ")
    refused_deploy(project, 2, rf"The {what}.* {ALLOWED}.*stg_", flag, name)


@pytest.mark.parametrize("name", ['a"b', "a]b", "a;b", " a", ""])
def test_an_unsafe_database_name_is_refused(project: UserProject, name: str) -> None:
    refused_deploy(project, 2, "The database name .* is not allowed", "--database", name)


def test_a_database_that_the_target_does_not_have_is_refused_with_those_it_has(
    project: UserProject,
) -> None:
    pattern = "DuckDB target 'duckdb' has no database 'other'; it has monday. Attach it"
    refused_deploy(project, 1, pattern, "--database", "other")
    refused_deploy(project, 1, pattern, TARGET_DATABASE="other")


def test_an_unknown_board_is_refused(project: UserProject) -> None:
    pattern = "no board 999 that the token can see.* Check the id"
    refused_deploy(project, 1, pattern, "--board-id", "999")


@pytest.mark.parametrize(
    "board_id",
    [
        "abc", "0", "-1", "1.5", "", "9" * 5000, "٣", "1\x1b[31m",
        "https://x.monday.com/boards/", "https://x.monday.com/boards/0",
        "https://x.monday.com/boards/12ab", "https://x.monday.com/docs/12",
        "https://x.example.com/boards/12",
    ],
)  # fmt: skip
def test_a_board_id_that_is_none_is_wrong_usage(project: UserProject, board_id: str) -> None:
    outcome = project.run(
        "monday-board", "deploy", "--board-id", board_id, "--board-name", "orders"
    )
    assert outcome.code == 2
    assert "--board-id" in outcome.err
    assert "give the number in the board's address, https://NAME.monday.com/b" in outcome.err
    assert "\x1b" not in outcome.err


def test_a_missing_token_is_named_with_where_to_get_one(project: UserProject) -> None:
    refused_deploy(project, 1, "MONDAY_API_TOKEN is not set.*Developers > API", MONDAY_API_TOKEN="")


def test_a_wrong_token_is_refused_without_showing_it(project: UserProject) -> None:
    pattern = "refused board 5100000001: Not Authenticated.*Check MONDAY_API_TOKEN"
    refused_deploy(project, 1, pattern, MONDAY_API_TOKEN="wrong-token-123456")
    refused_deploy(project, 1, pattern, "-v", MONDAY_API_TOKEN="wrong-token-123456")


def test_a_token_that_no_header_can_carry_is_refused(project: UserProject) -> None:
    refused_deploy(project, 1, "MONDAY_API_TOKEN", MONDAY_API_TOKEN="wrong\r\ntoken: 12")


@pytest.mark.parametrize(
    ("url", "code", "pattern"),
    [
        ("not a url", 2, "MONDAY_API_URL is 'not a url', which is no address; give one such as"),
        ("http://127.0.0.1:port/v2", 2, "MONDAY_API_URL is 'http://127.0.0.1:port/v2', which is"),
        ("http://127.0.0.1:9/v2", 1, r"127\.0\.0\.1:9/v2 gave no whole answer.*Gave up after"),
    ],
)
def test_an_api_that_is_not_there_is_named(
    project: UserProject, url: str, code: int, pattern: str
) -> None:
    refused_deploy(project, code, pattern, MONDAY_API_URL=url, MONDAY_RETRY_SECONDS="0.1")


def test_a_proxys_page_is_not_taken_for_monday(project: UserProject) -> None:
    with MondayServer(plain_account(), faults={1: "html_200_always"}) as server:
        pattern = r"HTTP 200 and text/html.*not monday's JSON.*Check MONDAY_API_URL and any proxy"
        refused_deploy(project, 1, pattern, MONDAY_API_URL=server.url, MONDAY_RETRY_SECONDS="1")


def test_a_malformed_version_is_refused_with_an_example(project: UserProject) -> None:
    pattern = "Invalid API version 'banana'.*Set MONDAY_API_VERSION to a version such as 20"
    refused_deploy(project, 1, pattern, MONDAY_API_VERSION="banana")


@pytest.mark.parametrize("seconds", ["soon", "-1", "nan", "inf"])
def test_a_setting_that_is_no_number_is_wrong_usage(project: UserProject, seconds: str) -> None:
    pattern = f"MONDAY_RETRY_SECONDS is '{seconds}'; give a number of seconds"
    refused_deploy(project, 2, pattern, MONDAY_RETRY_SECONDS=seconds)


def test_a_missing_profile_target_or_project_is_named(project: UserProject) -> None:
    home = str(project.home)
    refused_deploy(project, 1, "no profile 'nope' in .*it has monday", "--profile", "nope")
    refused_deploy(project, 1, "target named 'nope'.*duckdb - sqlserver", "--target", "nope")
    refused_deploy(project, 1, "no profile 'nope' in .*it has monday", DBT_PROFILE="nope")
    pattern = "no profiles.yml in .*opy .*profiles.yml.example to"
    refused_deploy(project, 1, pattern, "--profiles-dir", str(project.dir))
    refused_deploy(project, 1, "no dbt_project.yml in .*--project-dir", "--project-dir", home)
    refused_deploy(project, 1, "no dbt_project.yml in .*--project-dir", DBT_PROJECT_DIR=home)


def test_contradicting_flags_are_wrong_usage(project: UserProject) -> None:
    refused_deploy(
        project, 2, "Give one of --approve-complex and", "--approve-complex", "--reject-complex"
    )


def test_a_board_without_subitems_is_refused_with_subitems(project: UserProject) -> None:
    refused_deploy(project, 2, "Board Plain has no subitems", "--with-subitems")


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("models/marts/orders.sql", "model"), ("models/orders.py", "model"),
        ("seeds/more/Orders.csv", "seed"), ("snapshots/of/orders.sql", "snapshot"),
    ],
)  # fmt: skip
def test_a_name_that_dbt_knows_already_is_refused(fresh: Plain, path: str, what: str) -> None:
    file = fresh.project.dir / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("", encoding="utf-8")
    pattern = (
        rf"{path} is a {what} named '(?i:orders)' already, and dbt takes one of a name; deploy"
    )
    refused_deploy(fresh.project, 1, pattern)
    file.unlink()


def test_a_boards_model_and_its_history_are_no_two_of_a_name(plain: Plain) -> None:
    project = plain.project
    board = project.dir / "boards/orders.yml"
    text = board.read_text(encoding="utf-8")
    board.write_text(text.replace("columns:\n", "history: true\ncolumns:\n", 1), encoding="utf-8")
    assert "snapshots/orders.sql" in project.ok("monday-board", "update", "orders").out
    (project.dir / "models/boards/orders.sql").unlink()
    assert "models/boards/orders.sql" in project.ok("monday-board", "update", "orders").out

    other = project.dir / "models/orders__history.sql"
    other.write_text("select 1 as one", encoding="utf-8")
    (project.dir / "snapshots/orders.sql").unlink()
    pattern = "models/orders__history.sql is a model named 'orders__history' already"
    refused(project, 1, pattern, "monday-board", "update", "orders")


@pytest.mark.parametrize(
    "words",
    [
        ("--table-name", "Orders"),
        ("--table-name", "orders", "--schema", "MAIN"),
        ("--table-name", "orders", "--database", "monday"),
    ],
)
def test_a_table_that_another_board_builds_is_refused(plain: Plain, words: tuple[str, ...]) -> None:
    board = plain.server.account.board(PLAIN_ID)
    plain.server.account.boards[77] = replace(board, id=77, name="Twin", items={})
    pattern = "Board 'orders' builds the table '(?i:orders)' already; choose another --table-name"
    given = ("--board-id", "77", "--board-name", "twin")
    refused(plain.project, 1, pattern, "monday-board", "deploy", *given, *words)
    plain.project.deploy(77, "twin", "--table-name", "orders", "--schema", "elsewhere")
