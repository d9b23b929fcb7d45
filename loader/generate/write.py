"""Writes generated texts to disk: only what differs, each file completely or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loader.errors import ProjectError

GENERATED = ("-- Generated from ", "# Generated from ")
"""The first words of a generated file."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs from its wanted text.

    `before` is None for a new file, `after` for one that is to be deleted.
    """

    path: Path
    before: str | None
    after: str | None


def differing(wanted: Mapping[Path, str | None]) -> tuple[FileChange, ...]:
    """Return the files whose text is not the wanted one, sorted by path. Writes nothing.

    A wanted None means that this program no longer generates the file: it is deleted if its first
    line says that it was generated, and kept if a person has replaced it.
    """
    changes = []
    for path in sorted(wanted):
        before, after = _read(path), wanted[path]
        if after is None and not (before or "").startswith(GENERATED):
            continue
        if before != after:
            changes.append(FileChange(path, before, after))
    return tuple(changes)


def write(changes: tuple[FileChange, ...]) -> None:
    """Write every change by rename, so that a reader never sees half a file.

    All texts are written to temporary files before the first rename: a folder that cannot be
    written leaves every file unchanged. So does a board file that somebody else has written since
    it was read, because their changes would be lost. Raises ProjectError naming the file.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for change in changes:
            if change.after is not None:
                with _reported(change.path):
                    path = change.path.resolve()  # a symbolic link stays, and its target is written
                    ready.append((_aside(path, change.after), path))
        for change in changes:
            _refuse_changed(change)
        for temporary, path in ready:
            with _reported(path):
                temporary.replace(path)
        for change in changes:
            if change.after is None:
                with _reported(change.path):
                    change.path.unlink(missing_ok=True)
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def _refuse_changed(change: FileChange) -> None:
    """Refuse a changed board file. A generated file may differ: all writers generate the same."""
    text = change.before or change.after or ""
    if not text.startswith(GENERATED) and _read(change.path) != change.before:
        raise changed_meanwhile(change.path)


def changed_meanwhile(path: Path) -> ProjectError:
    """Return the error for a file that changed after it was read and before it was written."""
    return ProjectError(
        f"{path} was changed by another command, or by hand, while this one was at work; "
        "nothing was written. Run the command again"
    )


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        remedy = "make its folder writable, or run where it is"
        if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            remedy = "free space there, and run the command again"
        raise ProjectError(f"cannot write {path}: {exc.strerror or exc}; {remedy}") from exc


def _read(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as exc:
        raise ProjectError(f"cannot read {path}: {exc.strerror or exc}") from exc


def _aside(path: Path, text: str) -> Path:
    """Write the new text to a temporary file beside the old one, synced and with its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
