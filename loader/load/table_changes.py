"""How a load changes the columns of a board's table, and who reads those that leave or change."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from loader.board.board_file import BoardFile
from loader.errors import LoaderError
from loader.generate.columns import table_columns
from loader.landing.contract import Landing
from loader.landing.dbt_manifest import Reader, readers_of
from loader.session import Session

_T = TypeVar("_T")
log = logging.getLogger(__name__)

MOST_READERS = 5
"""So many readers of a column are named; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """A column of the table, by its name there, and what becomes of it with the next build."""

    name: str
    what: str
    breaks: bool
    """Whether who reads the column may notice: it leaves, or has another type."""


def table_changes(filed: BoardFile, decided: BoardFile) -> tuple[TableChange, ...]:
    """How the table's columns differ between two board files: by name, not by monday's id."""
    before, after = _columns(filed), _columns(decided)
    found = [TableChange(name, "leaves", True) for name in before.keys() - after.keys()]
    found += [TableChange(name, "is new", False) for name in after.keys() - before.keys()]
    found += [
        TableChange(name, f"changes from {before[name]} to {after[name]}", True)
        for name in before.keys() & after.keys()
        if before[name] != after[name]
    ]
    return tuple(sorted(found, key=lambda change: (change.name, change.what)))


def sentences(changes: Iterable[TableChange], readers: Iterable[Reader]) -> tuple[str, ...]:
    """The changes with the readers of each column that leaves or changes."""
    readers = tuple(readers)
    told = []
    for change in changes:
        by = [r.label for r in readers if change.breaks and reads(r.code, change.name)]
        more = f" and {len(by) - MOST_READERS} more" if len(by) > MOST_READERS else ""
        listed = f"; read by {', '.join(by[:MOST_READERS])}{more}" if by else ""
        told.append(f"[{change.name}] {change.what}{listed}")
    return tuple(told)


def reads(code: str | None, column: str) -> bool:
    """Whether SQL names a column, as far as its text tells; None reads the table as a whole.

    A query that takes all columns (`select *`) is counted in.
    """
    if code is None or re.search(r"\bselect\s+(\w+\.)?\*", code, re.IGNORECASE):
        return True
    spelled = {column, column.replace('"', '""'), column.replace("]", "]]")}
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code, re.IGNORECASE) for name in spelled
    )


def who_reads(session: Session, landing: Landing, board: BoardFile) -> tuple[Reader, ...]:
    """Who dbt's manifest and the warehouse say reads the board's table, each once.

    What cannot be asked knows nobody: no right is needed for it and no load fails by it.
    """
    found = list(_known(lambda: readers_of(session.project, board.name)))
    seen = {reader.relation.lower() for reader in found if reader.relation}
    schema = board.schema or session.warehouse.schema
    views = _known(lambda: landing.views_reading(board.table, schema=schema))
    beside = f"{schema}.{board.table}__".lower()
    found += [
        Reader("view", name, code)
        for name, code in views
        if name.lower() not in seen and not name.lower().startswith(beside)
    ]
    return tuple(found)


def _known(ask: Callable[[], Iterable[_T]]) -> tuple[_T, ...]:
    try:
        return tuple(ask())
    except LoaderError as exc:
        log.debug("who reads the table is not known: %s", exc)
        return ()


def _columns(board: BoardFile) -> dict[str, str]:
    """Each name in the table, key, aliases and parts included, with the type that it is of."""
    key = {board.item_id.name: f"the key as {board.item_id.data_type}"}
    return key | {
        column.name: f"{f'{column.part} of ' if column.part else ''}{column.type}"
        f"{f' as {column.data_type}' if column.data_type else ''}"
        for column in table_columns(board)
    }
