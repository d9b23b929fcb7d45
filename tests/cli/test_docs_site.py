"""The site of `dbt docs generate`: what it shows of a board, and that hostile titles stay text."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.cli.boards import WEB_TITLES
from tests.cli.browser import Browser, open_browser
from tests.cli.conftest import Hostile, Plain
from tests.monday_server.hostile import TITLES
from tests.project import UserProject


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log no requests."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder over HTTP, as `dbt docs serve` does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


def artifact(project: UserProject, name: str) -> Any:
    return json.loads((project.dir / "target" / name).read_text(encoding="utf-8"))


def test_docs_know_board_columns_types_decisions_and_lineage(plain: Plain) -> None:
    plain.settings(
        "attributes:",
        "owner: data@example.com\ntags: [finance]\n"
        "exposures: [{name: wall, type: dashboard, label: 'Wall {{ 1 }}'}]\nattributes:",
    )
    plain.settings("name: Qty,", "name: Qty, tests: [not_null],")
    documented = plain.project.dbt("docs", "generate")
    assert documented.success
    assert documented.warnings == []
    manifest = artifact(plain.project, "manifest.json")
    wall = manifest["exposures"]["exposure.monday.wall"]
    assert (wall["label"], wall["owner"]["email"]) == ("Wall {{ 1 }}", "data@example.com")
    assert wall["depends_on"]["nodes"] == ["model.monday.orders"]
    assert "finance" in manifest["nodes"]["model.monday.orders"]["tags"]
    assert any(n.startswith("test.monday.not_null_orders__Qty_") for n in manifest["nodes"])
    model = manifest["nodes"]["model.monday.orders"]
    qty = model["columns"]["Qty"]

    assert model["config"]["meta"]["monday_board_id"] == "5100000001"
    assert "Plain" in model["description"]
    assert "| Files | `file_1` | `file` | pending |" in model["description"]
    assert "rejected: relations are rejected by default" in model["description"]
    assert qty["config"]["meta"] == {
        "monday_id": "numbers_1",
        "monday_type": "numbers",
        "monday_title": "Qty",
        "monday_decision": "approved",
    }
    assert qty["description"] == "numbers, approved: monday column Qty (id `numbers_1`)."
    source = "source.monday.raw_monday.orders"
    assert manifest["parent_map"]["model.monday.orders"] == [source]
    types = artifact(plain.project, "catalog.json")["nodes"]["model.monday.orders"]["columns"]
    assert types["Qty"]["type"] == "DECIMAL(18,2)"
    assert types["Due"]["type"] == "DATE"


def test_a_person_reads_the_board_in_the_site(plain: Plain, browser: Browser) -> None:
    assert plain.project.dbt("docs", "generate").success
    plain.project.ok("monday-board", "report", "--output", "target/boards.html")
    with served(plain.project.dir / "target") as url:
        browser.open(f"{url}/index.html#!/overview")
        overview = browser.wait_for("Boards of monday.com")
        assert (
            "orders Plain Ada Lovelace 6 approved, 2 pending 26h, 50h any number open" in overview
        )
        browser.run("document.querySelector('a[href=\"boards.html\"]').click()")
        assert "1 of 1 boards ok" in browser.wait_for("boards ok")
        browser.open(f"{url}/index.html#!/overview")
        browser.wait_for("Boards of monday.com")
        browser.run("document.querySelector('td a[href*=\"model.monday.orders\"]').click()")
        browser.wait_for("Remark")
        browser.open(f"{url}/index.html#!/model/model.monday.orders")
        text = browser.wait_for("Remark")

    for words in (
        "monday board Plain (id 5100000001)", "one row per item", "file_1", "pending",
        "rejected: relations are rejected by default", "DECIMAL(18,2)",
        "numbers, approved: monday column Qty (id `numbers_1`).", "Owned by Ada Lovelace.",
        "late after 50h", "Labels: Open, Done.",
        "source('raw_monday', 'orders')",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    "page", ["model/model.monday.orders", "source/source.monday.raw_monday.orders", "overview"]
)
def test_hostile_titles_are_text_in_the_site(hostile: Hostile, browser: Browser, page: str) -> None:
    with served(hostile.project.dir / "target") as url:
        browser.open(f"{url}/index.html#!/{page}")
        text = browser.wait_for("monday" if page == "overview" else "Description")
        if page.startswith("model"):
            text = browser.wait_for("Odd id")
            browser.run("document.querySelectorAll('tr').forEach(row => row.click())")
            shown = [t for t in (*TITLES[:13], *WEB_TITLES) if t.isprintable()]
            missing = [t for t in shown if " ".join(t.split()) not in browser.text()]
            assert missing == []
        assert browser.alert() is None
        assert "owned" not in str(browser.run("return document.title"))
        injected = browser.run(
            "return [...document.querySelectorAll('#owned, img[src=x], img[src*=owned], "
            'a[href^="javascript:d"], i[id]\')].map(e => e.outerHTML)'
        )
        scripts = browser.run(
            "return [...document.scripts].map(s => s.text).filter(t => t.length < 60 "
            "&& /owned|alert/.test(t))"
        )
    assert injected == []
    assert scripts == []
    assert "49" not in text.replace("text_49", "")
