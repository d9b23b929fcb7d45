"""Decide what a load reads, before anything is read. Pure: no requests and no writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loader.board.board_file import BoardFile
from loader.board.model import Board, Column
from loader.board.spellings import moment
from loader.landing.id_rows import LabelChanges
from loader.landing.records import LoadKind, LoadRecord
from loader.landing.rows import ANCHOR
from loader.load.columns import fetched_columns, untraced_columns
from loader.load.incremental_rules import (
    OVERLAP,
    Landed,
    edited_columns,
    fingerprint,
    is_settled,
    revisions_of,
    why_full,
    why_sweep,
)
from loader.load.labels import label_changes, live_labels, relabelled
from loader.load.refused_counts import COUNTS, in_words, remembered
from loader.load.request import LoadOptions
from loader.monday.limits import ITEMS_A_PAGE
from loader.monday.read.plan import ReadPlan

FEW = 100
"""Items in the first request for a small board, or for a large one's latest changes."""
ROOM = 10
"""New items to allow for since the board was last counted."""
LEAST_PAGE = 25
LOG_OVERLAP = OVERLAP + timedelta(minutes=1)
"""The log is read from this long before the last load: it may lag, and clocks may differ."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How one board is loaded. `read` reads the whole board, with every column to fetch."""

    board: BoardFile
    read: ReadPlan
    fingerprint: str
    """What the rows consist of; rows with different fingerprints are never merged."""
    revisions: str
    """JSON text: monday's revision of each column, for the load record."""
    labels: LabelChanges
    """Label changes to write in the transaction of the rows."""
    since: datetime | None
    """By monday's clock: the raw table has every change before this time. None: read everything."""
    settled: bool
    """Whether a load after `since` saw every change before it, whatever monday's lag."""
    look: int
    """How many of the most recently changed items the first request asks for."""
    why_sweep: str | None
    """Why all items are swept; None if counts and the activity log may be enough."""
    swept_at: str | None
    """When the last load that swept all items began, ISO 8601."""
    log_from: datetime | None
    """By monday's clock: read the activity log from this time to find items that have left."""
    again: tuple[Column, ...]
    """Columns that an incremental load rereads for every item."""
    edited: tuple[Column, ...]
    """The columns in `again` that were edited on monday or whose labels were renamed."""
    refused: Mapping[str, str]
    """Notes on counts that monday refused to the account and is not asked for again yet."""
    why_full: str | None
    """Why an incremental load became a full one; None if it did not."""

    @property
    def kind(self) -> LoadKind:
        """The kind of load: `full` or `changed`."""
        return "full" if self.since is None else "changed"

    @property
    def keeps_archived(self) -> bool:
        """Whether archived items belong in the raw table."""
        return "archived" in self.board.states

    @property
    def proves_content(self) -> bool:
        """Whether a full load is compared with monday's own counts of its columns."""
        return self.board.load.prove_content is not False

    @property
    def due_from(self) -> datetime:
        """Items that changed from this time on are read again, whatever the raw table holds.

        If the plan is settled, an earlier load that began long enough after the watermark has
        already read the overlap: no item can still change with an earlier date.
        """
        if self.since is None:
            raise ValueError("a full load has no moment to start from")
        return self.since + INSTANT if self.settled else self.since - OVERLAP

    @property
    def compared(self) -> tuple[str, ...]:
        """Raw-table columns to compare for a change of an item's name or attributes."""
        return (ANCHOR, *sorted(self.read.attributes))

    @property
    def left_out(self) -> tuple[Column, ...]:
        """Columns whose changes do not show in an item's date, left for the next full load."""
        return tuple(c for c in untraced_columns(self.read.columns) if c not in self.again)

    def in_full(self, why: str) -> LoadPlan:
        """Return the same load as a full one."""
        return replace(self, since=None, why_full=why)


def plan_load(
    board: BoardFile,
    live: Board,
    options: LoadOptions,
    landed: Landed,
    now: datetime,
    *,
    decides_types: bool = False,
) -> LoadPlan:
    """Decide how to read `board`, which is already adapted to `live`.

    `landed` is what the warehouse holds of it, `now` the start of the load, in UTC.
    `decides_types`: the values that this load reads decide the types of columns. A load that did
    not adapt may have landed those rows already, and an incremental load would read none of them.
    """
    read = read_plan(board, live, options)
    kind = fingerprint(board, read.columns)
    labels = live_labels(board.name, board.board_id, read.columns, now)
    last = landed.last
    why = why_full(landed, board, kind, now) if options.changed else None
    if options.changed and decides_types and why is None:
        why = "types of columns are decided by their values"
    if options.changed and options.accept:
        why = "what is accepted is accepted of the whole board"
    on_top_of = last if options.changed and why is None else None
    edited = _edited(read.columns, last, relabelled(landed.labels, labels))
    again = columns_to_read_again(board, read, edited)
    refused = remembered(last, now)
    sweep = "columns are read anew of every item" if again else None
    sweep = sweep or why_sweep(landed, board, read.pages, now)
    if sweep is None and COUNTS in refused:
        sweep = in_words(refused[COUNTS])
    return LoadPlan(
        board=board,
        read=read,
        fingerprint=kind,
        revisions=revisions_of(read.columns),
        labels=label_changes(landed.labels, labels, now),
        since=_since(on_top_of) if on_top_of else None,
        settled=is_settled(landed),
        look=look_size(board, options, landed.items),
        why_sweep=sweep,
        swept_at=last.swept_at if last else None,
        log_from=last.started_at - LOG_OVERLAP if last else None,
        again=again,
        edited=edited,
        refused=refused,
        why_full=why,
    )


def read_plan(board: BoardFile, live: Board, options: LoadOptions) -> ReadPlan:
    """Return what a full load reads of each item, and how."""
    return ReadPlan(
        board=live,
        columns=fetched_columns(board, live),
        attributes=frozenset(a.id for a in board.approved_attributes),
        batch_size=min(options.batch_size or board.load.batch_size, page_for(live.items_count)),
        workers=options.max_workers or board.load.max_workers,
        detailed=board.detailed,
        accept=options.accept,
    )


def page_for(items: int) -> int:
    """Return a page size for this many items and a few new ones: points depend on the size."""
    return min(ITEMS_A_PAGE, max(LEAST_PAGE, items + max(ROOM, items // 10)))


def sweep_plan(plan: ReadPlan, again: Sequence[Column], *, size: int = ITEMS_A_PAGE) -> ReadPlan:
    """Return a plan that reads every item with its name, attributes and the columns to reread.

    `size` is the number of items per request if no column is reread.
    """
    size = plan.batch_size if again else size
    return replace(plan, columns=tuple(again), batch_size=size, workers=1)


def look_size(board: BoardFile, options: LoadOptions, items: int | None) -> int:
    """Return how many of the most recently changed items to ask for; `items` is the last count.

    The whole board if it fits on one page; otherwise what may have changed since.
    """
    few = items is None or not FEW - ROOM < items <= ITEMS_A_PAGE
    return min(options.batch_size or board.load.batch_size, FEW if few else ITEMS_A_PAGE)


def columns_to_read_again(
    board: BoardFile, plan: ReadPlan, edited: Sequence[Column] = ()
) -> tuple[Column, ...]:
    """Return the columns that an incremental load rereads for every item.

    These are edited columns and, if the board file says so, those that change without a trace.
    """
    untraced = untraced_columns(plan.columns) if board.load.refresh == "always" else ()
    return tuple(c for c in plan.columns if c in edited or c in untraced)


def _since(last: LoadRecord) -> datetime | None:
    """Return the watermark of `last`, or its start if the watermark was then in the future."""
    mark = moment(last.watermark)
    return None if mark is None else min(mark, last.started_at)


def _edited(
    columns: Sequence[Column], last: LoadRecord | None, renamed: Sequence[str]
) -> tuple[Column, ...]:
    """Return columns whose cells may change without an item's date: edited, or labels renamed."""
    edited = {c.id for c in edited_columns(columns, last.revisions if last else None)}
    return tuple(c for c in columns if c.id in edited or c.id in renamed)
