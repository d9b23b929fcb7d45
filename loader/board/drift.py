"""What a live board means for its board file: pure comparison, policy and names.

`adapt` is the whole of drift: it takes what is on file and what is on monday and gives the
new board file with a list of changes that a person can read. Nothing is asked or written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from loader.board.board_file import (
    ATTRIBUTE_IDS,
    PART_NAMES,
    SUBITEM_KIND,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
)
from loader.board.column_settings import connected_boards
from loader.board.model import ATTRIBUTES, LEVEL, Board, Column
from loader.board.names import Names, clean_text, is_derived

Rule = Literal["approve", "reject", "ask"]
RULES: tuple[Rule, ...] = ("approve", "reject", "ask")

UNREADABLE = frozenset({"auto_number", "progress", "button"})
UNREADABLE_REASON = "not readable through the API"
RESERVED_REASON = "its id is one that this product uses for a fact of the item"

DEFAULT_POLICY: Mapping[str, Rule] = {
    "board_relation": "reject",
    "mirror": "ask",
    "formula": "ask",
    "dependency": "ask",
    "subtasks": "ask",
    "file": "ask",
    "doc": "ask",
    "unsupported": "ask",
}
"""By column type; every other type is approved. `vars: monday_policy` overrides it by type."""

_PLURAL = {"board_relation": "relations", "dependency": "dependencies", "mirror": "mirrors"}

ChangeKind = Literal[
    "added", "removed", "returned", "renamed", "retyped", "board_renamed", "board_changed"
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between monday and the board file. `text` is for people."""

    kind: ChangeKind
    column_id: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Adapted:
    """The board file as monday now has it, and what that changed."""

    board: BoardFile
    changes: tuple[Change, ...]


def rule_for(column_type: str, policy: Mapping[str, Rule]) -> Rule:
    """What to do with a column of this type that nobody has decided."""
    if column_type in UNREADABLE:
        return "reject"
    return policy.get(column_type) or DEFAULT_POLICY.get(column_type, "approve")


def is_complex(column_type: str, policy: Mapping[str, Rule]) -> bool:
    """True for readable columns that policy would not simply approve."""
    return column_type not in UNREADABLE and rule_for(column_type, policy) != "approve"


def decide(entry: ColumnEntry, policy: Mapping[str, Rule], today: str) -> ColumnEntry:
    """`entry` with the decision of the policy, and who made it where that needs saying."""
    reserved = entry.id in ATTRIBUTE_IDS
    rule = "reject" if reserved else rule_for(entry.type, policy)
    if rule != "reject":
        decision: Literal["approved", "pending"] = "approved" if rule == "approve" else "pending"
        return replace(entry, decision=decision, decided_by=None, decided_at=None, reason=None)
    kind = _PLURAL.get(entry.type, f"{entry.type} columns")
    reason = f"{kind} are rejected by default"
    if reserved:
        reason = RESERVED_REASON
    elif entry.type in UNREADABLE:
        reason = UNREADABLE_REASON
    return replace(entry, decision="rejected", decided_by="policy", decided_at=today, reason=reason)


def first_board_file(
    live: Board,
    *,
    name: str,
    table: str,
    policy: Mapping[str, Rule],
    today: str,
    schema: str | None = None,
    database: str | None = None,
) -> BoardFile:
    """The board file of a board that is deployed for the first time."""
    empty = BoardFile(
        name=name,
        board_id=live.id,
        title=clean_text(live.name),
        table=table,
        schema=schema,
        database=database,
        columns=(),
        attributes=(),
    )
    return adapt(empty, live, policy, today).board


def adapt(board: BoardFile, live: Board, policy: Mapping[str, Rule], today: str) -> Adapted:
    """Bring `board` up to what monday has.

    `policy` is by column type, `today` an ISO date. Columns are matched by id alone. Gone
    columns stay, marked, with their names; no name ever passes from one column to another.
    """
    names = names_of(board)
    changes: list[Change] = []
    present = {c.id: c for c in live.columns if not c.archived}
    entries = [
        _met(entry, present.pop(entry.id, None), names, policy, today, changes)
        for entry in board.columns
    ]
    for column in live.columns:
        if column.id in present:
            entry = _new_entry(column, names, policy, today)
            entries.append(entry)
            changes.append(_added(entry))
    attributes = board.attributes + _missing_attributes(board, live, names)
    changes += _board_changes(board, live)
    adapted = replace(
        board,
        title=clean_text(live.name),
        kind=live.kind,
        hierarchy=live.hierarchy,
        url=live.url or board.url,
        columns=tuple(entries),
        attributes=attributes,
    )
    return Adapted(adapted, tuple(changes))


def names_of(board: BoardFile) -> Names:
    """Every name that stands in the board file, former and part names included."""
    names = Names()
    names.take(board.item_id.name, "__item_id__")
    for entry in board.columns:
        for name in (entry.name, *entry.aliases):
            names.take(name, entry.id)
    for attribute in board.attributes:
        names.take(attribute.name, attribute.id)
    for entry in board.columns:
        for name in entry.former_names:
            names.take(name, entry.id)
    for entry in board.columns:
        if entry.parts:
            for part in PART_NAMES.get(entry.type, ()):
                names.give(f"{entry.name} {part}", entry.id)
    return names


def rename(board: BoardFile, entry: ColumnEntry, name: str) -> ColumnEntry:
    """`entry` under a name that a person chose. Raises ValueError when another column has it."""
    owner = names_of(board).owner(name)
    if owner not in (None, entry.id):
        raise ValueError(f"the name {name!r} belongs, or once belonged, to {owner}")
    return _named(entry, name)


def _named(entry: ColumnEntry, name: str) -> ColumnEntry:
    if name == entry.name:
        return entry
    former = tuple(n for n in (*entry.former_names, entry.name) if n != name)
    return replace(entry, name=name, former_names=tuple(dict.fromkeys(former)))


def _new_entry(column: Column, names: Names, policy: Mapping[str, Rule], today: str) -> ColumnEntry:
    title = clean_text(column.title)
    entry = ColumnEntry(
        id=column.id,
        type=column.type,
        title=title,
        name=names.give(title, column.id),
        decision="pending",
        boards=connected_boards(column),
    )
    return decide(entry, policy, today)


def _met(
    entry: ColumnEntry,
    column: Column | None,
    names: Names,
    policy: Mapping[str, Rule],
    today: str,
    changes: list[Change],
) -> ColumnEntry:
    """An entry of the file after meeting its live column, or its absence."""
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
        entry = _retitled(entry, title, names, changes)
    if column.type != entry.type:
        entry = _retyped(entry, column.type, policy, today, changes)
    return replace(entry, boards=connected_boards(column))


def _retitled(entry: ColumnEntry, title: str, names: Names, changes: list[Change]) -> ColumnEntry:
    by_hand = not is_derived(entry.name, entry.title, entry.id)
    renamed = entry if by_hand else _named(entry, names.give(title, entry.id))
    outcome = f"keeps its own name {entry.name!r}" if by_hand else f"is now named {renamed.name!r}"
    text = f"column {entry.id} was retitled from {entry.title!r} to {title!r} and {outcome}"
    changes.append(Change("renamed", entry.id, text))
    return replace(renamed, title=title)


def _retyped(
    entry: ColumnEntry,
    column_type: str,
    policy: Mapping[str, Rule],
    today: str,
    changes: list[Change],
) -> ColumnEntry:
    """A new type brings the new type's policy, save for a rejection that a person made."""
    text = f"column {entry.name!r} ({entry.id}) changed its type from {entry.type} to {column_type}"
    if entry.data_type:
        text += f"; data_type {entry.data_type} no longer applies"
    retyped = replace(entry, type=column_type, data_type=None, parts=False, links=False)
    by_person = entry.decision == "rejected" and entry.decided_by not in (None, "policy")
    if not by_person or column_type in UNREADABLE:
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
