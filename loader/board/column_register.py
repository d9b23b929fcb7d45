"""What loads decided about a board's columns, as it is kept in `raw_monday._columns`. Pure.

A load adapts the board to monday, lands the rows and writes the board file, in this order; so the
file can be lost, or be an old one in a fresh clone, while the rows are there. What was decided is
therefore written in the transaction of the rows, beside what the file said at that time. The next
run merges three ways: where the file still says what it said then, the decision stands; where
somebody has edited it since, the file does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from loader.board.board_file import ATTRIBUTE_IDS, AttributeEntry, BoardFile, ColumnEntry
from loader.board.drift import Change
from loader.board.json_text import parse_json
from loader.board.name_register import ITEM_ID, shown_names, with_former_names

_OF_A_TYPE = ("type", "data_type", "parts", "part_types", "links")
"""Settings that mean something for a column's type alone."""


@dataclass(frozen=True, slots=True)
class RegisteredColumn:
    """A column, an attribute or the key, as the last load that decided about it left it."""

    column_id: str
    names: tuple[str, ...]
    """Every name that the table has ever shown it under."""
    decided: ColumnEntry | AttributeEntry | None = None
    filed: ColumnEntry | AttributeEntry | None = None
    """What the board file said before that load; None where it had no such entry."""


def take_over(
    board: BoardFile, register: Iterable[RegisteredColumn], order: Sequence[str] = ()
) -> tuple[BoardFile, tuple[Change, ...]]:
    """The board file with what loads decided and it lacks, and what that is.

    Columns that it lacks come in `order`, ids in the order of the live board.
    """
    changes: list[Change] = []
    names: dict[str, tuple[str, ...]] = {}
    columns = {c.id: c for c in board.columns}
    attributes = {a.id: a for a in board.attributes}
    place = {ident: number for number, ident in enumerate((*ATTRIBUTE_IDS, *order))}
    for row in sorted(register, key=lambda row: place.get(row.column_id, len(place))):
        if isinstance(row.decided, AttributeEntry):
            attributes.setdefault(row.column_id, row.decided)
        elif isinstance(row.decided, ColumnEntry):
            entry = columns.get(row.column_id)
            merged = _merged(entry, row.filed, row.decided)
            if merged != entry:
                changes.append(_recovered(entry, merged))
            columns[row.column_id] = merged
        names[row.column_id] = row.names
    taken = replace(board, columns=tuple(columns.values()), attributes=tuple(attributes.values()))
    shown = shown_names(taken)
    kept = (
        with_former_names(c, [n for n in names.get(c.id, ()) if n not in shown.get(c.id, ())])
        for c in taken.columns
    )
    return replace(taken, columns=tuple(kept)), tuple(changes)


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


def unwritten(board: BoardFile, register: Sequence[RegisteredColumn]) -> tuple[Change, ...]:
    """What loads decided and the board file does not say."""
    return take_over(board, register)[1]


def _merged(entry: ColumnEntry | None, filed: object, decided: ColumnEntry) -> ColumnEntry:
    """`entry` of the file with each decision that it cannot have overruled."""
    if entry is None:
        return decided
    if not isinstance(filed, ColumnEntry):  # it was not there then: the file has decided since
        return entry
    taken = {
        f.name: getattr(decided, f.name)
        for f in fields(ColumnEntry)
        if f.name != "former_names" and getattr(entry, f.name) == getattr(filed, f.name)
    }
    if entry.type == filed.type != decided.type:
        taken |= {name: getattr(decided, name) for name in _OF_A_TYPE}
    return replace(entry, **taken)


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
