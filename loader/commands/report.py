"""monday-board report: how all boards stand, as one page or as Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from loader.commands.options import boards_argument, common_options
from loader.deployment.report.facts import gather
from loader.deployment.report.markdown import render_markdown
from loader.deployment.report.page import render_page
from loader.errors import ProjectError, UsageError
from loader.output.console import say
from loader.session import Session

_RENDERERS = {".html": render_page, ".md": render_markdown}


@click.command(
    "report",
    epilog="""\b
    Examples:
      monday-board report --output report.html
      monday-board report orders customers --output report.md""",
)
@boards_argument
@click.option(
    "--output",
    required=True,
    metavar="FILE",
    help="Ending in .html for a page, in .md for Markdown.",
)
@common_options
def report_command(session: Session, boards: tuple[str, ...], output: str) -> None:
    """Write a report: every board's state, columns, losses, loads, drift and cost."""
    path = Path(output)
    render = _RENDERERS.get(path.suffix.lower())
    if render is None:
        raise UsageError(f"{output!r} must end in .html for a page, or in .md for Markdown.")
    report = gather(session, datetime.now(UTC), boards)
    try:
        path.write_text(render(report), encoding="utf-8", errors="replace")
    except OSError as exc:
        raise ProjectError(f"{path} cannot be written: {exc.strerror or exc}.") from exc
    say(f"{path}: {len(report.boards)} boards")
