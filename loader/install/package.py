"""The dbt package that is installed with the commands, and the one that a dbt project uses.

The wheel contains it as loader/dbt_package; in a clone of the repository it is dbt_project/.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from loader.errors import ProjectError
from loader.generate.jinja import PACKAGE
from loader.landing.project import Project, read_yaml
from loader.output.console import shell_words

LINK = "monday_package"
"""Path of the package in a user's packages.yml: a symbolic link, which Git ignores."""
COPIED = ".copied-by-monday-board"
PACKAGES_FILES = ("packages.yml", "dependencies.yml")
_INSIDE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Found:
    """The package that a dbt project has. `version` is None if it has none."""

    place: Path
    version: str | None
    linked: bool
    """Whether packages.yml refers to the package installed with the commands."""


def package_path() -> Path:
    """Return the folder of the dbt package that has the commands' version."""
    installed = _INSIDE / "dbt_package"
    return installed if installed.is_dir() else _INSIDE.parent / "dbt_project"


def package_version() -> str:
    """Return the version of commands and macros, which are released together."""
    return str(read_yaml(package_path() / "dbt_project.yml")["version"])


def find_package(project: Project) -> Found:
    """Return the package that a project has. Raises ProjectError for an unreadable packages.yml."""
    if project.name == PACKAGE:
        return Found(project.dir, _version(project.dir), linked=False)
    settings = read_yaml(project.dir / "dbt_project.yml")
    folder = project.dir / str(settings.get("packages-install-path") or "dbt_packages")
    place = folder / PACKAGE
    return Found(place, _version(place), any(_links(project.dir / n) for n in PACKAGES_FILES))


def ready_package(project: Project) -> None:
    """Make sure that the project has the macros of this version.

    If packages.yml names the link, create it, and what `dbt deps` would create in dbt_packages.
    Raises ProjectError for a project without the package, or with another version.
    """
    found = find_package(project)
    if found.linked:
        for place in (project.dir / LINK, found.place):
            _link(place)
        found = find_package(project)
    problem = package_problem(project, found, package_version())
    if problem:
        raise ProjectError(problem)


def package_problem(project: Project, found: Found, version: str) -> str | None:
    """Return a sentence on a package of another version than the commands', with a remedy. Pure."""
    if found.version == version or (found.linked and found.version is None):
        return None  # ready_package creates the missing link, as in a fresh clone
    if found.version is None:
        return (
            f"The dbt project {project.name} in {project.dir} has no package {PACKAGE}, whose "
            f"macros the generated models call; `monday-board init --into "
            f"{shell_words([str(project.dir)])}` says what it needs."
        )
    if project.name == PACKAGE:
        return (
            f"The macros in {project.dir} are of version {found.version}, these commands of "
            f"{version}; take both from the same release."
        )
    return (
        f"The macros in {found.place} are of version {found.version}, these commands of {version}; "
        f"take version {version} in packages.yml, run `dbt deps`, then `monday-board upgrade`; or "
        f"install the commands of the macros: pip install monday-to-sqlserver=={found.version}"
    )


def _version(folder: Path) -> str | None:
    path = folder / "dbt_project.yml"
    return str(read_yaml(path).get("version")) if path.is_file() else None


def _links(path: Path) -> bool:
    """Return whether a packages file names the link."""
    if not path.is_file():
        return False
    packages = read_yaml(path).get("packages") or []
    if not isinstance(packages, list):
        raise ProjectError(f"{path}: packages must be a list; each entry is one package.")
    return any(isinstance(p, dict) and p.get("local") == LINK for p in packages)


def copy_package(target: Path, place: Path) -> None:
    """Copy the package where links are not allowed. A marker file identifies the copy."""
    ignore = shutil.ignore_patterns("target", "logs", "dbt_packages", "*.duckdb*")
    shutil.copytree(target, place, ignore=ignore)
    (place / COPIED).write_text(f"copied from {target} by monday-board\n", encoding="utf-8")


def renew_copy(place: Path, target: Path) -> bool:
    """Return whether `place` is free for a link or copy of the package, after deleting our own copy
    of another version from it.
    """
    if _version(place) is None:
        return True
    if _version(place) == _version(target) or not (place / COPIED).is_file():
        return False
    shutil.rmtree(place)
    return True


def _link(place: Path) -> None:
    """Make `place` a link to the installed package, or a copy of it if links are not allowed."""
    target = package_path().resolve()
    if place.resolve() == target or (not place.is_symlink() and not renew_copy(place, target)):
        return  # somebody else's copy of another version is reported, not replaced
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        try:
            place.symlink_to(target, target_is_directory=True)
        except OSError:
            if os.name != "nt":
                raise
            copy_package(target, place)
    except OSError as exc:
        raise ProjectError(
            f"cannot link {place} to the macros in {target}: {exc.strerror or exc}; make its "
            "folder writable, or run where it is"
        ) from exc
