"""Calculates the calls and points that a thousand boards need: `python -m benchmarks.plan`.

Takes three sizes of boards with all common types of columns and deploys one of each against the
stand-in; `monday-load --dry-run` reports the cost of each, which is multiplied by their number.
Boards that share requests need fewer calls than that.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.boards import mixed_account
from benchmarks.changes import WIDE
from tests.monday_server import Account, Board, MondayServer
from tests.monday_server.generated import BIG_BOARD_ID
from tests.project import make_project

SIZES = ((900, 500, 40), (90, 5_000, 60), (10, 50_000, 92))
"""Number of boards, items of each, columns of each."""
POINTS_A_MINUTE = 10_000_000
"""For a personal token. Source: monday's page on rate limits."""
LINE = "{:>7}{:>9}{:>9}{:>13}{:>8}{:>13}{:>16}{:>15}"
HEAD = (
    "boards",
    "items",
    "columns",
    "raw rows",
    "calls",
    "points (M)",
    "calls at rest",
    "points at rest",
)


def main(sizes: Sequence[tuple[int, int, int]] = SIZES) -> None:
    print("\n".join(lines(sizes)))


def lines(sizes: Sequence[tuple[int, int, int]]) -> Iterator[str]:
    """Yield a line for each size, one for all, and the minutes that the points take."""
    yield LINE.format(*HEAD)
    rows = [_row(size, *costs) for size, costs in zip(sizes, _costs(sizes), strict=True)]
    for size, row in zip(sizes, rows, strict=True):
        yield _line([f"{part:,}" for part in size], row)
    total = [sum(column) for column in zip(*rows, strict=True)]
    yield _line([f"{sum(size[0] for size in sizes):,}", "", ""], total)
    for what, points in (("in full", total[2]), ("at rest", total[4])):
        yield f"all of them {what}: {points / POINTS_A_MINUTE:.1f} minutes of points"


def _row(
    size: tuple[int, int, int], full: dict[str, Any], rest: dict[str, Any]
) -> tuple[int, int, int, int, int]:
    """Return all boards' raw rows, calls and points of full loads, and those at rest."""
    boards, items, columns = size
    parts = (full["calls"], full["complexity"], rest["calls"], rest["complexity"])
    calls, points, calls_at_rest, points_at_rest = (boards * part for part in parts)
    return boards * items * (columns + 3), calls, points, calls_at_rest, points_at_rest


def _line(size: list[str], row: Sequence[int]) -> str:
    rows, calls, points, calls_at_rest, points_at_rest = row
    texts = [f"{rows:,}", f"{calls:,}", f"{points / 1e6:,.1f}"]
    texts += [f"{calls_at_rest:,}", f"{points_at_rest / 1e6:,.1f}"]
    return LINE.format(*size, *texts)


def _costs(
    sizes: Sequence[tuple[int, int, int]],
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return by size what `monday-load --dry-run`, without and with --changed, says of a board."""
    accounts = [mixed_account(items, columns) for _, items, columns in sizes]
    boards = [_numbered(account, n) for n, account in enumerate(accounts)]
    account = Account(boards, users=list(accounts[0].users.values()))
    with tempfile.TemporaryDirectory() as home, MondayServer(account, limits=WIDE) as origin:
        project = make_project(Path(home), origin.url, origin.token)
        for n, board in enumerate(boards):
            project.deploy(board.id, f"board_{n}")
        said = [
            json.loads(project.ok("monday-load", "--all", "--dry-run", "--json", *words).out)
            for words in ([], ["--changed"])
        ]
    return list(zip(*said, strict=True))


def _numbered(account: Account, number: int) -> Board:
    """Return the account's board under another id."""
    return replace(account.board(BIG_BOARD_ID), id=BIG_BOARD_ID + number)


if __name__ == "__main__":
    main()
