"""Profile and target, found by dbt's own code: its flags, its variables, its rendering.

Importing dbt takes about a second and a half; `plain_profile.py` does without it where it can.
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
"""Shorter values are not masked in messages: they would blank out half of the words."""

_EXAMPLE = Path(__file__).parents[1] / "install" / "templates" / "profiles.yml.example"
"""What every installation brings; the profile in it is called monday."""


@dataclass(frozen=True, slots=True)
class FoundProfile:
    """A target of a profile. `credentials` are dbt's own object of the engine's adapter, or one
    with those of its fields that a load uses."""

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
    """The profile of a project. Raises ProjectError for whatever dbt refuses."""
    # The command whose --profiles-dir need not exist: the message about that is ours.
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
    """Import dbt's half a million objects as what they are: nothing that is ever garbage.

    Looking through them, while they are made and again when the process ends, takes a quarter of
    all the CPU time of a small load.
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
    """dbt's flags for these command-line words, in force while the block runs."""
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
    """dbt's Profile object, with each way in which it can be missing told apart."""
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
    """dbt's message on one line, without its banner."""
    text = str(getattr(exc, "msg", None) or exc)
    text = text.replace("dbt encountered an error while trying to read your profiles.yml file.", "")
    return " ".join(text.split())


def _mask(message: str, tree: object) -> str:
    """The message with the values of keys such as `password` in `tree` replaced by ***."""
    if not isinstance(tree, dict):
        return message
    for key, value in tree.items():
        if isinstance(value, dict):
            message = _mask(message, value)
        elif _SECRET_KEY.search(str(key)) and len(str(value)) >= _SHORTEST_SECRET:
            message = message.replace(str(value), "***")
    return message
