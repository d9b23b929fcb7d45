"""Generated texts onto disk: only what differs, each file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loader.errors import ProjectError


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that differs from what is wanted. `before` is None for a new file."""

    path: Path
    before: str | None
    after: str


def differing(wanted: Mapping[Path, str]) -> tuple[FileChange, ...]:
    """Files whose text is not the wanted one, in path order. Writes nothing."""
    changes = []
    for path in sorted(wanted):
        before = _read(path)
        if before != wanted[path]:
            changes.append(FileChange(path, before, wanted[path]))
    return tuple(changes)


def write(changes: tuple[FileChange, ...]) -> None:
    """Put every change on disk by rename, so that a reader never sees half a file.

    Raises ProjectError naming the file when the folder cannot be written.
    """
    for change in changes:
        try:
            _replace(change.path, change.after)
        except OSError as exc:
            raise ProjectError(
                f"cannot write {change.path}: {exc.strerror or exc}; "
                "make the dbt project's folder writable, or run where it is"
            ) from exc


def _read(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as exc:
        raise ProjectError(f"cannot read {path}: {exc.strerror or exc}") from exc


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
