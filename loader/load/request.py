"""What a load is asked to do, and its result."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from loader.board.board_file import BoardFile
from loader.board.drift import Change
from loader.landing.records import LoadKind
from loader.monday.read.plan import Deviation

OnDrift = Literal["adapt", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the command line asks of a load; None leaves it to the board file."""

    batch_size: int | None = None
    max_workers: int | None = None
    on_drift: OnDrift = "adapt"
    changed: bool = False
    """Read only changes, if the last complete load allows it."""
    accept: frozenset[Deviation] = frozenset()
    """Deviations that a person has checked and wants loaded as they are, this once."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """One complete load, for its closing line."""

    board: BoardFile
    load_id: str
    items: int
    rows: int
    calls: int
    shared_calls: int
    """How many of the calls also answered for other boards."""
    complexity: int
    seconds: float
    waits: float
    changes: tuple[Change, ...]
    losses: int
    """Cells in which a character had to be replaced."""
    kind: LoadKind
    complete_by: str = "sweep"
    """How the load knows that nothing is missing: one of records.PROOFS."""
    changed: int = 0
    """Items that an incremental load found new or changed."""
    gone: int = 0
    """Items that an incremental load removed from the raw table."""
    news: int = 0
    """Events and posts that are new or changed."""
    altered: tuple[str, ...] = ()
    """Columns that the next build adds to the table, removes or changes because of this load."""
    unwritten: str | None = None
    """Why the board file could not be written, although it differs from what was loaded."""

    @property
    def closing_line(self) -> str:
        """What a person wants to know about a finished load, on one line."""
        pending = len(self.board.pending)
        parts = [
            f"{self.items:,} items",
            *([f"{self.changed:,} changed", f"{self.gone:,} gone"] * (self.kind == "changed")),
            f"{self.rows:,} rows",
            f"{self.calls:,} calls",
            f"{self.complexity:,} complexity",
            f"{self.seconds:.1f} s",
            f"complete by {self.complete_by}",
            *([f"characters replaced in {self.losses:,} cell(s)"] * bool(self.losses)),
            f"{pending} column{'' if pending == 1 else 's'} pending",
            *([f"THE TABLE'S COLUMNS CHANGE ({len(self.altered)})"] * bool(self.altered)),
            f"load {self.load_id}",
            *(["DRIFT NOT WRITTEN to the board file"] * (self.unwritten is not None)),
        ]
        return f"{self.board.name}: {', '.join(parts)}"


def new_load_id() -> str:
    """Return an id for a load, with its start time, for its log lines and its row in `_loads`."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"


Progress = Callable[[int, int], None]
"""Called with items landed and items expected."""
