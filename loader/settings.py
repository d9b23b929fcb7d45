"""The only reader of the environment."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from loader.errors import UsageError

DEFAULT_API_URL = "https://api.monday.com/v2"
DEFAULT_API_VERSION = "2026-10"
DEFAULT_RETRY_SECONDS = 900.0
WRITTEN = {"logs": "LOG_PATH", "target": "TARGET_PATH"}
"""Folders that dbt writes into, and its variables that move them, without DBT_."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says. The token never shows in `repr`."""

    api_token: str | None = field(repr=False)
    api_url: str
    api_version: str
    retry_seconds: float
    """How long one load may spend on waiting and retrying, in seconds, all waits together."""
    target_database: str | None
    project_dir: str | None
    profiles_dir: str | None
    profile: str | None
    target: str | None
    written: Mapping[str, str]
    """Folders that dbt writes into: `logs` and `target`, where dbt's variables move them."""
    under_kestra: bool


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read every variable this product knows. Empty means unset.

    Raises UsageError naming the variable when MONDAY_RETRY_SECONDS is no number of seconds.
    """

    def get(name: str) -> str | None:
        return environ.get(name, "").strip() or None

    return Settings(
        api_token=api_token(environ),
        api_url=get("MONDAY_API_URL") or DEFAULT_API_URL,
        api_version=get("MONDAY_API_VERSION") or DEFAULT_API_VERSION,
        retry_seconds=_seconds("MONDAY_RETRY_SECONDS", get("MONDAY_RETRY_SECONDS")),
        target_database=get("TARGET_DATABASE"),
        project_dir=get("DBT_ENGINE_PROJECT_DIR") or get("DBT_PROJECT_DIR"),
        profiles_dir=get("DBT_ENGINE_PROFILES_DIR") or get("DBT_PROFILES_DIR"),
        profile=get("DBT_ENGINE_PROFILE") or get("DBT_PROFILE"),
        target=get("DBT_ENGINE_TARGET") or get("DBT_TARGET"),
        written={
            folder: moved
            for folder, name in WRITTEN.items()
            if (moved := get(f"DBT_ENGINE_{name}") or get(f"DBT_{name}"))
        },
        under_kestra=is_under_kestra(environ),
    )


def _seconds(name: str, given: str | None) -> float:
    if given is None:
        return DEFAULT_RETRY_SECONDS
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise UsageError(f"{name} is {given!r}; give a number of seconds, 0 or more.")
    return seconds


def is_under_kestra(environ: Mapping[str, str] = os.environ) -> bool:
    """True inside a Kestra task: the generated flow sets these variables."""
    return "KESTRA_EXECUTION_ID" in environ or "KESTRA_TASK_RUN_ID" in environ


def all_variables() -> Mapping[str, str]:
    """The environment as it is: a dbt profile names variables of its own."""
    return os.environ


def api_token(environ: Mapping[str, str] = os.environ) -> str | None:
    """The token alone, for taking it out of what is shown."""
    return environ.get("MONDAY_API_TOKEN", "").strip() or None


def environment_in_project(token: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a command in a project's own folder, with this token."""
    elsewhere = ("DBT_PROJECT_DIR", "DBT_ENGINE_PROJECT_DIR")
    kept = {name: value for name, value in environ.items() if name not in elsewhere}
    return kept | {"MONDAY_API_TOKEN": token}
