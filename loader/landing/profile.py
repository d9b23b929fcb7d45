"""Finds the warehouse: dbt's project, profile and target.

A load and a build must always use the same warehouse, so dbt's own code finds it: its flags,
environment variables, rendering and credentials classes (`dbt_profile.py`). Importing dbt takes
1.5 seconds; a plain profile is read without it (`plain_profile.py`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from loader.errors import ProjectError
from loader.landing.dbt_profile import FoundProfile, dbt_profile
from loader.landing.plain_profile import plain_profile
from loader.landing.plain_values import NotPlain
from loader.landing.project import Project, find_project_dir, read_project
from loader.settings import all_variables

log = logging.getLogger(__name__)

Engine = Literal["duckdb", "sqlserver"]
ENGINES: tuple[Engine, ...] = ("duckdb", "sqlserver")

_DUCKDB_NAMES = frozenset({
    "main", "temp", "system", "pg_catalog", "information_schema", "raw_monday",
})  # fmt: skip
"""Database names that cannot be used: DuckDB renames a database `main`; the next three are its own
catalogs; the last two would make the schemas of the same name ambiguous."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The target that dbt would build into. `repr` never shows the credentials."""

    project_dir: Path
    profiles_dir: Path
    profile: str
    target: str
    engine: Engine
    database: str
    schema: str
    vars: Mapping[str, object]
    credentials: Any = field(repr=False, compare=False)
    """The dbt adapter's own credentials object, or an object with the subset of fields in use."""

    @property
    def staging_prefix(self) -> str:
        """Prefix of the staging tables that staged_swap builds: `vars: staging_prefix`."""
        return str(self.vars.get("staging_prefix") or "stg_")

    @property
    def databases(self) -> tuple[str, ...] | None:
        """Databases that can hold boards, the file's own first; None if only the server knows."""
        if self.engine == "sqlserver":
            return None
        named = type(self.credentials).path_derived_database_name
        attached = self.credentials.attach or ()
        own = named(self.credentials.path)
        return (own, *(one.alias or named(one.path) for one in attached))

    def check_database(self, database: str) -> None:
        """Raise ProjectError for a database that the target does not have."""
        known = self.databases
        if known is not None and database not in known:
            raise ProjectError(
                f"The DuckDB target {self.target!r} has no database {database!r}; it has "
                f"{', '.join(known)}. Attach it in the profile, or choose one of those."
            )


def load_warehouse(
    project_dir: str | Path | None = None,
    profiles_dir: str | Path | None = None,
    profile: str | None = None,
    target: str | None = None,
) -> Warehouse:
    """Return the warehouse of the project in a folder, by default of the one that dbt would find.

    Raises ProjectError as `find_warehouse` does, and for a missing or unreadable project.
    """
    project = read_project(find_project_dir(project_dir))
    return find_warehouse(project, profiles_dir, profile, target)


def find_warehouse(
    project: Project,
    profiles_dir: str | Path | None = None,
    profile: str | None = None,
    target: str | None = None,
) -> Warehouse:
    """Return the warehouse that `dbt build` with the same flags and environment would use.

    Raises ProjectError for a missing or unreadable profile or target, a missing environment
    variable, or an adapter that is neither duckdb nor sqlserver.
    """
    found = _find_profile(project, profiles_dir, profile, target)
    engine = found.credentials.type
    if engine not in ENGINES:
        raise ProjectError(
            f"Target {found.target!r} of profile {found.name!r} has type {engine!r}; "
            f"this product lands in {' and '.join(ENGINES)}. Choose another target with --target."
        )
    if engine == "duckdb":
        _anchor_paths(found.credentials, Path.cwd(), project.dir)
    warehouse = Warehouse(
        project_dir=project.dir,
        profiles_dir=found.profiles_dir,
        profile=found.name,
        target=found.target,
        engine=cast(Engine, engine),
        database=found.credentials.database,
        schema=found.credentials.schema,
        vars=project.vars,
        credentials=found.credentials,
    )
    _check_names(warehouse)
    return warehouse


def _find_profile(
    project: Project, profiles_dir: str | Path | None, profile: str | None, target: str | None
) -> FoundProfile:
    """Read a plain profile quickly; in case of any doubt or error, use dbt and report its error."""
    try:
        return plain_profile(project, profiles_dir, profile, target, all_variables())
    except (NotPlain, ProjectError, OSError, RuntimeError) as exc:
        log.debug("dbt is imported to read the profile: %s", exc)
        return dbt_profile(project, profiles_dir, profile, target)


def _check_names(warehouse: Warehouse) -> None:
    """Raise ProjectError if the database name that dbt-duckdb derives from a file is reserved."""
    for name in warehouse.databases or ():
        if name.lower() in _DUCKDB_NAMES:
            raise ProjectError(
                f"The DuckDB target {warehouse.target!r} would have a database {name!r}, and the "
                "profile's `path` cannot have this name: it stands for something else there. "
                "Rename the file, or give it an `alias` where it stands under `attach`."
            )


def _anchor_paths(credentials: Any, folder: Path, project_dir: Path) -> None:
    """Make relative DuckDB paths absolute, resolved as dbt would if it were started in `folder`.

    Raises ProjectError if that would create a second file while the project folder has one.
    """
    given = credentials.path
    credentials.path = _anchored(given, folder)
    elsewhere = Path(_anchored(given, project_dir))
    if elsewhere.is_file() and not Path(credentials.path).exists():
        raise ProjectError(
            f"The DuckDB file is {given} of the folder in which a command is typed: in {folder} "
            f"it would be a new one, and {elsewhere} is there already. Type the command in "
            f"{project_dir}, or give the profile's path in full (in a new project: MONDAY_DUCKDB)."
        )
    for attachment in credentials.attach or ():
        attachment.path = _anchored(attachment.path, folder)


def _anchored(path: str, folder: Path) -> str:
    if path.startswith(":memory:") or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path):
        return path  # a URL such as md:, s3: or ducklake:
    return str(folder / Path(path).expanduser())
