"""Kestra's markers, byte by byte: each on a line of its own, on stdout, in ASCII."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.output.kestra_markers import KestraHandler, emit_metrics, emit_outputs

MARKER = re.compile(r"^::(\{.*})::$")
"""Kestra's own expression, applied to each line."""


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.Logger("loader.test", logging.DEBUG)
    logger.addHandler(KestraHandler())
    yield logger
    logger.handlers.clear()


def test_levels_are_kestras(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    log.debug("d")
    log.info("orders: %s items", 2000)
    log.warning("w")
    log.error("e")
    log.critical("c")
    log.log(5, "below debug")
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        '::{"logs": [{"level": "DEBUG", "message": "d"}]}::\n'
        '::{"logs": [{"level": "INFO", "message": "orders: 2000 items"}]}::\n'
        '::{"logs": [{"level": "WARN", "message": "w"}]}::\n'
        '::{"logs": [{"level": "ERROR", "message": "e"}]}::\n'
        '::{"logs": [{"level": "ERROR", "message": "c"}]}::\n'
    )


def test_a_message_of_several_lines_is_one_marker(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("drift:\n  + Größe \u2028 \x1b[31m🚀")
    assert capsys.readouterr().out == (
        '::{"logs": [{"level": "INFO", "message": '
        '"drift:\\n  + Gr\\u00f6\\u00dfe \\\\u2028 \\\\u001b[31m\\ud83d\\ude80"}]}::\n'
    )


def test_a_traceback_stays_with_its_message(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        int("broken")
    except ValueError:
        log.exception("orders failed")
    (line,) = capsys.readouterr().out.splitlines()
    (entry,) = json.loads(line[2:-2])["logs"]
    assert entry["level"] == "ERROR"
    assert entry["message"].startswith("orders failed\nTraceback (most recent call last):")
    assert entry["message"].endswith("ValueError: invalid literal for int() with base 10: 'broken'")


@given(message=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_a_marker(
    log: logging.Logger, capsys: pytest.CaptureFixture[str], message: str
) -> None:
    capsys.readouterr()
    log.info("%s", message)
    out = capsys.readouterr().out
    assert out.isascii()
    assert out.endswith("::\n")
    (line,) = out.splitlines()
    found = MARKER.match(line)
    assert found
    assert json.loads(found[1]).keys() == {"logs"}


def test_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    emit_outputs({"items": 2000, "load_id": "5f", "seconds": 1.5, "drift": None, "ok": True})
    assert capsys.readouterr().out == (
        '::{"outputs": {"items": 2000, "load_id": "5f", "seconds": 1.5, '
        '"drift": null, "ok": true}}::\n'
    )


def test_outputs_that_are_no_json_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        emit_outputs({"seconds": float("nan")})


def test_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    emit_metrics("orders", items=2000, rows=34000, calls=5, complexity=120045, seconds=12.34567)
    (line,) = capsys.readouterr().out.splitlines()
    tags = {"board": "orders"}
    assert json.loads(line[2:-2]) == {
        "metrics": [
            {"name": "items", "type": "counter", "value": 2000, "tags": tags},
            {"name": "rows", "type": "counter", "value": 34000, "tags": tags},
            {"name": "calls", "type": "counter", "value": 5, "tags": tags},
            {"name": "complexity", "type": "counter", "value": 120045, "tags": tags},
            {"name": "seconds", "type": "timer", "value": 12.346, "tags": tags},
        ]
    }
    assert line.startswith('::{"metrics": [{"name": "items", "type": "counter", "value": 2000,')


def test_threads_do_not_mix_lines(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    def write(word: str) -> None:
        for _ in range(50):
            log.info(word * 200)
            emit_outputs({word: 1})

    threads = [threading.Thread(target=write, args=(word,)) for word in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 400
    assert all(MARKER.match(line) for line in lines)
