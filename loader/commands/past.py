"""monday-load --fill-history: loads the past of boards with `history: {since: monday}`."""

from __future__ import annotations

from collections.abc import Iterable

from loader.commands.options import show_error
from loader.errors import BoardFileError, LoaderError
from loader.landing.raw_table import RAW_SCHEMA
from loader.load.fill_past import PastPlan, fill_past, plan_past, stands
from loader.load.past import past_table, wanted_past
from loader.output.console import ask, is_interactive, note
from loader.session import Session


def see_to_histories(session: Session, names: Iterable[str], *, fill: bool) -> bool:
    """Load the past of each board that is configured for it and has none yet, or say how to do so.

    The cost is printed first, and a person at a terminal is asked. Return False if one failed.
    """
    done = True
    for name in names:
        try:
            _see_to(session, name, fill=fill)
        except BoardFileError as exc:
            # The load is complete; it has reported a file that became invalid in the meantime.
            if fill:
                show_error(exc, f"{name}: ")
            done = done and not fill
        except LoaderError as exc:
            show_error(exc, f"{name}: ")
            done = False
    return done


def _see_to(session: Session, name: str, *, fill: bool) -> None:
    if not _is_due(session, name, asked=fill):
        return
    if fill:
        _fill(session, name)
        return
    note(
        f"{name}: its history begins with monday's past once"
        f" `monday-load {name} --fill-history` has loaded that, which tells the cost first."
    )


def past_cost(session: Session, name: str) -> PastPlan | None:
    """Print and return what --fill-history would load of a board and its cost; None if nothing.

    Loads nothing. Raises LoaderError.
    """
    if not _is_due(session, name, asked=True):
        return None
    plan = plan_past(session, name)
    note(plan.text)
    return plan


def _is_due(session: Session, name: str, *, asked: bool) -> bool:
    """Return whether a board's past still has to be loaded. If not and `asked`, print why."""
    board = session.registry.read(name)
    if wanted_past(board) is None:
        why = "its board file asks for no past of monday's: history: {since: monday} would"
    elif stands(session, board):
        why = f"its past is loaded already, in {RAW_SCHEMA}.{past_table(name)}"
    else:
        return True
    if asked:
        note(f"{name}: {why}.")
    return False


def _fill(session: Session, name: str) -> None:
    plan = plan_past(session, name)
    note(plan.text)
    asks = bool(plan.moments) and is_interactive()
    if asks and ask("Load them? (yes or no)", ("yes", "no")) == "no":
        return
    count = fill_past(session, plan)
    note(
        f"{name}: {count:,} versions in raw_monday.{past_table(name)}; the next build of"
        f" {name} takes them into its history."
    )
