"""Subitems, multi-level boards, and files that come and go, each step typed as a user types it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from tests.monday_server import Account, MondayServer, Quirks, demo_account, expected_table
from tests.monday_server.demo_columns import CUSTOMERS_ID, ORDERS_ID, SUBITEMS_ID
from tests.monday_server.multilevel import MULTILEVEL_ID, multilevel_board
from tests.project import DbtOutcome, UserProject, make_project

ITEMS = 40
SUBITEM_LINE = "orders_subitems: 40 items, 320 rows"


@dataclass
class Deployed:
    """`orders` with its subitems, and `programme`, a multi-level board; both loaded and built."""

    project: UserProject
    account: Account
    server: MondayServer
    loaded: str
    built: DbtOutcome

    def edit(self, old: str, new: str, board: str = "orders") -> None:
        path = self.project.dir / "boards" / f"{board}.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    account = demo_account(ITEMS)
    account.boards[MULTILEVEL_ID] = multilevel_board(tops=12)
    with MondayServer(account) as server:
        project = make_project(tmp_path_factory.mktemp("commands"), server.url, server.token)
        project.deploy(ORDERS_ID, "orders", "--with-subitems")
        project.deploy(MULTILEVEL_ID, "programme")
        loaded = project.ok("monday-load", "orders", "programme").out
        built = project.dbt("build")
        assert built.success, built.errors
        assert built.warnings == []
        yield Deployed(project, account, server, loaded, built)


def test_subitems_load_with_their_parent_and_build_into_a_table_with_its_id(
    deployed: Deployed,
) -> None:
    assert SUBITEM_LINE in deployed.loaded
    assert deployed.loaded.endswith("3 of 3 boards loaded\n")
    _, rows = deployed.project.table("orders_subitems")
    items = deployed.account.board(SUBITEMS_ID).active_items()
    assert {i: row["Parent Item ID"] for i, row in rows.items()} == {
        str(item.id): item.parent_id for item in items
    }
    assert deployed.built.nodes["parent_items_exist_orders_subitems"] == "pass"


def test_subitems_that_are_deployed_already_keep_their_name(
    deployed: Deployed, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "own", deployed.server.url, deployed.server.token)
    project.deploy(SUBITEMS_ID, "lots")
    assert (project.home / "kestra" / "monday_lots.yml").exists()
    for _ in range(2):
        project.deploy(ORDERS_ID, "orders", "--with-subitems")
        board = (project.dir / "boards" / "orders.yml").read_text(encoding="utf-8")
        assert "subitems: lots\n" in board
    assert not (project.dir / "boards" / "orders_subitems.yml").exists()
    assert not (project.home / "kestra" / "monday_lots.yml").exists()
    assert project.ok("monday-load", "orders").out.endswith("2 of 2 boards loaded\n")


def test_a_board_named_twice_is_loaded_once(deployed: Deployed) -> None:
    said = deployed.project.ok("monday-load", "orders_subitems", "orders").out
    assert said.count(SUBITEM_LINE) == 1


def test_the_parents_flow_loads_and_builds_both(deployed: Deployed) -> None:
    folder = deployed.project.home / "kestra"
    flow = yaml.safe_load((folder / "monday_orders.yml").read_text(encoding="utf-8"))
    commands = [c for task in flow["tasks"][0]["tasks"] for c in task.get("commands", ())]

    assert commands == [
        "monday-load orders",
        "dbt build --select tag:monday_orders tag:monday_orders_subitems",
    ]
    assert not (folder / "monday_orders_subitems.yml").exists()


def test_subitems_that_cannot_be_read_do_not_stop_their_parent(deployed: Deployed) -> None:
    board = deployed.account.board(SUBITEMS_ID)
    board.visible = False
    try:
        outcome = deployed.project.run("monday-load", "orders")
    finally:
        board.visible = True

    assert outcome.code == 1
    assert "orders: 40 items" in outcome.out
    assert outcome.out.endswith("1 of 2 boards loaded; failed: orders_subitems\n")
    assert f"monday has no board {SUBITEMS_ID}" in outcome.err


@pytest.mark.parametrize("reading", ["flat", "rules"])
def test_every_level_of_a_board_arrives_with_parent_level_and_rolled_up_values(
    deployed: Deployed, reading: Literal["flat", "rules"]
) -> None:
    if reading == "rules":
        with MondayServer(deployed.account, quirks=Quirks(all_items="rules")) as server:
            loaded = deployed.project.run("monday-load", "programme", MONDAY_API_URL=server.url)
        assert loaded.code == 0, loaded.err
        assert deployed.project.dbt("build", "-s", "programme").success
    columns, rows = deployed.project.table("programme")
    board = deployed.account.board(MULTILEVEL_ID)
    named = {c.id: c.title for c in board.columns} | {"__parent_item__": "Parent Item ID"}
    expected = expected_table(deployed.account, board, named)

    assert set(rows) == {str(item_id) for item_id in expected}
    wrong = [
        (item_id, title, found, wanted)
        for item_id, cells in expected.items()
        for column_id, title in named.items()
        if (found := rows[str(item_id)][title]) != (wanted := as_stored(cells[column_id]))
    ]
    assert not wrong, f"{len(wrong)} cells differ: {wrong[:5]}"
    assert ("Level", "INTEGER") in columns
    parents = {item.id: item.parent_id for item in board.active_items()}
    levels = {int(i): row["Level"] for i, row in rows.items()}
    assert levels == {i: depth(parents, i) for i in parents}
    assert max(row["Level"] for row in rows.values()) == 4
    assert any(": " in (row["Phase"] or "") for row in rows.values())


def as_stored(value: Any) -> Any:
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value


def depth(parents: dict[int, int | None], item_id: int) -> int:
    parent = parents[item_id]
    return 1 if parent is None else 1 + depth(parents, parent)


def test_parents_of_a_board_with_levels_are_tested_against_itself(deployed: Deployed) -> None:
    assert deployed.built.nodes["parent_items_exist_programme"] == "pass"


BESIDE = (
    "models/boards/orders__links.sql",
    "models/boards/orders__time_entries.sql",
    "snapshots/orders.sql",
)


def test_what_is_switched_off_leaves_no_generated_file_behind(deployed: Deployed) -> None:
    project = deployed.project
    before = project.files()
    deployed.edit("board_id:", "history: true\nboard_id:")
    deployed.edit("id: people_1,", "links: true, id: people_1,")
    deployed.edit("id: time_tracking_1,", "links: true, id: time_tracking_1,")

    checked = project.run("monday-board", "update", "orders", "--check")
    assert checked.code == 1
    assert {f"would change: {path}" for path in BESIDE} <= set(checked.out.splitlines())
    project.ok("monday-board", "update", "orders")
    assert all((project.dir / path).exists() for path in BESIDE)
    assert project.run("monday-board", "update", "orders", "--check").code == 0

    deployed.edit("history: true\n", "")
    deployed.edit("links: true, id: ", "id: ")
    own = project.dir / BESIDE[0]
    own.write_text("select 1 as mine\n")
    checked = project.run("monday-board", "update", "orders", "--check")
    assert checked.code == 1
    assert f"would change: {BESIDE[2]}" in checked.out.splitlines()
    project.ok("monday-board", "update", "orders")
    assert [path for path in BESIDE if (project.dir / path).exists()] == [BESIDE[0]]
    assert own.read_text() == "select 1 as mine\n"
    own.unlink()
    assert project.files() == before


def test_deploying_the_other_side_adds_the_test_between_them(deployed: Deployed) -> None:
    deployed.edit("id: connect_b7,", "links: true, id: connect_b7,")
    deployed.project.ok("monday-board", "review", "orders", "--approve", "connect_b7")
    path = deployed.project.dir / "models/boards/orders.yml"
    assert "linked_items_exist_orders__connect_b7" not in path.read_text(encoding="utf-8")

    deployed.project.deploy(CUSTOMERS_ID, "customers")
    assert "linked_items_exist_orders__connect_b7" in path.read_text(encoding="utf-8")

    deployed.project.ok("monday-load", "orders")
    built = deployed.project.dbt("build", "-s", "tag:monday_orders")
    assert built.success, built.errors
    assert built.nodes["linked_items_exist_orders__connect_b7"] == "pass", "customers has no table"
    assert built.warnings == []


def test_a_column_that_leaves_takes_its_links_along(tmp_path: Path) -> None:
    account = demo_account(ITEMS)
    with MondayServer(account) as server:
        project = make_project(tmp_path / "home", server.url, server.token)
        project.deploy(ORDERS_ID, "orders", "--approve-complex")
        path = project.dir / "boards" / "orders.yml"
        text = path.read_text(encoding="utf-8")
        for column in ("connect_b7", "mirror_tier", "dropdown_1"):
            text = text.replace(f"id: {column},", f"links: true, id: {column},")
        path.write_text(text, encoding="utf-8")
        project.ok("monday-board", "update", "orders")
        project.ok("monday-load", "orders")
        assert project.dbt("build", "-s", "tag:monday_orders").success
        before = dict(project.query('select "Column ID", count(*) from orders__links group by 1'))
        assert min(before["connect_b7"], before["mirror_tier"]) > before["dropdown_1"] > 20

        server.edit.remove_column(ORDERS_ID, "connect_b7")
        server.edit.remove_column(ORDERS_ID, "mirror_tier")
        project.ok("monday-load", "orders")
        built = project.dbt("build", "-s", "tag:monday_orders")
        assert built.success, built.errors
        after = dict(project.query('select "Column ID", count(*) from orders__links group by 1'))
        assert after == {"dropdown_1": before["dropdown_1"]}

        for item in account.board(ORDERS_ID).active_items()[: ITEMS * 3 // 4]:
            server.edit.clear_cell(item.id, "dropdown_1")
        project.ok("monday-load", "orders", "--changed")
        built = project.dbt("build", "-s", "tag:monday_orders")
        assert (built.nodes["orders"], built.nodes["orders__links"]) == ("error", "skipped")
        assert f"fewer than production's {before['dropdown_1']} comparable rows" in built.errors
