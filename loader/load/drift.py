"""Handle a changed board in a load: report, refuse or adapt, and write the board file."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loader.board.board_file import BoardFile
from loader.board.column_register import (
    Register,
    check_owners,
    names_shown,
    register_of,
    with_revision,
    with_shown_names,
)
from loader.board.drift import Adapted, Change, adapt
from loader.board.model import Board, Item
from loader.board.recovery import edited, take_over
from loader.board.told_apart import Same, told_apart
from loader.board.type_proposals import Proposal, accept, is_undecided, propose
from loader.errors import DriftRefused, LoaderError
from loader.generate.project_files import file_changes
from loader.generate.table_width import check_growth
from loader.generate.write import write
from loader.load.request import OnDrift
from loader.monday.api import Monday
from loader.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drift:
    """The live board compared with the board file and the decisions of earlier loads."""

    live: Board
    filed: BoardFile
    """The board file as it was read."""
    register: Register
    adapted: Adapted
    """The file plus decisions of earlier loads that it lacks, adapted to the live board."""
    adapts: bool
    """Whether this load uses `adapted`; otherwise it uses the file alone."""

    @property
    def board(self) -> BoardFile:
        """The board file that this load uses."""
        return self.adapted.board if self.adapts else self.filed

    @property
    def changes(self) -> tuple[Change, ...]:
        """The differences."""
        return self.adapted.changes

    @property
    def decides_types(self) -> bool:
        """Whether the values that the load reads still have to decide the types of columns."""
        new = _new_or_retyped(self.adapted)
        return self.adapts and any(is_undecided(c) for c in self.board.approved if c.id in new)

    @property
    def as_json(self) -> str | None:
        """The differences, for the load record; None if there are none."""
        listed = [{"kind": c.kind, "column": c.column_id, "text": c.text} for c in self.changes]
        return json.dumps(listed, ensure_ascii=True) if listed else None


def discover(
    session: Session,
    monday: Monday,
    board: BoardFile,
    register: Register,
    on_drift: OnDrift,
) -> Drift:
    """Ask monday for the board and compare. Raise as the API does."""
    return compare(session, monday.board(board.board_id), board, register, on_drift)


def compare(
    session: Session,
    live: Board,
    board: BoardFile,
    register: Register,
    on_drift: OnDrift,
) -> Drift:
    """Compare the live board with its file and the decisions of earlier loads.

    Raise NamePassed if the file gives a column a name that belonged to another column.
    """
    adapts = on_drift == "adapt"
    if not adapts:
        check_owners(board, register)
    adapted = _adapt(session, board, live, register)
    return Drift(live, board, register, adapted, adapts)


def refuse_or_tell(drift: Drift, on_drift: OnDrift) -> None:
    """Log the differences as --on-drift says. Raise DriftRefused with `fail`."""
    name = drift.filed.name
    if drift.changes and on_drift == "fail":
        lines = "".join(f"\n  {change.text}" for change in drift.changes)
        raise DriftRefused(
            f"Board {name} and its file differ, and --on-drift fail was given; nothing was "
            f"loaded. Run `monday-board update {name}`, then load again:{lines}"
        )
    level = logging.WARNING if on_drift == "warn" else logging.INFO
    for change in drift.changes:
        log.log(level, "%s: %s", name, change.text)
    for sentence in edited(drift.filed, drift.register) if drift.adapts else ():
        log.info("%s: %s", name, sentence)


def decide(session: Session, drift: Drift, first_page: Sequence[Item], same: Same) -> BoardFile:
    """Return the board file that this load leaves, with types for new columns by their values.

    New names are such that the database tells them apart, as `same` reports. Raise ProjectError if
    new columns and aliases make the table too wide.
    """
    if not drift.adapts:
        return drift.filed
    proposals = _proposals(session, drift.adapted, first_page)
    for proposal in proposals:
        log.info("%s: %s becomes %s: %s", drift.filed.name, proposal.column_id,
                 proposal.data_type, proposal.reason)  # fmt: skip
    decided = accept(drift.adapted.board, proposals)
    if any(change.kind in ("added", "renamed") for change in drift.changes):
        decided, told = told_apart(decided, same, drift.filed)
        for sentence in told:
            log.info("%s: %s", drift.filed.name, sentence)
    check_growth(session, decided, drift.filed)
    return decided


def register_after(drift: Drift, decided: BoardFile, load_id: str) -> Register:
    """Return what `raw_monday._columns` holds of the board after this load."""
    new_id = f"w{load_id[-8:]}"
    if drift.adapts:
        return register_of(decided, drift.filed, drift.register, new_id)
    return with_shown_names(decided, drift.register, new_id)


def save(
    session: Session,
    drift: Drift,
    decided: BoardFile,
    register: Register,
    first_page: Sequence[Item],
) -> tuple[BoardFile, str | None]:
    """Write what drift changed; return the saved board and, if writing failed, why, else None.

    `register` is the one that the load has written. Since the data and the decisions are already
    committed, a failed write is reported and does not fail the load. Changes that a person made to
    the board file during the read are kept.
    """
    try:
        current = session.registry.read(decided.name)
        if current != drift.filed and drift.adapts:
            again = _adapt(session, current, drift.live, register)
            decided = accept(again.board, _proposals(session, again, first_page))
            check_growth(session, decided, current)
        elif current != drift.filed:
            decided = current
        if drift.adapts and decided != current:
            decided = with_revision(decided, register)
        write(file_changes(session, decided, read=current))
    except LoaderError as exc:
        log.warning("%s: the drift was loaded but not written: %s", decided.name, exc)
        return decided, str(exc)
    return decided, None


def _adapt(session: Session, board: BoardFile, live: Board, register: Register) -> Adapted:
    session.check_variables()
    taken, recovered = take_over(board, register, live)
    adapted = adapt(
        taken, live, session.policy, session.today, session.drift_rules, names_shown(register)
    )
    check_owners(adapted.board, register)
    return Adapted(adapted.board, (*recovered, *adapted.changes))


def _proposals(session: Session, adapted: Adapted, items: Iterable[Item]) -> tuple[Proposal, ...]:
    """Return the data types that the first page suggests for new and retyped columns."""
    found = propose(adapted.board, items, session.numbers_type)
    return tuple(p for p in found if p.column_id in _new_or_retyped(adapted))


def _new_or_retyped(adapted: Adapted) -> set[str | None]:
    return {c.column_id for c in adapted.changes if c.kind in ("added", "retyped")}
