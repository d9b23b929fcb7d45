"""The owner of each name in a table: a name never passes from one column to another. Pure.

Names of parts and aliases count like those of columns, and so does every name that the table once
showed: `former_names` keeps them with their column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry, ItemId
from loader.board.column_types import column_type
from loader.board.names import Names, candidates, collation_key

_Owner = TypeVar("_Owner", ColumnEntry, AttributeEntry, ItemId)
ITEM_ID = "__item_id__"
"""Owner of the key column's name."""


def names_of(board: BoardFile, shown: Mapping[str, Iterable[str]] = MappingProxyType({})) -> Names:
    """Return every name in the board file, including former and part names, and then the names that
    the table has ever `shown`, by id.
    """
    names = Names()
    names.take(board.item_id.name, ITEM_ID)
    for entry in board.columns:
        for name in (entry.name, *entry.aliases):
            names.take(name, entry.id)
    for attribute in board.attributes:
        names.take(attribute.name, attribute.id)
    for name in board.item_id.former_names:
        names.take(name, ITEM_ID)
    owners: tuple[AttributeEntry | ColumnEntry, ...] = (*board.attributes, *board.columns)
    for owner in owners:
        for name in owner.former_names:
            names.take(name, owner.id)
    for entry in board.columns:
        part_names(names, entry)
    for ident, once in shown.items():
        for name in once:
            names.take(name, ident)
    return names


def part_names(names: Names, entry: ColumnEntry) -> dict[str, dict[str, str]]:
    """Return the names of the parts that `parts: true` shows, such as `T from`, as
    {name or alias of the column: {part: name}}; empty without `parts`.

    All names are distinct, even those of parts of the same column.
    """
    if not entry.parts:
        return {}
    called = (entry.name, *entry.aliases)
    shown = {collation_key(name) for name in called}
    found: dict[str, dict[str, str]] = {name: {} for name in called}
    for name in called:
        for part in column_type(entry.type).parts:
            found[name][part] = next(
                free
                for free in candidates(f"{name} {part}", entry.id)
                if names.owner(free) in (None, entry.id) and collation_key(free) not in shown
            )
            shown.add(collation_key(found[name][part]))
            names.take(found[name][part], entry.id)
    return found


def all_part_names(names: Names, entry: ColumnEntry) -> tuple[str, ...]:
    """Return the names of all parts of a column, including those under its aliases."""
    return tuple(name for parts in part_names(names, entry).values() for name in parts.values())


def shown_names(board: BoardFile) -> dict[str, tuple[str, ...]]:
    """Return every name under which the table shows a column and its parts, by column id."""
    names = names_of(board)
    found: dict[str, tuple[str, ...]] = {ITEM_ID: (board.item_id.name,)}
    found |= {a.id: (a.name,) for a in board.shown_attributes}
    found |= {c.id: (c.name, *c.aliases, *all_part_names(names, c)) for c in board.shown}
    return found


def rename(board: BoardFile, entry: ColumnEntry, name: str) -> ColumnEntry:
    """Return `entry` with a name that a person chose. Raises ValueError if it has another owner."""
    names = names_of(board)
    owner = names.owner(name)
    if owner not in (None, entry.id):
        raise ValueError(f"the name {name!r} belongs, or once belonged, to {owner}")
    return named_as(entry, name, names)


def named_as(entry: ColumnEntry, name: str, names: Names) -> ColumnEntry:
    """Return `entry` with another name; the names it has had until now become former names.

    An alias equal to the new name is dropped: a table cannot have two columns with one name.
    """
    if name == entry.name:
        return entry
    key = collation_key(name)
    aliases = tuple(alias for alias in entry.aliases if collation_key(alias) != key)
    former = (entry.name, *all_part_names(names, entry))
    return with_former_names(replace(entry, name=name, aliases=aliases), former)


def aliased_as(entry: ColumnEntry, name: str, names: Names) -> ColumnEntry:
    """Return `entry` with another name and its old name as an alias, with the parts of both.

    If SQL Server may treat the two names as equal, there is no alias.
    """
    renamed = named_as(entry, name, names)
    if collation_key(name) == collation_key(entry.name):
        return renamed
    both = replace(renamed, aliases=(*renamed.aliases, entry.name))
    shown = {entry.name, *all_part_names(names, both)}
    return replace(both, former_names=tuple(n for n in both.former_names if n not in shown))


def without_alias(entry: ColumnEntry, alias: str, names: Names) -> ColumnEntry:
    """Return `entry` without an alias; the alias and its part names become former names."""
    kept = replace(entry, aliases=tuple(name for name in entry.aliases if name != alias))
    parts = part_names(names, entry).get(alias, {})
    return with_former_names(kept, (alias, *parts.values()))


def with_former_names(entry: _Owner, names: Iterable[str]) -> _Owner:
    """Return `entry` with further former names, except for names that it has now."""
    now = {entry.name, *(entry.aliases if isinstance(entry, ColumnEntry) else ())}
    former = dict.fromkeys((*entry.former_names, *names))
    return replace(entry, former_names=tuple(name for name in former if name not in now))
