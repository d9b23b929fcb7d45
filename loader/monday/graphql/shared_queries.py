"""Queries that several boards share, and how to split their answers.

    look      boards(ids: [...]): each board's facts, and the items that changed last there
    bundle    several queries of one root field each, side by side under aliases

Each part equals the answer to the board's own query, so the same parsers read both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loader.monday.graphql.queries import (
    BOARD_FACTS,
    COUNTED,
    DAY,
    PAGE_POINTS,
    Query,
    latest_items,
    query,
)
from loader.monday.graphql.selection import OBJECT, SCALAR, Shape, selection
from loader.monday.http.client import Answer

FACTS_POINTS = 6 * OBJECT + 30 * SCALAR
"""Points of a board's facts, counting each of its columns and groups once."""
_LOOK = (
    "boards(ids: $board, limit: $boards, page: 1, state: all,"
    " hierarchy_types: [classic, multi_level])"
)
_PAGE_FACTS = frozenset({*COUNTED.split(), "items_page"})


def look(boards: int, shape: Shape | None) -> Query:
    """Return a query for the facts of boards and, with a shape, the latest changes on each.

    Variables: board, boards, limit. Its cost is learned per `limit` times the number of boards.
    """
    page, points = "", 0
    declared = ["$board: [ID!]", "$boards: Int!"]
    if shape is not None:
        fields, points = selection(shape)
        page = f" {latest_items(fields)}"
        declared.append("$limit: Int!")
    body = f"{_LOOK} {{ {BOARD_FACTS}{page} }} {DAY}"
    fixed = boards * (FACTS_POINTS + (PAGE_POINTS if shape else 0))
    found = query("Look", tuple(declared), body, fixed=fixed, per_item=points)
    return replace(found, optional=frozenset({"platform_api"}), shared="boards")


def looked_at(answer: Answer) -> Iterator[tuple[int, Answer, Answer]]:
    """Yield (id, its facts, its page) for each board that came whole, without a null.

    Only the first board gets the calls left today: the number is outdated for the others.
    """
    data = answer.data if isinstance(answer.data, Mapping) else {}
    day = data.get("platform_api")
    listed = data.get("boards")
    for number, board in enumerate(listed if isinstance(listed, list) else ()):
        ident = board.get("id") if isinstance(board, Mapping) else None
        if str(number) in answer.refused or not re.fullmatch(r"\d{1,19}", str(ident), re.ASCII):
            continue
        if any(board.get(key, key) is None for key in ("columns", "items_page")):
            continue
        page = {key: value for key, value in board.items() if key in _PAGE_FACTS}
        facts = {key: value for key, value in board.items() if key != "items_page"}
        of_board = {"boards": [facts], "platform_api": day}
        yield int(str(ident)), _own(answer, of_board), _own(answer, {"boards": [page]})
        day = None


def bundle(queries: Sequence[Query], points: int) -> Query:
    """Combine queries of one root field each; the n-th gets the alias `p<n>`.

    Each variable's name is followed by `_<n>`; `points` is the cost of all together.
    """
    declared: list[str] = []
    bodies = []
    for number, one in enumerate(queries):
        declared += [_numbered(text, number) for text in one.declared]
        bodies.append(f"p{number}: {_numbered(one.body, number)}")
    made = query("Bundle", tuple(declared), " ".join(bodies), fixed=points)
    return replace(made, shared="parts")


def _numbered(text: str, number: int) -> str:
    """Return our own text with the number appended to each variable."""
    return re.sub(r"\$(\w+)", rf"$\1_{number}", text)


def part_of(answer: Answer, number: int, one: Query) -> Answer | None:
    """Return the answer to the n-th query of a bundle; None if monday refused it."""
    data = answer.data if isinstance(answer.data, Mapping) else {}
    alias = f"p{number}"
    if alias in answer.refused or data.get(alias) is None:
        return None
    root = one.body.partition("(")[0]
    return _own(answer, {root: data[alias]})


def _own(answer: Answer, data: object) -> Answer:
    """Return one part as an answer. The cost stays with the whole."""
    return replace(answer, data=data, complexity=None)
