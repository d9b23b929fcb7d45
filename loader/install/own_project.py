"""A user's dbt project: the files of a new one, and what an existing one lacks. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loader.errors import UsageError
from loader.generate.jinja import PACKAGE
from loader.install.build_problems import dispatches, flags_lacking, names_schemas
from loader.install.package import PACKAGES_FILES, find_package
from loader.install.sqlserver_driver import backend
from loader.landing.project import Project, read_project
from loader.output.console import shell_words

TEMPLATES = Path(__file__).parent / "templates"
FILES = {
    "dbt_project.yml": "dbt_project/dbt_project.yml",
    "packages.yml": "dbt_project/packages.yml",
    "profiles.yml.example": "dbt_project/profiles.yml",
    "macros/generate_schema_name.sql": "dbt_project/macros/generate_schema_name.sql",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "workflow.yml": ".github/workflows/monday.yml",
    "drift_workflow.yml": ".github/workflows/monday-drift.yml",
}
"""Template -> path of each file in a new project."""


@dataclass(frozen=True, slots=True)
class Need:
    """Text that a person has to add to an existing file."""

    path: Path
    why: str
    text: str


def new_project(folder: Path, version: str) -> dict[Path, str]:
    """Return the texts of a new project's files in `folder`, by path.

    Raises UsageError if a project or one of the files exists already.
    """
    for place in (folder, folder / "dbt_project"):
        if (place / "dbt_project.yml").exists():
            raise UsageError(
                f"There is a dbt project in {place} already; nothing was changed. "
                f"`monday-board init --into {shell_words([str(place)])}` says what it needs for "
                "boards."
            )
    around = next((p for p in folder.absolute().parents if (p / "dbt_project.yml").exists()), None)
    if around is not None:
        raise UsageError(
            f"{folder} lies inside the dbt project {around}, which would read its models too; "
            "nothing was changed. Name a folder elsewhere, or prepare that project with "
            f"`monday-board init --into {shell_words([str(around)])}`."
        )
    driver = backend()
    extra = "[mssql]" if driver == "mssql-python" else ""
    words = {"name": project_name(folder), "version": version, "extra": extra}
    files = {folder / path: _text(template, words) for template, path in FILES.items()}
    profiles = folder / FILES["profiles.yml.example"]  # also an example that people copy
    files[profiles] = files[profiles].replace("'pyodbc'", f"'{driver}'")
    there = sorted(str(path) for path in files if path.exists())
    if there:
        raise UsageError(
            f"{', '.join(there)} would be overwritten; nothing was changed. Name another folder."
        )
    return files


def project_name(folder: Path) -> str:
    """Derive a project name from the folder's: valid in dbt, and not the package's own name."""
    name = re.sub(r"\W+", "_", folder.absolute().name.lower(), flags=re.ASCII).strip("_")
    if not name or name[0].isdigit() or name in (PACKAGE, "dbt"):
        return f"boards_{name}".rstrip("_")
    return name


def additions(project_dir: Path) -> tuple[dict[Path, str], tuple[Need, ...]]:
    """Return what an existing dbt project needs for boards: (new files, additions to files).

    Raises ProjectError for a file that cannot be read, UsageError if there is no project.
    """
    path = project_dir / "dbt_project.yml"
    if not path.is_file():
        raise UsageError(
            f"There is no dbt_project.yml in {project_dir}; give --into the folder that has it, "
            "or leave --into out for a new project."
        )
    project = read_project(project_dir)
    if project.name == PACKAGE:
        raise UsageError(
            f"The dbt project in {project_dir} is named {PACKAGE}, as the package of the macros "
            "is; dbt needs two names. Give it another one in dbt_project.yml first."
        )
    files: dict[Path, str] = {}
    needs = list(_settings_needed(path, project))
    found = find_package(project)
    if not found.linked and found.version is None:
        packages = next(
            (project_dir / n for n in PACKAGES_FILES if (project_dir / n).exists()), None
        )
        if packages is None:
            files[project_dir / "packages.yml"] = _text("packages.yml", {})
        else:
            needs.append(Need(packages, "the macros", "packages:\n  - local: monday_package\n"))
    needs += _ignored(project_dir)
    if not names_schemas(project):
        macro = project_dir / "macros" / "generate_schema_name.sql"
        files[macro] = _text("macros/generate_schema_name.sql", {})
    return files, tuple(needs)


def _settings_needed(path: Path, project: Project) -> list[Need]:
    needs = []
    if not dispatches(project):
        order = f"[{project.name}, {PACKAGE}, dbt]"
        text = f"dispatch:\n  - macro_namespace: dbt\n    search_order: {order}\n"
        needs.append(Need(path, "tests and histories of boards", text))
    lacking = flags_lacking(project)
    if lacking:
        text = "flags:\n" + "".join(f"  {flag}: true\n" for flag in lacking)
        needs.append(Need(path, "SQL Server", text))
    return needs


def _ignored(project_dir: Path) -> list[Need]:
    """Return what .gitignore lacks; it may be in a parent folder."""
    for folder in (project_dir, *project_dir.absolute().parents):
        path = folder / ".gitignore"
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if "monday_package" in text:
                return []
            return [Need(path, "the link to the installed macros", "monday_package\n")]
        if (folder / ".git").exists():
            break
    path = project_dir / ".gitignore"
    return [Need(path, "the link to the installed macros", "monday_package\n")]


def _text(template: str, words: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"<<{word}>>", value)
    return text
