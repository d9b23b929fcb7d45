"""Finds the profile and target as dbt does, without importing dbt, if all settings are plain.

A load and a build must always use the same warehouse. This module therefore reproduces dbt-core
1.11 and 1.12 (dbt/cli/flags.py, dbt/config/profile.py) only in the cases that it can reproduce
exactly, and raises NotPlain in all others. Tests compare it with dbt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from loader.landing.dbt_profile import FoundProfile
from loader.landing.duckdb.plain import plain_duckdb
from loader.landing.plain_values import NotPlain, name_of, rendered
from loader.landing.project import Project, read_yaml
from loader.landing.sqlserver.plain import plain_sqlserver

_KNOWN = {
    "dbt-core": ("1.11.", "1.12."),
    "dbt-duckdb": ("1.11.",),
    "dbt-sqlserver": ("1.11.", "1.12."),
}
"""Versions that the tests have compared this module with."""
_ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "duckdb": plain_duckdb,
    "sqlserver": plain_sqlserver,
}
SWITCHES = frozenset({
    "CACHE_SELECTED_ONLY", "DEBUG", "DEFER", "FAIL_FAST", "FAVOR_STATE", "HINTS_ENABLED",
    "LOG_CACHE_EVENTS", "PARTIAL_PARSE", "PARTIAL_PARSE_FILE_DIFF", "POPULATE_CACHE", "PRINT",
    "QUIET", "SEND_ANONYMOUS_USAGE_STATS", "SHOW_RESOURCE_REPORT", "SINGLE_THREADED",
    "SNOWFLAKE_PROJECTS_OTEL", "STATIC_PARSER", "UPLOAD_TO_ARTIFACTS_INGEST_API", "USE_COLORS",
    "USE_COLORS_FILE", "USE_EXPERIMENTAL_PARSER", "USE_FAST_TEST_EDGES", "USE_V2_PARSER",
    "VERSION_CHECK", "WRITE_JSON",
})  # fmt: skip
"""Boolean environment variables of dbt, without DBT_, that do not affect the profile."""
SETTINGS = frozenset({
    "ARTIFACT_STATE_PATH", "DEFER_STATE", "DEFER_TO_STATE", "FAVOR_STATE_MODE",
    "INDIRECT_SELECTION", "LOG_FILE_MAX_BYTES", "LOG_FORMAT", "LOG_FORMAT_FILE", "LOG_LEVEL",
    "LOG_LEVEL_FILE", "MACRO_DEBUGGING", "MAXIMUM_SEED_SIZE_MIB", "NO_PRINT",
    "PARTIAL_PARSE_FILE_PATH", "PRINTER_WIDTH", "STATE", "V2_PARSER", "WARN_ERROR",
    "WARN_ERROR_OPTIONS",
})  # fmt: skip
"""Environment variables whose values dbt may refuse."""
_PREFIXES = ("DBT_ENGINE_", "DBT_")
"""In dbt's order. An empty variable counts as unset."""
_YES_OR_NO = frozenset({"0", "1", "false", "true", "False", "True"})


def plain_profile(
    project: Project,
    profiles_dir: str | Path | None,
    profile: str | None,
    target: str | None,
    environ: Mapping[str, str],
) -> FoundProfile:
    """Return the profile of a project. Raises NotPlain; ProjectError or OSError for its files."""
    _check_flags(project.content.get("flags"), environ)
    _check_files()
    folder = _profiles_dir(profiles_dir, environ)
    profiles = read_yaml(folder / "profiles.yml")
    if "config" in profiles:
        raise NotPlain("config in profiles.yml")
    own = project.content.get("profile")
    own = own if own is None else name_of(own, environ)  # dbt renders it in any case
    name = profile or _setting("PROFILE", environ) or own
    tree = _mapping(profiles, name, "profile")
    chosen = target or _setting("TARGET", environ) or name_of(tree.get("target"), environ)
    output = _mapping(_mapping(tree, "outputs", "part"), chosen, "target")
    values = rendered(output, environ)
    kind, threads = values.pop("type", None), values.pop("threads", 1)
    if type(threads) is not int:
        raise NotPlain("threads that are no number")
    if kind not in _ADAPTERS:
        raise NotPlain("another type of target")
    _check_versions("dbt-core", f"dbt-{kind}")
    return FoundProfile(folder, str(name), chosen, _ADAPTERS[kind](values))


def _check_flags(flags: object, environ: Mapping[str, str]) -> None:
    """Raise NotPlain for anything that could make dbt refuse its own settings."""
    if flags is not None and not isinstance(flags, dict):
        raise NotPlain("flags that are no mapping")
    if any(not isinstance(key, str) or key.startswith("warn_error") for key in flags or ()):
        raise NotPlain("flags of warnings")
    for prefix in _PREFIXES:
        for name in SETTINGS | SWITCHES:
            given = environ.get(prefix + name)
            if given and (name in SETTINGS or given not in _YES_OR_NO):
                raise NotPlain(f"the variable {prefix}{name}")


def _check_files() -> None:
    """Raise NotPlain for files from which dbt 1.12 reads variables and flags: .env in this or a
    parent folder, and the user's settings."""
    here = Path.cwd()
    if any((folder / ".env").exists() for folder in (here, *here.parents)):
        raise NotPlain("a file .env")
    if (Path.home() / ".dbt" / "user_settings.yml").exists():
        raise NotPlain("user_settings.yml")


def _profiles_dir(given: str | Path | None, environ: Mapping[str, str]) -> Path:
    named = given or _setting("PROFILES_DIR", environ)
    if named:
        return Path(named).absolute()
    here = Path.cwd()
    return here if (here / "profiles.yml").exists() else Path.home() / ".dbt"


def _setting(name: str, environ: Mapping[str, str]) -> str | None:
    return next((found for p in _PREFIXES if (found := environ.get(p + name))), None)


def _mapping(tree: Mapping[str, Any], name: str | None, what: str) -> dict[str, Any]:
    found = tree.get(name) if name else None
    if not isinstance(found, dict):
        raise NotPlain(f"a {what} that is not there")
    return found


def _check_versions(*packages: str) -> None:
    for package in packages:
        try:
            found = version(package)
        except PackageNotFoundError:
            raise NotPlain(f"{package}, which is not installed") from None
        if not found.startswith(_KNOWN[package]):
            raise NotPlain(f"version {found} of {package}")
