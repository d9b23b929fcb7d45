"""A report's page and Markdown, with healthy, red, hostile and unreadable boards."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from loader.board.board_file import BoardFile
from loader.deployment.health import Health
from loader.deployment.overview import BoardState
from loader.deployment.report.facts import BoardReport, ColumnFacts, Report
from loader.deployment.report.markdown import render_markdown
from loader.deployment.report.page import render_page
from loader.deployment.report.plots import Bar, bars
from loader.errors import BoardFileError
from loader.landing.overview import BoardRecords
from loader.landing.records import BuildRecord, LoadRecord, LoadStatus
from tests.cli.boards import WEB_TITLES

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
BOARD = BoardFile("orders", 1, "Orders", "orders", (), ())


def load(hours: float, status: LoadStatus = "complete", drift: str | None = None) -> LoadRecord:
    started = NOW - timedelta(hours=hours)
    ended = started + timedelta(seconds=90)
    return LoadRecord(
        f"l{hours}",
        "orders",
        1,
        started,
        ended,
        status,
        40,
        400,
        7,
        9000,
        0.0,
        drift,
    )


def report(hostile: str = "Note", state: str = "ok") -> Report:
    drift = json.dumps([{"kind": "added", "text": f"column {hostile} is new"}])
    loads = (load(30, drift=drift), load(8, "failed"), load(2))
    build = BuildRecord("b", "orders", "t", NOW, NOW, "complete", 40, "{}", hostile)
    records = BoardRecords(loads[-1], loads[-1], loads[-1], (build,))
    health = Health(state, (hostile,) if state != "ok" else (), (hostile,))  # type: ignore[arg-type]
    columns = (
        ColumnFacts(hostile, "text_1", hostile, "approved", None, 10, 3),
        ColumnFacts("Files", "file_1", "file", "pending", None, None, None),
    )
    good = BoardState(replace(BOARD, title=hostile), records, health, NOW)
    return Report(
        (
            BoardReport(good, columns, loads, (build,)),
            BoardReport(BoardFileError("/p/boards/broken.yml", (f"line 1: {hostile}",))),
        ),
        NOW,
    )


class Tags(HTMLParser):
    """Collects every tag of a page with its attributes, and the page's text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_tells_of_every_board() -> None:
    page = Tags(render_page(report(state="late")))
    words = " ".join(page.text.split())
    assert "0 of 2 boards ok" in words
    assert "14 calls and 18,000 complexity since midnight UTC" in words
    assert "line 1: Note" in words
    assert "column Note is new" in words
    assert "25 %" in words
    assert [tag for tag, _ in page.found].count("svg") == 4
    assert ("rect", "failed") in [(tag, a.get("class")) for tag, a in page.found]


@pytest.mark.parametrize(
    "hostile", [*WEB_TITLES, "x\u202e\x00\u2028", "</style><script>1</script>"]
)
def test_nothing_of_a_board_becomes_html(hostile: str) -> None:
    plain, page = Tags(render_page(report())), Tags(render_page(report(hostile)))
    assert [tag for tag, _ in page.found] == [tag for tag, _ in plain.found]
    for tag, attributes in page.found:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert tag not in ("script", "img", "iframe", "object", "link")
        assert re.fullmatch(r"#board-\d+", attributes.get("href") or "#board-0")
    assert not set(render_page(report(hostile))) & {"\u202e", "\x00", "\u2028"}


def test_a_page_loads_nothing() -> None:
    text = render_page(report())
    assert not re.search(r"https?:|url[(]|@import|src=", text)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("hostile", WEB_TITLES)
def test_markdown_keeps_titles_as_text_in_their_cell(hostile: str) -> None:
    plain, text = render_markdown(report()), render_markdown(report(hostile))
    assert len(text.splitlines()) == len(plain.splitlines())
    assert [line.count("|") for line in text.splitlines()] == [
        line.count("|") for line in plain.splitlines()
    ]
    assert "<" not in text


def test_a_plot_of_nothing_is_a_plot() -> None:
    assert bars("rows", []).count("<rect") == 0
    one = bars("rows", [Bar(0, "a"), Bar(None, "b", failed=True)])
    assert one.count("<rect") == 2
