"""Ctrl-C ends the programs with an exit code even while they are being imported."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from loader.commands import entry
from tests.project import ROOT

INTERRUPTED = """
import sys

class Interrupt:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
from loader.commands.entry import {program}
{program}()
"""


@pytest.mark.parametrize("program", ["monday_load", "monday_board"])
def test_ctrl_c_while_a_program_is_imported_ends_it_without_a_word(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(program=program)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_the_installed_programs_begin_there() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name, place in settings["project"]["scripts"].items():
        module, _, function = place.partition(":")
        assert (module, function) == (entry.__name__, name.replace("-", "_"))
        assert callable(getattr(entry, function))
