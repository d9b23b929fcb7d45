"""One load of one board, from schema check to recorded result."""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from loader.board import Board, Column, Item
from loader.board_file import BoardFile
from loader.decisions import Adapted, Change, adapt
from loader.errors import DriftRefused, MondayError, ProjectError, WarehouseError
from loader.generate.write import write
from loader.landing.landing import Incoming, Landing, open_landing
from loader.landing.loads import LoadRecord
from loader.landing.rows import Rows, cell_rows_of, rows_of
from loader.logs import lines_of_load
from loader.monday.api import ReadPlan
from loader.monday.events import Cells, Complete, Gone, Page, Restart
from loader.proposals import accept, propose
from loader.session import Session

log = logging.getLogger(__name__)

OnDrift = Literal["adapt", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the command line asks of a load; None where the board file decides."""

    batch_size: int | None = None
    max_workers: int | None = None
    on_drift: OnDrift = "adapt"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """One complete load, for its closing line."""

    board: BoardFile
    load_id: str
    items: int
    rows: int
    calls: int
    complexity: int
    seconds: float
    waits: float
    changes: tuple[Change, ...]
    losses: int
    """Cells in which a character had to be replaced."""

    @property
    def closing_line(self) -> str:
        """What a person wants to know of a finished load, on one line."""
        pending = len(self.board.pending)
        parts = [
            f"{self.items:,} items",
            f"{self.rows:,} rows",
            f"{self.calls:,} calls",
            f"{self.complexity:,} complexity",
            f"{self.seconds:.1f} s",
            f"{pending} column{'' if pending == 1 else 's'} pending",
        ]
        return f"{self.board.name}: {', '.join(parts)}"


Progress = Callable[[int, int], None]
"""Called with items landed and items expected."""


def load_board(session: Session, name: str, options: LoadOptions, progress: Progress) -> LoadResult:
    """Fetch a board and land it whole. Raises a MondayError; the last load's data then stays."""
    board = session.registry.read(name)
    if board.removed:
        raise ProjectError(
            f"Board {name!r} was removed; run `monday-board deploy --board-id {board.board_id} "
            f"--board-name {name}` to take it back."
        )
    now = datetime.now(UTC)
    record = LoadRecord(
        load_id=f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}",
        board=name,
        board_id=board.board_id,
        started_at=now,
    )
    with lines_of_load(record.load_id):
        return _carry_out(session, board, options, record, progress)


def _carry_out(
    session: Session,
    board: BoardFile,
    options: LoadOptions,
    record: LoadRecord,
    progress: Progress,
) -> LoadResult:
    """Land, record how it ended, then write what drift changed."""
    started = time.monotonic()
    with open_landing(session.warehouse, board.database) as landing:
        landing.start_load(record)
        run = _Run(session, options, landing, record, progress)
        try:
            adapted = run.land(board)
        except BaseException as exc:
            with suppress(WarehouseError):
                landing.finish_load(run.failed(exc))
            raise
        landing.finish_load(run.record)
    settled = run.save(board, adapted)
    return run.result(settled, adapted, time.monotonic() - started)


class _Run:
    """The steps of one load with what they share."""

    def __init__(
        self,
        session: Session,
        options: LoadOptions,
        landing: Landing,
        record: LoadRecord,
        progress: Progress,
    ) -> None:
        self.session = session
        self.options = options
        self.landing = landing
        self.record = record
        self.progress = progress
        self.monday = session.monday.share()
        self.losses = 0
        self.first_page: tuple[Item, ...] = ()

    def land(self, board: BoardFile) -> Adapted:
        """Fetch the board and make it the raw table; what drift there was."""
        live = self.monday.board(board.board_id)
        adapted = self.check_schema(board, live)
        with self.landing.begin(board.name) as incoming:
            items = self.fetch(adapted.board, live, incoming)
            self.record = self.finished(items, incoming.rows)
            incoming.replace(items, self.record)
        return adapted

    def result(self, board: BoardFile, adapted: Adapted, seconds: float) -> LoadResult:
        record = self.record
        return LoadResult(
            board=board,
            load_id=record.load_id,
            items=record.items or 0,
            rows=record.rows or 0,
            calls=record.calls or 0,
            complexity=record.complexity or 0,
            seconds=seconds,
            waits=record.waits or 0.0,
            changes=adapted.changes,
            losses=self.losses,
        )

    def check_schema(self, board: BoardFile, live: Board) -> Adapted:
        """Compare with monday and do what --on-drift says. Raises DriftRefused."""
        adapted = adapt(board, live, self.session.policy, self.session.today)
        if not adapted.changes:
            return adapted
        listed = [{"kind": c.kind, "column": c.column_id, "text": c.text} for c in adapted.changes]
        self.record = replace(self.record, drift=json.dumps(listed, ensure_ascii=True))
        if self.options.on_drift == "fail":
            lines = "".join(f"\n  {change.text}" for change in adapted.changes)
            raise DriftRefused(
                f"Board {board.name} has changed and --on-drift fail was given; nothing was "
                f"loaded. Run `monday-board update {board.name}`, then load again:{lines}"
            )
        level = logging.WARNING if self.options.on_drift == "warn" else logging.INFO
        for change in adapted.changes:
            log.log(level, "%s: %s", board.name, change.text)
        return adapted if self.options.on_drift == "adapt" else Adapted(board, adapted.changes)

    def fetch(self, board: BoardFile, live: Board, incoming: Incoming) -> int:
        """Land every item in the aside table; how many there are."""
        columns = fetched_columns(board, live)
        types = {c.id: c.type for c in columns}
        attributes = frozenset(a.id for a in board.approved_attributes)
        plan = ReadPlan(
            board=live,
            columns=columns,
            attributes=attributes,
            batch_size=min(self.options.batch_size or board.load.batch_size, 500),
            workers=self.options.max_workers or board.load.max_workers,
            detailed=board.detailed,
        )
        keeps_nul = self.landing.keeps_nul
        landed = 0
        for event in self.monday.read(plan):
            match event:
                case Page(items):
                    here = _columns_of_page(items, types)
                    self.append(incoming, rows_of(items, attributes, here, keeps_nul=keeps_nul))
                    self.first_page = self.first_page or items
                    landed += len(items)
                    self.progress(landed, max(live.items_count, landed))
                case Cells(rows):
                    cells = ((row.id, row.cells) for row in rows)
                    self.append(incoming, cell_rows_of(cells, set(types), keeps_nul=keeps_nul))
                case Restart(reason):
                    log.warning("%s: starting over: %s", board.name, reason)
                    incoming.clear()
                    landed, self.losses = 0, 0
                case Gone(ids):
                    incoming.delete(ids)
                case Complete():
                    self.note_completeness(event)
                    return event.items
        raise AssertionError("a read ends with Complete or an error")

    def append(self, incoming: Incoming, rows: Rows) -> None:
        incoming.append(rows)
        self.losses += sum(rows.losses.values())

    def note_completeness(self, end: Complete) -> None:
        """Say how a board that people edited meanwhile was found whole."""
        if end.duplicates or end.added or end.gone or end.sweeps:
            log.info(
                "%s: the board changed while it was read: %d came twice, %d were fetched by id, "
                "%d had left; complete with %s items",
                self.record.board, end.duplicates, end.added, end.gone, f"{end.items:,}",
            )  # fmt: skip
        if end.absent:
            log.warning(
                "%s: monday gave no value at all for: %s", self.record.board, ", ".join(end.absent)
            )

    def save(self, before: BoardFile, adapted: Adapted) -> BoardFile:
        """Write what drift changed. A folder that cannot be written is reported, not fatal."""
        new = {c.column_id for c in adapted.changes if c.kind in ("added", "retyped")}
        proposals = [
            p
            for p in propose(adapted.board, self.first_page, self.session.numbers_type)
            if p.column_id in new
        ]
        for proposal in proposals:
            log.info("%s: %s becomes %s: %s", before.name, proposal.column_id,
                     proposal.data_type, proposal.reason)  # fmt: skip
        board = accept(adapted.board, proposals)
        try:
            write(self.session.file_changes(board))
        except ProjectError as exc:
            log.warning("%s: the drift was loaded but not written: %s", before.name, exc)
        return board

    def finished(self, items: int, rows: int) -> LoadRecord:
        used = self.monday.usage
        return replace(
            self.record,
            ended_at=datetime.now(UTC),
            status="complete",
            items=items,
            rows=rows,
            calls=used.calls,
            complexity=used.complexity,
            waits=used.waits,
        )

    def failed(self, exc: BaseException) -> LoadRecord:
        used = self.monday.usage
        reason = str(exc) if isinstance(exc, MondayError) else f"{type(exc).__name__}: {exc}"
        return replace(
            self.record,
            ended_at=datetime.now(UTC),
            status="failed",
            calls=used.calls,
            complexity=used.complexity,
            waits=used.waits,
            error=reason,
        )


def fetched_columns(board: BoardFile, live: Board) -> tuple[Column, ...]:
    """Approved columns that are on the board now, as monday has them."""
    approved = {c.id for c in board.approved}
    return tuple(c for c in live.columns if c.id in approved and not c.archived)


def _columns_of_page(items: tuple[Item, ...], types: dict[str, str]) -> dict[str, str]:
    """The columns whose cells a page carries: formulas may come beside it, the rest comes here."""
    come = {cell.column_id for item in items for cell in item.cells}
    return {c: kind for c, kind in types.items() if kind != "formula" or c in come}
