"""One load of one board: open, discover, decide, carry out, look up people, save."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from loader.board.board_file import BoardFile
from loader.errors import LoaderError, WarehouseError
from loader.landing.contract import Landing
from loader.landing.open import open_landing
from loader.landing.records import LoadRecord
from loader.load.drift import Drift, discover, refuse_or_tell, save
from loader.load.incremental_rules import Landed
from loader.load.people import refresh_people
from loader.load.plan import plan_load
from loader.load.request import LoadOptions, LoadResult, Progress
from loader.load.transfer import Transfer, with_usage
from loader.monday.api import Monday
from loader.monday.budget.observer import LogObserver
from loader.monday.limits import ITEMS_A_PAGE
from loader.session import Session

log = logging.getLogger(__name__)


SPARE_CALLS = 3
"""So many calls besides one for each full page a load may take; people are looked up if left."""


def load_board(
    session: Session, name: str, options: LoadOptions, progress: Progress, load_id: str
) -> LoadResult:
    """Fetch a board and land it complete. Raises a LoaderError; the last load's data then stays.

    The caller sees to it that log lines carry `load_id` (`logs.lines_of_load`).
    """
    board = session.registry.read_loadable(name)
    record = LoadRecord(
        load_id=load_id, board=name, board_id=board.board_id, started_at=datetime.now(UTC)
    )
    started = time.monotonic()
    with open_landing(session.warehouse, board.database) as landing:
        landing.start_load(record)
        monday = session.monday.share(LogObserver(load_id))
        transfer = Transfer(monday, landing, record, progress)
        try:
            drift = discover(session, monday, board, options.on_drift)
            transfer.record = replace(record, drift=drift.as_json)
            refuse_or_tell(drift, options.on_drift)
            plan = plan_load(
                drift.board, drift.live, options, landed_state(landing, name), record.started_at
            )
            transfer.carry_out(plan)
        except BaseException as exc:
            with suppress(WarehouseError):
                landing.finish_load(failed(with_usage(transfer.record, monday.usage), exc))
            raise
        _look_up_people(monday, landing, transfer)
        landing.finish_load(transfer.record)
    board = save(session, drift, transfer.first_page)
    return _result(board, drift, transfer, time.monotonic() - started)


def landed_state(landing: Landing, name: str) -> Landed:
    """What the warehouse holds of a board before a load."""
    rows, items = landing.raw_counts(name)
    last = landing.last_complete(name)
    mark = last.watermark if last else None
    return Landed(
        last=last,
        last_full=landing.last_complete(name, "full"),
        watermark_met=landing.watermark_met(name, mark) if mark else None,
        rows=rows,
        items=items,
        labels=landing.dimensions.labels(name),
    )


def failed(record: LoadRecord, exc: BaseException) -> LoadRecord:
    """The record of a load that ended in `exc`."""
    reason = str(exc) if isinstance(exc, LoaderError) else f"{type(exc).__name__}: {exc}"
    if isinstance(exc, KeyboardInterrupt):
        reason = "interrupted"
    return replace(record, ended_at=datetime.now(UTC), status="failed", error=reason)


def _look_up_people(monday: Monday, landing: Landing, transfer: Transfer) -> None:
    """Names of the people who were met, once a day, where calls are left for it."""
    record = transfer.record
    spare = -(-(record.items or 0) // ITEMS_A_PAGE) + SPARE_CALLS - monday.usage.calls
    if spare > 0:
        refresh_people(monday, landing.dimensions, transfer.people, record.started_at)
        transfer.record = with_usage(record, monday.usage)


def _result(board: BoardFile, drift: Drift, transfer: Transfer, seconds: float) -> LoadResult:
    record, changed = transfer.record, transfer.changed
    return LoadResult(
        board=board,
        load_id=record.load_id,
        items=record.items or 0,
        rows=record.rows or 0,
        calls=record.calls or 0,
        complexity=record.complexity or 0,
        seconds=seconds,
        waits=record.waits or 0.0,
        changes=drift.changes,
        losses=transfer.losses,
        kind=record.kind or "full",
        changed=changed.changed if changed else 0,
        gone=len(changed.gone) if changed else 0,
    )
