"""Log lines: text for people, JSON for programs, markers for Kestra; each names its load."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from loader.output.printable import printable
from loader.output.redaction import redacted

NOTES = "loader.note"
"""The logger of notes to a person; text output shows these without time and level."""


class _Load(logging.Filter):
    """Adds the id of the thread's load to every record that has none."""

    def __init__(self) -> None:
        super().__init__()
        self.here = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "load_id"):
            record.load_id = getattr(self.here, "load_id", None)
        return True


class _Redaction(logging.Filter):
    """Removes the API token from every record before it is formatted."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), None
        return True


_LOAD = _Load()


@contextmanager
def lines_of_load(load_id: str) -> Iterator[None]:
    """Give every log line that this thread writes in this block the `load_id`."""
    before, _LOAD.here.load_id = getattr(_LOAD.here, "load_id", None), load_id
    try:
        yield
    finally:
        _LOAD.here.load_id = before


class _Bars:
    """How to write lines on a terminal while progress bars are drawn there; None without bars."""

    write_above: Callable[[str], None] | None = None


_BARS = _Bars()


@contextmanager
def lines_above(write: Callable[[str], None]) -> Iterator[None]:
    """In this block, write lines for the terminal through `write`, so that bars stay intact."""
    _BARS.write_above = write
    try:
        yield
    finally:
        _BARS.write_above = None


def show(line: str, *, err: bool = False) -> None:
    """Print one line on stdout or stderr, through click, which finds the current streams."""
    line = redacted(line)
    if _BARS.write_above is not None and (sys.stderr if err else sys.stdout).isatty():
        _BARS.write_above(line)
    else:
        click.echo(line, err=err)


class PlainFormatter(logging.Formatter):
    """`12:00:01 [load id] warning: message`, with everything unsafe escaped.

    Off a terminal, the line will be stored: it also has the date, and further lines of a load's
    message repeat its id. A note outside a load is printed alone.
    """

    def format(self, record: logging.LogRecord) -> str:
        lines = [printable(line) for line in record.getMessage().split("\n")]
        load_id = getattr(record, "load_id", None)
        if record.name == NOTES and not load_id:
            return "\n".join(lines)
        load = f" [{load_id}]" if load_id else ""
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        shown = sys.stderr.isatty()
        moment = self.formatTime(record, "%H:%M:%S" if shown else "%Y-%m-%d %H:%M:%S")
        start = f"{moment}{load} "
        return f"{start}{level}" + (f"\n{start}" if load and not shown else "\n").join(lines)


class JsonFormatter(logging.Formatter):
    """One JSON object per line: time (ISO 8601 with offset), level, logger, load_id, message."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        line: dict[str, Any] = {
            "time": f"{stamp}.{int(record.msecs):03d}{self.formatTime(record, '%z')}",
            "level": record.levelname.lower(),
            "logger": record.name,
            "load_id": getattr(record, "load_id", None),
            "message": record.getMessage(),
        }
        return json.dumps(line, ensure_ascii=True, default=str)


class KestraFormatter(logging.Formatter):
    """The message with the id of its load; Kestra adds time and level itself."""

    def format(self, record: logging.LogRecord) -> str:
        load_id = getattr(record, "load_id", None)
        return f"[{load_id}] {record.getMessage()}" if load_id else record.getMessage()


class _Stderr(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            show(self.format(record), err=True)
        except (OSError, ValueError):  # stderr was closed: nobody is listening
            self.handleError(record)


def set_up_logging(log_format: str, verbose: bool, under_kestra: bool = False) -> None:
    """Send this product's log lines to where they are read.

    They go to stderr, as text or as one JSON object per line (`log_format`), or to Kestra as
    markers. Characters that the encoding of stdout lacks, such as an emoji, are then printed as
    escapes.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    handler: logging.Handler
    if under_kestra:
        from loader.output.kestra_markers import KestraHandler

        handler = KestraHandler()
        handler.setFormatter(KestraFormatter())
    else:
        handler = _Stderr()
        handler.setFormatter(JsonFormatter() if log_format == "json" else PlainFormatter())
    handler.addFilter(_LOAD)
    handler.addFilter(_Redaction())
    logger = logging.getLogger("loader")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False
