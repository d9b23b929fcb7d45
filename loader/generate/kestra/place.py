"""Where a project's flows lie, and what they must know of its folders and its profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loader.errors import ProjectError
from loader.generate.kestra.settings import FlowSettings
from loader.landing.project import Project, read_yaml

USUAL_PROJECT_DIR = "dbt_project"
_FOLDER = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*")
"""A path that needs no quotes in a shell, as settings.schema.json has it."""
_REQUIRED = re.compile(r"env_var\(\s*(['\"])(\w+)\1\s*\)")
"""A variable of the environment without a default."""


@dataclass(frozen=True, slots=True)
class FlowPlace:
    """One dbt project, as the flows of its boards see it."""

    project_dir: str | None = USUAL_PROJECT_DIR
    """The dbt project's folder from the root of the repository; None where its name cannot stand
    in a flow."""
    variables: tuple[str, ...] = ()
    """What the target of the profile reads from the environment and has no default for."""


def flows_root(project_dir: Path) -> Path:
    """The folder in which `kestra/` lies: beside the dbt project, or inside one that is itself
    the root of a Git repository."""
    return project_dir if (project_dir / ".git").exists() else project_dir.parent


def flow_place(project: Project, settings: FlowSettings) -> FlowPlace:
    """What is on disk. A profile that is elsewhere or cannot be read has no variables."""
    root = next(
        (folder for folder in (project.dir, *project.dir.parents) if (folder / ".git").exists()),
        project.dir.parent,
    )
    folder = project.dir.relative_to(root).as_posix()
    return FlowPlace(
        project_dir=folder if _FOLDER.fullmatch(folder) else None,
        variables=(
            ()
            if settings.profiles_dir
            else tuple(dict.fromkeys(_variables(project, settings.target)))
        ),
    )


def _variables(project: Project, target: str) -> Iterator[str]:
    """Of the profile that the flow uses: the project's own, else the example beside it."""
    own = project.dir / "profiles.yml"
    path = own if own.is_file() else flows_root(project.dir) / "profiles.yml.example"
    try:
        output: Any = read_yaml(path)
    except ProjectError:
        return
    for key in (project.profile, "outputs", target):
        output = output.get(key) if isinstance(output, dict) else None
    for text in output.values() if isinstance(output, dict) else ():
        yield from (found[1] for found in _REQUIRED.findall(str(text)))
