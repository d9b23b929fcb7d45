"""The first page of dbt's documentation site: every board with its table, owner and link. Pure.

Each board has one line that depends on its board file alone, so saving a board rewrites its own
line without reading the other files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from loader.board.board_file import BoardFile
from loader.generate.properties import owners_of
from loader.generate.render import MODELS
from loader.generate.text import markdown_text

OVERVIEW = MODELS / "overview.md"
REPORT = "boards.html"
"""The output of `monday-board report --output target/boards.html`; the site serves that folder."""
BLOCK = "__overview__"
_LINE = re.compile(r"^\| \[([A-Za-z][A-Za-z0-9_]*)\]\(", re.MULTILINE)
_URL = re.compile(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9._/-]*)?")


def lines_in(text: str) -> dict[str, str]:
    """Return the line of each board in an existing page, by the board's name."""
    found = (line for line in text.splitlines() if _LINE.match(line))
    return {match[1]: line for line in found if (match := _LINE.match(line))}


def line_of(board: BoardFile, project: str) -> str:
    """Return a board's line. Titles and owners are escaped; unsafe addresses are left out."""
    url = board.url or ""
    linked = f"[open]({url})" if _URL.fullmatch(url) else ""
    cells = (
        f"[{board.name}](#!/model/model.{project}.{board.name})",
        markdown_text(board.title),
        markdown_text(owners_of(board)),
        f"{len(board.approved)} approved, {len(board.pending)} pending",
        f"{board.freshness.warn}, {board.freshness.error}",
        "any number" if board.swap.max_losses is None else f"at most {board.swap.max_losses:,}",
        linked,
    )
    return f"| {' | '.join(cells)} |"


def overview_page(lines: Mapping[str, str]) -> str:
    """Return the page with these lines, sorted by the boards' names."""
    listed = "\n".join(lines[name] for name in sorted(lines))
    return f"""\
# Generated from boards/: edit the board files, not this one, then run `monday-board update --all`.

{{% docs {BLOCK} %}}

# Boards of monday.com

[How each board stands now]({REPORT}): state, freshness, losses, loads and drift, as
`monday-board report --output target/{REPORT}` last wrote it into this site's folder.

| board | on monday | owner | columns | warned and late after | losses allowed | monday |
|---|---|---|---|---|---|---|
{listed}

{{% enddocs %}}
"""
