"""Markers that Kestra reads on a task's standard output: log lines, outputs and metrics.

A marker is one whole line `::{json}::`. The JSON is ASCII, so that no line separator and no byte of
a character split between two reads can break it. Without Kestra markers are noise: use them only if
`Settings.under_kestra` is true.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from typing import Any

from loader.output.printable import printable
from loader.output.redaction import redacted

_LEVELS = (
    (logging.ERROR, "ERROR"),
    (logging.WARNING, "WARN"),
    (logging.INFO, "INFO"),
    (logging.DEBUG, "DEBUG"),
)


class KestraHandler(logging.Handler):
    """Sends each record to Kestra's log of the task run, at the record's own level.

    Everything goes to stdout: Kestra treats what comes on stderr as a warning or an error.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            lines = self.format(record).split("\n")
            message = "\n".join(printable(line) for line in lines)
            _write({"logs": [{"level": _level(record.levelno), "message": message}]})
        except Exception:
            self.handleError(record)


Value = str | int | float | bool | None


def emit_outputs(outputs: Mapping[str, Value | Mapping[str, Value]]) -> None:
    """Make values available to later tasks as `{{ outputs.load.vars.<name> }}`.

    Kestra keeps them in the execution's record: use small values only.
    """
    _write({"outputs": dict(outputs)})


def emit_metrics(
    board: str, *, items: int, rows: int, calls: int, complexity: int, seconds: float
) -> None:
    """Give Kestra the load's numbers to chart, tagged with the board's name.

    `seconds` is sent as a timer, whose value Kestra reads as a duration in seconds.
    """
    tags = {"board": board}
    counted = {"items": items, "rows": rows, "calls": calls, "complexity": complexity}
    metrics: list[dict[str, Any]] = [
        {"name": name, "type": "counter", "value": value, "tags": tags}
        for name, value in counted.items()
    ]
    metrics.append({"name": "seconds", "type": "timer", "value": round(seconds, 3), "tags": tags})
    _write({"metrics": metrics})


def _level(number: int) -> str:
    return next((name for least, name in _LEVELS if number >= least), "TRACE")


def _write(content: dict[str, Any]) -> None:
    """Write one marker with one write, so that lines of several threads never mix."""
    marker = redacted(json.dumps(content, ensure_ascii=True, allow_nan=False))
    sys.stdout.write(f"::{marker}::\n")
    sys.stdout.flush()
