"""The columns of a board's table, in order, with their names and sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loader.board.board_file import ATTRIBUTE_TYPES, BoardFile, ColumnEntry
from loader.board.column_types import column_type
from loader.board.model import ATTRIBUTES
from loader.board.model import LEVEL as LEVEL_ATTRIBUTE
from loader.board.name_register import names_of, part_names

LEVEL = LEVEL_ATTRIBUTE.id
"""The only column that is not read from rows of its own."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the production table other than the key."""

    name: str
    id: str
    type: str
    title: str
    data_type: str | None = None
    part: str | None = None
    gone: bool = False
    alias_of: str | None = None
    description: str | None = None
    facts: tuple[str, ...] = ()
    """What monday says about the column, in sentences."""
    tests: tuple[object, ...] = ()

    @property
    def macro(self) -> str:
        """The type macro that renders this column."""
        return f"monday_{column_type(self.type).name}"


def table_columns(board: BoardFile) -> tuple[TableColumn, ...]:
    """Return the columns after the key: the item's name, its attributes, the board's columns."""
    columns = list(_of_entries(board))
    lead = [c for c in columns if c.id == "name"]
    rest = [c for c in columns if c.id != "name"]
    return (*lead, *_of_attributes(board), *rest)


def _of_attributes(board: BoardFile) -> Iterator[TableColumn]:
    titles = {a.id: a.name for a in (*ATTRIBUTES, LEVEL_ATTRIBUTE)}
    for attribute in board.shown_attributes:
        yield TableColumn(
            name=attribute.name,
            id=attribute.id,
            type=ATTRIBUTE_TYPES[attribute.id],
            title=titles[attribute.id],
            data_type="int" if attribute.id == LEVEL else None,
        )


def _of_entries(board: BoardFile) -> Iterator[TableColumn]:
    names = names_of(board)
    for entry in board.shown:
        parts = part_names(names, entry)
        for called in (entry.name, *entry.aliases):
            alias_of = None if called == entry.name else entry.name
            yield _column(entry, called, data_type=entry.data_type, alias_of=alias_of)
            for part, name in parts.get(called, {}).items():
                data_type = entry.part_types.get(part)
                yield _column(entry, name, data_type=data_type, part=part, alias_of=alias_of)


def _column(
    entry: ColumnEntry,
    name: str,
    *,
    data_type: str | None = None,
    part: str | None = None,
    alias_of: str | None = None,
) -> TableColumn:
    return TableColumn(
        name=name,
        id=entry.id,
        type=entry.type,
        title=entry.title,
        data_type=data_type,
        part=part,
        gone=entry.gone is not None,
        alias_of=alias_of,
        description=entry.description or str(entry.monday.get("description") or "") or None,
        facts=() if part else tuple(_facts(entry)),
        tests=() if part or alias_of else entry.tests,
    )


def _facts(entry: ColumnEntry) -> Iterator[str]:
    if formula := entry.monday.get("formula"):
        yield f"Formula: {formula}"
    if mirrors := entry.monday.get("mirrors"):
        yield f"Mirrors {mirrors}"
    labels = entry.monday.get("labels")
    if isinstance(labels, (list, tuple)) and labels:
        yield f"Labels: {', '.join(map(str, labels))}"
