"""A consumer that follows the protocol of `loader/monday/read/events.py` and builds a dict.

It is as strict as a table with a primary key: a repeated cell is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from loader.board.model import Board, Cell
from loader.errors import ApiError
from loader.monday.api import Cells, Complete, Event, Gone, Monday, Page, ReadPlan, Restart
from loader.settings import read_settings
from tests.load.faults.virtual_time import VirtualTime
from tests.monday_server import MondayServer

ATTRIBUTES = frozenset({"__group__", "__updated_at__"})
UNREADABLE = frozenset({"auto_number", "progress", "button"})

Row = dict[str, Cell | str | None]


@dataclass(slots=True)
class Followed:
    """The contents of a table after a read: for each item id, its cells by column id."""

    rows: dict[int, Row] = field(default_factory=dict)
    complete: Complete | None = None
    restarts: int = 0
    pages: int = 0


def follow(events: Iterable[Event]) -> Followed:
    """Land events as the loader does. Raise AssertionError where a primary key would fail."""
    out = Followed()
    for event in events:
        assert out.complete is None, "an event after Complete"
        match event:
            case Page(items):
                out.pages += 1
                for item in items:
                    row = out.rows.setdefault(item.id, {})
                    _put(row, "name", item.name)
                    _put(row, "__group__", item.group_id)
                    for cell in item.cells:
                        _put(row, cell.column_id, cell)
            case Cells(rows):
                for one in rows:
                    for cell in one.cells:
                        _put(out.rows.setdefault(one.id, {}), cell.column_id, cell)
            case Gone(ids):
                for item_id in ids:
                    out.rows.pop(item_id, None)
            case Restart():
                out.restarts += 1
                out.rows.clear()
            case Complete():
                out.complete = event
    assert out.complete is not None, "the events ended without Complete or an exception"
    assert out.complete.items == len(out.rows)
    assert all("name" in row for row in out.rows.values()), "cells of an item that never came"
    return out


def _put(row: Row, column_id: str, cell: Cell | str | None) -> None:
    assert column_id not in row, f"{column_id} came twice"
    row[column_id] = cell


class Quiet:
    """An observer that records what it is told."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.waits: list[tuple[float, str]] = []
        self.retries: list[ApiError] = []
        self.notes: list[str] = []

    def on_request(self, name: str, points: int | None, seconds: float) -> None:
        self.requests.append(name)

    def on_wait(self, seconds: float, reason: str) -> None:
        self.waits.append((seconds, reason))

    def on_retry(self, error: ApiError) -> None:
        self.retries.append(error)

    def on_note(self, text: str) -> None:
        self.notes.append(text)


def monday_of(
    server: MondayServer,
    observer: Quiet | None = None,
    *,
    retry_seconds: float = 30.0,
    time: VirtualTime | None = None,
    **more: str,
) -> Monday:
    """Connect a client to the stand-in with its minute, short first retries, and a 10 s timeout.

    With `time`, which the server must use too, waiting takes no real time.
    """
    waits: dict[str, Any] = {"clock": time.clock, "sleep": time.sleep} if time else {}
    settings = read_settings(
        {
            "MONDAY_API_URL": server.url,
            "MONDAY_API_TOKEN": server.token,
            "MONDAY_RETRY_SECONDS": str(retry_seconds),
            **more,
        }
    )
    return Monday.connect(
        settings,
        observer or Quiet(),
        answer_seconds=10.0,
        minute=server.limits.minute,
        formula_values=server.limits.formula_values_minute,
        first_retry=0.02,
        **waits,
    )


def plan_of(board: Board, *, batch_size: int = 500, workers: int = 1) -> ReadPlan:
    """Return a plan for everything that can be read of a board."""
    readable = tuple(
        c for c in board.columns if c.type not in UNREADABLE and c.type != "name" and not c.archived
    )
    return ReadPlan(board, readable, ATTRIBUTES, batch_size, workers)
