"""monday-board report: the state of all boards as an HTML page or as Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from loader.commands.options import boards_argument, common_options, json_option
from loader.deployment.report.facts import gather
from loader.deployment.report.markdown import render_markdown
from loader.deployment.report.page import render_page
from loader.errors import ProjectError, UsageError
from loader.output.console import print_json, say
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
    metavar="FILE",
    help="Name of the file: .html for a page, .md for Markdown.",
)
@json_option("Print the report as JSON.")
@common_options
def report_command(
    session: Session, boards: tuple[str, ...], output: str | None, as_json: bool
) -> None:
    """Write a report: every board's state, columns, losses, loads, drift and cost."""
    if output is None and not as_json:
        raise UsageError("Give --output FILE for a page or Markdown, or --json.")
    if output is None:
        print_json(gather(session, datetime.now(UTC), boards).facts())
        return
    path = Path(output)
    render = _RENDERERS.get(path.suffix.lower())
    if render is None:
        raise UsageError(f"{output!r} must end in .html for a page, or in .md for Markdown.")
    report = gather(session, datetime.now(UTC), boards)
    try:
        path.write_text(render(report), encoding="utf-8", errors="replace")
    except OSError as exc:
        raise ProjectError(f"{path} cannot be written: {exc.strerror or exc}.") from exc
    if as_json:
        print_json(report.facts())
    else:
        say(f"{path}: {len(report.boards)} boards")
