"""A terminal: type commands on it, answer questions, and read what it shows at the end."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

import pytest

from tests.project import ROOT, UserProject

pty = pytest.importorskip(
    "pty", reason="only on POSIX systems: a terminal to type on", exc_type=ImportError
)

INTERRUPT = "Ctrl-C"
QUESTION = re.compile(r"\[[a-z/?]+\](?: \(Enter: \w+\))?: $")


def typed(
    project: UserProject,
    words: Sequence[str],
    answers: Sequence[str],
    command: str = "board_command",
) -> tuple[int, str]:
    """Run monday-board on its own terminal; return the exit code and everything written to it."""
    module = f"loader.commands.{command.removesuffix('_command')}"
    program = f"import sys; from {module} import {command}; {command}(sys.argv[1:])"
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=project.dir,
        env=kept | project.environment | {"PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    waiting, shown = list(answers), ""
    deadline, again = time.monotonic() + 60, 0.0
    try:
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                if waiting == [INTERRUPT] and QUESTION.search(shown) and time.monotonic() > again:
                    # Python misses a signal that comes as it begins to wait; so try again.
                    process.send_signal(signal.SIGINT)
                    again = time.monotonic() + 3
                continue
            try:
                piece = os.read(ours, 65536).decode(errors="replace")
            except OSError:  # on Linux: the other side is closed
                break
            shown += piece
            if QUESTION.search(shown) and waiting and waiting != [INTERRUPT]:
                os.write(ours, f"{waiting.pop(0)}\n".encode())
        return process.wait(20), shown
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def screen(written: str) -> list[str]:
    """Return the lines that a terminal shows after `written`, from the top."""
    lines, row, column = [""], 0, 0
    for piece in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[^\x1b]", written):
        if piece == "\r":
            column = 0
        elif piece == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif piece.endswith("A") and len(piece) > 1:
            row = max(0, row - int(piece[2:-1] or 1))
        elif piece == "\x1b[2K":
            lines[row] = ""
        elif len(piece) == 1:
            lines[row] = lines[row][:column].ljust(column) + piece + lines[row][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]
