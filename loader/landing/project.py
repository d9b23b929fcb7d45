"""The dbt project: its folder and the contents of dbt_project.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from loader.errors import ProjectError
from loader.settings import read_settings


@dataclass(frozen=True, slots=True)
class Project:
    """The parts of dbt_project.yml that this product reads."""

    dir: Path
    name: str
    profile: str | None
    vars: Mapping[str, object]
    """`vars:`, in which those under the project's own name override the general ones."""
    target_path: str = "target"
    content: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    """The whole parsed file."""

    @property
    def target_dir(self) -> Path:
        """The folder that dbt writes its artifacts to."""
        return self.dir / self.target_path


def find_project_dir(given: str | Path | None = None) -> Path:
    """Return the dbt project's folder: `given`, DBT_PROJECT_DIR, this folder or the nearest parent.

    Raises ProjectError if there is no dbt_project.yml.
    """
    named = given or read_settings().project_dir
    if named:
        folder = Path(named).absolute()
        if not (folder / "dbt_project.yml").is_file():
            raise ProjectError(
                f"There is no dbt_project.yml in {folder}; give the dbt project's folder with "
                "--project-dir or DBT_PROJECT_DIR."
            )
        return folder
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "dbt_project.yml").is_file():
            return folder
    raise ProjectError(
        f"There is no dbt_project.yml in {here} or a folder above it; change into the dbt "
        "project's folder, or name it with --project-dir or DBT_PROJECT_DIR."
    )


def read_project(project_dir: Path) -> Project:
    """Read dbt_project.yml without importing dbt.

    Raises ProjectError, with the line number, if it cannot be read.
    """
    path = project_dir / "dbt_project.yml"
    content = read_yaml(path)
    name = str(content.get("name") or "")
    profile = content.get("profile")
    declared = content.get("vars") or {}
    if not isinstance(declared, dict):
        raise ProjectError(f"{path}: vars must be a mapping of names to values.")
    own = declared.get(name)
    merged = {**declared, **own} if isinstance(own, dict) else declared
    target = str(read_settings().written.get("target") or content.get("target-path") or "target")
    named = str(profile) if profile else None
    return Project(project_dir, name, named, merged, target, content)


class _Loader(yaml.SafeLoader):
    """Reads YAML as dbt does, but rejects duplicate keys, of which dbt silently drops the first."""

    def compose_mapping_node(self, anchor: Any) -> Any:
        node = super().compose_mapping_node(anchor)
        lines: dict[str, int] = {}
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            line = key.start_mark.line + 1
            if key.value in lines and key.value != "<<":
                twice = f"{key.value[:60]!r} stands on line {lines[key.value]} too; join the two"
                raise yaml.composer.ComposerError(problem=twice, problem_mark=key.start_mark)
            lines[key.value] = line
        return node


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping. Errors never quote the file's text, which may contain a password."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else "?"
        raise ProjectError(f"{path}, line {line}: not valid YAML: {exc.problem}.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ProjectError(f"{path} is not valid YAML in UTF-8.") from None
    except (ValueError, OverflowError, RecursionError):
        raise ProjectError(
            f"{path} holds a number or date that is none, or is nested too deeply; put in quotes "
            "what is text."
        ) from None
    except OSError as exc:
        raise ProjectError(f"{path} cannot be read: {exc.strerror}.") from exc
    if not isinstance(content, dict):
        raise ProjectError(f"{path} is not a YAML mapping.")
    return content


def names_in(names: Mapping[str, object]) -> str:
    return ", ".join(sorted(str(name) for name in names if name != "config")) or "none"
