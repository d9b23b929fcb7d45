"""Run one load of one board: open, discover, decide, carry out, look up people, save."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from loader.board.board_file import BoardFile
from loader.board.column_register import Register
from loader.board.model import Item
from loader.board.recovery import loaded_board
from loader.errors import LoaderError, WarehouseError
from loader.generate.taken_names import check_leftovers
from loader.landing.account_tables import AccountTables
from loader.landing.contract import Landing
from loader.landing.id_rows import ColumnRow
from loader.landing.open import open_landing
from loader.landing.records import LoadRecord, refuse_other_board
from loader.landing.register import register_in, rows_to_write
from loader.load.account import refresh_account
from loader.load.drift import (
    Drift,
    decide,
    discover,
    refuse_or_tell,
    register_after,
    save,
)
from loader.load.landed import landed_state
from loader.load.lossy_types import tell_of_lossy_types
from loader.load.people import refresh_people
from loader.load.plan import plan_load
from loader.load.request import LoadOptions, LoadResult, Progress
from loader.load.table_changes import sentences, table_changes, who_reads
from loader.load.transfer import Transfer, with_usage
from loader.monday.api import Monday
from loader.monday.budget.observer import LogObserver
from loader.monday.limits import ITEMS_A_PAGE
from loader.session import Session

log = logging.getLogger(__name__)


SPARE_CALLS = 3
"""Calls allowed beyond one per full page; people are looked up if any of these are left."""


def load_board(
    session: Session, name: str, options: LoadOptions, progress: Progress, load_id: str
) -> LoadResult:
    """Fetch a board and land it complete, or raise a LoaderError and keep the last load's data.

    The caller must ensure that log lines carry `load_id` (`logs.lines_of_load`).
    """
    board = session.registry.read_loadable(name)
    session.check_loaded_table(board)
    check_leftovers(session.project, board, session.registry.names())
    _ = session.loads_account  # report a wrong setting before anything is loaded
    record = LoadRecord(
        load_id=load_id, board=name, board_id=board.board_id, started_at=datetime.now(UTC)
    )
    started = time.monotonic()
    with open_landing(session.warehouse, board.database) as landing:
        landing.start_load(record)
        try:
            monday = session.monday.share(LogObserver(load_id))
        except LoaderError as exc:
            with suppress(WarehouseError):
                landing.finish_load(_failed(record, exc, datetime.now(UTC)))
            raise
        run = _Run(session, options, landing, record, progress, monday)
        try:
            run.land(board)
        except BaseException as exc:
            with suppress(WarehouseError):
                landing.finish_load(run.failed(exc))
            raise
        run.look_up_people()
        run.look_up_account()
        landing.finish_load(run.transfer.record)
        tell_of_lossy_types(landing, run.decided, run.drift.register)
        run.save()
    return run.result(time.monotonic() - started)


def _failed(record: LoadRecord, exc: BaseException, now: datetime) -> LoadRecord:
    """Return the record of a load that failed with `exc`."""
    reason = str(exc) if isinstance(exc, LoaderError) else f"{type(exc).__name__}: {exc}"
    if isinstance(exc, KeyboardInterrupt):
        reason = "interrupted"
    return replace(record, ended_at=now, status="failed", error=reason)


class _Run:
    """The steps of one load and the state they share."""

    drift: Drift
    decided: BoardFile
    register: Register
    """As this load writes it."""
    altered: tuple[str, ...] = ()
    unwritten: str | None = None

    def __init__(
        self,
        session: Session,
        options: LoadOptions,
        landing: Landing,
        record: LoadRecord,
        progress: Progress,
        monday: Monday,
    ) -> None:
        self.session = session
        self.options = options
        self.landing = landing
        self.monday = monday
        self.progress = progress
        self.transfer = Transfer(self.monday, landing, record, progress)

    def land(self, board: BoardFile) -> None:
        """Discover, decide and carry out, up to the commit of rows and decisions."""
        options = self.options
        self._follow_last(board)
        register = register_in(self.landing.columns(board.name), board.board_id)
        self.drift = discover(self.session, self.monday, board, register, options.on_drift)
        self.progress(0, self.drift.live.items_count)
        record = self.transfer.record
        wrong_by = self.monday.now() - datetime.now(UTC)
        begun = min(record.started_at, self.monday.begun or record.started_at)
        record = replace(record, started_at=begun + wrong_by, drift=self.drift.as_json)
        self.transfer.record = record
        refuse_or_tell(self.drift, options.on_drift)
        landed = landed_state(self.landing, board.name)
        drift = self.drift
        plan = plan_load(
            drift.board, drift.live, options, landed, record.started_at,
            decides_types=drift.decides_types,
        )  # fmt: skip
        self.transfer.carry_out(plan, self.decide)

    def _follow_last(self, board: BoardFile) -> None:
        """Refuse answers older than the last load, so that no row goes back to an earlier state.

        Raise ProjectError if the last load was of another board.
        """
        last = self.landing.last_complete(board.name)
        if last is not None and last.ended_at is not None:
            self.monday.distrust_before(last.ended_at)
        refuse_other_board(last, board.name, board.board_id)

    def decide(self, first_page: Sequence[Item]) -> tuple[ColumnRow, ...]:
        """Decide about the board's columns; return the rows to write along with the load's own."""
        self.decided = decide(self.session, self.drift, first_page, self.landing.same_names)
        self.altered = self._altered()
        if self.altered:
            self.transfer.notes["table_changes"] = list(self.altered)
        record = self.transfer.record
        self.register = register_after(self.drift, self.decided, record.load_id)
        return rows_to_write(
            self.decided, self.register, self.drift.register,
            load_id=record.load_id, now=record.started_at,
        )  # fmt: skip

    def _altered(self) -> tuple[str, ...]:
        """Return the changes that the next build makes to the table's columns, as sentences."""
        before = loaded_board(self.drift.filed, self.drift.register)
        changes = table_changes(before, self.decided)
        breaking = any(change.breaks for change in changes)
        readers = who_reads(self.session, self.landing, self.decided) if breaking else ()
        return sentences(changes, readers)

    def failed(self, exc: BaseException) -> LoadRecord:
        """Return the record of this load, failed with `exc`."""
        record = with_usage(self.transfer.record, self.monday.usage)
        return _failed(record, exc, self.monday.now())

    def look_up_people(self) -> None:
        """Look up the names of people in the board, once a day, if calls are left for it."""
        record = self.transfer.record
        calls = self.monday.usage.calls - self.transfer.log_calls
        spare = -(-(record.items or 0) // ITEMS_A_PAGE) + SPARE_CALLS - calls
        if spare > 0:
            met = self.transfer.people
            refresh_people(self.monday, self.landing.dimensions, met, record.started_at)
            self.transfer.record = with_usage(record, self.monday.usage)

    def look_up_account(self) -> None:
        """Refresh the account's tables in the first load of a day, if the project asks for them."""
        now = self.monday.now()
        if self.session.takes_account(self.landing.database, now.date()):
            refresh_account(self.monday, AccountTables(self.landing.dimensions.engine), now)
            self.transfer.record = with_usage(self.transfer.record, self.monday.usage)

    def save(self) -> None:
        """Write the board file and the files generated from it."""
        first_page = self.transfer.first_page
        self.decided, self.unwritten = save(
            self.session, self.drift, self.decided, self.register, first_page
        )

    def result(self, seconds: float) -> LoadResult:
        """Return the result of the load, for its closing line."""
        record, changed = self.transfer.record, self.transfer.changed
        return LoadResult(
            board=self.decided,
            load_id=record.load_id,
            items=record.items or 0,
            rows=record.rows or 0,
            calls=record.calls or 0,
            shared_calls=self.monday.usage.shared,
            complexity=record.complexity or 0,
            seconds=seconds,
            waits=record.waits or 0.0,
            changes=self.drift.changes,
            losses=self.transfer.losses,
            kind=record.kind or "full",
            complete_by=record.complete_by or "sweep",
            changed=self.transfer.differing,
            gone=len(changed.gone) if changed else 0,
            news=self.transfer.news,
            altered=self.altered,
            unwritten=self.unwritten,
        )
