"""Load one board into its raw table: replace it by a full read, or merge changes into it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from loader.board.model import Item
from loader.errors import IncompleteLoad, PermissionDenied
from loader.landing.contract import Landing
from loader.landing.id_rows import ColumnRow
from loader.landing.records import LoadRecord
from loader.load.content import ContentProof, Difference, told_of
from loader.load.departed_items import Departed, DepartedItems
from loader.load.event_logs import EventLogs
from loader.load.full import FullResult, read_full
from loader.load.incremental import Changed, FullInstead, IncrementalRead
from loader.load.item_states import KnownItems
from loader.load.people import People
from loader.load.plan import LoadPlan
from loader.load.refused_counts import CONTENT, COUNTS
from loader.load.request import Progress
from loader.load.row_writer import RowWriter
from loader.monday.api import Monday, Usage
from loader.monday.limits import IDS_A_REQUEST

log = logging.getLogger(__name__)

MAX_FULL_READS = 2
"""How often to read a board whose pages leave out items, before fetching those by id."""

Decide = Callable[[Sequence[Item]], Sequence[ColumnRow]]
"""Items of the first page -> rows for `raw_monday._columns`."""

ASKED_ABOUT = IDS_A_REQUEST
"""A full load asks about at most this many departed items, for the record: one call."""


class Transfer:
    """Carries out a plan. `record` is finished in the transaction that changes the rows."""

    def __init__(
        self, monday: Monday, landing: Landing, record: LoadRecord, progress: Progress
    ) -> None:
        self.record = record
        self.losses = 0
        self.people = People()
        self.first_page: tuple[Item, ...] = ()
        self.notes: dict[str, list[str]] = {}
        """More notes for the load record."""
        self.changed: Changed | None = None
        """Result of an incremental load; None for a full one."""
        self.differing = 0
        """Items whose rows an incremental load changes."""
        self.news = 0
        """Events and posts that are new or changed compared with the raw tables."""
        self.log_calls = 0
        """Calls spent on event logs."""
        self._monday = monday
        self._landing = landing
        self._progress = progress

    def carry_out(self, plan: LoadPlan, decide: Decide) -> None:
        """Replace the raw table, or merge changes into it if the plan says so and that is enough.

        `decide` is called once, after all rows have arrived, to decide about the board's columns.
        """
        self._decide = decide
        logs = EventLogs(self._monday, self._landing, plan.board, plan.read.board)
        with self._landing.begin(plan.board.name) as incoming, logs as self._logs:
            writer = RowWriter(incoming, plan.read, keeps_nul=self._landing.keeps_nul)
            if plan.since is not None:
                try:
                    self._merge_changes(plan, plan.since, writer)
                except FullInstead as exc:
                    plan = plan.in_full(str(exc))
                    writer.clear()
            if plan.since is None:
                self._replace_all(plan, writer)
            self.losses, self.people = writer.losses, writer.people | logs.people
            self.log_calls, self.news = logs.calls, logs.news

    def _merge_changes(self, plan: LoadPlan, since: datetime, writer: RowWriter) -> None:
        """Read the changes since the last complete load and merge them in. Raise FullInstead."""
        name = plan.board.name
        if plan.edited:
            titles = ", ".join(c.title for c in plan.edited)
            log.info("%s: edited on monday, so read anew of every item: %s", name, titles)
        known = KnownItems(self._landing.raw_cells(name, plan.compared))
        found = IncrementalRead(self._monday, plan, since, writer, known).read(self._progress)
        self._refuse_emptied(name, found.missing)
        self.differing = writer.incoming.differing_items() if found.landed else 0
        if plan.left_out:
            log.info(
                "%s: left for the next full load, as these change without their item's date: %s",
                name, ", ".join(f"{c.title} ({c.type})" for c in plan.left_out),
            )  # fmt: skip
        notes: dict[str, int | str] = {
            "changed": self.differing, "fetched": found.fetched, "gone": len(found.gone),
        }  # fmt: skip
        if found.doubt and (plan.why_sweep is None or COUNTS in plan.refused):
            notes["why_swept"] = found.doubt
        if found.counts_refused:
            notes[COUNTS] = self.record.started_at.isoformat()
        self.record = completed_by(self.record, found.complete_by, plan.swept_at)
        rows = writer.incoming.rows_after_merge(found.gone)
        also = self._write_beside(plan)
        self._finish(plan, found.items, rows, found.watermark, found.departed, notes)
        writer.incoming.merge(found.landed, found.gone, self.record, also)
        self.changed = found

    def _refuse_emptied(self, name: str, missing: Mapping[str, Set[int]]) -> None:
        """Raise FullInstead if monday gave no cell for a value that the raw table has.

        `missing` maps each column to the items that came without a cell of it.
        """
        if not any(missing.values()):
            return
        cells = self._landing.raw_cells(name, sorted(missing))
        had = {c for item_id, c, text, value in cells if (text or value) and item_id in missing[c]}
        if had:
            raise FullInstead(
                f"monday gave no cell where there was a value: {', '.join(sorted(had))}"
            )
        log.warning(
            "%s: monday gave no cell for some items, which are empty there, of: %s",
            name, ", ".join(sorted(c for c, ids in missing.items() if ids)),
        )  # fmt: skip

    def _replace_all(self, plan: LoadPlan, writer: RowWriter) -> None:
        """Read the whole board and replace the raw table with it."""
        name = plan.board.name
        if plan.why_full:
            log.info("%s: loading in full: %s", name, plan.why_full)
        before = self._landing.item_ids(name)
        notes = {"why_full": plan.why_full} if plan.why_full else {}
        found, departed = self._read_all(plan, writer, before, notes)
        self._refuse_withheld(plan, found.withheld)
        self.first_page = found.first_page
        items = len(found.ids | departed.stayed)
        if found.accepted:
            notes["accepted"] = "; ".join(found.accepted)
        also = self._write_beside(plan)
        self.record = completed_by(self.record, "sweep", None)
        self._finish(plan, items, writer.incoming.rows, found.watermark, departed, notes)
        writer.incoming.replace(items, self.record, also)

    def _read_all(
        self, plan: LoadPlan, writer: RowWriter, before: Set[int], notes: dict[str, str]
    ) -> tuple[FullResult, Departed]:
        """Return what arrived and what left; add the result of comparing counts to `notes`."""
        name = plan.board.name
        proof = ContentProof(
            self._monday, plan.read, wanted=plan.proves_content, refused=plan.refused.get(CONTENT)
        )
        writer.tally = proof.tally
        differing: tuple[Difference, ...] = ()
        for more in reversed(range(MAX_FULL_READS)):
            found = read_full(name, self._monday, plan.read, writer, self._progress)
            departed = DepartedItems(
                self._monday, plan.read, writer.items, keeps_archived=plan.keeps_archived
            )
            departed.ask(name, sorted(before - found.ids), at_most=ASKED_ABOUT)
            left_out = len(departed.found.left_out)
            met, differing = differing, () if left_out else proof.differences(name, differing)
            if not left_out and (not differing or "content" in plan.read.accept):
                break
            self._refuse_differing(plan, set(differing) & set(met))
            log.warning(
                "%s: %s; %s",
                name, told_of(plan.read, differing)
                or f"monday's pages left out {left_out} items that are on the board",
                "it is read again" if more else "they were fetched by their ids" if left_out
                else "the board is changing",
            )  # fmt: skip
            if more:
                writer.clear()
        if proof.is_refused:
            notes[CONTENT] = self.record.started_at.isoformat()
        if proof.told:
            notes["content"] = proof.told
        return found, departed.found

    def _refuse_differing(self, plan: LoadPlan, confirmed: Collection[Difference]) -> None:
        """Raise IncompleteLoad for differences that two complete reads confirmed."""
        if confirmed:
            raise IncompleteLoad(
                f"{plan.board.name}: {told_of(plan.read, confirmed)}, also when all was read again."
                " Run the load again; where it stays so, look at the column on monday:"
                " `--accept content` loads it once, `load: {prove_content: false}` in the board"
                " file ends the comparison."
            )

    def _refuse_withheld(self, plan: LoadPlan, columns: Sequence[str]) -> None:
        """Raise PermissionDenied for columns that had values and now come with no item.

        The token has then lost the right to them. A column that never came is one monday withholds.
        """
        name = plan.board.name
        if not columns or not self._landing.item_ids(name):
            return
        cells = self._landing.raw_cells(name, columns)
        had = {column_id for _, column_id, text, value in cells if text or value}
        if had:
            titles = [f"{c.title!r} ({c.id})" for c in plan.read.columns if c.id in had]
            raise PermissionDenied(
                f"monday no longer gives any value of {', '.join(titles)}, though the board has"
                " the column and the last load had values in it. Give the token's user the right"
                f" to it, or run `monday-board review {name} --reject {sorted(had)[0]}`."
            )

    def _finish(
        self,
        plan: LoadPlan,
        items: int,
        rows: int,
        watermark: datetime | None,
        departed: Departed,
        notes: Mapping[str, int | str],
    ) -> None:
        """Fill in the record of a load that has everything, and log what left the board."""
        if departed.text:
            log.info("%s: no longer active: %s", plan.board.name, departed.text)
        told: dict[str, object] = {**plan.refused, **notes, **self.notes}
        told |= {key: count for key, count in departed.counts.items() if count}
        told |= self._logs.read(whole=plan.since is None)
        if plan.keeps_archived:
            told["archived_kept"] = departed.archived
        self.record = replace(
            with_usage(self.record, self._monday.usage),
            ended_at=self._monday.now(),
            status="complete",
            items=items,
            rows=rows,
            kind=plan.kind,
            watermark=None if watermark is None else watermark.isoformat(),
            fingerprint=plan.fingerprint,
            revisions=plan.revisions,
            notes=json.dumps(told) if told else None,
        )

    def _write_beside(self, plan: LoadPlan) -> Callable[[], None] | None:
        """Return a function that writes labels, decisions and events in the rows' transaction."""
        decided = self._decide(self.first_page)
        if not plan.labels and not decided and not plan.board.logged:
            return None

        def write() -> None:
            self._landing.dimensions.write_labels(plan.labels)
            self._landing.dimensions.write_columns(decided)
            self._logs.keep()

        return write


def with_usage(record: LoadRecord, used: Usage) -> LoadRecord:
    """Return the record with what the load has cost so far."""
    return replace(record, calls=used.calls, complexity=used.complexity, waits=used.waits)


def completed_by(record: LoadRecord, proof: str, swept_at: str | None) -> LoadRecord:
    """Return the record with the proof that the load is complete.

    `swept_at` is when the load before it last met every item.
    """
    own = record.started_at.isoformat()
    return replace(record, complete_by=proof, swept_at=own if proof == "sweep" else swept_at)
