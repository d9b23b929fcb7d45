"""What a load reads, decided before anything is read. Pure: nothing is asked or written here."""

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
"""Items of a small board, or of those of a large one that may have changed since its last load."""
ROOM = 10
"""So many items may be new on a board that is taken for a small one."""
LEAST_PAGE = 25
LOG_OVERLAP = OVERLAP + timedelta(minutes=1)
"""So long before the last load the activity log is read: it may lag, and clocks may differ."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """One load of one board. `read` is a read of the whole board, with every column to fetch."""

    board: BoardFile
    read: ReadPlan
    fingerprint: str
    """What the rows consist of; rows of another fingerprint are not merged with."""
    revisions: str
    """JSON text of monday's revision of each column, for the record of the load."""
    labels: LabelChanges
    """What to write of the board's labels, in the transaction of the rows."""
    since: datetime | None
    """By monday's clock: what changed before it stands in the raw table. None: read all."""
    settled: bool
    """Whether a load after that moment saw everything before it, whatever monday's lag."""
    look: int
    """How many of the items that changed last are asked for before all else."""
    why_sweep: str | None
    """Why every item is looked at; None where counts and the activity log may do."""
    swept_at: str | None
    """When the last load that did so began, ISO 8601."""
    log_from: datetime | None
    """By monday's clock: the activity log from then on says what left since the last load."""
    again: tuple[Column, ...]
    """Columns that an incremental load reads anew of every item."""
    edited: tuple[Column, ...]
    """Those of them that were edited themselves on monday."""
    refused: Mapping[str, str]
    """Notes of what monday is not asked for, as it refused that to the account."""
    why_full: str | None
    """Why a load of changes became a full one; None for one that was asked for as full."""

    @property
    def kind(self) -> LoadKind:
        """How the board is read."""
        return "full" if self.since is None else "changed"

    @property
    def keeps_archived(self) -> bool:
        """Whether archived items belong into the raw table."""
        return "archived" in self.board.states

    @property
    def proves_content(self) -> bool:
        """Whether a full load is compared with what monday counts of its columns."""
        return self.board.load.prove_content is not False

    @property
    def due_from(self) -> datetime:
        """Items that changed from then on are read again, whatever the raw table has of them.

        Where the plan is settled, a load that came long enough after the watermark has read the
        overlap already: no item can change any more with a date before it.
        """
        if self.since is None:
            raise ValueError("a full load has no moment to start from")
        return self.since + INSTANT if self.settled else self.since - OVERLAP

    @property
    def compared(self) -> tuple[str, ...]:
        """Columns of the raw table with which an item's name and attributes are compared."""
        return (ANCHOR, *sorted(self.read.attributes))

    @property
    def left_out(self) -> tuple[Column, ...]:
        """Columns that change unseen and are left for the next full load."""
        return tuple(c for c in untraced_columns(self.read.columns) if c not in self.again)

    def in_full(self, why: str) -> LoadPlan:
        """The same load as a full one."""
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
    """Decide how `board`, as adapted to `live`, is read.

    `landed` is what the warehouse holds of it, `now` the start of the load, in UTC.
    `decides_types`: columns get their types by the values that this load meets. Their rows may
    stand there already, from a load that did not adapt, so that none of them would be read.
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
    """What is read of each item of a full load, and how."""
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
    """Items of a page that holds so many, with room for new ones: points are by what is asked."""
    return min(ITEMS_A_PAGE, max(LEAST_PAGE, items + max(ROOM, items // 10)))


def sweep_plan(plan: ReadPlan, again: Sequence[Column], *, size: int = ITEMS_A_PAGE) -> ReadPlan:
    """A read of every item with its name, its attributes and the columns to be read again.

    `size` is items a request where no column is read again.
    """
    size = plan.batch_size if again else size
    return replace(plan, columns=tuple(again), batch_size=size, workers=1)


def look_size(board: BoardFile, options: LoadOptions, items: int | None) -> int:
    """Items to ask for of those that changed last, of a board that had so many.

    The whole board where it fits on a page; of a larger one what may have changed meanwhile.
    """
    few = items is None or not FEW - ROOM < items <= ITEMS_A_PAGE
    return min(options.batch_size or board.load.batch_size, FEW if few else ITEMS_A_PAGE)


def columns_to_read_again(
    board: BoardFile, plan: ReadPlan, edited: Sequence[Column] = ()
) -> tuple[Column, ...]:
    """Columns that an incremental load reads anew of every item: edited ones, and those that
    change without a trace where the board file says so.
    """
    untraced = untraced_columns(plan.columns) if board.load.refresh == "always" else ()
    return tuple(c for c in plan.columns if c in edited or c in untraced)


def _since(last: LoadRecord) -> datetime | None:
    """Its watermark; where an item bears a date that was still to come, its begin."""
    mark = moment(last.watermark)
    return None if mark is None else min(mark, last.started_at)


def _edited(
    columns: Sequence[Column], last: LoadRecord | None, renamed: Sequence[str]
) -> tuple[Column, ...]:
    """Columns whose cells may differ though no item's date tells: edited, labels renamed."""
    edited = {c.id for c in edited_columns(columns, last.revisions if last else None)}
    return tuple(c for c in columns if c.id in edited or c.id in renamed)
