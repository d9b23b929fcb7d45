"""Changes to decisions, names and types of deployed columns, by flags or by asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from loader.board.board_file import RESERVED_IDS, BoardFile, ColumnEntry, Decision
from loader.board.column_types import column_type
from loader.board.name_register import names_of, rename, without_alias
from loader.board.policy import RESERVED_REASON, UNREADABLE_REASON
from loader.board.sql_types import data_type_fault
from loader.deployment.questions import Verdict
from loader.errors import UsageError
from loader.output.console import printable


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits in the flags of `review`. Columns are named by id or by an unambiguous title."""

    approve: Sequence[str] = ()
    reject: Sequence[str] = ()
    later: Sequence[str] = ()
    rename: Sequence[tuple[str, str]] = ()
    data_type: Sequence[tuple[str, str]] = ()
    drop_alias: Sequence[str] = ()

    @property
    def any(self) -> bool:
        """True if at least one flag was given."""
        decided = (self.approve, self.reject, self.later)
        return any((*decided, self.rename, self.data_type, self.drop_alias))


def edit(
    board: BoardFile, edits: Edits, *, by: str, at: str, reason: str | None = None
) -> BoardFile:
    """Return the board with every edit made. Raises UsageError for the first impossible one."""
    wanted: list[tuple[str, Decision]] = [
        *((c, "approved") for c in edits.approve),
        *((c, "rejected") for c in edits.reject),
        *((c, "pending") for c in edits.later),
    ]
    named = [column for column, _ in wanted]
    for column in named:
        if named.count(column) > 1:
            raise UsageError(f"{column!r} is given more than one decision; give it one.")
    for column, decision in wanted:
        board = _decide(board, column, Verdict(decision, by, at, reason))
    for column, name in edits.rename:
        entry = find_column(board, column)
        if not name.strip():
            raise UsageError(f"The new name of {entry.id} is empty.")
        try:
            board = board.with_column(rename(board, entry, name))
        except ValueError as exc:
            raise UsageError(f"Column {entry.id} cannot be renamed: {exc}.") from exc
    for column, data_type in edits.data_type:
        entry = find_column(board, column)
        fault = data_type_fault(data_type) if data_type else None
        if fault:
            raise UsageError(f"data_type {data_type!r} of column {entry.id} {fault}.")
        board = board.with_column(replace(entry, data_type=data_type or None))
    for alias in edits.drop_alias:
        board = drop_alias(board, alias)
    return board


def drop_alias(board: BoardFile, alias: str) -> BoardFile:
    """Return the board without this alias. Raises UsageError if no column has it."""
    for entry in board.columns:
        if alias in entry.aliases:
            return board.with_column(without_alias(entry, alias, names_of(board)))
    there = [name for entry in board.columns for name in entry.aliases]
    near = get_close_matches(alias, there, n=1)
    hint = f"did you mean {near[0]!r}? There" if near else "there"
    raise UsageError(
        f"No column of board {board.name} has the alias {alias!r}; {hint} are: "
        f"{', '.join(map(repr, there)) or 'none'}."
    )


def find_column(board: BoardFile, wanted: str) -> ColumnEntry:
    """Return the column with this id, or else the only one with this title or name.

    Raises UsageError.
    """
    entry = board.column(wanted)
    if entry is not None:
        return entry
    found = [c for c in board.columns if wanted in (c.title, c.name)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(c.id for c in found)
        raise UsageError(f"{wanted!r} is the title of several columns; name one by its id: {ids}.")
    raise UsageError(
        f"Board {board.name} has no column {wanted!r}; {_meant(board, wanted)}"
        f"`monday-board review {board.name}` lists them with their ids."
    )


def _meant(board: BoardFile, wanted: str) -> str:
    """Return a question about the column that may be meant by this id or title; else nothing."""
    known = [(e.name, e.id) for e in board.columns] + [(e.name, e.id) for e in board.attributes]
    called = {text.casefold(): both for both in known for text in both}
    near = get_close_matches(wanted.casefold(), called, n=1)
    if not near:
        return ""
    name, ident = called[near[0]]
    return f"did you mean {printable(name)} ({ident})? "


def _decide(board: BoardFile, column: str, verdict: Verdict) -> BoardFile:
    attribute = next((a for a in board.attributes if column in (a.id, a.name)), None)
    if attribute is not None and board.column(column) is None:
        changed = replace(attribute, decision=verdict.decision)
        return replace(
            board, attributes=tuple(changed if a is attribute else a for a in board.attributes)
        )
    entry = find_column(board, column)
    if not column_type(entry.type).readable and verdict.decision == "approved":
        raise UsageError(
            f"Column {printable(entry.title)} ({entry.id}) is of type {entry.type}: "
            f"{UNREADABLE_REASON}. It cannot be approved."
        )
    if entry.id in RESERVED_IDS and verdict.decision == "approved":
        raise UsageError(f"Column {entry.id} cannot be approved: {RESERVED_REASON}.")
    return board.with_column(verdict.on(entry))
