"""The first page of dbt's documentation site."""

from __future__ import annotations

from dataclasses import replace

from loader.generate.overview import line_of, lines_in, overview_page
from tests.unit.generate.test_render import orders


def test_a_board_is_one_line_of_text_and_links() -> None:
    line = line_of(orders(), "shop")
    assert line == (
        "| [orders](#!/model/model.shop.orders) | Orders &#123;&#123; 2026 &#125;&#125; "
        "| Ada &#123;&#123; L &#125;&#125;, Bob | 7 approved, 0 pending | 26h, 50h | at most 0 "
        "| [open](https://x.monday.com/boards/1) |"
    )
    for url in ("javascript:alert(1)", "https://x/a) [b](c", "http://x/", None):
        assert line_of(replace(orders(), url=url), "shop").endswith("| at most 0 |  |")


def test_a_page_gives_its_lines_back_in_the_order_of_names() -> None:
    lines = {n: line_of(replace(orders(), name=n, title="a | b"), "shop") for n in ("b", "a")}
    page = overview_page(lines)
    assert lines_in(page) == lines
    assert page.index("[a]") < page.index("[b]")
    assert overview_page(lines_in(page)) == page
    assert lines_in("") == {}
