"""The former names of a column and its parts in a history. Pure.

A board file keeps all names that a column ever had in one list, those of its parts included. A name
is a part's if the list has a name for every part of a type, each made of the same column name. A
name that may belong to something else is not followed: its old column stays in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_types import COLUMN_TYPES
from loader.board.name_register import all_part_names, names_of
from loader.board.names import candidates, collation_key
from loader.generate.columns import TableColumn

_TRIED = 4
"""The number of names that are tried for a part, as in `names.is_derived`."""


def former_names(
    entry: ColumnEntry, shown: Iterable[str], parts: Sequence[str]
) -> list[dict[str | None, str]]:
    """Return the former names of the column (None) and these parts, one dict for each renaming.

    The latest comes first. `shown` are the current names of all its parts.
    """
    known = {entry.name, *entry.aliases, *entry.former_names, *shown}
    sets = {tuple(kind.parts) for kind in COLUMN_TYPES.values() if kind.parts}
    whole = (_whole(base, one, entry.id, known) for base in known for one in sets)
    of_parts = {name for names in whole for name in names.values()}
    bases = [name for name in reversed(entry.former_names) if name not in of_parts]
    return [{None: base, **_whole(base, parts, entry.id, known)} for base in bases]


def _whole(base: str, parts: Sequence[str], owner: str, known: set[str]) -> dict[str | None, str]:
    """Return the names of these parts for a column named `base`; empty unless all are known."""
    found: dict[str | None, str] = {}
    for part in parts:
        tried = islice(candidates(f"{base} {part}", owner), _TRIED)
        name = next((one for one in tried if one in known), None)
        if name is None:
            return {}
        found[part] = name
    return found


def owners(board: BoardFile, spelled: Callable[[str], str]) -> dict[str, set[str]]:
    """Return the ids that have or had each name, by the collation key of the history's spelling."""
    found: dict[str, set[str]] = {}
    names = names_of(board)
    listed: list[tuple[str, Iterable[str]]] = [
        ("item_id", (board.item_id.name, *board.item_id.former_names))
    ]
    entries: tuple[AttributeEntry | ColumnEntry, ...] = (*board.attributes, *board.columns)
    for entry in entries:
        more: tuple[str, ...] = ()
        if isinstance(entry, ColumnEntry):
            more = (*entry.aliases, *all_part_names(names, entry))
        listed.append((entry.id, (entry.name, *entry.former_names, *more)))
    for ident, called in listed:
        for name in called:
            key = collation_key(spelled(name))
            found.setdefault(key, set()).add(ident)
    return found


def parts_of(columns: Iterable[TableColumn], entry: ColumnEntry) -> dict[str, str]:
    """Return the column's own parts, not those of its aliases, by their names in the table."""
    return {c.name: c.part for c in columns if c.id == entry.id and c.part and c.alias_of is None}
