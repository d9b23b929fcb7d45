"""One run of a command: settings, project, policy, and what is opened only when needed."""

from __future__ import annotations

import getpass
import os
import re
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from loader.board.board_file import BoardFile
from loader.board.column_types import COLUMN_TYPES, RULES, Rule
from loader.board.drift import DriftRules, Removed, Retitled
from loader.board.registry import Registry
from loader.board.sql_types import data_type_fault
from loader.errors import BoardFileError, ProjectError
from loader.landing.profile import Warehouse, find_warehouse
from loader.landing.project import Project, find_project_dir, read_project
from loader.settings import Settings, read_settings

if TYPE_CHECKING:
    from loader.monday.api import Monday

DEFAULT_NUMBERS_TYPE = "decimal(18,2)"


@dataclass(frozen=True, slots=True)
class DbtFlags:
    """dbt's own flags as given to our commands; None leaves the search to dbt."""

    project_dir: str | None = None
    profiles_dir: str | None = None
    profile: str | None = None
    target: str | None = None

    def words(self) -> list[str]:
        """Return the flags as words of a dbt command line."""
        given = {
            "--project-dir": self.project_dir,
            "--profiles-dir": self.profiles_dir,
            "--profile": self.profile,
            "--target": self.target,
        }
        return [word for flag, value in given.items() if value for word in (flag, value)]


@dataclass
class Session:
    """Everything a command works with. Create one per command."""

    flags: DbtFlags = field(default_factory=DbtFlags)
    _turns: set[tuple[str, date]] = field(default_factory=set)
    _taking: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def settings(self) -> Settings:
        """The environment. Raises UsageError for a variable that cannot be read."""
        return read_settings()

    @cached_property
    def project(self) -> Project:
        """dbt_project.yml. Raises ProjectError."""
        return read_project(find_project_dir(self.flags.project_dir))

    @cached_property
    def registry(self) -> Registry:
        """The project's board files."""
        return Registry(self.project.dir)

    @cached_property
    def warehouse(self) -> Warehouse:
        """Where loads land. Raises ProjectError."""
        flags = self.flags
        return find_warehouse(self.project, flags.profiles_dir, flags.profile, flags.target)

    def check_table_is_free(self, board: BoardFile) -> None:
        """Raise ProjectError if another model, even a removed board's, builds the board's table."""
        self._refuse_shared(board, self.registry.names())

    def check_loaded_table(self, board: BoardFile) -> None:
        """Check the same without parsing files that do not name the table, which takes far longer.

        The files are read once, when they are first needed.
        """
        named = [n for n, words in self._words_of_files.items() if board.table.lower() in words]
        self._refuse_shared(board, sorted(named))

    @cached_property
    def _words_of_files(self) -> Mapping[str, frozenset[str]]:
        """By board, all words of its file in lower case; the name of its table is one of them."""
        found = {}
        for name in self.registry.names():
            with suppress(BoardFileError):
                text = self.registry.text(self.registry.path(name)).lower()
                found[name] = frozenset(re.findall(r"\w+", text))
        return found

    def _refuse_shared(self, board: BoardFile, names: Iterable[str]) -> None:
        other = self.builder_of(board, names)
        if other is None:
            return
        found = f"Board {other.name!r} builds the table {board.table!r} already; choose"
        if other.removed:
            model = self.relative(self._model(other))
            found = (
                f"Board {other.name!r} was removed, but its model {model} still builds the table "
                f"{board.table!r}; delete all that is of it with "
                f"`monday-board remove {other.name} --purge`, or choose"
            )
        raise ProjectError(
            f"{found} another --table-name, or another table: in boards/{board.name}.yml."
        )

    def builder_of(self, board: BoardFile, names: Iterable[str] | None = None) -> BoardFile | None:
        """Return the other board, of `names` or all, whose model builds the board's table.

        A removed board counts as long as its model exists: dbt allows one model per table.
        """
        for name in self.registry.names() if names is None else names:
            if name == board.name:
                continue
            with suppress(BoardFileError):
                other = self.registry.read(name)
                is_built = not other.removed or self._model(other).exists()
                if is_built and self._place(other) == self._place(board):
                    return other
        return None

    def _model(self, board: BoardFile) -> Path:
        return self.project.dir / "models" / "boards" / f"{board.name}.sql"

    def _place(self, board: BoardFile) -> tuple[str, str, str]:
        """Return database, schema and name of the board's table, as databases compare names."""
        warehouse = self.warehouse
        return (
            (board.database or warehouse.database).lower(),
            (board.schema or warehouse.schema).lower(),
            board.table.lower(),
        )

    @cached_property
    def monday(self) -> Monday:
        """The API, with one budget for the whole command. Raises AuthenticationError."""
        from loader.monday.api import Monday

        return Monday.connect(self.settings)

    def open(self) -> None:
        """Create everything that is created once, before several threads ask for it."""
        _ = (
            self.registry,
            self.warehouse,
            self.monday,
        )
        self.check_variables()

    def check_variables(self) -> None:
        """Read every dbt variable of this product. Raise ProjectError for the first wrong one."""
        _ = (self.policy, self.drift_rules, self.loads_account, self.numbers_type)

    @cached_property
    def policy(self) -> Mapping[str, Rule]:
        """`vars: monday_policy`, by column type.

        Raises ProjectError for an unknown type, which must be misspelt, and for an unknown rule.
        """
        given = self.project.vars.get("monday_policy") or {}
        path = self.project.dir / "dbt_project.yml"
        if not isinstance(given, Mapping):
            raise ProjectError(f"{path}: vars: monday_policy must be a mapping of types to rules.")
        wrong = [f"{kind}: {rule!r}" for kind, rule in given.items() if rule not in RULES]
        if wrong:
            raise ProjectError(
                f"{path}: vars: monday_policy has rules that do not exist ({', '.join(wrong)}); "
                f"use one of {', '.join(RULES)}."
            )
        unknown = next((kind for kind in given if kind not in COLUMN_TYPES), None)
        if unknown is not None:
            near = get_close_matches(str(unknown), COLUMN_TYPES, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(COLUMN_TYPES)}."
            raise ProjectError(
                f"{path}: vars: monday_policy names the column type {unknown!r}, which this "
                f"version does not know; {hint}"
            )
        return cast("Mapping[str, Rule]", given)

    @cached_property
    def drift_rules(self) -> DriftRules:
        """`vars: monday_drift`. Raises ProjectError for anything that is not a rule."""
        given = self.project.vars.get("monday_drift") or {}
        where = f"{self.project.dir / 'dbt_project.yml'}: vars: monday_drift"
        known = {"retitled": get_args(Retitled), "removed": get_args(Removed)}
        if not isinstance(given, Mapping):
            raise ProjectError(f"{where} must be a mapping with {' and '.join(known)}.")
        for key, rule in given.items():
            if key not in known:
                raise ProjectError(f"{where} has no key {key!r}; it has {' and '.join(known)}.")
            if rule not in known[key]:
                choices = " or ".join(known[key])
                raise ProjectError(f"{where}: {key} must be {choices}, not {rule!r}.")
        return DriftRules(**given)

    @cached_property
    def loads_account(self) -> bool:
        """`vars: monday_account`. Raises ProjectError if it is neither true nor false."""
        given = self.project.vars.get("monday_account", False)
        if not isinstance(given, bool):
            path = self.project.dir / "dbt_project.yml"
            raise ProjectError(
                f"{path}: vars: monday_account is {given!r}; write true, for tables of all boards,"
                " workspaces, people and teams of the account, or false."
            )
        return given

    @cached_property
    def numbers_type(self) -> str:
        """The project's SQL type for numbers columns. Raises ProjectError if it is not a type."""
        given = str(self.project.vars.get("monday_numbers_type") or DEFAULT_NUMBERS_TYPE)
        fault = data_type_fault(given)
        if fault:
            path = self.project.dir / "dbt_project.yml"
            raise ProjectError(f"{path}: vars: monday_numbers_type {given!r} {fault}.")
        return given

    def takes_account(self, database: str, day: date) -> bool:
        """Whether the caller must load the account's tables; true once per database and day.

        Boards load in parallel, and what monday refuses to one load it refuses to the others.
        """
        if not self.loads_account:
            return False
        with self._taking:
            is_first = (database, day) not in self._turns
            self._turns.add((database, day))
        return is_first

    @property
    def today(self) -> str:
        """Today's ISO date in UTC."""
        return datetime.now(UTC).date().isoformat()

    @property
    def person(self) -> str:
        """The login name of the person who decides."""
        try:
            return getpass.getuser()
        except (KeyError, OSError, ImportError):  # ImportError on Windows if no variable is set
            return "unknown"

    def relative(self, path: Path) -> str:
        """Return `path` for display: relative to the project if it lies inside or beside it."""
        if self.project.dir.parent in path.parents:
            return Path(os.path.relpath(path, self.project.dir)).as_posix()
        return str(path)
