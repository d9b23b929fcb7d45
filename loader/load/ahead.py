"""Ask monday at once, in advance, for what the loads of several boards will need.

The first request gets each board's facts and, for incremental loads, the items that changed last.
They show what each load will ask next: the page of a board that fits on one, or the changed items
by id. The second request asks for that. A wrong guess costs one call and nothing else: a load uses
only the answer to exactly its own query.
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
"""Ask about at most this many boards ahead of their loads, so that answers do not get old."""


@dataclass(frozen=True, slots=True)
class _Before:
    """A board to load and what the warehouse holds of it. Without a landing, nothing is known."""

    board: BoardFile
    landed: Landed = field(default_factory=Landed)
    landing: Landing | None = None


def ask_ahead(session: Session, names: Sequence[str], options: LoadOptions) -> None:
    """Ask in advance what these boards' loads will ask. Never fail: each load can ask alone."""
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
    """Yield the readable boards, each with what its warehouse holds if that can be read."""
    landings: dict[str | None, Landing | None] = {}
    for name in names:
        try:
            board = session.registry.read_loadable(name)
        except LoaderError:
            continue  # its load reports what is wrong
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
    """Return what to ask about a board; for a full read, only its facts."""
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
    """Return what the load of a board asks next, if that fits into a request with others."""
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
    """Return a query by id for the changed items of a board that the look returned whole."""
    page = foretold.whole_page(looked, plan.read)
    due = DueItems(known, plan.due_from)
    return foretold.by_id(plan.read, [item.id for item in page if due.holds(item)])
