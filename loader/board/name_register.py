"""Whose each name of a table is: a name never passes from one column to another. Pure."""

from __future__ import annotations

from dataclasses import replace

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.column_types import column_type
from loader.board.names import Names


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
            for part in column_type(entry.type).parts:
                names.give(f"{entry.name} {part}", entry.id)
    return names


def rename(board: BoardFile, entry: ColumnEntry, name: str) -> ColumnEntry:
    """`entry` under a name that a person chose. Raises ValueError when another column has it."""
    owner = names_of(board).owner(name)
    if owner not in (None, entry.id):
        raise ValueError(f"the name {name!r} belongs, or once belonged, to {owner}")
    return named_as(entry, name)


def named_as(entry: ColumnEntry, name: str) -> ColumnEntry:
    if name == entry.name:
        return entry
    former = tuple(n for n in (*entry.former_names, entry.name) if n != name)
    return replace(entry, name=name, former_names=tuple(dict.fromkeys(former)))
