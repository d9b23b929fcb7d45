"""Links between pages of the documentation lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import ROOT

FOLDERS = (ROOT / "docs", ROOT / "dbt_project/macros")
PAGES = sorted([*ROOT.glob("*.md"), *(page for f in FOLDERS for page in f.rglob("*.md"))])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`\n]*`")


def links(page: Path) -> list[str]:
    """Where the page's links lead; what looks like one in code is none."""
    found: list[str] = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    return found


def headings(path: Path) -> set[str]:
    """Anchors of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for link in links(page):
        target, _, anchor = link.partition("#")
        if "://" in link:
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), link
        if anchor:
            assert anchor in headings(path), link


def test_the_index_names_every_page() -> None:
    index = set(links(ROOT / "docs/README.md"))
    assert {p.name for p in (ROOT / "docs").glob("*.md")} - {"README.md"} <= index
