"""Loads on a terminal: progress bars while they run, and all their log lines afterwards."""

from __future__ import annotations

import re

import pytest

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.cli.terminal import screen, typed
from tests.monday_server import Column


@pytest.mark.parametrize("words", [("orders",), ("orders", "twin", "--max-workers", "2")])
def test_bars_leave_every_line_of_a_load_on_the_screen(plain: Plain, words: tuple[str]) -> None:
    path = plain.project.dir / "boards" / "orders.yml"
    twin = path.read_text(encoding="utf-8").replace("table: orders", "table: twin")
    (path.parent / "twin.yml").write_text(twin, encoding="utf-8")
    plain.server.edit.add_column(PLAIN_ID, Column("text_9", "[red]Fresh[/] :smile:", "text"))
    code, written = typed(plain.project, words, [], "load_command")

    assert code == 0, written
    boards = [word for word in words if not word.startswith("-") and not word.isdigit()]
    phase = "(asking monday|reading|landing)"
    assert all(re.search(rf"{board} +{phase} .*\d+/(30|\?)", written) for board in boards)
    shown = screen(written)
    load = r"\[\d{8}-\d{6}-[0-9a-f]{8}\]"
    for board in boards:
        patterns = (
            rf"\d\d:\d\d:\d\d {load} {board}: column '\[red\]Fresh\[/\] :smile:' \(text_9, text\)"
            " is new, approved",
            rf"\d\d:\d\d:\d\d {load} board {board}: raw table replaced, 270 rows",
            rf"\d\d:\d\d:\d\d {load} warning: {board}: with the next build column"
            r" \[\[red\]Fresh\[/\] :smile:\] is new",
            rf"{board}: 30 items, 270 rows, .*, 2 columns pending, "
            r"THE TABLE'S COLUMNS CHANGE \(1\), load \S+",
            rf"\d\d:\d\d:\d\d {load} Decide about .*: monday-board review {board}",
        )
        for pattern in patterns:
            assert sum(re.fullmatch(pattern, line) is not None for line in shown) == 1, shown
    left = [line for line in shown if line]
    assert len(left) == 5 * len(boards) + (len(boards) > 1)


def test_a_narrow_terminal_has_a_line_for_each_board(plain: Plain) -> None:
    plain.project.environment["COLUMNS"] = "80"
    code, written = typed(plain.project, ("list",), [])
    lines = [line for line in screen(written) if line]
    assert code == 0
    assert sum("\u2502 ok" in line for line in lines) == 1
    assert all(len(line) <= 80 for line in lines[:5]), lines
    assert len(lines) == 6, "three lines of a frame, headings, the board, what is left out"
    assert lines[-1].startswith("Not shown, for want of width: ")
