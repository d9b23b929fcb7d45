"""How a load changes the columns of a board's table, and who reads those it removes or changes."""

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
"""Name at most this many readers of a column, then only count the rest."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table column, by name, and what the next build does to it."""

    name: str
    what: str
    breaks: bool
    """Whether readers of the column may notice: it is removed or changes its type."""


def table_changes(filed: BoardFile, decided: BoardFile) -> tuple[TableChange, ...]:
    """Return how the table's columns differ between two board files, by name and not by id."""
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
    """Describe the changes, with the readers of each column that is removed or changes."""
    readers = tuple(readers)
    told = []
    for change in changes:
        by = [r.label for r in readers if change.breaks and reads(r.code, change.name)]
        more = f" and {len(by) - MOST_READERS} more" if len(by) > MOST_READERS else ""
        listed = f"; read by {', '.join(by[:MOST_READERS])}{more}" if by else ""
        told.append(f"[{change.name}] {change.what}{listed}")
    return tuple(told)


def reads(code: str | None, column: str) -> bool:
    """Whether SQL mentions a column, as far as its text shows; None reads the whole table.

    A query that selects all columns (`select *`) counts.
    """
    if code is None or re.search(r"\bselect\s+(\w+\.)?\*", code, re.IGNORECASE):
        return True
    spelled = {column, column.replace('"', '""'), column.replace("]", "]]")}
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code, re.IGNORECASE) for name in spelled
    )


def who_reads(session: Session, landing: Landing, board: BoardFile) -> tuple[Reader, ...]:
    """Return the readers of the board's table according to dbt's manifest and the warehouse.

    A source that cannot be asked counts as having no readers: no permission is required and no load
    fails because of it.
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
    """Return each column name of the table, including key, aliases and parts, with its type."""
    key = {board.item_id.name: f"the key as {board.item_id.data_type}"}
    return key | {
        column.name: f"{f'{column.part} of ' if column.part else ''}{column.type}"
        f"{f' as {column.data_type}' if column.data_type else ''}"
        for column in table_columns(board)
    }
