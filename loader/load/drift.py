"""What a load does about a board that changed: tell, refuse or adapt, and write the board file."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loader.board.board_file import BoardFile
from loader.board.drift import Adapted, Change, adapt
from loader.board.model import Board, Item
from loader.board.type_proposals import Proposal, accept, propose
from loader.errors import DriftRefused, LoaderError
from loader.generate.project_files import file_changes
from loader.generate.write import write
from loader.load.request import OnDrift
from loader.monday.api import Monday
from loader.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drift:
    """The live board beside the board file."""

    live: Board
    before: BoardFile
    adapted: Adapted
    adapts: bool
    """Whether this load goes by the board file as adapted to the live board."""

    @property
    def board(self) -> BoardFile:
        """The board file that this load goes by."""
        return self.adapted.board if self.adapts else self.before

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs."""
        return self.adapted.changes

    @property
    def as_json(self) -> str | None:
        """The differences for the record of the load; None where there are none."""
        listed = [{"kind": c.kind, "column": c.column_id, "text": c.text} for c in self.changes]
        return json.dumps(listed, ensure_ascii=True) if listed else None


def discover(session: Session, monday: Monday, board: BoardFile, on_drift: OnDrift) -> Drift:
    """Ask monday about the board and compare. Raises as the API does."""
    live = monday.board(board.board_id)
    adapted = adapt(board, live, session.policy, session.today)
    return Drift(live, board, adapted, on_drift == "adapt")


def refuse_or_tell(drift: Drift, on_drift: OnDrift) -> None:
    """Log the differences as --on-drift says. Raises DriftRefused with `fail`."""
    board = drift.before
    if drift.changes and on_drift == "fail":
        lines = "".join(f"\n  {change.text}" for change in drift.changes)
        raise DriftRefused(
            f"Board {board.name} has changed and --on-drift fail was given; nothing was "
            f"loaded. Run `monday-board update {board.name}`, then load again:{lines}"
        )
    level = logging.WARNING if on_drift == "warn" else logging.INFO
    for change in drift.changes:
        log.log(level, "%s: %s", board.name, change.text)


def save(session: Session, drift: Drift, first_page: Sequence[Item]) -> BoardFile:
    """Write what drift changed. The data is there: what cannot be written is only reported.

    What a person changed in the board file while its board was being read stays.
    """
    before = drift.before
    adapted = drift.adapted if drift.adapts else Adapted(before, ())
    proposals = _proposals(session, adapted, first_page)
    for proposal in proposals:
        log.info("%s: %s becomes %s: %s", before.name, proposal.column_id,
                 proposal.data_type, proposal.reason)  # fmt: skip
    board = accept(adapted.board, proposals)
    try:
        current = session.registry.read(before.name)
        if current != before:
            board = _adapted_again(session, drift, current, first_page)
        write(file_changes(session, board))
    except LoaderError as exc:
        log.warning("%s: the drift was loaded but not written: %s", before.name, exc)
    return board


def _adapted_again(
    session: Session, drift: Drift, current: BoardFile, first_page: Sequence[Item]
) -> BoardFile:
    """The board file as edited since it was read, brought up to date likewise."""
    if not drift.adapts:
        return current
    again = adapt(current, drift.live, session.policy, session.today)
    return accept(again.board, _proposals(session, again, first_page))


def _proposals(session: Session, adapted: Adapted, items: Iterable[Item]) -> tuple[Proposal, ...]:
    """Data types that the first page calls for, of new and retyped columns."""
    new = {c.column_id for c in adapted.changes if c.kind in ("added", "retyped")}
    found = propose(adapted.board, items, session.numbers_type)
    return tuple(p for p in found if p.column_id in new)
