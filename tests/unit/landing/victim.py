"""Runs a load in its own process that stops at a given point and waits to be killed.

    python -m tests.unit.landing.victim PROJECT POINT

It prints `here` at POINT. POINT `forever` prints it first and loads versions 1, 2, 3, ... forever.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from loader.landing.board_tables import LOGS
from loader.landing.contract import Incoming, Landing
from loader.landing.open import open_landing
from loader.landing.profile import load_warehouse
from loader.landing.raw_table import PAST
from loader.landing.records import LoadRecord
from tests.unit.landing.case import record, rows

ITEMS = 400
POINTS = (
    "opened",
    "load-started",
    "incoming-created",
    "one-page-landed",
    "all-pages-landed",
    "inside-the-replacement",
    "inside-the-merge",
    "replaced",
)


class StuckRecord(LoadRecord):
    """A record that cannot be read to its end, so the transaction that writes it stays open."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> object:
        if name == "error":
            stop()
        return super().__getattribute__(name)


def stop() -> None:
    print("here", flush=True)
    time.sleep(600)


def main(project: Path, point: str) -> None:
    with open_landing(load_warehouse(project, project)) as landing:
        if point == "forever":
            print("here", flush=True)
            for version in count(1):
                load(landing, "", f"version {version}")
        load(landing, point, "new")


def load(landing: Landing, point: str, text: str) -> None:
    def reach(here: str) -> None:
        if here == point:
            stop()

    reach("opened")
    landing.start_load(record("victim"))
    reach("load-started")
    with ExitStack() as tables:
        incoming = tables.enter_context(landing.begin("orders"))
        tables.enter_context(landing.begin(f"orders{PAST}"))
        for log in LOGS:
            tables.enter_context(landing.begin_log(log, "orders"))
        reach("incoming-created")
        incoming.append(rows(range(ITEMS // 2), text))
        reach("one-page-landed")
        incoming.append(rows(range(ITEMS // 2, ITEMS), text))
        reach("all-pages-landed")
        finish(incoming, point)
    reach("replaced")
    landing.finish_load(record("victim", status="complete"))


def finish(incoming: Incoming, point: str) -> None:
    done = record("victim", status="complete")
    stuck = StuckRecord("victim", "orders", 1, done.started_at)
    if point == "inside-the-merge":
        incoming.merge(ITEMS, [], stuck)
    incoming.replace(ITEMS, stuck if point == "inside-the-replacement" else done)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
