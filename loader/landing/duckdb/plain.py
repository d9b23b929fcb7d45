"""Reads and opens a DuckDB target with plain settings as dbt-duckdb does, without importing it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from loader.landing.plain_values import NotPlain, checked

_KINDS = {
    "path": str,
    "schema": str,
    "database": str,
    "settings": dict,
    "config_options": dict,
    "extensions": list,
    "retries": dict,
    "external_root": str,
    "keep_open": bool,
    "disable_transactions": bool,
}
"""The last three concern builds only."""
_FILE = re.compile(r"(?!//| )(?:[\w .~+@-]*/)*\w[\w-]*(?:\.\w+)?")
"""A file path (not a URL) that gives the same database name in every DuckDB and dbt-duckdb."""
_SETTING = re.compile("[A-Za-z_][A-Za-z0-9_]*")


@dataclass(slots=True)
class Retries:
    """How often dbt-duckdb tries to open a file that another process has open."""

    connect_attempts: int


@dataclass(slots=True)
class PlainDuckDb:
    """The fields of dbt-duckdb's credentials that a load uses, with the same names."""

    path: str
    database: str
    schema: str
    settings: dict[str, Any]
    config_options: dict[str, Any] | None
    extensions: tuple[str, ...]
    retries: Retries | None
    type: ClassVar[str] = "duckdb"
    attach: ClassVar[None] = None

    @staticmethod
    def path_derived_database_name(path: str) -> str:
        """Return DuckDB's name for the database in a file with a plain name."""
        return Path(path).name.partition(".")[0]

    def connect(self) -> Any:
        """Open the file and load the extensions. Retry as `retries` says, after 1, 2, 4 ... s.

        Raises duckdb.Error.
        """
        import duckdb  # not needed by other engines

        attempts = self.retries.connect_attempts if self.retries else 1
        for attempt in range(attempts):
            try:
                connection = duckdb.connect(self.path, config=dict(self.config_options or {}))
                break
            except duckdb.IOException:
                if attempt + 1 == attempts:
                    raise
                time.sleep(2**attempt)
        for extension in self.extensions:
            connection.install_extension(extension)
            connection.load_extension(extension)
        return connection

    def set_up(self, connection: Any) -> None:
        """Apply the profile's settings. Raises duckdb.Error."""
        for name, value in self.settings.items():
            text = str(value).replace("'", "''")
            connection.execute(f"set {name} = '{text}'")


def plain_duckdb(values: Mapping[str, Any]) -> PlainDuckDb:
    """Return a target's credentials from its values as dbt renders them. Raises NotPlain."""
    checked(values, _KINDS)
    if not _FILE.fullmatch(values.get("path", "")):
        raise NotPlain("a path that is none of a file, or of a file with an odd name")
    database = PlainDuckDb.path_derived_database_name(values["path"])
    if values.get("database", database) != database:
        raise NotPlain("a database that is not the file's own")
    settings, options = values.get("settings", {}), values.get("config_options")
    extensions = tuple(values.get("extensions", ()))
    for given in (settings, options or {}):
        if not all(_SETTING.fullmatch(name) for name in given):
            raise NotPlain("a setting with an odd name")
    scalars = [*settings.values(), *(options or {}).values()]
    if not all(isinstance(value, str | int) for value in scalars):
        raise NotPlain("a setting that is a list or a mapping")
    if not all(isinstance(extension, str) for extension in extensions):
        raise NotPlain("an extension with settings of its own")
    return PlainDuckDb(
        path=values["path"],
        database=database,
        schema=values.get("schema", "main"),
        settings=settings,
        config_options=options,
        extensions=extensions,
        retries=_retries(values.get("retries")),
    )


def _retries(given: Mapping[str, Any] | None) -> Retries | None:
    if given is None:
        return None
    checked(given, {"connect_attempts": int})
    attempts = given.get("connect_attempts", 1)
    if attempts < 1:
        raise NotPlain("no attempt to connect")
    return Retries(attempts)
