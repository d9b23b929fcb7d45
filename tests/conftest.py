"""Fixtures for all tests: an environment without the developer's own settings."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import made_once
from tests.sqlserver import connection as server

settings.register_profile("default", deadline=None)  # a busy machine must not fail tests
settings.load_profile("default")

# dbt's manifests are millions of long-lived objects: at Python's default thresholds, garbage
# collection takes an eighth of the suite's time.
gc.set_threshold(10_000, 10, 10)

# A shell makes background processes ignore Ctrl-C, and processes that tests start inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        made_once.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Return our scheduler for `--dist loadfile`; None leaves the choice to xdist."""
    from tests.work_units import WorkUnits

    return WorkUnits(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("DBT_", "KESTRA_")) or (
            name.startswith(("MONDAY_", "TARGET_")) and not name.startswith("MONDAY_TEST_")
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run tests of parallel processes in turn on Babelfish.

    Its application locks apply to the whole server, SQL Server's to one database.
    """
    if (
        "PYTEST_XDIST_WORKER" in os.environ
        and item.get_closest_marker("sqlserver")
        and server.configured()
        and server.is_babelfish()
    ):
        with _turn():
            return (yield)
    return (yield)


@contextmanager
def _turn() -> Iterator[None]:
    import fcntl  # missing on Windows, and needed only for Babelfish

    with Path(tempfile.gettempdir(), "monday_test_sqlserver.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
