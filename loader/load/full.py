"""A board read whole: every item into the aside table."""

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
    """What came. `first_page` serves for proposals of types."""

    ids: set[int] = field(default_factory=set)
    first_page: tuple[Item, ...] = ()
    watermark: datetime | None = None
    withheld: tuple[str, ...] = ()
    """Columns that are on the board and came with no item."""
    accepted: tuple[str, ...] = ()
    """What was not as it should be and a person accepted, in a sentence each."""


def read_full(
    name: str, monday: Monday, plan: ReadPlan, writer: RowWriter, progress: Progress
) -> FullResult:
    """Follow the events of a read to their end. Raises what made it impossible."""
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
    """The last change among these items; None when one of the dates cannot be read."""
    moments = [moment(item.updated_at) for item in items]
    known = [m for m in moments if m is not None]
    return max(known) if known and len(known) == len(moments) else None


def note_completeness(name: str, end: Complete) -> None:
    """Say how a board that people edited meanwhile was found complete."""
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
    """A moment by monday's clock before which this read saw every change.

    What changed after it was read changed after the read began; so the board's own last change
    when it began is such a moment, and so is the newest item of a first page that came before
    all others. The board's date is not trusted to be in step with its items'.
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
