"""Where the data goes: dbt's project, profile and target, found by dbt's own code.

A load and a build must always meet the same warehouse, so nothing of dbt's search is copied:
its flags, its environment variables, its rendering and its credentials classes are used.
Importing dbt takes about two seconds; `project.py` does without it.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from loader.errors import ProjectError
from loader.landing.project import Project, find_project_dir, names_in, read_project, read_yaml

Engine = Literal["duckdb", "sqlserver"]
ENGINES: tuple[Engine, ...] = ("duckdb", "sqlserver")

_DUCKDB_NAMES = frozenset({
    "main", "temp", "system", "pg_catalog", "information_schema", "raw_monday",
})  # fmt: skip
"""DuckDB calls a database of the first name another one; the rest are its own catalogs or make
every mention of information_schema ambiguous, as a database raw_monday does of that schema."""
_SECRET_KEY = re.compile(r"pass|pwd|token|secret", re.IGNORECASE)
_SHORTEST_SECRET = 3
"""Shorter values are not masked in messages: they would blank out half of the words."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The target that dbt would build into. Credentials never show in `repr`."""

    project_dir: Path
    profiles_dir: Path
    profile: str
    target: str
    engine: Engine
    database: str
    schema: str
    vars: Mapping[str, object]
    credentials: Any = field(repr=False, compare=False)
    """dbt's own credentials object of the engine's adapter."""

    @property
    def staging_prefix(self) -> str:
        """How the table is called that staged_swap builds beside one: `vars: staging_prefix`."""
        return str(self.vars.get("staging_prefix") or "stg_")

    @property
    def databases(self) -> tuple[str, ...] | None:
        """The databases a board may live in, the file's own first; None when the server knows."""
        if self.engine == "sqlserver":
            return None
        named = type(self.credentials).path_derived_database_name
        attached = self.credentials.attach or ()
        own = named(self.credentials.path)
        return (own, *(one.alias or named(one.path) for one in attached))

    def check_database(self, database: str) -> None:
        """Refuse a database that the target does not have. Raises ProjectError."""
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
    """The warehouse that `dbt build` with the same flags and environment would use.

    Raises ProjectError for a missing or unreadable project, profile or target, a missing
    environment variable, or an adapter that is neither duckdb nor sqlserver.
    """
    project = read_project(find_project_dir(project_dir))
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
    engine = found.credentials.type
    if engine not in ENGINES:
        raise ProjectError(
            f"Target {found.target_name!r} of profile {found.profile_name!r} has type {engine!r}; "
            f"this product lands in {' and '.join(ENGINES)}. Choose another target with --target."
        )
    if engine == "duckdb":
        _anchor_paths(found.credentials, Path.cwd(), project.dir)
    warehouse = Warehouse(
        project_dir=project.dir,
        profiles_dir=folder,
        profile=found.profile_name,
        target=found.target_name,
        engine=cast(Engine, engine),
        database=found.credentials.database,
        schema=found.credentials.schema,
        vars=project.vars,
        credentials=found.credentials,
    )
    _check_names(warehouse)
    return warehouse


def _check_names(warehouse: Warehouse) -> None:
    """Refuse a DuckDB file whose name, as dbt-duckdb derives it, DuckDB keeps for itself."""
    for name in warehouse.databases or ():
        if name.lower() in _DUCKDB_NAMES:
            raise ProjectError(
                f"The DuckDB target {warehouse.target!r} would have a database {name!r}, and the "
                "profile's `path` cannot have this name: it stands for something else there. "
                "Rename the file, or give it an `alias` where it stands under `attach`."
            )


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
        raise ProjectError(
            f"There is no profiles.yml in {profiles_dir}; dbt looks there. {make or 'Copy '}"
            f"profiles.yml.example to {path}, or name another folder with --profiles-dir."
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


def _anchor_paths(credentials: Any, folder: Path, project_dir: Path) -> None:
    """Make relative DuckDB paths absolute, so that they stay what they are for dbt started here.

    Raises ProjectError where that would begin a second file beside the project's own one.
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
