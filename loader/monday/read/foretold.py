"""Predict a read's requests from its plan, for requests that several boards share. Pure.

Tests count calls to hold the predictions to what reads really request: a wrong one is never used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from loader.board.model import Board, Item
from loader.monday.graphql import queries
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.pages import parse_page
from loader.monday.graphql.payloads import parse_board
from loader.monday.graphql.queries import Query
from loader.monday.graphql.selection import Shape
from loader.monday.http.client import Variable
from loader.monday.limits import IDS_A_REQUEST
from loader.monday.read.plan import DATED, ReadPlan, column_sets_of
from loader.monday.read.shared_requests import Looked, Question


def named_shape(attributes: frozenset[str]) -> Shape:
    """Return what a read without columns selects of an item."""
    return Shape(attributes=attributes | DATED)


def board_of(looked: Looked, board_id: int) -> Board:
    """Return the facts of a board. Raise what `Monday.board` raises."""
    return parse_board(looked.facts, board_id)


def whole_page(looked: Looked, plan: ReadPlan) -> tuple[Item, ...]:
    """Return the items that a look gave of a board if they are all of them; otherwise none."""
    shape = named_shape(plan.attributes)
    page = parse_page(looked.page, plan.board.id, CellReader(()), shape)
    return page.items if page.is_whole else ()


def first_page(plan: ReadPlan) -> Question | None:
    """Return the first query of a full read, for a board on one page without formulas."""
    if plan.pages > 1 or plan.formulas or plan.board.hierarchy == "multi_level":
        return None
    variables: dict[str, Variable] = {"board": [str(plan.board.id)], "limit": plan.size}
    return _with_columns(plan, queries.first_page, variables, plan.size)


def by_id(plan: ReadPlan, ids: Sequence[int]) -> Question | None:
    """Return the query for these items with all their cells, if one request holds them."""
    if not 0 < len(ids) <= IDS_A_REQUEST or plan.formulas:
        return None
    variables: dict[str, Variable] = {"ids": [str(i) for i in sorted(ids)], "limit": IDS_A_REQUEST}
    return _with_columns(plan, queries.items_by_id, variables, len(ids))


def _with_columns(
    plan: ReadPlan,
    query_of: Callable[[Shape], Query],
    variables: dict[str, Variable],
    limit: int,
) -> Question:
    column_set = column_sets_of(plan, formulas_inside=True)[0]
    ids = [c.id for c in column_set.reader.columns]
    own = {**variables, "columns": ids} if ids else variables
    return Question(query_of(column_set.shape), own, limit)
