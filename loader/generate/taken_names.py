"""Checks for names that dbt allows only once in a project and that another file already has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from loader.board.board_file import BoardFile
from loader.errors import ProjectError
from loader.generate.jinja import jinja
from loader.generate.link_tables import HISTORY
from loader.generate.render import MODELS, SNAPSHOTS
from loader.generate.write import GENERATED, FileChange
from loader.landing.project import Project

FOLDERS = {
    "model-paths": ("models", "model"),
    "seed-paths": ("seeds", "seed"),
    "snapshot-paths": ("snapshots", "snapshot"),
}
"""For each key of dbt_project.yml: dbt's default folder, and the kind of resource in it."""
ENDINGS = (".sql", ".py", ".csv")


def check_new_names(project: Project, changes: Iterable[FileChange]) -> None:
    """Raise ProjectError if a model, seed or snapshot already has the name of a new file."""
    created = [c.path for c in changes if c.before is None and c.after is not None]
    new = {_name(path).lower(): path for path in created if path.suffix == ".sql"}
    if not new:
        return
    for path, what in _resources(project):
        name = _name(path) if _is_generated(path) else path.stem
        taken = new.get(name.lower())
        if taken is not None and taken != path:
            raise ProjectError(
                f"{path.relative_to(project.dir)} is a {what} named {name!r} already, and dbt"
                " takes one of a name; deploy the board under another --board-name, or rename it."
            )


def _name(path: Path) -> str:
    """Return dbt's name for a generated file: a snapshot is named after its history."""
    return path.stem + (HISTORY if path.parent.name == SNAPSHOTS.name else "")


def _is_generated(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:  # a seed may be large
        return file.readline(200).startswith(GENERATED)


def _resources(project: Project) -> Iterable[tuple[Path, str]]:
    for key, (folder, what) in FOLDERS.items():
        named = project.content.get(key)
        for one in named if isinstance(named, list) else [folder]:
            for path in sorted((project.dir / str(one)).rglob("*")):
                if path.suffix in ENDINGS:
                    yield path, what


def check_leftovers(project: Project, board: BoardFile, names: Iterable[str]) -> None:
    """Raise ProjectError if the model of a board file that is gone builds the board's table too.

    `names` are those of the existing board files.
    """
    known = {*names, board.name}
    wanted = {"alias": board.table, "schema": board.schema}
    for properties in sorted((project.dir / MODELS).glob("*.yml")):
        model, name = properties.with_suffix(".sql"), properties.stem
        if name in known or not model.is_file():
            continue
        text = model.read_text(encoding="utf-8", errors="replace")
        if text.startswith(GENERATED) and all(_says(text, *one) for one in wanted.items()):
            raise ProjectError(
                f"{model.relative_to(project.dir)} was generated from boards/{name}.yml, which is"
                f" gone, and builds the table {board.table!r} too, which dbt refuses. Delete"
                f" {MODELS}/{name}.* and what else begins with {name}__ there, and"
                f" snapshots/{name}.sql, or put boards/{name}.yml back."
            )


def _says(text: str, key: str, value: str | None) -> bool:
    """Whether a generated model has this setting. Table names are compared without case."""
    if value is None:
        return not re.search(rf"^    {key}=", text, re.MULTILINE)
    return f"\n    {key}={jinja(value)},\n".lower() in text.lower()
