"""Every command that a documentation page shows exists, with all options that it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from loader.commands.board import MODULES, board_command
from loader.commands.load import load_command
from tests.cli.pages import PAGES
from tests.project import ROOT

COMMAND = re.compile(r"monday-(?:load|board)(?: [^`|;&#\n>\\]*)?")


def shown(path: Path) -> list[str]:
    """Return the commands in the page's code, as they are typed."""
    text = path.read_text(encoding="utf-8")
    spans = re.findall(r"`([^`\n]+)`", text)
    lines = [
        line
        for line in text.splitlines()
        if re.match(r"( {4,}|\d|\*|monday|- run)", line) and "──" not in line
    ]
    found = [match.strip() for part in (*spans, *lines) for match in COMMAND.findall(part)]
    return sorted({one for one in found if " " in one and "   " not in one})  # no diagrams


def problem(typed: str) -> str | None:
    """Return click's objection to a command; None if it accepts the command."""
    try:
        words = shlex.split(typed)
    except ValueError:
        return None  # cut off within quotes: a sentence, not a command
    command: click.Command = load_command if words[0] == "monday-load" else board_command
    words = [word for word in words[1:] if word not in ("...", "[BOARD...]")]
    if isinstance(command, click.Group):
        name = words[0] if words else ""
        if not re.fullmatch("[a-z-]+", name):
            return None
        found = command.get_command(click.Context(command), name)
        if found is None:
            return f"there is no command {name}"
        command, words = found, words[1:]
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
    given = [word.partition("=")[0].rstrip(".,:)") for word in words if word.startswith("-")]
    lacking = [o for o in given if o not in known and o not in ("-h", "--help", "--version", "-")]
    return f"{command.name} has no {', '.join(lacking)}" if lacking else None


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_that_a_page_shows_exist(path: Path) -> None:
    wrong = {typed: told for typed in shown(path) if (told := problem(typed))}
    assert wrong == {}


def test_a_wrong_option_is_found() -> None:
    assert problem("monday-load orders --no-such") == "monday-load has no --no-such"
    assert problem("monday-board no-such orders") == "there is no command no-such"
    assert problem("monday-board deploy --board-id 1 --board-name orders") is None


def test_the_reference_names_every_command() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    unnamed = [name for name in MODULES if f"monday-board {name}" not in text]
    assert unnamed == []
