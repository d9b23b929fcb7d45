"""Resolves names that the warehouse's database treats as equal. Pure.

`names.collation_key` folds what SQL Server's usual collations fold. A database may fold more:
accents if its collation is _AI, dotted and dotless i if it is Turkish. So the database is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.name_register import names_of, part_names, shown_names
from loader.board.names import candidates

Same = Callable[[Sequence[str]], Iterable[Sequence[int]]]
"""Names -> groups of indexes of equal names, each group in ascending order."""
_MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A name in the table and its owner. `alias`: the alias that it is, or is a part's name of."""

    name: str
    owner: ColumnEntry | AttributeEntry | None
    """None for the key column."""
    alias: str | None = None


def told_apart(
    board: BoardFile, same: Same, before: BoardFile | None = None
) -> tuple[BoardFile, tuple[str, ...]]:
    """Return the board with names that `same` finds distinct, and the changes in sentences.

    Of equal names the first is kept; the others get their id added, or are dropped if they are
    aliases. The key's name and names already in `before` come first, then the board's order.
    """
    told: list[str] = []
    for _ in range(_MOST_ROUNDS):
        standing = _in_order(board, before)
        groups = [tuple(g) for g in same([one.name for one in standing])]
        if not groups:
            break
        first, *others = (standing[place] for place in groups[0])
        for one in others:
            board = _renamed(board, one)
            told.append(_sentence(board, first, one))
    return board, tuple(told)


def _in_order(board: BoardFile, before: BoardFile | None) -> tuple[Standing, ...]:
    known = shown_names(before) if before else {}
    found = tuple(_standing(board))
    settled = [s for s in found if s.owner and s.name in known.get(s.owner.id, ())]
    key = Standing(board.item_id.name, None)
    return (key, *settled, *(s for s in found if s not in settled))


def _standing(board: BoardFile) -> Iterator[Standing]:
    names = names_of(board)
    for entry in board.columns:
        if not entry.gone:
            yield Standing(entry.name, entry)
            yield from (Standing(alias, entry, alias) for alias in entry.aliases)
            for called, parts in part_names(names, entry).items():
                alias = None if called == entry.name else called
                yield from (Standing(part, entry, alias) for part in parts.values())
    yield from (Standing(a.name, a) for a in board.attributes)


def _renamed(board: BoardFile, one: Standing) -> BoardFile:
    owner = one.owner
    if isinstance(owner, AttributeEntry):
        changed = replace(owner, name=_next_name(owner.name, owner.id))
        return replace(
            board, attributes=tuple(changed if a == owner else a for a in board.attributes)
        )
    entry = board.column(owner.id) if owner else None
    if entry is None:
        return board
    if one.alias:
        rest = tuple(alias for alias in entry.aliases if alias != one.alias)
        return board.with_column(replace(entry, aliases=rest))
    return board.with_column(replace(entry, name=_next_name(entry.name, entry.id)))


def _next_name(name: str, owner: str) -> str:
    """Return the name with the id appended, or with the next number after the id."""
    tries = iter(candidates(name.removesuffix(f" ({owner})"), owner))
    for candidate in tries:
        if candidate == name:
            return next(tries)
    raise AssertionError("candidates never ends")


def _sentence(board: BoardFile, first: Standing, one: Standing) -> str:
    said = f"to the database, {one.name!r} is the same name as {first.name!r}"
    if isinstance(one.owner, ColumnEntry) and not one.alias:
        entry = board.column(one.owner.id) or one.owner
        return f"column {entry.id} is named {entry.name!r}: {said}"
    if isinstance(one.owner, AttributeEntry):
        name = next(a.name for a in board.attributes if a.id == one.owner.id)
        return f"attribute {one.owner.id} is named {name!r}: {said}"
    return f"alias {one.alias!r} is left out: {said}"
