"""Runs the commands that make a new project's first table."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loader.errors import ProjectError
from loader.output.console import note, shell_words


@dataclass(frozen=True, slots=True)
class FirstBoard:
    """The first board of a new project."""

    board_id: int
    name: str

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """The commands that make its table, to be run in the project's folder."""
        board = ("--board-id", str(self.board_id), "--board-name", self.name)
        return (
            ("monday-board", "deploy", *board),
            ("monday-load", self.name),
            ("dbt", "build", "-s", self.name),
        )


def run_commands(
    commands: tuple[tuple[str, ...], ...], project_dir: Path, environment: Mapping[str, str]
) -> int:
    """Print and run each command in `project_dir` until one fails; return its exit code, or 0."""
    for words in commands:
        note(f"$ {shell_words(words)}")
        program = _program(words[0])
        done = subprocess.run(
            [program, *words[1:]], cwd=project_dir, env=dict(environment), check=False
        )
        if done.returncode:
            return done.returncode
    return 0


def _program(name: str) -> str:
    """Return the path of a command of this installation. Raises ProjectError if it is missing."""
    here = sysconfig.get_path("scripts")
    found = shutil.which(name, path=here) or shutil.which(name)
    if found is None:
        raise ProjectError(f"There is no command {name} in {here} or on PATH; install it there.")
    return found
