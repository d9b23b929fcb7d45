"""From a new project to its first table: the commands a person would type next."""

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
    """The board that a new project begins with."""

    board_id: int
    name: str

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """What makes its table, each as it is typed in the project's folder."""
        board = ("--board-id", str(self.board_id), "--board-name", self.name)
        return (
            ("monday-board", "deploy", *board),
            ("monday-load", self.name),
            ("dbt", "build", "-s", self.name),
        )


def run_commands(
    commands: tuple[tuple[str, ...], ...], project_dir: Path, environment: Mapping[str, str]
) -> int:
    """Run each in `project_dir`, shown before it runs, up to one that fails; its exit code."""
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
    """Where a command of this installation is. Raises ProjectError where it is not."""
    here = sysconfig.get_path("scripts")
    found = shutil.which(name, path=here) or shutil.which(name)
    if found is None:
        raise ProjectError(f"There is no command {name} in {here} or on PATH; install it there.")
    return found
