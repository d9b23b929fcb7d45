"""What loads decided about a board's columns, as it is kept in `raw_monday._columns`. Pure.

A load adapts the board to monday, lands the rows and writes the board file, in this order; so the
file can be lost, or be an old one in a fresh clone, while the rows are there. What was decided is
therefore written in the transaction of the rows, and the next run takes it over where the file
lacks it. Which of the two is newer is told by what a column's owner does not write: its type and
title. A file that has the type of the live board knows of the decision about it, and what it says
stands, though somebody took a data type out of it; a file that has an older type than the decision
is an old file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from loader.board.board_file import ATTRIBUTE_IDS, AttributeEntry, BoardFile, ColumnEntry
from loader.board.drift import Change
from loader.board.json_text import parse_json
from loader.board.model import Board, Column
from loader.board.name_register import ITEM_ID, shown_names, with_former_names
from loader.board.names import clean_text, collation_key
from loader.errors import ProjectError

_OF_A_TYPE = (
    "type", "data_type", "parts", "part_types", "links", "times",
    "decision", "decided_by", "decided_at", "reason",
)  # fmt: skip
"""What is decided anew when a column becomes another type."""


class NamePassed(ProjectError):
    """The board file gives a column a name that is another's for ever."""


@dataclass(frozen=True, slots=True)
class RegisteredColumn:
    """A column, an attribute or the key, as the last load that decided about it left it."""

    column_id: str
    names: tuple[str, ...]
    """Every name that the table has ever shown it under."""
    decided: ColumnEntry | AttributeEntry | None = None
    filed: ColumnEntry | AttributeEntry | None = None
    """What the board file said before that load; None where it had no such entry."""


def loaded_columns(register: Iterable[RegisteredColumn]) -> dict[str, ColumnEntry]:
    """The columns as the last load went by them, by their ids."""
    entries = (row.decided for row in register)
    return {e.id: e for e in entries if isinstance(e, ColumnEntry)}


def take_over(
    board: BoardFile, register: Iterable[RegisteredColumn], live: Board
) -> tuple[BoardFile, tuple[Change, ...]]:
    """The board file with what loads decided and it lacks, and what that is.

    Raises NamePassed where a person gave a column a name that the table has shown for another.
    """
    changes: list[Change] = []
    names: dict[str, tuple[str, ...]] = {}
    columns = {c.id: c for c in board.columns}
    attributes = {a.id: a for a in board.attributes}
    now = {c.id: c for c in live.columns}
    place = {ident: number for number, ident in enumerate((*ATTRIBUTE_IDS, *now))}
    register = tuple(register)
    for row in sorted(register, key=lambda row: place.get(row.column_id, len(place))):
        if isinstance(row.decided, AttributeEntry):
            attributes.setdefault(row.column_id, row.decided)
        elif isinstance(row.decided, ColumnEntry):
            entry = columns.get(row.column_id)
            merged = _merged(entry, row.decided, row.filed, now.get(row.column_id))
            if merged != entry:
                changes.append(_recovered(entry, merged))
            columns[row.column_id] = merged
        names[row.column_id] = row.names
    taken = replace(board, columns=tuple(columns.values()), attributes=tuple(attributes.values()))
    _check_owners(taken, register)
    shown = shown_names(taken)
    kept = (
        with_former_names(c, [n for n in names.get(c.id, ()) if n not in shown.get(c.id, ())])
        for c in taken.columns
    )
    return replace(taken, columns=tuple(kept)), tuple(changes)


def _check_owners(board: BoardFile, register: Iterable[RegisteredColumn]) -> None:
    owners: dict[str, list[str]] = {}
    for row in register:
        for name in row.names:
            owners.setdefault(collation_key(name), []).append(row.column_id)
    for entry in board.columns:
        for name in (entry.name, *entry.aliases):
            known = owners.get(collation_key(name), [entry.id])
            if entry.id not in known:
                raise NamePassed(
                    f"column {entry.id} is named {name!r}, and the table has shown column "
                    f"{known[0]} under that name: reports would read other values "
                    "without a word. Give it another name in the board file"
                )


def register_of(
    decided: BoardFile, filed: BoardFile, before: Iterable[RegisteredColumn]
) -> tuple[RegisteredColumn, ...]:
    """The register after a load that went by `decided`, where the board file said `filed`.

    `before` is the register until now: names once shown stay in it for ever.
    """
    known = {row.column_id: row for row in before}
    earlier, shown = shown_names(filed), shown_names(decided)
    former = {c.id: c.former_names for c in decided.columns}
    entries: dict[str, ColumnEntry | AttributeEntry] = {a.id: a for a in decided.attributes}
    entries |= {c.id: c for c in decided.columns}
    old: dict[str, ColumnEntry | AttributeEntry] = {a.id: a for a in filed.attributes}
    old |= {c.id: c for c in filed.columns}
    rows = []
    for ident in dict.fromkeys((ITEM_ID, *entries, *known)):
        names = known[ident].names if ident in known else ()
        for more in (former, earlier, shown):
            names = tuple(dict.fromkeys((*names, *more.get(ident, ()))))
        if ident in entries or ident not in known:
            rows.append(RegisteredColumn(ident, names, entries.get(ident), old.get(ident)))
        else:
            rows.append(replace(known[ident], names=names))
    return tuple(rows)


def as_json(entry: ColumnEntry | AttributeEntry | None) -> str | None:
    """An entry as the text that the register keeps."""
    return None if entry is None else json.dumps(asdict(entry), ensure_ascii=False)


def from_json(text: str | None) -> ColumnEntry | AttributeEntry | None:
    """The entry in such a text; None for none. Keys of a later version are passed over.

    Raises ValueError for a text that was not written by `as_json`.
    """
    if text is None:
        return None
    found: Any = parse_json(text)
    try:
        kind: Any = ColumnEntry if "type" in found else AttributeEntry
        known = {f.name for f in fields(kind)}
        given = {key: value for key, value in found.items() if key in known}
        lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
        entry: ColumnEntry | AttributeEntry = kind(**(given | lists))
    except (TypeError, AttributeError) as exc:
        raise ValueError(f"{text[:40]!r} is no entry of a board file") from exc
    return entry


def with_shown_names(
    board: BoardFile, before: Iterable[RegisteredColumn]
) -> tuple[RegisteredColumn, ...]:
    """The register after a load that went by the board file alone: only names are added."""
    known = {row.column_id: row for row in before}
    return tuple(
        replace(known.get(row.column_id, row), names=row.names)
        for row in register_of(board, board, known.values())
    )


def unwritten(board: BoardFile, register: Iterable[RegisteredColumn]) -> tuple[Change, ...]:
    """What loads decided and the board file does not say: it still says what it said before."""
    columns = {c.id: c for c in board.columns}
    found = []
    for row in register:
        entry, decided = columns.get(row.column_id), row.decided
        if not isinstance(decided, ColumnEntry):
            continue
        is_old = entry == row.filed and _facts(entry) != _facts(decided)
        if entry is None or is_old:
            found.append(_recovered(entry, decided))
    return tuple(found)


def _facts(entry: ColumnEntry | None) -> tuple[object, ...]:
    return () if entry is None else tuple(getattr(entry, n) for n in (*_OF_A_TYPE, "title", "name"))


def _merged(
    entry: ColumnEntry | None,
    decided: ColumnEntry,
    filed: ColumnEntry | AttributeEntry | None,
    live: Column | None,
) -> ColumnEntry:
    """`entry` of the file with each decision that it is too old to know of."""
    if entry is None:
        return decided
    taken: dict[str, Any] = {}
    if live is not None and entry.type != decided.type == live.type:
        taken |= {name: getattr(decided, name) for name in _OF_A_TYPE}
    if live is not None and _is_retitled(entry, decided, filed, clean_text(live.title)):
        taken |= {"title": decided.title, "name": decided.name}
        taken["aliases"] = _aliases(entry, decided, filed)
    return replace(entry, **taken)


def _is_retitled(
    entry: ColumnEntry,
    decided: ColumnEntry,
    filed: ColumnEntry | AttributeEntry | None,
    title: str,
) -> bool:
    """Whether a load met another title than the file, which is too old to know of it."""
    if entry.title in (decided.title, title):
        return False
    says_the_same = isinstance(filed, ColumnEntry) and (
        (entry.title, entry.name) == (filed.title, filed.name)
    )
    return decided.title == title or says_the_same


def _aliases(
    entry: ColumnEntry, decided: ColumnEntry, filed: ColumnEntry | AttributeEntry | None
) -> tuple[str, ...]:
    """The file's aliases and those that loads gave since, without what is now the name itself."""
    before = filed.aliases if isinstance(filed, ColumnEntry) else ()
    given = [name for name in decided.aliases if name not in before or name == entry.name]
    key = collation_key(decided.name)
    both = dict.fromkeys((*entry.aliases, *given))
    return tuple(name for name in both if collation_key(name) != key)


def _recovered(entry: ColumnEntry | None, merged: ColumnEntry) -> Change:
    label = f"column {merged.name!r} ({merged.id}, {merged.type})"
    what = ["is not in the board file"]
    if entry is not None:
        shown = ("name", "type", "data_type", "decision", "title", "gone")
        what = [
            f"{name} {getattr(merged, name)!r} in place of {getattr(entry, name)!r}"
            for name in shown
            if getattr(merged, name) != getattr(entry, name)
        ] or ["settings"]
    text = f"{label}: an earlier load decided what the board file lacks: {', '.join(what)}"
    return Change("recovered", merged.id, text)
