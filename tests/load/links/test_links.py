"""Tables of links and tracked sessions, compared row by row with the stand-in's own data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.load.links.land import Landed
from tests.monday_server import Account, expected_links, expected_sessions
from tests.monday_server.demo_columns import ORDERS_ID

pytestmark = pytest.mark.timeout(1200)  # every table of the board, and a T-SQL server may be slow

LINK_COLUMNS = [
    "Item ID", "Column", "Column ID", "Kind", "Linked ID", "Position", "Linked Name",
    "Dependency Type", "Lag", "File Size", "Uploader ID",
]  # fmt: skip


def by_item(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["Item ID"])


def titles(account: Account) -> dict[str, str]:
    return {c.id: c.title for c in account.board(ORDERS_ID).columns}


def test_every_link_of_every_item_is_a_row_in_mondays_order(
    landed: Landed, account: Account
) -> None:
    named = titles(account)
    expected = {
        (str(e.item_id), named[e.column_id], e.column_id, e.kind, str(e.linked_id), e.position)
        for e in expected_links(account, ORDERS_ID)
    }
    rows = landed.rows("orders__links")

    assert list(rows[0]) == LINK_COLUMNS
    assert {tuple(row[c] for c in LINK_COLUMNS[:6]) for row in rows} == expected
    assert len(rows) == len(expected)
    kinds = {row["Kind"] for row in rows}
    assert kinds == {"item", "person", "team", "tag", "label", "asset", "link", "doc"}


def test_files_keep_their_names_sizes_and_uploaders(landed: Landed, account: Account) -> None:
    board = account.board(ORDERS_ID)
    expected = {
        (str(item.id), column_id, place): (
            file.name,
            file.size if file.kind == "asset" else None,
            file.created_by,
        )
        for item in board.active_items()
        for column_id in ("file_1", "doc_1")
        for place, file in enumerate(item.value(column_id) or ())
    }
    found = {
        (row["Item ID"], row["Column ID"], row["Position"]): (
            row["Linked Name"], row["File Size"], row["Uploader ID"],
        )
        for row in landed.rows("orders__links")
        if row["Linked Name"] is not None
    }  # fmt: skip
    assert found == expected
    assert {(size is None, by is None) for _, size, by in found.values()} >= {(False, False)}


def test_dependencies_tell_their_type_and_lag(landed: Landed, account: Account) -> None:
    types = ("FS", "SS", "FF", "SF")
    expected = {
        (str(item_id), str(linked)): (types[kind], lag)
        for (item_id, _, linked), (kind, lag) in account.dependencies.items()
    }
    rows = landed.rows("orders__links")
    found = {
        (row["Item ID"], row["Linked ID"]): (row["Dependency Type"], row["Lag"])
        for row in rows
        if row["Column ID"] == "dependent_on_1"
    }
    assert found == expected
    assert {kind for kind, _ in found.values()} == set(types)
    others = [row for row in rows if row["Column ID"] != "dependent_on_1"]
    assert {(row["Dependency Type"], row["Lag"]) for row in others} == {(None, None)}


def test_every_tracked_session_is_a_row(landed: Landed, account: Account) -> None:
    expected = [
        {
            "Item ID": str(e.item_id),
            "Column": "Time spent",
            "Column ID": e.column_id,
            "Position": 0,
            "Session ID": str(e.session_id),
            "Started At": e.started_at,
            "Ended At": e.ended_at,
            "Started By ID": e.user_id,
            "Ended By ID": None if e.ended_at is None else e.user_id,
            "Status": "active",
            "Manually Entered": False,
        }
        for e in expected_sessions(account, ORDERS_ID)
    ]
    rows = landed.rows("orders__time_entries")

    assert by_item(rows) == by_item(expected)
    assert rows


@pytest.mark.parametrize(
    ("table", "place"), [("orders__links", "Position"), ("orders__time_entries", "Position")]
)
def test_the_key_is_item_column_and_place(landed: Landed, table: str, place: str) -> None:
    assert landed.project.warehouse.key(table) == ["Item ID", "Column", place]


def test_links_are_tested_against_the_boards_that_are_deployed(landed: Landed) -> None:
    manifest = nodes(landed)
    found = {
        node["name"]: (sorted(d.split(".")[-1] for d in node["depends_on"]["nodes"]),
                       node["config"]["severity"])
        for node in manifest.values()
        if node["resource_type"] == "test" and node["test_metadata"]["name"] == "linked_items_exist"
    }  # fmt: skip
    assert found == {
        "linked_items_exist_orders__connect_b7": (["customers", "orders__links"], "warn"),
        "linked_items_exist_orders__dependent_on_1": (["orders", "orders__links"], "warn"),
    }


def test_a_link_to_an_item_that_is_not_there_is_a_warning(landed: Landed) -> None:
    warehouse = landed.project.warehouse
    table = f"{warehouse.schema}.customers"
    key = warehouse.quote("Item ID")
    gone = next(
        r["Linked ID"] for r in landed.rows("orders__links") if r["Column ID"] == "connect_b7"
    )
    warehouse.query(f"update {table} set {key} = 'x' where {key} = '{gone}'")
    try:
        run = landed.project.dbt("test", "-s", "linked_items_exist_orders__connect_b7")
    finally:
        warehouse.query(f"update {table} set {key} = '{gone}' where {key} = 'x'")

    assert run.success
    assert run.status("linked_items_exist_orders__connect_b7") == "warn"


def test_columns_and_lineage_are_documented(landed: Landed) -> None:
    manifest = nodes(landed)
    links = manifest["model.monday.orders__links"]

    depends_on = {"source.monday.raw_monday.orders", "model.monday.orders"}
    assert set(links["depends_on"]["nodes"]) == depends_on, "the model is exchanged with it"
    assert list(links["columns"]) == LINK_COLUMNS
    assert all(column["description"] for column in links["columns"].values())
    assert "Customer" in links["description"]
    if not landed.boards["orders"].history:
        return
    history = manifest["snapshot.monday.orders__history"]
    assert history["depends_on"]["nodes"] == ["model.monday.orders"]
    assert all(column["description"] for column in history["columns"].values())


def nodes(landed: Landed) -> dict[str, Any]:
    path = landed.project.folder / "target" / "manifest.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["nodes"]
    return found
