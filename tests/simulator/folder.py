"""Events in a project's folder: replaced by an older one, or made read-only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.project import UserProject

GENERATED = ("dbt_project/boards", "dbt_project/models/boards", "kestra")
"""Folders that deploys, updates and loads write to."""


def put_back(project: UserProject, files: dict[str, str]) -> None:
    """Write these files, by path from the project's home, and remove all other files of boards."""
    for folder in GENERATED:
        shutil.rmtree(project.home / folder, ignore_errors=True)
        (project.home / folder).mkdir(parents=True)
    for path, text in files.items():
        (project.home / path).write_text(text, encoding="utf-8")


@contextmanager
def read_only(project: UserProject, wanted: bool) -> Iterator[None]:
    """Make the folders of a board read-only, and the database writable, for all users.

    Root may write anyway, so as root the work has to run as another user.
    """
    if not wanted:
        yield
        return
    before = {path: path.stat().st_mode for path in _changed(project)}
    for path in before:
        locked = path.relative_to(project.home).as_posix() in GENERATED
        path.chmod(0o555 if locked else 0o777)
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)
        if project.database.exists():
            project.database.chmod(0o666)


def _changed(project: UserProject) -> list[Path]:
    paths = [project.home, *(project.home / folder for folder in GENERATED)]
    paths += [*project.home.glob("monday.duckdb*"), project.home / "log.txt"]
    return [path for path in paths if path.exists()]
