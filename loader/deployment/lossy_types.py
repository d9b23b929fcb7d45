"""Types that would lose some of a column's content: reported, asked about, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from loader.board.board_file import BoardFile, ColumnEntry
from loader.board.conversion_losses import (
    TypeLosses,
    losses_sentence,
    newly_typed,
    type_losses,
    type_of,
)
from loader.board.model import Item
from loader.errors import LoaderError, UsageError
from loader.output.console import agrees, note, printable
from loader.session import Session


def settle_types(
    board: BoardFile,
    settled: Mapping[str, ColumnEntry],
    items: Iterable[Item],
    *,
    accept: bool,
    asking: bool,
) -> BoardFile:
    """Return `board` with the types that it may keep, by their losses in the sampled `items`.

    `settled` are columns by id whose types somebody has accepted before; their losses are only
    reported. A person may revert a type. Raises UsageError if nobody can be asked and `accept` is
    off.
    """
    cells = tuple(cell for item in items for cell in item.cells)
    columns = [c for c in board.columns if not c.gone and c.decision != "rejected"]
    for losses in chain.from_iterable(type_losses(column, cells) for column in columns):
        text = losses_sentence(losses, "sampled values")
        before = type_of(settled.get(losses.entry.id), losses.part)
        if accept or before == losses.data_type:
            note(f"{board.name}: {text}")
        elif not asking:
            raise UsageError(
                f"{text}. Nothing was changed: give a type that holds them, or --accept-losses."
            )
        elif not agrees(f"{text}. Use it all the same?", default=False):
            board = _with_type(board, losses, before)
            what = printable(" ".join(filter(None, (losses.entry.name, losses.part))))
            note(f"{what} keeps {before or 'its default type'}.")
    return board


def _with_type(board: BoardFile, losses: TypeLosses, data_type: str | None) -> BoardFile:
    """Return the board with this type, or none, for the column or its part."""
    entry = board.column(losses.entry.id) or losses.entry
    if losses.part is None:
        return board.with_column(replace(entry, data_type=data_type))
    others = {part: given for part, given in entry.part_types.items() if part != losses.part}
    given = {losses.part: data_type} if data_type else {}
    return board.with_column(replace(entry, part_types={**others, **given}))


def settle_reviewed(
    session: Session, before: BoardFile, after: BoardFile, *, accept: bool, asking: bool
) -> BoardFile:
    """Settle the types that a review changes, by the first page of those columns."""
    settled = {c.id: c for c in before.columns}
    edited = {c.id for c in newly_typed(after.columns, settled)}
    if not edited:
        return after
    try:
        live = session.monday.board(after.board_id)
        columns = tuple(c for c in live.columns if c.id in edited)
        items = session.monday.sample(live, columns, after.load.batch_size) if columns else ()
    except LoaderError as exc:
        note(f"What the new types lose is not known, as monday was not read: {printable(str(exc))}")
        return after
    return settle_types(after, settled, items, accept=accept, asking=asking)
