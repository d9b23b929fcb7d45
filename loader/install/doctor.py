"""The checks of `monday-board doctor`: the installation, the project, and its databases."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from loader.board.board_file import BoardFile
from loader.errors import LoaderError, ProjectError
from loader.install.build_problems import build_problems, models_of_other_versions
from loader.install.package import find_package, package_path, package_problem, package_version
from loader.install.sqlserver_driver import odbc_drivers
from loader.landing.dbt_profile import dbt_profile
from loader.landing.health import Health
from loader.landing.profile import Engine, Warehouse
from loader.landing.project import Project
from loader.session import Session
from loader.settings import WRITTEN

_PACKAGES = (
    "dbt-core",
    "dbt-duckdb",
    "dbt-sqlserver",
    "duckdb",
    "pyodbc",
    "mssql-python",
    "azure-identity",
)
NO_DRIVER = "none; SQL Server needs one, or `backend: mssql-python` in the profile"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The results. `problems` are sentences; all is good without any and with good databases."""

    installed: tuple[tuple[str, str], ...]
    project: tuple[tuple[str, str], ...]
    databases: tuple[Health, ...]
    problems: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not self.problems and all(health.good for health in self.databases)


def diagnose(session: Session) -> Diagnosis:
    """Run all checks; a failed one becomes a problem and does not stop the others."""
    installed = _installed()
    try:
        project = session.project
    except ProjectError as exc:
        return Diagnosis(installed, (), (), (str(exc),))
    problems = _told_without_profile(session, project)
    facts = [("project", f"{project.name} in {project.dir}")]
    facts.append(("monday token", "set" if session.settings.api_token else "not set"))
    databases: list[Health] = []
    flags, engine = session.flags, None
    try:
        # Builds always read the profile with dbt; loads may not.
        dbt_profile(project, flags.profiles_dir, flags.profile, flags.target)
        warehouse = session.warehouse
        where = f"{warehouse.profile}, target {warehouse.target} ({warehouse.engine})"
        facts.append(("profile", f"{where}, in {warehouse.profiles_dir}"))
        engine = warehouse.engine
        for database, schemas in _places(session, warehouse).items():
            try:
                databases.append(health_of(warehouse, database, schemas))
            except LoaderError as exc:
                problems.append(str(exc))
    except LoaderError as exc:
        problems.append(str(exc))
    problems += _refused_by_dbt(session, engine)
    return Diagnosis(installed, tuple(facts), tuple(databases), tuple(problems))


def _told_without_profile(session: Session, project: Project) -> list[str]:
    """Return the problems with the package, the variables and the folders."""
    problems: list[str] = []
    try:
        problem = package_problem(project, find_package(project), package_version())
    except LoaderError as exc:
        problem = str(exc)
    if problem:
        problems.append(problem)
    try:
        session.check_variables()
    except ProjectError as exc:
        problems.append(str(exc))
    problems += unwritable(project.dir, session.settings.written)
    return problems


def _refused_by_dbt(session: Session, engine: Engine | None) -> list[str]:
    try:
        refused = build_problems(session, engine)
        refused += models_of_other_versions(session.project.dir, session.registry.names())
    except LoaderError as exc:
        return [str(exc)]
    return [f"dbt would build no board: {sentence}" for sentence in refused]


def unwritable(project_dir: Path, moved: Mapping[str, str]) -> list[str]:
    """Return a sentence for each folder that dbt must write to and cannot."""
    sentences = []
    for name, variable in WRITTEN.items():
        folder = project_dir / moved.get(name, name)
        there = next(p for p in (folder, *folder.parents) if p.exists())
        if not there.is_dir() or not os.access(there, os.W_OK):
            sentences.append(
                f"dbt cannot write {folder}, and ends with a traceback; let DBT_{variable} name a "
                "folder that it can write."
            )
    return sentences


def health_of(warehouse: Warehouse, database: str, schemas: tuple[str, ...]) -> Health:
    """Return the health of a database and of the schemas in it that boards are built into.

    Raises WarehouseError if it cannot be opened.
    """
    if warehouse.engine == "duckdb":
        from loader.landing.duckdb.health import duckdb_health

        return duckdb_health(warehouse, database)
    from loader.landing.sqlserver.health import sqlserver_health

    return sqlserver_health(warehouse, database, schemas)


def _places(session: Session, warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """Return the schemas that boards are built into, by database, with the profile's own first."""
    places = {warehouse.database: [warehouse.schema]}
    for board in session.registry.all():
        if isinstance(board, BoardFile):
            schemas = places.setdefault(board.database or warehouse.database, [])
            schema = board.schema or warehouse.schema
            if schema not in schemas:
                schemas.append(schema)
    return {database: tuple(schemas) for database, schemas in places.items()}


def _installed() -> tuple[tuple[str, str], ...]:
    versions = [("commands and macros", f"{package_version()}, macros in {package_path()}")]
    versions.append(("Python", f"{platform.python_version()} on {platform.system()}"))
    for name in _PACKAGES:
        try:
            versions.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            versions.append((name, "not installed"))
    return (*versions, ("ODBC drivers", _odbc_drivers()))


def _odbc_drivers() -> str:
    try:
        return ", ".join(odbc_drivers()) or NO_DRIVER
    except ImportError as exc:  # the ODBC library itself is missing
        return f"{NO_DRIVER} ({exc})"
