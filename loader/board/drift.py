"""Adapts a board file to the live board: comparison, policy and names. Pure.

`adapt` takes the board file and the live board, and returns the new board file with a list of
changes for people to read. Nothing is fetched or written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from loader.board.board_file import (
    RESERVED_IDS,
    SUBITEM_KIND,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
)
from loader.board.column_facts import board_facts, column_facts
from loader.board.column_settings import connected_boards
from loader.board.column_types import Rule, column_type
from loader.board.model import ATTRIBUTES, LEVEL, Board, Column
from loader.board.name_register import (
    aliased_as,
    all_part_names,
    named_as,
    names_of,
    with_former_names,
)
from loader.board.names import Names, clean_text, is_derived
from loader.board.policy import decide

ChangeKind = Literal[
    "added",
    "removed",
    "returned",
    "renamed",
    "retyped",
    "board_renamed",
    "board_changed",
    "recovered",
]


Retitled = Literal["alias", "follow", "keep"]
Removed = Literal["drop", "keep"]


@dataclass(frozen=True, slots=True)
class DriftRules:
    """How the table's columns follow changes of the board's columns: `vars: monday_drift`."""

    retitled: Retitled = "alias"
    """`alias`: use the new title, with the old name as an alias; `follow`: use only the new title;
    `keep`: use the old name."""
    removed: Removed = "drop"
    """`keep`: a column that is removed from the board stays in the table, empty."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between monday and the board file. `text` is for people."""

    kind: ChangeKind
    column_id: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Adapted:
    """The adapted board file and the changes made to it."""

    board: BoardFile
    changes: tuple[Change, ...]


def empty_board_file(live: Board, *, name: str, table: str) -> BoardFile:
    """Return a board file without columns and attributes."""
    return BoardFile(
        name=name,
        board_id=live.id,
        title=clean_text(live.name),
        table=table,
        columns=(),
        attributes=(),
    )


def adapt(
    board: BoardFile,
    live: Board,
    policy: Mapping[str, Rule],
    today: str,
    rules: DriftRules = DriftRules(),
    shown: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Adapted:
    """Update `board` to the live board.

    `policy` is by column type, `today` is an ISO date. Columns are matched by id only. Columns that
    are gone stay, marked, with their names. A name never passes from one column to another; this
    includes names that the table has ever `shown`, by id.
    """
    names = names_of(board, shown)
    changes: list[Change] = []
    present = {c.id: c for c in live.columns if not c.archived}
    entries = [
        _met(entry, present.pop(entry.id, None), names, policy, today, rules, changes)
        for entry in board.columns
    ]
    for column in live.columns:
        if column.id in present:
            entry = _new_entry(column, names, policy, today)
            entries.append(entry)
            changes.append(_added(entry))
    attributes = board.attributes + _missing_attributes(board, live, names)
    changes += _board_changes(board, live)
    left = any(change.kind == "removed" for change in changes)
    adapted = replace(
        board,
        keep_removed=board.keep_removed or (left and rules.removed == "keep"),
        title=clean_text(live.name),
        kind=live.kind,
        hierarchy=live.hierarchy,
        url=live.url or board.url,
        monday=board_facts(live, board.monday),
        columns=tuple(entries),
        attributes=attributes,
    )
    return Adapted(adapted, tuple(changes))


def _new_entry(column: Column, names: Names, policy: Mapping[str, Rule], today: str) -> ColumnEntry:
    title = clean_text(column.title)
    entry = ColumnEntry(
        id=column.id,
        type=column.type,
        title=title,
        name=names.give(title, _owner(column.id)),
        decision="pending",
        boards=connected_boards(column),
        monday=column_facts(column),
    )
    return decide(entry, policy, today)


def _owner(column_id: str) -> str:
    """Return the owner to record for a column's name, even if an attribute has the same id."""
    return f"column {column_id}" if column_id in RESERVED_IDS else column_id


def _met(
    entry: ColumnEntry,
    column: Column | None,
    names: Names,
    policy: Mapping[str, Rule],
    today: str,
    rules: DriftRules,
    changes: list[Change],
) -> ColumnEntry:
    """Return a file entry updated from its live column, or from the column's absence."""
    label = f"{entry.name!r} ({entry.id}, {entry.type})"
    if column is None:
        if entry.gone:
            return entry
        changes.append(Change("removed", entry.id, f"column {label} is gone from the board"))
        return replace(entry, gone=today)
    if entry.gone:
        changes.append(Change("returned", entry.id, f"column {label} is back, {entry.decision}"))
        entry = replace(entry, gone=None)
    title = clean_text(column.title)
    if title != entry.title:
        entry = _retitled(entry, title, names, rules, changes)
    if column.type != entry.type:
        entry = _retyped(entry, column.type, names, policy, today, changes)
    return replace(entry, boards=connected_boards(column), monday=column_facts(column))


def _retitled(
    entry: ColumnEntry, title: str, names: Names, rules: DriftRules, changes: list[Change]
) -> ColumnEntry:
    renamed, outcome = entry, f"keeps its own name {entry.name!r}"
    if is_derived(entry.name, entry.title, entry.id) and rules.retitled != "keep":
        aliased = rules.retitled == "alias" and entry.decision == "approved"
        name = names.give(title, _owner(entry.id))
        renamed = (aliased_as if aliased else named_as)(entry, name, names)
        outcome = f"is now named {renamed.name!r}"
        if entry.name in renamed.aliases:
            outcome += f", with its old name {entry.name!r} as an alias"
    text = f"column {entry.id} was retitled from {entry.title!r} to {title!r} and {outcome}"
    changes.append(Change("renamed", entry.id, text))
    return replace(renamed, title=title)


def _retyped(
    entry: ColumnEntry,
    new_type: str,
    names: Names,
    policy: Mapping[str, Rule],
    today: str,
    changes: list[Change],
) -> ColumnEntry:
    """Apply the policy of the new type, unless a person rejected the column."""
    text = f"column {entry.name!r} ({entry.id}) changed its type from {entry.type} to {new_type}"
    if entry.data_type:
        text += f"; data_type {entry.data_type} no longer applies"
    entry = with_former_names(entry, all_part_names(names, entry))
    retyped = replace(
        entry, type=new_type, data_type=None, parts=False, part_types={}, links=False, times=False
    )
    by_person = entry.decision == "rejected" and entry.decided_by not in (None, "policy")
    if not by_person or not column_type(new_type).readable:
        retyped = decide(retyped, policy, today)
    changes.append(Change("retyped", entry.id, f"{text}; {retyped.decision}"))
    return retyped


def _added(entry: ColumnEntry) -> Change:
    text = f"column {entry.name!r} ({entry.id}, {entry.type}) is new, {entry.decision}"
    return Change("added", entry.id, text)


def _missing_attributes(board: BoardFile, live: Board, names: Names) -> tuple[AttributeEntry, ...]:
    have = {a.id for a in board.attributes}
    approved = {"__group__", "__updated_at__"}
    known = ATTRIBUTES
    if live.kind == SUBITEM_KIND or live.hierarchy == "multi_level":
        approved.add("__parent_item__")
    if live.hierarchy == "multi_level":
        approved.add(LEVEL.id)
        known = (*ATTRIBUTES, LEVEL)
    return tuple(
        AttributeEntry(
            a.id, names.give(a.name, a.id), "approved" if a.id in approved else "pending"
        )
        for a in known
        if a.id not in have
    )


def _board_changes(board: BoardFile, live: Board) -> Iterable[Change]:
    title = clean_text(live.name)
    if title != board.title:
        yield Change("board_renamed", None, f"the board was {board.title!r} and is now {title!r}")
    first = not board.columns
    if not first and (board.kind, board.hierarchy) != (live.kind, live.hierarchy):
        yield Change(
            "board_changed",
            None,
            f"the board was {board.kind} ({board.hierarchy}) and is now "
            f"{live.kind} ({live.hierarchy})",
        )
