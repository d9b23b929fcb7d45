"""Types that would lose what a column holds: told of, asked about, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from loader.board.board_file import BoardFile
from loader.board.conversion_losses import TypeLosses, type_losses
from loader.board.model import Item
from loader.errors import LoaderError, UsageError
from loader.output.console import ask, note, printable
from loader.session import Session

_LONGEST_EXAMPLE = 40


def settle_types(
    board: BoardFile,
    settled: Mapping[str, str | None],
    items: Iterable[Item],
    *,
    accept: bool,
    asking: bool,
) -> BoardFile:
    """`board` with the types that it may keep, by what they lose of the sampled `items`.

    `settled` are types by column id that somebody has taken before; those are only told of. A
    person may take a type back. Raises UsageError where nobody can be asked and `accept` is off.
    """
    sampled = tuple(items)
    found = (
        type_losses(c, sampled) for c in board.columns if not c.gone and c.decision != "rejected"
    )
    for losses in filter(None, found):
        entry = losses.entry
        text = _sentence(losses)
        if accept or settled.get(entry.id) == entry.data_type:
            note(f"{board.name}: {text}")
        elif not asking:
            raise UsageError(
                f"{text}. Nothing was changed: give a type that holds them, or --accept-losses."
            )
        elif ask(f"{text}. Use it all the same?", ("y", "n")) == "n":
            before = settled.get(entry.id)
            board = board.with_column(replace(entry, data_type=before))
            note(f"{printable(entry.name)} keeps {before or 'its default type'}.")
    return board


def settle_reviewed(
    session: Session, before: BoardFile, after: BoardFile, *, accept: bool, asking: bool
) -> BoardFile:
    """The same for the types that a review changes, by the first page of those columns."""
    settled = {c.id: c.data_type for c in before.columns}
    edited = {c.id for c in after.columns if c.data_type and c.data_type != settled.get(c.id)}
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


def _sentence(losses: TypeLosses) -> str:
    entry = losses.entry
    shown = ", ".join(repr(_short(text)) for text in losses.examples)
    return (
        f"Column {printable(entry.name)} ({printable(entry.id)}) as {entry.data_type} would lose "
        f"{losses.lost} of {losses.sampled} sampled values, such as {printable(shown)}"
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[: _LONGEST_EXAMPLE - 3]}..."
