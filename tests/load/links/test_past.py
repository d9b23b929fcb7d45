"""A history that begins with monday's past: every cell compared with the stand-in's records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loader.board.column_types import TOLD_OF_PAST
from tests.cli.terminal import typed
from tests.cli.test_demo_board import as_stored, same
from tests.monday_server import Account, MondayServer, Strike, demo_account, expected_table
from tests.monday_server.data import Column
from tests.monday_server.demo_columns import ORDERS_ID
from tests.monday_server.past import remember, shown_at
from tests.project import UserProject, make_project


def month_starts(count: int) -> list[datetime]:
    """Return the starts of the last `count` months, this one included, oldest first."""
    start = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [start]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


LIKE_OURS = {"date_1": "Seen_To", "date_2": "seen_from", "date_3": "began", "date_4": "c1"}
"""Titles that the statement filling in a past could confuse with its own names."""
OWN_IDS = ("__item__", "__from__", "__to__")
"""Ids under which a past stores its own facts."""
MOMENTS = month_starts(4)
FEW_DAYS = timedelta(days=3)


@dataclass
class Filled:
    project: UserProject
    account: Account
    said: str
    history: list[dict[str, Any]]
    again: list[dict[str, Any]]
    """The history after one more load, fill and build."""


def with_a_past() -> tuple[Account, MondayServer]:
    """Return a board that monday knows from the second moment on, and that changes until today."""
    account = demo_account(9)
    server = MondayServer(account)
    for column_id, title in LIKE_OURS.items():
        server.edit.add_column(ORDERS_ID, Column(column_id, title, "date"))
    for column_id in OWN_IDS:
        server.edit.add_column(ORDERS_ID, Column(column_id, f"Own {column_id}", "text"))
    first, second, third, fourth, fifth, *_ = sorted(account.board(ORDERS_ID).items)
    for column_id in LIKE_OURS:
        server.edit.set_cell(first, column_id, date(2019, 1, 1))
    for column_id in OWN_IDS:
        server.edit.set_cell(first, column_id, "42")
    remember(account, ORDERS_ID, MOMENTS[1] - FEW_DAYS)
    edit = server.edit
    edit.set_cell(first, "status", 1)
    edit.rename_item(second, "O'Brien's \"new\" name 📦")
    edit.clear_cell(third, "numbers_qty")
    edit.clear_cell(third, "date_mkp57")
    edit.delete_item(fourth)
    edit.add_item(ORDERS_ID, "Later", {"text_drop": '"in quotes"', "numbers_qty": "12.50"})
    remember(account, ORDERS_ID, MOMENTS[2] - FEW_DAYS)
    edit.set_cell(first, "text_drop", "since the last month's end")
    edit.delete_item(fifth)
    account.untracked.add("checkbox_1")
    return account, server


def ask_for_past(project: UserProject) -> None:
    path = project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    asked = text.replace("attributes:", "history: {since: monday}  # as I wrote it\nattributes:", 1)
    path.write_text(asked, encoding="utf-8")
    project.ok("monday-board", "update", "orders")
    assert "history: {since: monday}  # as I wrote it\n" in path.read_text(encoding="utf-8")


def rows_of(project: UserProject) -> list[dict[str, Any]]:
    names = project.query(
        "select column_name from duckdb_columns() where table_name = 'orders__history' "
        "order by column_index"
    )
    rows = project.query("select * from orders__history")
    return [dict(zip([n for (n,) in names], row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    account, server = with_a_past()
    with server:
        project = make_project(tmp_path_factory.mktemp("past"), server.url, server.token)
        project.deploy(ORDERS_ID, "orders", "--approve-complex")
        ask_for_past(project)
        assert "`monday-load orders --fill-history`" in project.ok("monday-load", "orders").err
        said = project.ok("monday-load", "orders", "--fill-history").err
        histories = []
        for _ in range(2):
            built = project.dbt("build", "-s", "orders", "orders__history")
            assert built.success, built.errors or built.exception
            histories.append(rows_of(project))
            assert "take about" not in project.ok("monday-load", "orders", "--fill-history").err
        yield Filled(project, account, said, *histories)


def told(account: Account) -> dict[str, str]:
    """Return the titles of the columns that a past contains, by id."""
    names = {"text_colour2": "colour (text_colour2)"}
    return {
        c.id: names.get(c.id, c.title)
        for c in account.board(ORDERS_ID).columns
        if (c.type in TOLD_OF_PAST or c.id == "name")
        and not c.archived
        and c.id not in (*account.untracked, *OWN_IDS)
    }


def test_what_it_costs_is_told(filled: Filled) -> None:
    first, last = MOMENTS[1], MOMENTS[-1]
    assert f"orders: 3 ends of a month, from {first:%Y-%m-%d} to {last:%Y-%m-%d}" in filled.said
    assert "take about 1 calls" in filled.said
    assert "Empty in it: " in filled.said


@pytest.mark.parametrize("place", [1, 2, 3])
def test_every_cell_at_a_months_end_is_as_it_was(filled: Filled, place: int) -> None:
    account, at = filled.account, MOMENTS[place]
    columns = told(account)
    board = replace(account.board(ORDERS_ID), items=shown_at(account, ORDERS_ID, at))
    types = dict(filled.project.table("orders")[0])
    expected = expected_table(account, board, columns)
    naive = at.replace(tzinfo=None)
    rows = {
        row["Item ID"]: row
        for row in filled.history
        if row["monday_snapshot"] and row["dbt_valid_from"] <= naive < row["dbt_valid_to"]
    }
    assert set(rows) == {str(item_id) for item_id in expected}
    wrong = [
        (item_id, title, found, wanted)
        for item_id, cells in expected.items()
        for column_id, title in columns.items()
        if not same(
            found := rows[str(item_id)][title],
            wanted := as_stored(cells[column_id], types[title]),
        )
    ]
    assert wrong == []


def test_what_builds_have_seen_is_as_without_a_past(filled: Filled) -> None:
    present = {str(item.id) for item in filled.account.board(ORDERS_ID).active_items()}
    seen = [row for row in filled.history if not row["monday_snapshot"]]
    assert {row["Item ID"] for row in seen} == present
    assert len(seen) == len(present)
    assert {row["dbt_valid_to"] for row in seen} == {None}
    (began,) = {row["dbt_valid_from"] for row in seen}
    past = [row for row in filled.history if row["monday_snapshot"]]
    assert {row["monday_snapshot"] for row in past} == {"month"}
    assert all(row["dbt_valid_from"] < row["dbt_valid_to"] <= began for row in past)
    assert len({row["dbt_scd_id"] for row in filled.history}) == len(filled.history)
    untold = {"Customer", "Tags", "Amount", "Group (__group__)", "Approved?"}
    untold |= {f"Own {column_id}" for column_id in OWN_IDS}
    assert all(row[name] is None for row in past for name in untold)


def test_a_past_is_taken_in_once(filled: Filled) -> None:
    def key(row: dict[str, Any]) -> str:
        return str(row["dbt_scd_id"])

    assert sorted(filled.again, key=key) == sorted(filled.history, key=key)


@pytest.mark.parametrize(
    ("version", "plan", "why"),
    [
        ("2026-07", "pro", "from version 2026-10 of its API on, and MONDAY_API_VERSION is 2026-07"),
        ("2026-10", "free", "Write history: true in the board file of orders"),
    ],
)
def test_an_account_without_a_past_is_told_so(
    filled: Filled, version: str, plan: str, why: str, tmp_path: Path
) -> None:
    project = filled.project.copied_to(tmp_path / "home", MONDAY_API_VERSION=version)
    with duckdb.connect(str(project.database)) as connection:
        connection.execute("drop table raw_monday.orders__past")
    filled.account.plan = plan
    try:
        outcome = project.run("monday-load", "orders", "--fill-history")
    finally:
        filled.account.plan = "pro"
    assert outcome.code == 1
    assert "orders: 8 items" in outcome.out
    assert why in outcome.err


@pytest.mark.parametrize("fault", ["http_500_always", "daily_429"])
def test_a_past_that_cannot_be_read_whole_leaves_nothing(
    filled: Filled, fault: str, tmp_path: Path
) -> None:
    project = filled.project.copied_to(tmp_path / "home", MONDAY_RETRY_SECONDS="0")
    with duckdb.connect(str(project.database)) as connection:
        connection.execute("drop table raw_monday.orders__past")
    with MondayServer(filled.account) as server:
        server.strikes.append(Strike(fault, when=lambda r: r.operation == "ItemsHistory"))
        outcome = project.run("monday-load", "orders", "--fill-history", MONDAY_API_URL=server.url)
    assert outcome.code == 1
    assert (
        project.query(
            "select table_name from duckdb_tables() where table_name like '%orders__past'"
        )
        == []
    )


def test_a_board_without_a_past_is_asked_about_once(filled: Filled, tmp_path: Path) -> None:
    with MondayServer(demo_account(9)) as server:
        project = filled.project.copied_to(tmp_path / "home", MONDAY_API_URL=server.url)
        with duckdb.connect(str(project.database)) as connection:
            connection.execute("drop table raw_monday.orders__past")
        first = project.ok("monday-load", "orders", "--fill-history")
        assert "monday keeps no past of this board that holds a month's end" in first.err
        assert "past" not in project.ok("monday-load", "orders").err
    assert project.query("select count(*) from raw_monday.orders__past") == [(0,)]


def test_a_dry_run_tells_the_cost_and_loads_nothing(filled: Filled, tmp_path: Path) -> None:
    project = filled.project.copied_to(tmp_path / "home")
    dry = ("monday-load", "orders", "--fill-history", "--dry-run")
    assert "orders: its past is loaded already, in raw_monday.orders__past." in project.ok(*dry).err
    project.query("drop table raw_monday.orders__past")
    before = project.query("select count(*) from raw_monday._loads")
    told = project.ok(*dry)
    assert cost_of(told.err) == cost_of(filled.said) != ""
    assert told.out.startswith("board\titems\tcalls")
    (facts,) = json.loads(project.ok(*dry, "--json").out)
    past = facts["past"]
    assert (past["every"], past["ends"], past["to"]) == ("month", 3, f"{MOMENTS[-1]:%Y-%m-%d}")
    assert f"about {past['calls']:,} calls and {past['complexity']:,} points" in told.err
    assert project.query("select count(*) from raw_monday._loads") == before
    found = project.query("select 1 from duckdb_tables() where table_name = 'orders__past'")
    assert found == []

    path = project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{since: monday}", "true"), encoding="utf-8")
    assert "orders: its board file asks for no past of monday's" in project.ok(*dry).err
    assert json.loads(project.ok(*dry, "--json").out)[0]["past"] is None


def cost_of(said: str) -> str:
    """Return the line that says what fetching a past costs."""
    return next((line for line in said.splitlines() if "take about" in line), "")


def test_values_that_todays_types_do_not_hold_are_told_and_limited(
    filled: Filled, tmp_path: Path
) -> None:
    project = filled.project.copied_to(tmp_path / "home")
    project.query("delete from orders__history where monday_snapshot is not null")
    [(items,)] = project.query(
        "with one as (select min(item_id) as item_id from raw_monday.orders__past) "
        "update raw_monday.orders__past set text = 'many', value = '\"many\"' "
        "where column_id = 'numbers_qty' and item_id in (select item_id from one)"
    )
    assert items == 1
    limit(project, "min_rows: 0", "min_rows: 0, max_losses: 0")
    refused = project.dbt("snapshot", "-s", "orders__history")
    told = "orders__history: 1 conversion losses in monday's past: Qty 1"
    assert f"{told}; expected at most 0" in refused.errors
    assert marked(project) == 0
    limit(project, "max_losses: 0", "max_losses: 1")
    taken = project.dbt("snapshot", "-s", "orders__history")
    assert taken.success, taken.errors
    assert any(told in warning for warning in taken.warnings)
    assert marked(project) > 0


def limit(project: UserProject, old: str, new: str) -> None:
    path = project.dir / "boards" / "orders.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    project.ok("monday-board", "update", "orders")


def marked(project: UserProject) -> int:
    [(count,)] = project.query("select count(*) from orders__history where monday_snapshot <> ''")
    return int(count)


def test_at_a_terminal_a_person_decides_and_a_board_removed_takes_its_past_along(
    filled: Filled, tmp_path: Path
) -> None:
    project = filled.project.copied_to(tmp_path / "home")
    raw = "select table_name from duckdb_tables() where table_name like '%orders__past'"
    removed = project.ok("monday-board", "remove", "orders", "--purge", "--yes")
    assert "raw_monday.orders__past" in removed.out + removed.err
    assert project.query(raw) == []
    url = filled.project.environment["MONDAY_API_URL"]
    other = make_project(tmp_path / "other", url, "stand-in-token")
    other.deploy(ORDERS_ID, "orders")
    ask_for_past(other)
    code, shown = typed(other, ["orders", "--fill-history"], ["no"], "load_command")
    assert code == 0, shown
    assert "3 ends of a month" in shown
    assert other.query(raw) == []
