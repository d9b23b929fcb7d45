"""monday-board report, viewed in a browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.boards import PLAIN_ID
from tests.cli.browser import Browser, open_browser
from tests.cli.conftest import Hostile, Plain
from tests.cli.refusing import refused
from tests.cli.test_docs_site import served


def test_a_report_is_one_file_about_every_board(plain: Plain, tmp_path: Path) -> None:
    plain.server.edit.rename_column(PLAIN_ID, "text_1", "Memo")
    plain.project.ok("monday-load", "orders")
    page, text = tmp_path / "report.html", tmp_path / "report.md"
    assert plain.project.ok("monday-board", "report", "--output", str(page)).out == (
        f"{page}: 1 boards\n"
    )
    plain.project.ok("monday-board", "report", "orders", "--output", str(text))
    assert "1 of 1 boards ok" in page.read_text(encoding="utf-8")
    written = text.read_text(encoding="utf-8")
    assert "| orders | ok | Plain | 0.0 hours | 30 | 30 | 0 |" in written
    assert "was retitled from" in written
    assert "| Qty | numbers | approved |  | 100 % | 0 |" in written


def test_a_report_is_json_too(plain: Plain) -> None:
    found = json.loads(plain.project.ok("monday-board", "report", "--json").out)
    (board,) = found["boards"]
    assert (board["board"], board["state"]) == ("orders", "ok")
    assert [c["filled"] for c in board["columns"] if c["name"] == "Qty"] == [30]
    assert (board["loads"][0]["items"], board["builds"][0]["rows"]) == (30, 30)
    refused(plain.project, 2, "Give --output FILE", "monday-board", "report")


@pytest.mark.parametrize("output", ["report.pdf", "report"])
def test_a_report_of_another_kind_is_refused(plain: Plain, output: str) -> None:
    refused(plain.project, 2, "must end in .html", "monday-board", "report", "--output", output)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


def test_a_browser_shows_hostile_boards_as_text_and_the_page_fits_a_phone(
    hostile: Hostile, browser: Browser, tmp_path: Path
) -> None:
    hostile.project.ok("monday-board", "report", "--output", str(tmp_path / "report.html"))
    with served(tmp_path) as url:
        browser.open(f"{url}/report.html")
        text = browser.wait_for("boards ok")
        assert "<script>document.title='owned'</script>" in text
        assert browser.run("return document.title") == "monday boards"
        assert browser.run("return document.getElementById('owned')") is None
        assert browser.run("return performance.getEntriesByType('resource').length") == 0
        assert browser.run("return document.querySelectorAll('svg rect').length") >= 4
        for width in (1400, 390):
            browser.resize(width, 900)
            wide = browser.run("return document.documentElement.scrollWidth > window.innerWidth")
            assert wide is False, width
            for scheme in ("light", "dark"):
                browser.colours(scheme)
                shot = base64.b64decode(browser.screenshot())
                (tmp_path / f"{width}_{scheme}.png").write_bytes(shot)
        light, dark = (
            (tmp_path / f"1400_{scheme}.png").read_bytes() for scheme in ("light", "dark")
        )
        assert light != dark
