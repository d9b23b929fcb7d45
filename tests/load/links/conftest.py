"""The demo account, deployed with parts, links and history, loaded and built once per engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.dbt.conftest import ENGINES, open_warehouse
from tests.dbt.project import make_project
from tests.load.links.land import Landed, everything
from tests.monday_server import Account, MondayServer, demo_account
from tests.monday_server.data import Column
from tests.monday_server.demo_columns import CUSTOMERS_ID, ORDERS_ID
from tests.monday_server.values import Cell

ITEMS = 80
COLLIDING = "text_clash"
"""A column with the same name as a part of another column."""


@pytest.fixture(scope="session")
def account() -> Account:
    found = demo_account(ITEMS)
    board = found.board(ORDERS_ID)
    board.columns.append(Column(COLLIDING, "PRODUCTION FROM", "text"))
    for item in board.active_items():
        item.cells[COLLIDING] = Cell(f"clash {item.id}")
        for place, linked in enumerate(item.value("dependent_on_1") or ()):
            found.dependencies[item.id, "dependent_on_1", linked] = (
                (item.id + place) % 4,
                place - 1,
            )
    return found


@pytest.fixture(scope="session", params=ENGINES)
def landed(
    request: pytest.FixtureRequest, account: Account, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Landed]:
    """Yield `orders` and `customers`, built with all their tests; only losses cause warnings."""
    folder = tmp_path_factory.mktemp(request.param)
    with open_warehouse(request.param, folder) as warehouse, MondayServer(account) as server:
        made = Landed(make_project(folder / "dbt_project", warehouse), server, {})
        # Stock Babelfish returns no result if a column name has an emoji, as dbt's snapshot
        # needs; other tests cover histories.
        history = warehouse.engine == "duckdb"
        made.deploy(ORDERS_ID, "orders", lambda board: replace(everything(board), history=history))
        made.deploy(CUSTOMERS_ID, "customers", lambda board: board)
        made.land()
        run = made.project.build("--write-json")
        told = [text for text in run.warnings if "conversion losses: " in text]
        assert len(told) == 1
        assert "conversion losses: Unit price 64, Fx (RMB -> USD) 65" in told[0]
        assert [name for name, (status, _) in run.nodes.items() if status == "warn"] == [
            "nothing_lost_orders"
        ]
        yield made
