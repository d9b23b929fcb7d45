"""Links between pages of the documentation lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import ROOT

FOLDERS = (ROOT / "docs", ROOT / "dbt_project/macros")
PAGES = sorted([*ROOT.glob("*.md"), *(page for f in FOLDERS for page in f.rglob("*.md"))])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`\n]*`")


def links(page: Path) -> list[str]:
    """Return the targets of the page's links, ignoring code."""
    found: list[str] = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    return found


def headings(path: Path) -> set[str]:
    """Return the anchors of a page, as GitHub generates them."""
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


def pages_of(nav: Any) -> list[str]:
    """Return the pages in a part of the nav of mkdocs.yml, in order."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in pages_of(part)]


def test_the_site_has_every_page_once() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    there = [p.name for p in (ROOT / "docs").glob("*.md")]
    assert sorted(pages_of(site["nav"])) == sorted([*there, "decisions/README.md"])


def test_the_page_of_decisions_names_each() -> None:
    folder = ROOT / "docs/decisions"
    there = {p.name for p in folder.glob("0*.md")}
    assert set(links(folder / "README.md")) == there


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_of_the_site_link_only_to_each_other(page: Path) -> None:
    docs = ROOT / "docs"
    if docs not in page.parents:
        return
    inside = [link.partition("#")[0] for link in links(page) if "://" not in link]
    targets = [(page.parent / link).resolve() for link in inside if link]
    assert [t for t in targets if docs not in t.parents or not t.is_file()] == []


def test_the_readme_fits_on_two_screens_and_opens_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 150
    commands = [line.split("#")[0].strip() for line in lines if line.startswith("    ")]
    assert commands[:2] == ["make demo", "make test"]
