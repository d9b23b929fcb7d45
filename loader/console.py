"""What commands print: data to stdout, notes to stderr, and nothing that a terminal obeys."""

from __future__ import annotations

import json
import logging
import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str) -> str:
    """`text` with control, direction and surrogate characters written out as escapes."""
    return "".join(
        ch if unicodedata.category(ch) not in _UNSAFE or ch == "\u200d" else _escape(ch)
        for ch in text
    )


def _escape(ch: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(ch) or f"\\u{ord(ch):04x}"


def say(line: str) -> None:
    """One line of data on stdout."""
    click.echo(line)


def note(line: str) -> None:
    """One line for a person on stderr."""
    click.echo(line, err=True)


def is_interactive() -> bool:
    """True when a person can be asked: both ends are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
    """A table on stdout: drawn on a terminal, tab-separated elsewhere."""
    if not sys.stdout.isatty():
        say("\t".join(headings))
        for row in rows:
            say("\t".join(printable(_cell(c)) for c in row))
        return
    table = Table(title=title or None, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(_cell(c))) for c in row))
    Console().print(table)


def print_json(document: Any) -> None:
    """A JSON document on stdout, keys in the order given."""
    say(json.dumps(document, ensure_ascii=True, indent=2, default=str))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


class PlainFormatter(logging.Formatter):
    """`12:00:01 warning  message`, with everything unsafe escaped."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = self.formatTime(record, "%H:%M:%S")
        message = "\n".join(printable(line) for line in record.getMessage().split("\n"))
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        return f"{stamp} {level}{message}"


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message and the load's fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "facts", {}))
        return json.dumps(line, ensure_ascii=True, default=str)


class _Stderr(logging.Handler):
    """Writes through click, which knows where stderr is at the time of writing."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)


def set_up_logging(log_format: str, verbose: bool) -> None:
    """Send this product's log lines to stderr, as text or as one JSON object a line."""
    handler = _Stderr()
    handler.setFormatter(JsonFormatter() if log_format == "json" else PlainFormatter())
    logger = logging.getLogger("loader")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False


Asker = Callable[[str, Sequence[str]], str]


def ask(question: str, answers: Sequence[str]) -> str:
    """One of `answers`, by its first letter or in full, asked on the terminal until given."""
    while True:
        shown = "/".join(answers)
        try:
            given = click.prompt(f"{question} [{shown}]", err=True, default="", show_default=False)
        except click.Abort:
            note("")
            raise
        given = str(given).strip().lower()
        match = [a for a in answers if given == a or (len(given) == 1 and a.startswith(given))]
        if len(match) == 1 or given in answers:
            return given if given in answers else match[0]
        note(f"Answer with one of {shown}.")
