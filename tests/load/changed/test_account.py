"""The account's tables, which the first load of a day fetches if they are requested."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from loader.errors import ProjectError
from tests.load.changed.lab import Case, Lab, lab_on
from tests.load.changed.world import ADA, BOARD_ID, CREW, GRACE, OTHER_ID, world
from tests.monday_server import Board, Column, Group, Limits, MondayServer, Strike, User
from tests.monday_server.faults import FAULTS
from tests.project import UserProject

ASKED = ["AccountBoards", "AccountBoards", "Workspaces", "Workspaces", "Users", "Users", "Teams"]
TABLES = ("_boards", "_groups", "_workspaces", "_users", "_teams")
GONE, SHUT, LEFT = 5_300_000_003, 5_300_000_004, 48202399


def ask_for_account(lab: Lab, value: str = "true") -> None:
    path = lab.project.dir / "dbt_project.yml"
    text = path.read_text(encoding="utf-8")
    assert "monday_account: false" in text
    path.write_text(text.replace("monday_account: false", f"monday_account: {value}"))


def operations(case: Case) -> list[str | None]:
    """Run a load and return the account operations that it sent."""
    case.api.forget()
    case.lab.load()
    return [r.operation for r in case.api.requests if r.operation in ASKED]


def next_day(lab: Lab) -> None:
    lab.query_and_commit("update raw_monday._account set checked_at = '2020-01-01T00:00:00'")


def more_of_an_account(case: Case) -> None:
    """Add boards in other states, and people whom no cell names."""
    columns, groups = [Column("name", "Name", "name")], [Group("a", "A")]
    account = case.account
    account.boards[GONE] = Board(
        GONE, "'; drop 📦", columns, groups, {}, workspace_id=7, workspace_name="Shipping",
        folder_id=70, creator_id=GRACE,
    )  # fmt: skip
    account.boards[SHUT] = Board(SHUT, "Shut", columns, groups, {}, state="archived")
    account.users[LEFT] = User(LEFT, "Left Long Ago", "left@example.com", status="INACTIVE")


def test_a_days_first_load_brings_the_account(case: Case) -> None:
    ask_for_account(case.lab)
    more_of_an_account(case)
    assert operations(case) == ASKED
    boards = case.lab.query(
        "select board_id, name, state, type, hierarchy, workspace_id, folder_id, owner_ids, items "
        "from raw_monday._boards order by board_id"
    )
    classic = ("board", "classic")
    assert boards == [
        (BOARD_ID, "Everything", "active", *classic, 1, None, json.dumps([ADA]), 12),
        (OTHER_ID, "Customers", "active", *classic, 1, None, json.dumps([ADA]), 3),
        (GONE, "'; drop 📦", "active", *classic, 7, 70, json.dumps([GRACE]), 0),
        (SHUT, "Shut", "archived", *classic, 1, None, json.dumps([ADA]), 0),
    ]
    groups = case.lab.query(
        "select group_id, title, colour, position, is_archived from raw_monday._groups "
        f"where board_id = {BOARD_ID} order by position"
    )
    assert [(*row[:4], bool(row[4])) for row in groups] == [
        (name, name.title(), "#037f4c", place, False)
        for place, name in enumerate(("open", "busy", "done"))
    ]
    spaces = "select workspace_id, name from raw_monday._workspaces order by workspace_id"
    assert case.lab.query(spaces) == [(1, "Main workspace"), (7, "Shipping")]
    people = "select user_id, status from raw_monday._users order by user_id"
    assert case.lab.query(people) == [(ADA, "ACTIVE"), (GRACE, "ACTIVE"), (LEFT, "INACTIVE")]
    assert case.lab.query("select team_id, name from raw_monday._teams") == [(CREW, "Crew")]
    assert operations(case) == []


def test_what_left_the_account_keeps_its_row(case: Case) -> None:
    ask_for_account(case.lab)
    more_of_an_account(case)
    operations(case)
    next_day(case.lab)
    del case.account.boards[GONE]
    case.api.edit.set_board_state(SHUT, "deleted")
    case.api.edit.rename_group(BOARD_ID, "open", "Just open")
    case.account.users.pop(LEFT)
    assert operations(case) == ASKED
    state = "case when seen_at = checked_at then 'there' else 'gone' end"
    boards = f"select board_id, state, {state} from raw_monday._boards where board_id >= {GONE} "
    assert case.lab.query(boards + "order by board_id") == [
        (GONE, "active", "gone"),
        (SHUT, "deleted", "there"),
    ]
    groups = f"select group_id, title, {state} from raw_monday._groups order by board_id, group_id"
    assert case.lab.query(groups) == [
        ("busy", "Busy", "there"),
        ("done", "Done", "there"),
        ("open", "Just open", "there"),
        ("all", "All", "there"),
        ("a", "A", "gone"),
        ("a", "A", "there"),
    ]
    left = f"select name, {state} from raw_monday._users where user_id = {LEFT}"
    assert case.lab.query(left) == [("Left Long Ago", "gone")]


@pytest.mark.parametrize(
    ("fault", "again"),
    [("query_rejected", []), ("http_500", ["Workspaces", "Workspaces"])],
)
def test_a_table_that_cannot_be_had_is_told_and_the_others_are_there(
    case: Case, fault: str, again: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A refused request is not repeated that day; one that failed temporarily is."""
    ask_for_account(case.lab)
    passing = replace(FAULTS[fault], lasting=False)
    strike = Strike(passing, when=lambda request: request.operation == "Workspaces", times=None)
    case.api.strikes.append(strike)
    case.lab.load()
    (told,) = [r.getMessage() for r in caplog.records if "monday_account" in r.getMessage()]
    assert told.startswith("the board is loaded, but tables of the account")
    assert "_workspaces: " in told
    assert "_boards" not in told
    assert case.last()["kind"] == "full"
    states = case.lab.query(
        "select table_name, case when loaded_at is null then 0 else 1 end, "
        "case when error is null then 0 else 1 end from raw_monday._account order by table_name"
    )
    assert states == [
        ("_boards", 1, 0), ("_groups", 1, 0), ("_teams", 1, 0), ("_users", 1, 0),
        ("_workspaces", 0, 1),
    ]  # fmt: skip
    case.api.strikes.clear()
    assert operations(case) == again


def test_a_load_that_asks_for_no_account_makes_no_table_of_it(case: Case) -> None:
    assert operations(case) == []
    with pytest.raises(Exception, match="_boards"):
        case.lab.query("select * from raw_monday._boards")
    ask_for_account(case.lab, "'yes'")
    with pytest.raises(ProjectError, match="monday_account is 'yes'; write true"):
        case.lab.load()


def test_half_of_the_days_calls_stay_for_loads(
    deployed: UserProject, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        MondayServer(world(), limits=Limits(daily=10)) as api,
        lab_on("duckdb", deployed, tmp_path / "home", api) as lab,
    ):
        ask_for_account(lab)
        lab.load()
        asked = [r.operation for r in api.requests if r.operation in ASKED]
    (told,) = [r.getMessage() for r in caplog.records if "monday_account" in r.getMessage()]
    assert "more than half of the calls that are left of the day's" in told
    assert 0 < len(asked) < len(ASKED)
    assert lab.loads()[-1]["items"] == 12


def test_of_boards_side_by_side_one_brings_the_account_for_the_build(
    deployed: UserProject, tmp_path: Path
) -> None:
    with (
        MondayServer(world()) as api,
        lab_on("duckdb", deployed, tmp_path / "home", api) as lab,
    ):
        lab.project.deploy(OTHER_ID, "customers")
        ask_for_account(lab)
        api.forget()
        lab.project.ok("monday-load", "--all", "--max-workers", "4")
        asked = [r.operation for r in api.requests if r.operation in ASKED]
    assert asked == ASKED
    joined = " cross join ".join(f"{{{{ source('raw_monday', '{name}') }}}}" for name in TABLES)
    model = lab.project.dir / "models" / "account.sql"
    model.write_text(f"select count(*) as n from {joined}", encoding="utf-8")
    built = lab.project.dbt("build", "-s", "account")
    assert built.success, built.errors or built.exception
    assert built.warnings == []
    assert lab.query("select n from account") == [(2 * 4 * 1 * 2 * 1,)]
