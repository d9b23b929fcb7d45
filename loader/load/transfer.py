"""One board's rows from monday into its raw table: whole, or what changed merged in."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from loader.board.board_file import BoardFile
from loader.board.model import Column, Item, moment
from loader.errors import PermissionDenied
from loader.landing.contract import Landing
from loader.landing.records import LoadKind, LoadRecord
from loader.load.columns import again_of, untraced_columns
from loader.load.departed_items import Departures, Leaving
from loader.load.full import read_whole
from loader.load.incremental import OVERLAP, Changed, ChangedRead, Known, WholeInstead, watched
from loader.load.incremental_rules import Basis, edited_columns, fingerprint, revisions_of, why_full
from loader.load.labels import label_changes, live_labels, relabelled
from loader.load.people import People
from loader.load.request import Progress
from loader.load.row_writer import Intake
from loader.monday.api import Monday, ReadPlan, Usage
from loader.monday.limits import IDS_A_REQUEST

log = logging.getLogger(__name__)

MAX_FULL_READS = 2
"""How often a board is read whose pages leave out what it has, before ids make up for them."""

ASKED_ABOUT = IDS_A_REQUEST
"""So many items that left the board a full load asks about, for the record: one call."""


class Transfer:
    """Carries one load out. `record` is finished in the transaction that the rows change in."""

    def __init__(
        self,
        monday: Monday,
        landing: Landing,
        board: BoardFile,
        plan: ReadPlan,
        record: LoadRecord,
        progress: Progress,
    ) -> None:
        self.record = record
        self.losses = 0
        self.people = People()
        self.first_page: tuple[Item, ...] = ()
        self.changed: Changed | None = None
        """What a load of changes found; None for a full one."""
        self._monday = monday
        self._landing = landing
        self._board = board
        self._plan = plan
        self._progress = progress
        self._fingerprint = fingerprint(board, plan.columns)
        self._archived = "archived" in board.states
        self._labels = landing.dimensions.labels(board.name)
        """Those of the last complete load."""
        self._live_labels = live_labels(board.name, board.board_id, plan.columns, record.started_at)

    def carry_out(self, *, changed: bool) -> None:
        """Replace the raw table or, with `changed` and where that will do, merge into it."""
        last = self._landing.last_complete(self._board.name)
        why = self._why_full(last) if changed else None
        with self._landing.begin(self._board.name) as incoming:
            intake = Intake(incoming, self._plan, keeps_nul=self._landing.keeps_nul)
            since = moment(last.watermark) if changed and last and not why else None
            if last is not None and since is not None:
                try:
                    self._merge_changes(intake, since, last)
                except WholeInstead as exc:
                    why = str(exc)
                    intake.clear()
            if self.changed is None:
                self._replace_all(intake, why)
            self.losses, self.people = intake.losses, intake.people

    def _why_full(self, last: LoadRecord | None) -> str | None:
        """Why a load of changes cannot build on the last complete one; None when it can."""
        name = self._board.name
        rows, items, _ = self._landing.raw_counts(name)
        full = self._landing.last_complete(name, "full")
        today = self.record.started_at.date()
        return why_full(
            Basis(
                last=last,
                board_id=self._board.board_id,
                fingerprint=self._fingerprint,
                rows=rows,
                items=items,
                daily=self._board.load.refresh == "daily"
                and (full is None or full.started_at.date() < today),
            )
        )

    def _is_settled(self, last: LoadRecord) -> bool:
        """Whether the last complete load met its watermark again, after all lag was over.

        A board at rest is then not read again and again for what changed last.
        """
        if last.watermark is None:
            return False
        met = self._landing.watermark_met(self._board.name, last.watermark)
        return met is not None and last.started_at - met >= OVERLAP

    def _merge_changes(self, intake: Intake, watermark: datetime, last: LoadRecord) -> None:
        """Read what changed since the last complete load and merge it in. Raises WholeInstead."""
        name = self._board.name
        edited = self._edited(last)
        if edited:
            titles = ", ".join(c.title for c in edited)
            log.info("%s: edited on monday, so read anew of every item: %s", name, titles)
        again = again_of(self._board, self._plan, edited)
        cells = self._landing.raw_cells(name, watched(self._plan.attributes))
        found = ChangedRead(
            name,
            self._monday,
            self._plan,
            intake,
            Known(cells),
            watermark,
            settled=self._is_settled(last),
            again=again,
            archived=self._archived,
        ).read(self._progress)
        self._refuse_emptied(found.short)
        left = [c for c in untraced_columns(self._plan.columns) if c not in again]
        if left:
            log.info(
                "%s: left for the next full load, as these change without their item's date: %s",
                name, ", ".join(f"{c.title} ({c.type})" for c in left),
            )  # fmt: skip
        self._finish(
            "changed",
            found.items,
            intake.incoming.rows_after_merge(found.gone),
            found.watermark,
            found.departures,
            {"changed": found.changed, "fetched": found.whole, "gone": len(found.gone)},
        )
        intake.incoming.merge(
            found.landed, found.gone, self.record, self._write_labels(), cells_only=True
        )
        self.changed = found

    def _edited(self, last: LoadRecord) -> tuple[Column, ...]:
        """Columns whose cells may differ though no item's date tells: edited, labels renamed."""
        columns = self._plan.columns
        edited = {c.id for c in edited_columns(columns, last.revisions)}
        edited.update(relabelled(self._labels, self._live_labels))
        return tuple(c for c in columns if c.id in edited)

    def _refuse_emptied(self, short: Mapping[str, Set[int]]) -> None:
        """Raises WholeInstead where monday gave no cell and the raw table has a value."""
        if not any(short.values()):
            return
        cells = self._landing.raw_cells(self._board.name, sorted(short))
        had = {c for item_id, c, text, value in cells if (text or value) and item_id in short[c]}
        if had:
            raise WholeInstead(
                f"monday gave no cell where there was a value: {', '.join(sorted(had))}"
            )
        log.warning(
            "%s: monday gave no cell for some items, which are empty there, of: %s",
            self._board.name, ", ".join(sorted(c for c, ids in short.items() if ids)),
        )  # fmt: skip

    def _replace_all(self, intake: Intake, why: str | None) -> None:
        """Read the board whole and put it in the place of the raw table."""
        name = self._board.name
        if why:
            log.info("%s: loading in full: %s", name, why)
        before = self._landing.item_ids(name)
        for more in reversed(range(MAX_FULL_READS)):
            found = read_whole(name, self._monday, self._plan, intake, self._progress)
            leaving = Leaving(self._monday, self._plan, intake.whole, archived=self._archived)
            leaving.ask(name, sorted(before - found.ids), at_most=ASKED_ABOUT)
            if not leaving.found.missed:
                break
            log.warning(
                "%s: monday's pages left out %d items that are on the board; %s",
                name, len(leaving.found.missed),
                "it is read again" if more else "they were fetched by their ids",
            )  # fmt: skip
            if more:
                intake.clear()
        self._refuse_withheld(found.withheld)
        self.first_page = found.first_page
        items = len(found.ids | leaving.found.stayed)
        notes = {"why_full": why} if why else {}
        rows = intake.incoming.rows
        self._finish("full", items, rows, found.watermark, leaving.found, notes)
        intake.incoming.replace(items, self.record, self._write_labels())

    def _refuse_withheld(self, columns: Sequence[str]) -> None:
        """Columns that had values and now come with no item are a right that was lost.

        Raises PermissionDenied. Those that never came are a column that monday keeps back.
        """
        if not columns or not self._landing.item_ids(self._board.name):
            return
        cells = self._landing.raw_cells(self._board.name, columns)
        had = {column_id for _, column_id, text, value in cells if text or value}
        if had:
            titles = [f"{c.title!r} ({c.id})" for c in self._plan.columns if c.id in had]
            raise PermissionDenied(
                f"monday no longer gives any value of {', '.join(titles)}, though the board has"
                " the column and the last load had values in it. Give the token's user the right"
                f" to it, or run `monday-board review {self._board.name} --reject"
                f" {sorted(had)[0]}`."
            )

    def _finish(
        self,
        kind: LoadKind,
        items: int,
        rows: int,
        watermark: datetime | None,
        departures: Departures,
        notes: Mapping[str, int | str],
    ) -> None:
        """Fill in the record of a load that has everything, and say what left the board."""
        if departures.text:
            log.info("%s: no longer active: %s", self._board.name, departures.text)
        counts = {key: count for key, count in departures.counts.items() if count}
        told = {**notes, **counts}
        if self._archived:
            told["archived_kept"] = departures.kept
        self.record = replace(
            with_usage(self.record, self._monday.usage),
            ended_at=datetime.now(UTC),
            status="complete",
            items=items,
            rows=rows,
            kind=kind,
            watermark=None if watermark is None else watermark.isoformat(),
            fingerprint=self._fingerprint,
            revisions=revisions_of(self._plan.columns),
            notes=json.dumps(told) if told else None,
        )

    def _write_labels(self) -> Callable[[], None] | None:
        """What writes the board's labels, inside the transaction of its rows."""
        changes = label_changes(self._labels, self._live_labels, self.record.started_at)
        return partial(self._landing.dimensions.write_labels, changes) if changes else None


def with_usage(record: LoadRecord, used: Usage) -> LoadRecord:
    """The record with what the load has cost until now."""
    return replace(record, calls=used.calls, complexity=used.complexity, waits=used.waits)
