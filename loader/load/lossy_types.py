"""Warn once, with counts, about types that a person chose and that lose landed values."""

from __future__ import annotations

import logging

from loader.board.board_file import BoardFile
from loader.board.column_register import Register, loaded_columns
from loader.board.conversion_losses import losses_sentence, newly_typed, type_losses
from loader.board.model import Cell
from loader.errors import LoaderError
from loader.landing.contract import Landing

log = logging.getLogger(__name__)


def tell_of_lossy_types(landing: Landing, board: BoardFile, register: Register) -> None:
    """Warn about columns whose type differs from what `register`, the last load, used.

    All cells of such a column are read from the raw table. The load is already complete, so a
    failure to read them does not fail it; the build counts the losses in any case.
    """
    for entry in newly_typed(board.approved, loaded_columns(register)):
        try:
            rows = landing.raw_cells(board.name, [entry.id])
            cells = (Cell(column, entry.type, text, value) for _, column, text, value in rows)
            found = type_losses(entry, cells)
        except LoaderError as exc:
            log.warning("%s: what %s loses as its type is not known: %s", board.name, entry.id, exc)
            continue
        for losses in found:
            log.warning(
                "%s: %s; builds count them as conversion losses; give it a type that holds them",
                board.name, losses_sentence(losses, "values"),
            )  # fmt: skip
