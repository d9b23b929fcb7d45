"""Questions to a person: one for each column, with what it is, an example, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import click

from loader.board.board_file import RESERVED_IDS, BoardFile, ColumnEntry, Decision
from loader.board.column_types import Rule, column_type
from loader.board.model import Item
from loader.board.name_register import names_of, without_alias
from loader.board.policy import is_complex
from loader.deployment.kept_answers import KeptAnswers
from loader.monday.limits import FORMULA_VALUES_A_MINUTE, FORMULAS_A_REQUEST
from loader.output.console import agrees, ask, note, printable

_EXAMPLE_LENGTH = 60
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision, with who made it, when (ISO date) and why."""

    decision: Decision
    by: str
    at: str
    reason: str | None = None

    def on(self, entry: ColumnEntry) -> ColumnEntry:
        """Return `entry` with this decision; a pending one records no person."""
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
    """Return complex columns that no person has decided on: pending, or rejected by policy."""
    return tuple(
        c
        for c in board.columns
        if not c.gone
        and c.id not in RESERVED_IDS
        and is_complex(c.type, policy)
        and (c.decision == "pending" or c.decided_by == "policy")
    )


def decide_all(board: BoardFile, entries: Iterable[ColumnEntry], verdict: Verdict) -> BoardFile:
    """Apply the same decision to every entry that can be read at all."""
    for entry in entries:
        if column_type(entry.type).readable:
            board = board.with_column(verdict.on(entry))
    return board


ANSWERS: Mapping[str, Decision] = {"yes": "approved", "no": "rejected", "later": "pending"}
_EXPLAINED = (
    "  yes    load it: a column of the table from the next build on",
    "  no     do not load it, and do not ask again",
    "  later  leave it out, and ask again in the next review",
    "  all    yes to this one and the rest;  none  no to this one and the rest",
    "  back   to the question before;  Ctrl-C  stop here: answers are kept for the next time",
)


def ask_each(
    board: BoardFile,
    entries: Iterable[ColumnEntry],
    examples: Mapping[str, str],
    verdict: Callable[[Decision], Verdict],
    items: int,
    kept: KeptAnswers,
) -> BoardFile:
    """Ask about each entry on the terminal until `all` or `none` answers the rest.

    `examples` has values by column id; `verdict` turns an answer into a decision; `items` is the
    board's number of items, for a column's cost; `kept` has answers from an interrupted dialog.
    """
    entries = tuple(entries)
    given = kept.of(entries, ANSWERS)
    if given:
        note(f"{len(given)} answer(s) of an earlier run are kept; `back` returns to them.")
    at = min(len(given), len(entries) - 1)

    def decided() -> BoardFile:
        found = board
        for entry in entries:
            if entry.id in given:
                found = found.with_column(verdict(ANSWERS[given[entry.id]]).on(entry))
        return found

    while at < len(entries):
        entry = entries[at]
        _describe(decided(), entry, f"{at + 1} of {len(entries)}", examples.get(entry.id), items)
        stands = next(word for word, means in ANSWERS.items() if means == entry.decision)
        default = given.get(entry.id, stands)
        try:
            answer = ask(
                "  Load this column?", (*ANSWERS, "all", "none", "back"), default, _EXPLAINED
            )
        except click.Abort:
            if given:
                note(f"{len(given)} answer(s) are kept; the same command goes on from there.")
            raise
        if answer == "back":
            at = max(0, at - 1)
            continue
        rest = entries[at:] if answer in ("all", "none") else (entry,)
        means = {"all": "yes", "none": "no"}.get(answer, answer)
        given |= dict.fromkeys((one.id for one in rest), means)
        kept.keep(entries, given)
        at += len(rest)
    return decided()


def ask_about_aliases(board: BoardFile, readers: Callable[[str], Sequence[str]]) -> BoardFile:
    """Offer to drop each alias. `readers` returns who reads a column of the table by its name."""
    for entry in board.shown:
        for alias in entry.aliases:
            by = ", ".join(map(printable, readers(alias))) or "nobody known to dbt or the database"
            note(f"{printable(entry.name)} is also shown as {printable(alias)}, read by {by}")
            if agrees("  Drop this alias?", default=False):
                found = next(c for c in board.columns if c.id == entry.id)
                board = board.with_column(without_alias(found, alias, names_of(board)))
    return board


def examples_of(items: Iterable[Item]) -> dict[str, str]:
    """Return the first distinct values of each column, by its id, shortened to fit a line."""
    found: dict[str, list[str]] = {}
    for item in items:
        for cell in item.cells:
            shown = cell.text or cell.value
            known = found.setdefault(cell.column_id, [])
            if shown and len(known) < _EXAMPLES and _short(shown) not in known:
                known.append(_short(shown))
    return {ident: "; ".join(texts) for ident, texts in found.items() if texts}


def formula_cost(board: BoardFile, items: int) -> str:
    """Return what one more approved formula column costs each load of a board of `items` items."""
    others = sum(c.type == "formula" for c in board.approved)
    pages = math.ceil(max(items, 1) / board.load.batch_size)
    minutes = items * (others + 1) / FORMULA_VALUES_A_MINUTE
    calls = 0 if others % FORMULAS_A_REQUEST or (not others and minutes <= 1) else pages
    return (
        f"approving it adds {calls or 'no'} request(s) to each load; monday computes "
        f"{FORMULA_VALUES_A_MINUTE:,} formula values a minute, so that all formulas of this board "
        f"take {'under a minute' if minutes <= 1 else f'about {math.ceil(minutes)} minutes'}"
    )


def _describe(
    board: BoardFile, entry: ColumnEntry, place: str, examples: str | None, items: int
) -> None:
    because = f", now {entry.decision}" + (f": {entry.reason}" if entry.reason else "")
    note(f"\u2500\u2500 Column {place} " + "\u2500" * 40)
    note(f"{printable(entry.title)} (id {printable(entry.id)}, {printable(entry.type)}{because})")
    data_type = printable(entry.data_type) if entry.data_type else "that of its type"
    note(f"  in the table: {printable(entry.name)}, SQL type {data_type}")
    note(f"  examples: {printable(examples) if examples else 'none among the first items'}")
    is_formula = entry.type == "formula"
    cost = formula_cost(board, items) if is_formula else column_type(entry.type).approved_as
    if cost:
        note(f"  {cost}")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXAMPLE_LENGTH else flat[: _EXAMPLE_LENGTH - 3] + "..."
