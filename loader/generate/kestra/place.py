"""The location of a project's flows, and what they need to know of its folders and its profile."""

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
"""A path that needs no quotes in a shell, as in settings.schema.json."""
_REQUIRED = re.compile(r"env_var\(\s*(['\"])(\w+)\1\s*\)")
"""An environment variable without a default."""


@dataclass(frozen=True, slots=True)
class FlowPlace:
    """The dbt project from the point of view of its boards' flows."""

    project_dir: str | None = USUAL_PROJECT_DIR
    """The dbt project's folder in the repository; None if a flow cannot contain its name."""
    variables: tuple[str, ...] = ()
    """The environment variables that the profile's target reads without a default."""


def flows_root(project_dir: Path) -> Path:
    """Return the folder that contains `kestra/`.

    It is next to the dbt project, or inside it if the project is the root of a Git repository.
    """
    return project_dir if (project_dir / ".git").exists() else project_dir.parent


def flow_place(project: Project, settings: FlowSettings) -> FlowPlace:
    """Read the place from disk. A profile that is elsewhere or cannot be read has no variables."""
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
    """Yield the variables of the flow's profile: the project's own, or else the example."""
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
