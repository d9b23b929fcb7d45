"""What happens to a project's folder: an older one in its place, or nobody may write to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.project import UserProject

GENERATED = ("dbt_project/boards", "dbt_project/models/boards", "kestra")
"""Folders that deploys, updates and loads write to."""


def put_back(project: UserProject, files: dict[str, str]) -> None:
    """These files, by path from the project's home, and no others of a board."""
    for folder in GENERATED:
        shutil.rmtree(project.home / folder, ignore_errors=True)
        (project.home / folder).mkdir(parents=True)
    for path, text in files.items():
        (project.home / path).write_text(text, encoding="utf-8")


@contextmanager
def read_only(project: UserProject, wanted: bool) -> Iterator[None]:
    """The folders of a board cannot be written, the database can, by whoever else is about.

    For root, who may write anywhere, the work is to be done as somebody else.
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
