"""What commands print: data to stdout, notes to stderr, and questions to a terminal."""

from __future__ import annotations

import errno
import json
import logging
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import click

from loader.errors import LoaderError
from loader.output.logs import NOTES, show
from loader.output.printable import printable
from loader.output.redaction import redacted

MOST_WIDE = 40
_NOBODY_READS = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
"""The error numbers of a write to a pipe that was closed at the other end."""

__all__ = [
    "agrees", "ask", "ask_secret", "fitting", "is_interactive", "note", "phase", "print_json",
    "print_table", "printable", "say", "shell_words",
]  # fmt: skip


def say(line: str) -> None:
    """Print one line of data on stdout; stop printing if nobody reads any more, as with `| head`.

    Raise LoaderError if the file that stdout goes to cannot be written.
    """
    try:
        show(line)
    except OSError as exc:
        if exc.errno not in _NOBODY_READS:
            raise LoaderError(
                f"standard output cannot be written: {exc.strerror or exc}. What the command did"
                " before stands; free space where its output goes"
            ) from exc
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def note(line: str) -> None:
    """Log one line for a person: as text on stderr, or in whatever format logs have."""
    logging.getLogger(NOTES).info("%s", line)


def is_interactive() -> bool:
    """Whether a person can be asked: stdin and stderr are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def print_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    title: str = "",
    spare: Sequence[str] = (),
) -> None:
    """Print a table on stdout: drawn on a terminal, tab-separated elsewhere.

    `spare` are headings to leave out on a terminal that is too narrow, in this order.
    """
    cells = [[printable(_cell(c)) for c in row] for row in rows]
    if not sys.stdout.isatty():
        say("\t".join(headings))
        for line in cells:
            say("\t".join(line))
        return
    from rich.console import Console  # only for terminals: the import takes a while
    from rich.table import Table
    from rich.text import Text

    console = Console()
    shown = fitting(headings, cells, console.width, spare)
    table = Table(title=title or None, title_justify="left")
    for at in shown:
        table.add_column(Text(printable(headings[at])), overflow="fold")
    for line in cells:
        table.add_row(*(Text(line[at]) for at in shown))
    console.print(table)
    left_out = [heading for at, heading in enumerate(headings) if at not in shown]
    if left_out:
        note(f"Not shown, for want of width: {', '.join(left_out)}. --json has all.")


def fitting(
    headings: Sequence[str], rows: Sequence[Sequence[str]], width: int, spare: Sequence[str]
) -> list[int]:
    """Return the indexes of the columns that fit into a drawn table of this width. Pure.

    Cells longer than MOST_WIDE characters are broken into lines before a column is left out.
    """
    from rich.cells import cell_len  # only for terminals, as above

    frame = 3  # a blank on each side and a line
    needed = [
        frame + min(MOST_WIDE, max(cell_len(cell) for cell in column))
        for column in zip(headings, *rows, strict=True)
    ]
    shown = list(range(len(headings)))
    for heading in spare:
        if sum(needed[at] for at in shown) < width:
            break
        shown.remove(headings.index(heading))
    return shown


def print_json(document: Any) -> None:
    """Print a JSON document on stdout, with keys in the given order and times in ISO 8601."""
    say(json.dumps(document, ensure_ascii=True, indent=2, default=_plain))


def _plain(value: Any) -> str:
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat() if isoformat else value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else redacted(str(value))


def phase(text: str) -> None:
    """Tell a person waiting at a terminal what the command is about to do; otherwise do nothing."""
    if sys.stderr.isatty():
        note(f"... {text}")


def ask(
    question: str,
    answers: Sequence[str],
    default: str | None = None,
    explained: Sequence[str] = (),
) -> str:
    """Ask on the terminal until one of `answers` is given, in full or by its beginning; return it.

    The first answer with that beginning counts. Enter gives `default`; `?` shows `explained`.
    """
    shown = "/".join((*answers, *(["?"] if explained else [])))
    enter = f" (Enter: {default})" if default else ""
    while True:
        try:
            given = click.prompt(
                f"{question} [{shown}]{enter}", err=True, default="", show_default=False
            )
        except click.Abort:
            note("")
            raise
        given = str(given).strip().lower() or default or ""
        match = [a for a in answers if a == given] + [a for a in answers if a.startswith(given)]
        if given and match:
            return match[0]
        for line in explained if given == "?" else (f"Answer with one of {shown}.",):
            note(line)


def agrees(question: str, *, default: bool) -> bool:
    """Ask a yes-or-no question; return whether the answer is yes."""
    return ask(question, ("yes", "no"), "yes" if default else "no") == "yes"


def ask_secret(question: str) -> str:
    """Ask for a text that is not shown while it is typed."""
    return str(click.prompt(f"{question} [hidden]", hide_input=True, err=True)).strip()


def shell_words(words: Sequence[str]) -> str:
    """Return the words as typed in this system's shell, quoted where necessary."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
