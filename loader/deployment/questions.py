"""Asking a person: one question per column, with what it is, an example, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from loader.board.board_file import ATTRIBUTE_IDS, BoardFile, ColumnEntry, Decision
from loader.board.column_types import Rule, column_type
from loader.board.model import Item
from loader.board.name_register import names_of, without_alias
from loader.board.policy import is_complex
from loader.monday.limits import FORMULA_VALUES_A_MINUTE, FORMULAS_A_REQUEST
from loader.output.console import ask, note, printable

_EXAMPLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with who made it, when (ISO date) and why."""

    decision: Decision
    by: str
    at: str
    reason: str | None = None

    def on(self, entry: ColumnEntry) -> ColumnEntry:
        """`entry` with this decision; one that is left pending records nobody."""
        if self.decision == "pending":
            return replace(entry, decision="pending", decided_by=None, decided_at=None, reason=None)
        return replace(
            entry,
            decision=self.decision,
            decided_by=self.by,
            decided_at=self.at,
            reason=self.reason,
        )


def undecided(board: BoardFile, policy: Mapping[str, Rule]) -> tuple[ColumnEntry, ...]:
    """Complex columns that no person has decided: pending, or rejected by policy."""
    return tuple(
        c
        for c in board.columns
        if not c.gone
        and c.id not in ATTRIBUTE_IDS
        and is_complex(c.type, policy)
        and (c.decision == "pending" or c.decided_by == "policy")
    )


def decide_all(board: BoardFile, entries: Iterable[ColumnEntry], verdict: Verdict) -> BoardFile:
    """The same decision on every entry that can be read at all."""
    for entry in entries:
        if column_type(entry.type).readable:
            board = board.with_column(verdict.on(entry))
    return board


def ask_each(
    board: BoardFile,
    entries: Iterable[ColumnEntry],
    examples: Mapping[str, str],
    verdict: Callable[[Decision], Verdict],
    items: int,
) -> BoardFile:
    """Ask about each entry on the terminal until `all` or `none` answers the rest.

    `examples` holds a value by column id; `verdict` turns an answer into a decision; `items` is
    how many the board has, for what a column costs.
    """
    answers: Mapping[str, Decision] = {"y": "approved", "n": "rejected", "later": "pending"}
    rest: Decision | None = None
    for entry in entries:
        if rest is None:
            _describe(board, entry, examples.get(entry.id), items)
            given = ask("  Load this column?", ("y", "n", "later", "all", "none"))
            rest = {"all": "approved", "none": "rejected"}.get(given)  # type: ignore[assignment]
            decision = rest or answers[given]
        else:
            decision = rest
        board = board.with_column(verdict(decision).on(entry))
    return board


def ask_about_aliases(board: BoardFile, readers: Callable[[str], Sequence[str]]) -> BoardFile:
    """Offer to drop each alias; `readers` says who reads a column of the table by its name."""
    for entry in board.shown:
        for alias in entry.aliases:
            by = ", ".join(map(printable, readers(alias))) or "nobody known to dbt or the database"
            note(f"{printable(entry.name)} is also shown as {printable(alias)}, read by {by}")
            if ask("  Drop this alias?", ("y", "n")) == "y":
                found = next(c for c in board.columns if c.id == entry.id)
                board = board.with_column(without_alias(found, alias, names_of(board)))
    return board


def examples_of(items: Iterable[Item]) -> dict[str, str]:
    """The first value that shows something, by column id, shortened for one line."""
    found: dict[str, str] = {}
    for item in items:
        for cell in item.cells:
            if cell.column_id not in found:
                shown = cell.text or cell.value
                if shown:
                    found[cell.column_id] = _short(shown)
    return found


def formula_cost(board: BoardFile, items: int) -> str:
    """What one more approved formula column costs each load of a board of so many items."""
    others = sum(c.type == "formula" for c in board.approved)
    pages = math.ceil(max(items, 1) / board.load.batch_size)
    minutes = items * (others + 1) / FORMULA_VALUES_A_MINUTE
    calls = 0 if others % FORMULAS_A_REQUEST or (not others and minutes <= 1) else pages
    return (
        f"approving it adds {calls or 'no'} request(s) to each load; monday computes "
        f"{FORMULA_VALUES_A_MINUTE:,} formula values a minute, so that all formulas of this board "
        f"take {'under a minute' if minutes <= 1 else f'about {math.ceil(minutes)} minutes'}"
    )


def _describe(board: BoardFile, entry: ColumnEntry, example: str | None, items: int) -> None:
    because = f", now {entry.decision}" + (f": {entry.reason}" if entry.reason else "")
    note(f"{printable(entry.title)} (id {printable(entry.id)}, {printable(entry.type)}{because})")
    note(f"  example: {printable(example) if example else 'none among the first items'}")
    is_formula = entry.type == "formula"
    cost = formula_cost(board, items) if is_formula else column_type(entry.type).approved_as
    if cost:
        note(f"  {cost}")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXAMPLE_LENGTH else flat[: _EXAMPLE_LENGTH - 3] + "..."
