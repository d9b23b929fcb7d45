"""Finds the profile and target with dbt's own code: its flags, environment variables, rendering.

Importing dbt takes about 1.5 seconds; `plain_profile.py` avoids it where possible.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loader.errors import ProjectError
from loader.landing.project import Project, names_in, read_yaml

_SECRET_KEY = re.compile(r"pass|pwd|token|secret", re.IGNORECASE)
_SHORTEST_SECRET = 3
"""Shorter values are not masked in messages: masking them would blank out half of the words."""

_EXAMPLE = Path(__file__).parents[1] / "install" / "templates" / "profiles.yml.example"
"""Part of every installation; its profile is called monday."""


@dataclass(frozen=True, slots=True)
class FoundProfile:
    """A target of a profile. `credentials` is the dbt adapter's own credentials object, or an
    object with the subset of its fields that a load uses."""

    profiles_dir: Path
    name: str
    target: str
    credentials: Any = field(repr=False)


def dbt_profile(
    project: Project,
    profiles_dir: str | Path | None,
    profile: str | None,
    target: str | None,
) -> FoundProfile:
    """Return the profile of a project. Raises ProjectError for anything that dbt refuses."""
    # `debug` is the command whose --profiles-dir need not exist: we report a missing one ourselves.
    arguments = ["debug", "--project-dir", str(project.dir)]
    for flag, value in (
        ("--profiles-dir", profiles_dir),
        ("--profile", profile),
        ("--target", target),
    ):
        if value:
            arguments += [flag, str(value)]
    with _kept_imports(), _dbt_flags(arguments) as flags:
        folder = Path(flags.PROFILES_DIR).absolute()
        found = _render_profile(project, folder, flags)
    return FoundProfile(folder, found.profile_name, found.target_name, found.credentials)


@contextmanager
def _kept_imports() -> Iterator[None]:
    """Keep the half a million objects of the dbt import out of garbage collection.

    They are never garbage. Collecting while they are created, and again when the process exits,
    takes a quarter of the CPU time of a small load.
    """
    if "dbt" in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def _dbt_flags(arguments: list[str]) -> Iterator[Any]:
    """Set dbt's flags from these command-line arguments for the duration of the block."""
    import click
    from dbt.cli.flags import Flags, args_to_context
    from dbt.flags import get_flags, set_flags
    from dbt_common.clients.system import get_env
    from dbt_common.context import set_invocation_context
    from dbt_common.exceptions import DbtBaseException

    set_invocation_context(get_env())
    before = get_flags()
    try:
        flags = Flags(args_to_context(arguments))
    except click.ClickException as exc:
        raise ProjectError(f"dbt refuses its settings: {exc.format_message()}") from exc
    except DbtBaseException as exc:
        raise ProjectError(f"dbt refuses its settings: {_one_message(exc)}") from exc
    set_flags(flags)
    try:
        yield flags
    finally:
        set_flags(before)


def _render_profile(project: Project, profiles_dir: Path, flags: Any) -> Any:
    """Return dbt's Profile object, with a separate error for each way it can be missing."""
    from dbt.config.runtime import load_profile
    from dbt_common.exceptions import DbtBaseException

    path = profiles_dir / "profiles.yml"
    if not path.is_file():
        make = "" if profiles_dir.is_dir() else f"Make that folder (mkdir -p {profiles_dir}), copy "
        beside = project.dir.parent / _EXAMPLE.name  # in a clone
        wanted = flags.PROFILE or project.profile or "monday"
        named = "" if wanted == "monday" else f" and call its profile {wanted} in place of monday"
        raise ProjectError(
            f"There is no profiles.yml in {profiles_dir}; dbt looks there. {make or 'Copy '}"
            f"{beside if beside.is_file() else _EXAMPLE} to {path}{named}, or name another folder "
            "with --profiles-dir."
        )
    raw = read_yaml(path)
    try:
        return load_profile(str(project.dir), flags.VARS, flags.PROFILE, flags.TARGET, None)
    except DbtBaseException as exc:
        name = flags.PROFILE or project.profile
        if not name:
            raise ProjectError(
                f"{project.dir / 'dbt_project.yml'} names no profile; add `profile:` with one of "
                f"those in {path} ({names_in(raw)}), or give --profile."
            ) from exc
        if "{{" not in name and name not in raw:
            raise ProjectError(
                f"There is no profile {name!r} in {path}; it has {names_in(raw)}."
            ) from exc
        message = _mask(_one_message(exc), raw.get(name))
        raise ProjectError(f"Profile {name!r} in {path} cannot be used: {message}") from None


def _one_message(exc: Exception) -> str:
    """Return dbt's message on one line, without its banner."""
    text = str(getattr(exc, "msg", None) or exc)
    text = text.replace("dbt encountered an error while trying to read your profiles.yml file.", "")
    return " ".join(text.split())


def _mask(message: str, tree: object) -> str:
    """Replace the values of keys such as `password` in `tree` with *** in the message."""
    if not isinstance(tree, dict):
        return message
    for key, value in tree.items():
        if isinstance(value, dict):
            message = _mask(message, value)
        elif _SECRET_KEY.search(str(key)) and len(str(value)) >= _SHORTEST_SECRET:
            message = message.replace(str(value), "***")
    return message
