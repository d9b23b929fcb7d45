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
"""Folders that dbt writes to, with the variables that move them, without the prefix DBT_."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings from the environment. `repr` never shows the token."""

    api_token: str | None = field(repr=False)
    api_url: str
    api_version: str
    retry_seconds: float
    """How long one load may spend on waiting and retrying in total, in seconds."""
    target_database: str | None
    project_dir: str | None
    profiles_dir: str | None
    profile: str | None
    target: str | None
    written: Mapping[str, str]
    """The dbt output folders `logs` and `target`, if dbt's variables move them."""
    under_kestra: bool


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read every variable that this product knows. An empty one counts as unset.

    Raise UsageError if MONDAY_RETRY_SECONDS is not a number of seconds; it names the variable.
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
    """Whether this runs in a Kestra task: the generated flow sets these variables."""
    return "KESTRA_EXECUTION_ID" in environ or "KESTRA_TASK_RUN_ID" in environ


def all_variables() -> Mapping[str, str]:
    """Return the whole environment: a dbt profile may name any variable."""
    return os.environ


def api_token(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return only the token, in order to remove it from output."""
    return environ.get("MONDAY_API_TOKEN", "").strip() or None


def environment_in_project(token: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment, with this token, for a command in a project's own folder."""
    elsewhere = ("DBT_PROJECT_DIR", "DBT_ENGINE_PROJECT_DIR")
    kept = {name: value for name, value in environ.items() if name not in elsewhere}
    return kept | {"MONDAY_API_TOKEN": token}
