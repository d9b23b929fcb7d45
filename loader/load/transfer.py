"""One board from monday into its raw table: replaced by a full read, or changes merged in."""

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
"""How often a board is read whose pages leave out what it has, before ids make up for them."""

Decide = Callable[[Sequence[Item]], Sequence[ColumnRow]]
"""Items of the first page -> rows for `raw_monday._columns`."""

ASKED_ABOUT = IDS_A_REQUEST
"""So many items that left the board a full load asks about, for the record: one call."""


class Transfer:
    """Carries a plan out. `record` is finished in the transaction that the rows change in."""

    def __init__(
        self, monday: Monday, landing: Landing, record: LoadRecord, progress: Progress
    ) -> None:
        self.record = record
        self.losses = 0
        self.people = People()
        self.first_page: tuple[Item, ...] = ()
        self.notes: dict[str, list[str]] = {}
        """Further notes of the load's record."""
        self.changed: Changed | None = None
        """What an incremental load found; None for a full one."""
        self.differing = 0
        """Items of which an incremental load brings another row than there is."""
        self.news = 0
        """Events and posts that the raw tables do not have as they came."""
        self.log_calls = 0
        """Calls that logs of events took."""
        self._monday = monday
        self._landing = landing
        self._progress = progress

    def carry_out(self, plan: LoadPlan, decide: Decide) -> None:
        """Replace the raw table or, as planned and where that will do, merge into it.

        `decide` is asked once, when all rows have come, what the load decided of the columns.
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
        """Read what changed since the last complete load and merge it in. Raises FullInstead."""
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
        """Raises FullInstead where monday gave no cell and the raw table has a value.

        `missing` are, by column, the items that came without a cell of it.
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
        """Read the whole board and put it in the place of the raw table."""
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
        """What came and what left; into `notes` what came of monday's own counts."""
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
        """Raises IncompleteLoad for what differed in the same way when all was read twice."""
        if confirmed:
            raise IncompleteLoad(
                f"{plan.board.name}: {told_of(plan.read, confirmed)}, also when all was read again."
                " Run the load again; where it stays so, look at the column on monday:"
                " `--accept content` loads it once, `load: {prove_content: false}` in the board"
                " file ends the comparison."
            )

    def _refuse_withheld(self, plan: LoadPlan, columns: Sequence[str]) -> None:
        """Columns that had values and now come with no item are a right that was lost.

        Raises PermissionDenied. Those that never came are a column that monday keeps back.
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
        """Fill in the record of a load that has everything, and say what left the board."""
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
        """What writes labels, decisions and events, inside the transaction of the board's rows."""
        decided = self._decide(self.first_page)
        if not plan.labels and not decided and not plan.board.logged:
            return None

        def write() -> None:
            self._landing.dimensions.write_labels(plan.labels)
            self._landing.dimensions.write_columns(decided)
            self._logs.keep()

        return write


def with_usage(record: LoadRecord, used: Usage) -> LoadRecord:
    """The record with what the load has cost until now."""
    return replace(record, calls=used.calls, complexity=used.complexity, waits=used.waits)


def completed_by(record: LoadRecord, proof: str, swept_at: str | None) -> LoadRecord:
    """The record with what the load knows itself complete by. `swept_at` is when the one before
    it had met every item last.
    """
    own = record.started_at.isoformat()
    return replace(record, complete_by=proof, swept_at=own if proof == "sweep" else swept_at)
