"""What a load does about a board that changed: tell, refuse or adapt, and write the board file."""

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
    """The live board beside the board file and what earlier loads decided."""

    live: Board
    filed: BoardFile
    """The board file as it was read."""
    register: Register
    adapted: Adapted
    """The file with what earlier loads decided and it lacks, adapted to the live board."""
    adapts: bool
    """Whether this load goes by that; else it goes by the file alone."""

    @property
    def board(self) -> BoardFile:
        """The board file that this load goes by."""
        return self.adapted.board if self.adapts else self.filed

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs."""
        return self.adapted.changes

    @property
    def decides_types(self) -> bool:
        """Whether types of columns are still to be decided, by the values that the load meets."""
        new = _new_or_retyped(self.adapted)
        return self.adapts and any(is_undecided(c) for c in self.board.approved if c.id in new)

    @property
    def as_json(self) -> str | None:
        """The differences for the record of the load; None where there are none."""
        listed = [{"kind": c.kind, "column": c.column_id, "text": c.text} for c in self.changes]
        return json.dumps(listed, ensure_ascii=True) if listed else None


def discover(
    session: Session,
    monday: Monday,
    board: BoardFile,
    register: Register,
    on_drift: OnDrift,
) -> Drift:
    """Ask monday about the board and compare. Raises as the API does."""
    return compare(session, monday.board(board.board_id), board, register, on_drift)


def compare(
    session: Session,
    live: Board,
    board: BoardFile,
    register: Register,
    on_drift: OnDrift,
) -> Drift:
    """The board as monday has it beside its file and what earlier loads decided.

    Raises NamePassed where the file gives a name to a column that was another's.
    """
    adapts = on_drift == "adapt"
    if not adapts:
        check_owners(board, register)
    adapted = _adapt(session, board, live, register)
    return Drift(live, board, register, adapted, adapts)


def refuse_or_tell(drift: Drift, on_drift: OnDrift) -> None:
    """Log the differences as --on-drift says. Raises DriftRefused with `fail`."""
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
    """The board file that this load leaves, with the types that new columns' values call for, and
    new names that the database tells apart, which `same` asks.

    Raises ProjectError where new columns and aliases make the table wider than it can be.
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
    """What `raw_monday._columns` holds of the board after this load."""
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
    """Write what drift changed; gives the board as saved and why it could not be, or None.

    `register` is the one that the load has written.

    The data is there, and what was decided stands beside it; so what cannot be written is
    reported and does not fail the load. What a person changed in the board file while its board
    was being read stays.
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
    """Data types that the first page calls for, of new and retyped columns."""
    found = propose(adapted.board, items, session.numbers_type)
    return tuple(p for p in found if p.column_id in _new_or_retyped(adapted))


def _new_or_retyped(adapted: Adapted) -> set[str | None]:
    return {c.column_id for c in adapted.changes if c.kind in ("added", "retyped")}
