"""The documentation's pages and the code in them."""

from __future__ import annotations

import re
import textwrap

from tests.project import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def fenced(name: str, language: str, holding: str = "") -> str:
    """Return the page's one fenced block in this language that contains `holding`."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.M | re.S)
    (found,) = [block for block in blocks if holding in block]
    return str(found)


def indented(text: str) -> list[str]:
    """Return the lines of blocks indented by four spaces, without fenced blocks."""
    without = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return [textwrap.dedent(line) for line in without.splitlines() if line.startswith("    ")]
