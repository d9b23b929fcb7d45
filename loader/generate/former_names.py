"""Under which names a history kept a column and its parts before. Pure.

A board file keeps all names that a column ever had in one list, its parts' among them. A name is a
part's where the names of all parts of a type stand there beside the column's name that they are
made of. Whatever may be the name of something else is followed by nothing: the old column stays.
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
"""So many names are tried for a part, as in `names.is_derived`."""


def former_names(
    entry: ColumnEntry, shown: Iterable[str], parts: Sequence[str]
) -> list[dict[str | None, str]]:
    """What the column (None) and these parts of it were called together, the latest first.

    `shown` are the names of all its parts now.
    """
    known = {entry.name, *entry.aliases, *entry.former_names, *shown}
    sets = {tuple(kind.parts) for kind in COLUMN_TYPES.values() if kind.parts}
    whole = (_whole(base, one, entry.id, known) for base in known for one in sets)
    of_parts = {name for names in whole for name in names.values()}
    bases = [name for name in reversed(entry.former_names) if name not in of_parts]
    return [{None: base, **_whole(base, parts, entry.id, known)} for base in bases]


def _whole(base: str, parts: Sequence[str], owner: str, known: set[str]) -> dict[str | None, str]:
    """The names of these parts beside a column called `base`; empty unless all are known."""
    found: dict[str | None, str] = {}
    for part in parts:
        tried = islice(candidates(f"{base} {part}", owner), _TRIED)
        name = next((one for one in tried if one in known), None)
        if name is None:
            return {}
        found[part] = name
    return found


def owners(board: BoardFile, spelled: Callable[[str], str]) -> dict[str, set[str]]:
    """By what databases compare of a name as a history spells it, the ids that have or had it."""
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
    """Part by its name in the table, of the column itself and not of its aliases."""
    return {c.name: c.part for c in columns if c.id == entry.id and c.part and c.alias_of is None}
