"""A DuckDB target so plain that no code of dbt's is needed to find and open it.

Importing dbt takes longer than most commands. Where a profile uses only what is listed here, dbt
can come to one result alone, which tests compare; for everything else `plain_target` gives None,
and dbt's own code decides. So does it about every error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loader.errors import ProjectError
from loader.landing.project import Project, read_yaml

_VARIABLES = frozenset({"DBT_PROJECT_DIR", "DBT_PROFILES_DIR", "DBT_PROFILE", "DBT_TARGET"})
"""Variables of dbt's that are understood here."""
_SWITCHES = frozenset({"DBT_SEND_ANONYMOUS_USAGE_STATS", "DBT_USE_COLORS", "DBT_PARTIAL_PARSE"})
"""Those that have no say in where the warehouse is, where they are true or false. With any other
variable dbt is asked.
"""
_FLAGS = frozenset(
    {
        "send_anonymous_usage_stats",
        "validate_macro_args",
        "dbt_sqlserver_use_dbt_transactions",
        "dbt_sqlserver_use_native_string_types",
        "dbt_sqlserver_use_default_schema_concat",
        "dbt_sqlserver_enable_safe_type_expansion",
    }
)
"""Those of dbt_project.yml that have no say in where the warehouse is."""
_KEYS = frozenset({"type", "path", "schema", "threads", "retries"})
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_FILE = re.compile(
    r"(?P<folder>(?:[\w .~-]*/)*)(?P<database>[A-Za-z_]\w*)\.(?:duckdb|db)", re.ASCII
)


class _NotPlainError(Exception):
    """Something that only dbt's own code may judge."""


@dataclass
class PlainDuckDB:
    """What is used of dbt-duckdb's credentials, for a file without any settings."""

    path: str
    schema: str
    connect_attempts: int | None
    type: str = "duckdb"
    attach: None = None

    @property
    def database(self) -> str:
        """The name that DuckDB gives to the file."""
        return self.path_derived_database_name(self.path)

    @staticmethod
    def path_derived_database_name(path: str) -> str:
        """The same; `_FILE` lets no other names through than those that are cut so."""
        return Path(path).name.partition(".")[0]

    def as_dbt(self) -> Any:
        """The same as dbt-duckdb's own credentials. Imports dbt."""
        from dbt.adapters.duckdb.credentials import DuckDBCredentials

        given: dict[str, Any] = {"path": self.path, "schema": self.schema}
        if self.connect_attempts is not None:
            given["retries"] = {"connect_attempts": self.connect_attempts}
        return DuckDBCredentials.from_dict(given)


@dataclass(frozen=True, slots=True)
class PlainTarget:
    """A target with where it was found."""

    profiles_dir: Path
    profile: str
    target: str
    credentials: PlainDuckDB


def plain_target(
    project: Project, profiles_dir: str | Path | None, profile: str | None, target: str | None
) -> PlainTarget | None:
    """The target that these flags and the environment name, if it is plain; else None."""
    try:
        _check_settings(read_yaml(project.dir / "dbt_project.yml"))
        folder = _profiles_dir(profiles_dir)
        content = read_yaml(folder / "profiles.yml")
        name = _word(profile or os.environ.get("DBT_PROFILE") or project.profile)
        tree = _mapping(None if "config" in content else content.get(name))
        chosen = _word(target or os.environ.get("DBT_TARGET") or tree.get("target"))
        output = _mapping(_mapping(tree.get("outputs")).get(chosen))
        return PlainTarget(folder, name, chosen, _credentials(output))
    except (_NotPlainError, ProjectError, OSError, RuntimeError):
        return None


def _check_settings(project: Mapping[str, object]) -> None:
    """Raises _NotPlainError for a setting of dbt's that may matter."""
    flags = _mapping(project.get("flags") or {})
    switches = {n for n in _SWITCHES if os.environ.get(n) in ("true", "false")}
    unknown = {n for n in os.environ if n.upper().startswith("DBT_")} - _VARIABLES - switches
    empty = [n for n in _VARIABLES if os.environ.get(n) == ""]
    plain = flags.keys() <= _FLAGS and all(isinstance(value, bool) for value in flags.values())
    if os.name == "nt" or unknown or empty or not plain:
        raise _NotPlainError


def _profiles_dir(given: str | Path | None) -> Path:
    named = given or os.environ.get("DBT_PROFILES_DIR")
    if named:
        return Path(named).absolute()
    here = Path.cwd()
    return here if (here / "profiles.yml").exists() else Path.home() / ".dbt"


def _credentials(output: Mapping[str, object]) -> PlainDuckDB:
    if not output.keys() <= _KEYS or output.get("type") != "duckdb":
        raise _NotPlainError
    if "threads" in output:
        _count(output["threads"])
    attempts = None
    if "retries" in output:
        retries = _mapping(output["retries"])
        if retries.keys() != {"connect_attempts"}:
            raise _NotPlainError
        attempts = _count(retries["connect_attempts"])
    path = _rendered(output.get("path"))
    if _FILE.fullmatch(path) is None:
        raise _NotPlainError
    return PlainDuckDB(path, _word(output.get("schema", "main")), attempts)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _NotPlainError
    return value


def _word(value: object) -> str:
    if not isinstance(value, str) or _WORD.fullmatch(value) is None:
        raise _NotPlainError
    return value


def _count(value: object) -> int:
    if type(value) is not int or not 0 < value < 1000:
        raise _NotPlainError
    return value


def _rendered(value: object) -> str:
    """A text of which `{{ }}` holds nothing but texts, `env_var` and `~`."""
    if not isinstance(value, str):
        raise _NotPlainError
    if "{" not in value and "}" not in value:
        return value
    from jinja2 import Environment, TemplateError, nodes

    try:
        parts = Environment(autoescape=True).parse(value).body
    except TemplateError:
        raise _NotPlainError from None
    if any(not isinstance(part, nodes.Output) for part in parts):
        raise _NotPlainError
    return "".join(_text(n) for part in parts for n in part.iter_child_nodes())


def _text(node: Any) -> str:
    from jinja2 import nodes

    match node:
        case nodes.TemplateData(data=str(text)) | nodes.Const(value=str(text)):
            return text
        case nodes.Concat(nodes=inner):
            return "".join(map(_text, inner))
        case nodes.Call(
            node=nodes.Name(name="env_var"), kwargs=[], dyn_args=None, dyn_kwargs=None,
            args=[nodes.Const(value=str(name)), *default],
        ) if len(default) < 2 and not name.upper().startswith("DBT_"):  # fmt: skip
            otherwise = _text(default[0]) if default else None
            found = os.environ.get(name, otherwise)
            if found is not None:
                return found
    raise _NotPlainError
