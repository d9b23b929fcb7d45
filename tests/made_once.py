"""Makes slow test data once per test run: one process makes it, all processes use it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

FOLDER = "MONDAY_TEST_RUN_FOLDER"
"""Environment variable with the run's folder; pytest's first process sets it for the others."""


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder `name` of this run, filled by `make` if no process has done so yet.

    Callers must not change it.
    """
    folder, made = _folder() / name, _folder() / f"{name}.made"
    with _turn(_folder() / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # left by a process that failed
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@cache
def _folder() -> Path:
    given = os.environ.get(FOLDER)
    return Path(given) if given and sys.platform != "win32" else begin()


def begin() -> Path:
    """Create a folder that is deleted when this process ends; child processes find it."""
    folder = tempfile.TemporaryDirectory(prefix="monday-tests-")
    _KEPT.append(folder)
    os.environ[FOLDER] = folder.name
    return Path(folder.name)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Lock the file, except on Windows, where each process has its own folder."""
    with path.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
