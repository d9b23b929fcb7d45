"""One load of one board, from schema check to recorded result."""

from __future__ import annotations

import json
import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from loader.board.board_file import BoardFile
from loader.board.drift import Adapted, adapt
from loader.board.model import Board
from loader.board.type_proposals import Proposal, accept, propose
from loader.errors import DriftRefused, LoaderError, ProjectError, WarehouseError
from loader.generate.project_files import file_changes
from loader.generate.write import write
from loader.landing.contract import Landing
from loader.landing.open import open_landing
from loader.landing.records import LoadRecord
from loader.load.columns import fetched_columns
from loader.load.people import refresh_people
from loader.load.request import LoadOptions, LoadResult, Progress
from loader.load.transfer import Transfer, with_usage
from loader.monday.api import ReadPlan
from loader.monday.budget.observer import LogObserver
from loader.monday.limits import ITEMS_A_PAGE
from loader.session import Session

log = logging.getLogger(__name__)


SPARE_CALLS = 3
"""So many calls besides one for each full page a load may take; people are looked up if left."""


def loadable_board(session: Session, name: str) -> BoardFile:
    """The board of this name, unless it was removed. Raises ProjectError and as reading."""
    board = session.registry.read(name)
    if board.removed:
        raise ProjectError(
            f"Board {name!r} was removed; run `monday-board deploy --board-id {board.board_id} "
            f"--board-name {name}` to take it back."
        )
    return board


def load_board(
    session: Session, name: str, options: LoadOptions, progress: Progress, load_id: str
) -> LoadResult:
    """Fetch a board and land it whole. Raises a LoaderError; the last load's data then stays.

    The caller sees to it that log lines carry `load_id` (`logs.lines_of_load`).
    """
    board = loadable_board(session, name)
    record = LoadRecord(
        load_id=load_id, board=name, board_id=board.board_id, started_at=datetime.now(UTC)
    )
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
        run.look_up_people()
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
        self.monday = session.monday.share(LogObserver(record.load_id))
        self.live: Board | None = None
        self.transfer: Transfer | None = None

    def land(self, board: BoardFile) -> Adapted:
        """Fetch the board, or what changed on it, into the raw table; what drift there was."""
        live = self.live = self.monday.board(board.board_id)
        adapted = self.check_schema(board, live)
        plan = self.plan(adapted.board, live)
        self.transfer = Transfer(
            self.monday, self.landing, adapted.board, plan, self.record, self.progress
        )
        self.transfer.carry_out(changed=self.options.changed)
        self.record = self.transfer.record
        return adapted

    def plan(self, board: BoardFile, live: Board) -> ReadPlan:
        """What is read of each item, and how."""
        return ReadPlan(
            board=live,
            columns=fetched_columns(board, live),
            attributes=frozenset(a.id for a in board.approved_attributes),
            batch_size=min(self.options.batch_size or board.load.batch_size, ITEMS_A_PAGE),
            workers=self.options.max_workers or board.load.max_workers,
            detailed=board.detailed,
        )

    def look_up_people(self) -> None:
        """Names of the people who were met, once a day, where calls are left for it."""
        spare = -(-(self.record.items or 0) // ITEMS_A_PAGE) + SPARE_CALLS - self.monday.usage.calls
        if self.transfer is not None and spare > 0:
            people, now = self.transfer.people, self.record.started_at
            refresh_people(self.monday, self.landing.dimensions, people, now)
            self.record = with_usage(self.record, self.monday.usage)

    def result(self, board: BoardFile, adapted: Adapted, seconds: float) -> LoadResult:
        record = self.record
        changed = self.transfer.changed if self.transfer else None
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
            losses=self.transfer.losses if self.transfer else 0,
            kind=record.kind or "full",
            changed=changed.changed if changed else 0,
            gone=len(changed.gone) if changed else 0,
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

    def save(self, before: BoardFile, adapted: Adapted) -> BoardFile:
        """Write what drift changed. The data is there: what cannot be written is only reported.

        What a person changed in the board file while its board was being read stays.
        """
        if self.options.on_drift != "adapt":
            adapted = Adapted(before, ())
        proposals = self.proposals(adapted)
        for proposal in proposals:
            log.info("%s: %s becomes %s: %s", before.name, proposal.column_id,
                     proposal.data_type, proposal.reason)  # fmt: skip
        board = accept(adapted.board, proposals)
        try:
            board = self.as_edited(before, board)
            write(file_changes(self.session, board))
        except LoaderError as exc:
            log.warning("%s: the drift was loaded but not written: %s", before.name, exc)
        return board

    def as_edited(self, before: BoardFile, board: BoardFile) -> BoardFile:
        """`board`, or the board file as edited since it was read, brought up to date likewise."""
        current = self.session.registry.read(before.name)
        if current == before or self.live is None:
            return board
        if self.options.on_drift != "adapt":
            return current
        again = adapt(current, self.live, self.session.policy, self.session.today)
        return accept(again.board, self.proposals(again))

    def proposals(self, adapted: Adapted) -> tuple[Proposal, ...]:
        """Data types that the first page calls for, of new and retyped columns."""
        first_page = self.transfer.first_page if self.transfer else ()
        new = {c.column_id for c in adapted.changes if c.kind in ("added", "retyped")}
        found = propose(adapted.board, first_page, self.session.numbers_type)
        return tuple(p for p in found if p.column_id in new)

    def failed(self, exc: BaseException) -> LoadRecord:
        """The record of a load that ended in `exc`."""
        reason = str(exc) if isinstance(exc, LoaderError) else f"{type(exc).__name__}: {exc}"
        if isinstance(exc, KeyboardInterrupt):
            reason = "interrupted"
        record = with_usage(self.record, self.monday.usage)
        return replace(record, ended_at=datetime.now(UTC), status="failed", error=reason)
