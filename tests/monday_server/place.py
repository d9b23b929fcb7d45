"""One cell and everything that its answer can depend on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .data import Account, Board, Column, Item
from .values import Cell, iso


@dataclass(frozen=True, slots=True)
class Place:
    """The cell of `item` in `column`, on `board`, seen by the owner of the token."""

    account: Account
    board: Board
    item: Item
    column: Column
    cell: Cell

    @property
    def changed(self) -> dict[str, Any]:
        """Return `{"changed_at": ...}` if a person changed the cell after creation, else {}."""
        moment = self.cell.changed_at
        return {} if moment is None else {"changed_at": iso(moment, milliseconds=True)}

    @property
    def updated_at(self) -> str | None:
        """The typed field `updated_at` of most value types."""
        moment = self.cell.changed_at
        return None if moment is None else iso(moment)


Typed = tuple[Any, dict[str, Any]]
"""`value` before encoding (None when there is none) and the typed fields."""
Typer = Callable[[Place], Typed]
