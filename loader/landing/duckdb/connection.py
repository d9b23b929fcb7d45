"""Opening a DuckDB file through dbt-duckdb, and its errors in this product's words."""

from __future__ import annotations

import contextlib
import copy
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from loader.errors import LoaderError, ProjectError, WarehouseError, WarehouseLocked
from loader.landing.profile import Warehouse

log = logging.getLogger(__name__)

MEMORY_LIMIT = "512MB"
"""What DuckDB may keep in memory, unless the profile says so itself: it would else cache all that
it wrote, up to most of the machine, and a load's memory would grow with its board."""
_MEMORY_SETTINGS = frozenset({"memory_limit", "max_memory"})
_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


def connect(warehouse: Warehouse, database: str, *, read_only: bool) -> Any:
    """A connection with everything the profile asks for: attachments, extensions, settings.

    Raises ProjectError for a database that is neither the file's own nor attached. Read-only, a
    file that is not there counts as an empty database.
    """
    known = warehouse.databases or ()
    if database not in known:
        raise ProjectError(
            f"The DuckDB target {warehouse.target!r} has no database {database!r}; it has "
            f"{', '.join(known)}. Attach it in the profile, or choose one of those."
        )
    credentials = copy.copy(warehouse.credentials)
    path = str(credentials.path)
    if read_only:
        if _missing_file(path):
            return _empty(database)
        options = {"access_mode": "READ_ONLY"} if Path(path).is_file() else {}
        credentials.config_options = {**(credentials.config_options or {}), **options}
    with reported(path, "opening it"):
        return _initialize(credentials)


@contextlib.contextmanager
def reported(path: str, what: str) -> Iterator[None]:
    """Turn DuckDB's errors into WarehouseErrors that say what was being done, and where."""
    try:
        yield
    except LoaderError:
        raise
    except duckdb.InterruptException as exc:
        raise KeyboardInterrupt from exc
    except duckdb.Error as exc:
        if "KeyboardInterrupt" in str(exc):  # raised while DuckDB was reading our batch
            raise KeyboardInterrupt from exc
        raise _translated(path, what, exc) from exc
    except _dbt_errors() as exc:
        raise WarehouseError(f"DuckDB {path}: {what} failed: {_first_line(exc)}") from exc
    except RuntimeError as exc:
        if "interrupted" in str(exc).lower():  # how DuckDB tells of Ctrl-C during a statement
            raise KeyboardInterrupt from exc
        raise


def quoted(name: str) -> str:
    """The one place where a name becomes SQL."""
    return '"' + name.replace('"', '""') + '"'


def names(columns: Sequence[str]) -> str:
    return ", ".join(quoted(name) for name in columns)


def naive(value: Any) -> Any:
    """Times go to the engine as UTC without a zone."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _initialize(credentials: Any) -> Any:
    from dbt.adapters.duckdb.environments import Environment

    plugins = Environment.initialize_plugins(credentials)
    # dbt-duckdb prints about retries on stdout, which is for data. Without any it prints nothing,
    # and other threads may be printing.
    retries = credentials.retries is not None
    with contextlib.redirect_stdout(sys.stderr) if retries else contextlib.nullcontext():
        connection = Environment.initialize_db(credentials, plugins)
    credentials.retries = None  # its retrying cursor knows only `execute`
    given = {**(credentials.settings or {}), **(credentials.config_options or {})}
    if not _MEMORY_SETTINGS & {str(name).lower() for name in given}:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    return Environment.initialize_cursor(credentials, connection, plugins)


def _dbt_errors() -> type[Exception]:
    from dbt_common.exceptions import DbtBaseException

    found: type[Exception] = DbtBaseException
    return found


def _missing_file(path: str) -> bool:
    is_url = re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) is not None
    return not is_url and not path.startswith(":memory:") and not Path(path).exists()


def _empty(database: str) -> Any:
    connection = duckdb.connect(":memory:")
    name = database.replace('"', '""')
    connection.execute(f"attach ':memory:' as \"{name}\"")
    return connection


def _translated(path: str, what: str, exc: Exception) -> WarehouseError:
    text = str(exc)
    if "Could not set lock" in text or "Conflicting lock" in text or "already open" in text:
        holder = _HOLDER.search(text)
        who = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
        return WarehouseLocked(
            f"The DuckDB file {path} is open in {who}, and DuckDB admits one process at a time. "
            "Wait for it to end, or close it, and run again."
        )
    folder = Path(path).parent
    if "No such file or directory" in text and not folder.is_dir():
        return WarehouseError(
            f"The DuckDB file {path} cannot be opened: the folder {folder} does not exist. "
            "Create it, or correct `path` in the profile."
        )
    if "Permission denied" in text:
        return WarehouseError(
            f"The DuckDB file {path} cannot be opened: permission denied. Make the file and its "
            "folder writable for this user, or correct `path` in the profile."
        )
    if "not a valid DuckDB database file" in text:
        return WarehouseError(
            f"{path} is not a DuckDB database. Move it away, or correct `path` in the profile."
        )
    return WarehouseError(f"DuckDB {path}: {what} failed: {_first_line(exc)}")


def _first_line(exc: Exception) -> str:
    return (str(exc).strip().splitlines() or [type(exc).__name__])[0]
