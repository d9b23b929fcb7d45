"""Translates DuckDB's errors into this product's errors."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from loader.errors import LoaderError, WarehouseError, WarehouseLocked
from loader.landing.dbt_errors import dbt_errors

_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


class OutOfMemory(WarehouseError):
    """A statement needs more memory than DuckDB may use. It has had no effect."""


@contextlib.contextmanager
def reported(path: str, what: str) -> Iterator[None]:
    """Turn DuckDB's errors into WarehouseErrors that say what was being done and in which file."""
    try:
        yield
    except LoaderError:
        raise
    except duckdb.InterruptException as exc:
        raise KeyboardInterrupt from exc
    except duckdb.Error as exc:
        if "KeyboardInterrupt" in str(exc):  # Ctrl-C while DuckDB was reading our batch
            raise KeyboardInterrupt from exc
        raise _translated(path, what, exc) from exc
    except dbt_errors() as exc:
        raise WarehouseError(f"DuckDB {path}: {what} failed: {_first_line(exc)}") from exc
    except RuntimeError as exc:
        if "interrupted" in str(exc).lower():  # how DuckDB reports Ctrl-C during a statement
            raise KeyboardInterrupt from exc
        raise


def is_held(text: str) -> bool:
    """Return whether the error says that another process has the file (last: words of Windows)."""
    words = ("Could not set lock", "Conflicting lock", "already open", "used by another process")
    return any(word in text for word in words)


def _translated(path: str, what: str, exc: Exception) -> WarehouseError:
    text = str(exc)
    if is_held(text):
        holder = _HOLDER.search(text)
        who = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
        return WarehouseLocked(
            f"The DuckDB file {path} is open in {who}, and DuckDB admits one process at a time. "
            "Wait for it to end, or close it, and run again."
        )
    if isinstance(exc, duckdb.OutOfMemoryException):
        return OutOfMemory(
            f"DuckDB {path}: {what} needs more memory than DuckDB may take: {_first_line(exc)}. "
            "Set `memory_limit` under `settings` of the profile's target higher, and run again."
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
