"""Restores decisions of loads to a board file that lacks them, because it was lost or is old. Pure.

This is a three-way merge of each entry: the file, the register at the file's revision (the base)
and the register now. If file and base agree, nobody has edited the file, and later decisions apply;
if they differ, a person has edited it, and the edit applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from loader.board.board_file import (
    ATTRIBUTE_IDS,
    RESERVED_IDS,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
)
from loader.board.column_register import (
    BOARD,
    SETTINGS,
    Entry,
    NamePassed,
    Register,
    RegisteredColumn,
    check_owners,
    entries_of,
    is_said_alike,
    names_shown,
    owners_of_names,
)
from loader.board.drift import Change
from loader.board.model import Board
from loader.board.name_register import ITEM_ID, shown_names, with_former_names
from loader.board.names import candidates, collation_key, is_derived

_VERDICT = ("decision", "decided_by", "decided_at", "reason")
_OF_A_TYPE = (("data_type",), ("parts", "part_types"), ("links",), ("times",))
"""Fields that are decided again when a column changes its type."""
_OF_A_COLUMN = (("title",), ("name",), ("gone",), ("description",), ("tests",))
_OF_AN_ATTRIBUTE = (("name",), ("decision",), ("times",))
_OF_A_BOARD = tuple((name,) for name in SETTINGS)


def take_over(
    board: BoardFile, register: Register, live: Board | None = None, *, is_lost: bool = False
) -> tuple[BoardFile, tuple[Change, ...]]:
    """Return the board file with decisions of loads that it lacks, and the changes made to it.

    Entries that the file lacks are added in the order of `live`. `is_lost`: there was no file, and
    `board` is an empty one. Raises NamePassed if a person gave a column a name that the table has
    used for another.
    """
    changes: list[Change] = []
    known = register.known_to(board)
    entries = entries_of(board)
    for row in _in_order(register, live):
        decided, entry = row.decided, entries.get(row.column_id)
        if decided is None:
            continue
        base = row.known_to(known) or decided
        if entry is not None and (is_lost or row.forgot(known)):
            base = entry  # not edited: the file is new, or too old to tell
        merged = decided if entry is None else _merged(entry, base, decided)
        if entry != merged:
            changes.append(_recovered(entry, merged))
        entries[row.column_id] = merged
    owners = owners_of_names(register)
    for ident, entry in entries.items():
        named = _freely_named(entry, register, owners)
        if named != entry:
            changes.append(_recovered(entry, named))
            entries[ident] = named
    taken = _board_of(board, entries)
    check_owners(taken, register)
    return _with_all_names(taken, register), tuple(changes)


def _freely_named(entry: Entry, register: Register, owners: Mapping[str, Sequence[str]]) -> Entry:
    """Return the entry; replace a name derived from an outdated title that another column owns.

    The column gets the name that loads decided, or a free one if no load has seen it. A name that a
    person chose is kept here and refused later.
    """
    if not isinstance(entry, ColumnEntry) or not is_derived(entry.name, entry.title, entry.id):
        return entry

    def is_free(name: str) -> bool:
        return entry.id in owners.get(collation_key(name), [entry.id])

    if is_free(entry.name):
        return entry
    decided = register.row(entry.id).decided
    if not isinstance(decided, ColumnEntry):
        return replace(entry, name=next(filter(is_free, candidates(entry.title, entry.id))))
    if entry.title == decided.title:
        return entry
    aliases = tuple(n for n in entry.aliases if collation_key(n) != collation_key(decided.name))
    return replace(entry, title=decided.title, name=decided.name, aliases=aliases)


def loaded_board(board: BoardFile, register: Register) -> BoardFile:
    """Return the board file that the last adapting load used; `board` if there is none."""
    entries = entries_of(board)
    decided = {row.column_id: row.decided for row in register.rows if row.decided is not None}
    return _board_of(board, entries | decided) if BOARD in decided else board


def _with_all_names(board: BoardFile, register: Register) -> BoardFile:
    """Return the board file with every name that the table has shown among its owner's names."""
    shown, ever = shown_names(board), names_shown(register)
    once = {i: [n for n in names if n not in shown.get(i, ())] for i, names in ever.items()}
    return replace(
        board,
        item_id=with_former_names(board.item_id, once.get(ITEM_ID, ())),
        attributes=tuple(with_former_names(a, once.get(a.id, ())) for a in board.attributes),
        columns=tuple(with_former_names(c, once.get(c.id, ())) for c in board.columns),
    )


def unwritten(board: BoardFile, register: Register) -> tuple[Change, ...]:
    """Return the decisions of loads that the board file lacks, or why they cannot be restored."""
    try:
        return take_over(board, register)[1]
    except NamePassed as exc:
        return (Change("recovered", None, str(exc)),)


def edited(board: BoardFile, register: Register) -> tuple[str, ...]:
    """Return the differences between the board file and the last adapting load, in sentences.

    A person has edited the file since, or replaced it with an older copy of the same revision.
    """
    taken = entries_of(take_over(board, register)[0])
    found = []
    for row in register.rows:
        decided, entry = row.decided, taken.get(row.column_id)
        if decided is not None and entry is not None and not is_said_alike(decided, entry):
            differing = ", ".join(_differences(entry, decided))
            found.append(
                f"{_label(entry)}: the board file says {differing} that the last load went by"
            )
    return tuple(found)


def _in_order(register: Register, live: Board | None) -> Sequence[RegisteredColumn]:
    listed = (*ATTRIBUTE_IDS, *(c.id for c in live.columns)) if live else ()
    place = {ident: number for number, ident in enumerate(listed)}
    return sorted(register.rows, key=lambda row: place.get(row.column_id, len(place)))


def _board_of(board: BoardFile, entries: Mapping[str, Entry]) -> BoardFile:
    return replace(
        board,
        **{name: getattr(entries[BOARD], name) for name in SETTINGS},
        columns=(
            *(e for e in entries.values() if isinstance(e, ColumnEntry)),
            *(c for c in board.columns if c.id in RESERVED_IDS),
        ),
        attributes=tuple(e for e in entries.values() if isinstance(e, AttributeEntry)),
    )


def _merged(entry: Entry, base: Entry, decided: Entry) -> Entry:
    if isinstance(entry, ColumnEntry) and isinstance(decided, ColumnEntry):
        return _merged_column(entry, base, decided)
    of = _OF_AN_ATTRIBUTE if isinstance(entry, AttributeEntry) else _OF_A_BOARD
    return replace(entry, **_decided_since(entry, base, decided, of))


def _merged_column(entry: ColumnEntry, base: Entry, decided: ColumnEntry) -> ColumnEntry:
    taken = _decided_since(entry, base, decided, _OF_A_COLUMN)
    of_type = (*_OF_A_TYPE, _VERDICT)
    if entry.type == decided.type:
        taken |= _decided_since(entry, base, decided, of_type)
    elif not _is_edited(entry, base, ("type",)):
        rejected = entry.decision == "rejected" and _is_edited(entry, base, _VERDICT)
        groups = (("type",), *(_OF_A_TYPE if rejected else of_type))
        taken |= {name: getattr(decided, name) for group in groups for name in group}
    aliases = _aliases(entry, base, decided)
    key = collation_key(taken.get("name", entry.name))
    taken["aliases"] = tuple(name for name in aliases if collation_key(name) != key)
    return replace(entry, **taken)


def _decided_since(
    entry: Entry, base: Entry, decided: Entry, groups: Iterable[tuple[str, ...]]
) -> dict[str, Any]:
    """Return the decided values of fields that nobody edited in the file, group by group."""
    free = (group for group in groups if not _is_edited(entry, base, group))
    return {name: getattr(decided, name) for group in free for name in group}


def _is_edited(entry: Entry, base: Entry, group: Iterable[str]) -> bool:
    return any(getattr(entry, name) != getattr(base, name) for name in group)


def _aliases(entry: ColumnEntry, base: Entry, decided: ColumnEntry) -> tuple[str, ...]:
    """Return the decided aliases; if a person edited them, the file's with those added since."""
    before = base.aliases if isinstance(base, ColumnEntry) else ()
    if entry.aliases == before:
        return decided.aliases
    kept = [name for name in entry.aliases if name not in before or name in decided.aliases]
    given = [name for name in decided.aliases if name not in before]
    return tuple(dict.fromkeys((*kept, *given)))


def _recovered(entry: Entry | None, merged: Entry) -> Change:
    what = ["is not in the board file"]
    if entry is not None:
        what = list(_differences(merged, entry)) or ["facts of monday's"]
    text = f"{_label(merged)}: an earlier load decided what the board file lacks: {', '.join(what)}"
    return Change("recovered", None if isinstance(merged, BoardFile) else merged.id, text)


def _differences(now: Entry, before: Entry) -> Iterator[str]:
    """Yield each differing field that people can edit, with both values."""
    told = ("type", "title", "name", "aliases", "gone", "description", "tests")
    of_a_column = (*told, *(n for group in (*_OF_A_TYPE, _VERDICT[:1]) for n in group))
    names: Iterable[str] = SETTINGS if isinstance(now, BoardFile) else of_a_column
    for name in names:
        yield from _difference(name, getattr(now, name, None), getattr(before, name, None))


def _difference(name: str, new: object, old: object) -> Iterator[str]:
    """Yield the difference of a field; for nested settings, one for each setting that differs."""
    if new == old:
        return
    if is_dataclass(new) and is_dataclass(old):
        for one in (f for f in fields(new) if f.name != "former_names"):
            known = getattr(old, one.name, None)
            yield from _difference(f"{name}: {one.name}", getattr(new, one.name), known)
    else:
        yield f"{name} {_shown(new)} in place of {_shown(old)}"


def _shown(value: object) -> str:
    """Return a board file value for use in a sentence."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    if is_dataclass(value):
        pairs = (f"{one.name}: {_shown(getattr(value, one.name))}" for one in fields(value))
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value is None else repr(value)


def _label(entry: Entry) -> str:
    if isinstance(entry, BoardFile):
        return "the board itself"
    if isinstance(entry, AttributeEntry):
        return f"attribute {entry.name!r} ({entry.id})"
    return f"column {entry.name!r} ({entry.id}, {entry.type})"
