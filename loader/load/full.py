"""Read a whole board: every item into the incoming table."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime

from loader.board.model import Item
from loader.board.spellings import moment
from loader.load.request import Progress
from loader.load.row_writer import RowWriter
from loader.monday.api import Cells, Complete, Gone, Monday, Page, ReadPlan, Restart

log = logging.getLogger(__name__)


@dataclass(slots=True)
class FullResult:
    """Result of a full read. Types are proposed from `first_page`."""

    ids: set[int] = field(default_factory=set)
    first_page: tuple[Item, ...] = ()
    watermark: datetime | None = None
    withheld: tuple[str, ...] = ()
    """Columns of the board that came with no item."""
    accepted: tuple[str, ...] = ()
    """Faults that a person accepted, one sentence each."""


def read_full(
    name: str, monday: Monday, plan: ReadPlan, writer: RowWriter, progress: Progress
) -> FullResult:
    """Land what a read gives, to its end, and return the result. Raise what made it impossible."""
    found = FullResult()
    newest: list[datetime | None] = []
    for event in monday.read(plan):
        match event:
            case Page(items, columns):
                writer.page(items, columns)
                found.ids.update(item.id for item in items)
                found.first_page = found.first_page or items
                newest.append(newest_of(items))
                progress(len(found.ids), max(plan.board.items_count, len(found.ids)))
            case Cells(rows):
                writer.cells(rows)
            case Restart(reason):
                log.warning("%s: starting over: %s", name, reason)
                writer.clear()
                found.ids.clear()
                newest.clear()
            case Gone(ids):
                writer.delete(ids)
                found.ids.difference_update(ids)
            case Complete():
                note_completeness(name, event)
                found.withheld, found.accepted = event.withheld, event.accepted
    found.watermark = _watermark(plan, newest)
    return found


def newest_of(items: tuple[Item, ...]) -> datetime | None:
    """Return the latest change date of these items; None if any date is unreadable."""
    moments = [moment(item.updated_at) for item in items]
    known = [m for m in moments if m is not None]
    return max(known) if known and len(known) == len(moments) else None


def note_completeness(name: str, end: Complete) -> None:
    """Log how a board that people edited during the read was found complete."""
    if end.duplicates or end.added or end.gone or end.sweeps:
        log.info(
            "%s: the board changed while it was read: %d came twice, %d were fetched by id, "
            "%d had left; complete with %s items",
            name, end.duplicates, end.added, end.gone, f"{end.items:,}",
        )  # fmt: skip
    for sentence in end.accepted:
        log.warning("%s: accepted: %s", name, sentence)
    if end.withheld:
        log.warning("%s: monday gave no value at all for: %s", name, ", ".join(end.withheld))
    if end.missing:
        log.warning(
            "%s: monday gave no cell for some items, which are empty there, of: %s",
            name, ", ".join(end.missing),
        )  # fmt: skip


def _watermark(plan: ReadPlan, newest: list[datetime | None]) -> datetime | None:
    """Return a time, by monday's clock, before which this read saw every change.

    A change that the read missed was made after the item was read, so after the read began. So the
    board's last change at that start is such a time. So is the newest item of a first page that was
    read before all others. The board's date is not trusted to agree with its items' dates.
    """
    known = [n for n in newest if n is not None]
    start = moment(plan.board.updated_at)
    found = []
    if start is not None and known:
        found.append(min(start, max(known)))
    elif start is not None and not newest:
        found.append(start)
    if plan.workers == 1 and newest and newest[0] is not None:
        found.append(newest[0])
    return max(found) if found else None
