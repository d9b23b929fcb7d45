"""What the loads of several boards are going to ask, asked for all of them at once before.

First one request tells each board's facts and, of boards whose changes are loaded, the items that
changed last. From that it is known what each load asks next: the page of a board that fits on
one, or the items that changed, by their ids. That is asked in a second request. What is foretold
wrong costs a call and nothing else: a load takes the answer to its own very question alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from loader.board.board_file import BoardFile
from loader.errors import LoaderError
from loader.landing.contract import Landing
from loader.landing.open import open_landing
from loader.landing.register import register_in
from loader.load.drift import compare
from loader.load.incremental_rules import Landed
from loader.load.item_states import DueItems, KnownItems
from loader.load.landed import landed_rows
from loader.load.plan import LoadPlan, look_size, plan_load
from loader.load.request import LoadOptions
from loader.monday.api import Look, Looked, Question
from loader.monday.read import foretold
from loader.session import Session

log = logging.getLogger(__name__)

BOARDS_AT_ONCE = 100
"""So many boards are asked about ahead of their loads: answers should not get old."""


@dataclass(frozen=True, slots=True)
class _Before:
    """A board to be loaded, and what the warehouse holds of it. No landing: nothing is known."""

    board: BoardFile
    landed: Landed = field(default_factory=Landed)
    landing: Landing | None = None


def ask_ahead(session: Session, names: Sequence[str], options: LoadOptions) -> None:
    """Ask what the loads of these boards are going to ask. Never fails: each can ask alone."""
    if len(names) < 2 and not options.changed:
        return
    try:
        shared = session.monday.shared()
        with ExitStack() as stack:
            boards = list(_before(session, names, stack))
            told = shared.look([_look(one, options) for one in boards])
            questions = []
            for one in boards:
                looked = told.get(one.board.board_id)
                with suppress(LoaderError):
                    question = looked and _question(session, one, looked, options)
                    questions += [question] if question else []
        shared.ask(questions)
    except LoaderError as exc:
        log.debug("boards are asked about one by one: %s", exc)


def _before(session: Session, names: Sequence[str], stack: ExitStack) -> Iterator[_Before]:
    """The boards, with what their warehouses hold of them, as far as both can be read."""
    landings: dict[str | None, Landing | None] = {}
    for name in names:
        try:
            board = session.registry.read_loadable(name)
        except LoaderError:
            continue  # its load says what is wrong
        found = _Before(board)
        with suppress(LoaderError):
            if board.database not in landings:
                landings[board.database] = None
                opened = open_landing(session.warehouse, board.database, read_only=True)
                landings[board.database] = stack.enter_context(opened)
            landing = landings[board.database]
            found = _Before(board, landed_rows(landing, name), landing) if landing else found
        yield found


def _look(one: _Before, options: LoadOptions) -> Look:
    """What to ask of a board; of one that is read in full, its facts alone."""
    board, last = one.board, one.landed.last
    follows = options.changed and last is not None and last.watermark is not None
    if not follows or board.hierarchy == "multi_level":
        return Look(board.board_id)
    attributes = frozenset(a.id for a in board.approved_attributes)
    shape = foretold.named_shape(attributes)
    return Look(board.board_id, shape, look_size(board, options, one.landed.items))


def _question(
    session: Session, one: _Before, looked: Looked, options: LoadOptions
) -> Question | None:
    """What the load of a board asks next, where it fits into a request beside others."""
    board, landing = one.board, one.landing
    live = foretold.board_of(looked, board.board_id)
    columns = landing.columns(board.name) if landing else ()
    register = register_in(columns, board.board_id)
    drift = compare(session, live, board, register, options.on_drift)
    now = datetime.now(UTC)
    plan = plan_load(drift.board, live, options, one.landed, now, decides_types=drift.decides_types)
    if plan.since is None:
        return foretold.first_page(plan.read)
    if landing is None or plan.again:
        return None
    known = KnownItems(landing.raw_cells(board.name, plan.compared))
    return _due_question(plan, looked, known)


def _due_question(plan: LoadPlan, looked: Looked, known: KnownItems) -> Question | None:
    """The items that changed on a board which the look told whole, by their ids."""
    page = foretold.whole_page(looked, plan.read)
    due = DueItems(known, plan.due_from)
    return foretold.by_id(plan.read, [item.id for item in page if due.holds(item)])
