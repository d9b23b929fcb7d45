"""Land a board's past: first what it would cost, then the versions of its items."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from loader.board.board_file import BoardFile, Past
from loader.board.model import Column
from loader.errors import DayTooShort, PermissionDenied, QueryRejected, VersionRejected
from loader.landing.id_tables import Dimensions
from loader.landing.open import open_landing
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.rows import cell_rows_of
from loader.load.columns import fetched_columns
from loader.load.past import (
    OLDEST,
    VersionCells,
    Versions,
    chunks,
    past_table,
    period_ends,
    told_of_past,
    wanted_past,
)
from loader.load.past_cells import Names
from loader.monday.read.past import ITEMS_A_PAGE, PastReader
from loader.session import Session

VERSIONS_A_BATCH = 2_000
"""Versions written to the warehouse at a time."""


@dataclass(frozen=True, slots=True)
class PastPlan:
    """What filling a board's history takes. `untold` are the titles of columns it leaves empty."""

    board: BoardFile
    past: Past
    chunks: tuple[Sequence[datetime], ...]
    """The moments, grouped by request."""
    columns: tuple[Column, ...]
    untold: tuple[str, ...]
    calls: int
    points: int
    reader: PastReader

    @property
    def moments(self) -> list[datetime]:
        """All moments in chronological order."""
        return [moment for chunk in self.chunks for moment in chunk]

    @property
    def facts(self) -> dict[str, object]:
        """The same for `--dry-run --json`; `ends`, `from` and `to` are those of the periods."""
        days = [f"{moment:%Y-%m-%d}" for moment in self.moments]
        return {
            "every": self.past.every,
            "ends": len(days),
            "from": days[0] if days else None,
            "to": days[-1] if days else None,
            "calls": self.calls,
            "complexity": self.points,
            "empty": list(self.untold),
        }

    @property
    def text(self) -> str:
        """The same in sentences, for a person to confirm."""
        name, moments = self.board.name, self.moments
        if not moments:
            return (
                f"{name}: monday keeps no past of this board that holds a {self.past.every}'s end."
            )
        empty = f" Empty in it: {', '.join(self.untold)}." if self.untold else ""
        return (
            f"{name}: {len(moments)} ends of a {self.past.every}, from {moments[0]:%Y-%m-%d} to"
            f" {moments[-1]:%Y-%m-%d}, take about {self.calls:,} calls and"
            f" {self.points:,} points.{empty}"
        )


def stands(session: Session, board: BoardFile) -> bool:
    """Whether the past of a board has been landed."""
    with open_landing(session.warehouse, board.database, read_only=True) as landing:
        return landing.table_exists(past_table(board.name), schema=RAW_SCHEMA)


def plan_past(session: Session, name: str) -> PastPlan:
    """Return what the past of a board takes, with two calls.

    Raise an ApiError if the account's API version or plan gives no past.
    """
    board = session.registry.read_loadable(name)
    past = wanted_past(board) or Past()
    monday = session.monday.share()
    live = monday.board(board.board_id)
    reader = monday.past(board.board_id)
    now = monday.now()
    moments = tuple(period_ends(past.every, _begins(reader, now - OLDEST, name), now))
    columns = fetched_columns(board, live)
    items = max(1, live.items_count)
    asked = tuple(chunks(moments, items))
    calls = sum(math.ceil(items * len(one) / ITEMS_A_PAGE) for one in asked)
    return PastPlan(
        board,
        past,
        asked,
        tuple(c for c in columns if told_of_past(c)),
        tuple(c.title for c in columns if not told_of_past(c) and c.id != "name"),
        calls,
        math.ceil(calls * reader.points),
        reader,
    )


def _begins(reader: PastReader, oldest: datetime, name: str) -> datetime:
    try:
        return reader.begins(oldest)
    except VersionRejected:
        raise
    except (PermissionDenied, QueryRejected) as exc:
        raise PermissionDenied(
            f"monday does not tell this account the past of a board, which its plan may not hold"
            f" ({exc}). Write history: true in the board file of {name}: the history then begins"
            " with its first build."
        ) from exc


def fill_past(session: Session, plan: PastPlan) -> int:
    """Land the whole past or nothing; return the number of item versions."""
    left = plan.reader.calls_left
    if left is not None and plan.calls > left:
        raise DayTooShort(
            f"the past of {plan.board.name} takes about {plan.calls} calls and {left} are left of"
            " the day's; nothing was loaded. The day's calls come back at 00:00 UTC."
        )
    with (
        open_landing(session.warehouse, plan.board.database) as landing,
        landing.begin(past_table(plan.board.name)) as incoming,
    ):
        versions = Versions(plan.columns, _names(landing.dimensions))
        for batch in _batches(_versions(plan, versions)):
            incoming.append(cell_rows_of(batch, versions.names, keeps_nul=landing.keeps_nul))
        incoming.replace(versions.count)
    return versions.count


def _names(known: Dimensions) -> Names:
    """Return the names of people and teams that earlier loads have seen."""
    people = {("person", i): user.name for i, user in known.users().items()}
    teams = {("team", i): team.name for i, team in known.teams().items()}
    return {who: name for who, name in (people | teams).items() if name}


def _versions(plan: PastPlan, versions: Versions) -> Iterator[VersionCells]:
    for moments in plan.chunks:
        yield from versions.chunk(moments, plan.reader.at(moments))


def _batches(versions: Iterable[VersionCells]) -> Iterator[list[VersionCells]]:
    rest = iter(versions)
    while batch := list(islice(rest, VERSIONS_A_BATCH)):
        yield batch
