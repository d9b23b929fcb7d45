"""Plan what to read of a board, and how to split the read into chains. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from loader.board.column_types import column_type
from loader.board.model import Board, Column
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.selection import DETAILS, DETAILS_SINCE, Shape
from loader.monday.limits import FORMULAS_A_REQUEST, ITEMS_A_PAGE

DATED = frozenset({"__updated_at__"})
"""Always requested, approved or not: it shows what a later load must read again."""

SMALL_PAGES = 8
"""With at most this many pages, an extra call for each group is not worthwhile."""

Deviation = Literal["items_count", "cell_types", "content"]
"""Deviations that a person may accept.

These are fewer items than monday counts, cells of another type than their column's, and content
that differs from monday's counts.
"""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A read of one board: approved `columns`, approved `attributes` (`__group__`, ...).

    `board` is the board as just discovered: its groups and item count decide how to split the read.
    `batch_size` is items per request, 1 to 500. `detailed` are ids of columns whose typed field in
    `selection.DETAILS` is wanted too. Deviations in `accept` that persist to the end of the read do
    not fail it, because a person has checked them.
    """

    board: Board
    columns: tuple[Column, ...]
    attributes: frozenset[str] = frozenset()
    batch_size: int = ITEMS_A_PAGE
    workers: int = 1
    detailed: frozenset[str] = frozenset()
    accept: frozenset[Deviation] = frozenset()

    @property
    def size(self) -> int:
        """Items per request, within monday's limit."""
        return max(1, min(self.batch_size, ITEMS_A_PAGE))

    @property
    def pages(self) -> int:
        """Pages of this size that the board's items fill; one for an empty board."""
        return max(1, math.ceil(self.board.items_count / self.size))

    @property
    def fetched(self) -> tuple[Column, ...]:
        """The columns whose cells monday can deliver."""
        return tuple(c for c in self.columns if column_type(c.type).delivered)

    @property
    def formulas(self) -> tuple[Column, ...]:
        """Formula columns, which have their own budget."""
        return tuple(c for c in self.fetched if c.type == "formula")


def served_by(plan: ReadPlan, version: str) -> ReadPlan:
    """Return the plan without typed fields that an API version, such as 2026-07, lacks."""
    lacking = {c.id for c in plan.columns if version < DETAILS_SINCE.get(c.type, "")}
    return replace(plan, detailed=plan.detailed - lacking)


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """A set of columns read in its own chain. Number 0 has names and attributes."""

    number: int
    shape: Shape
    reader: CellReader


def column_sets_of(plan: ReadPlan, *, formulas_inside: bool) -> tuple[ColumnSet, ...]:
    """Return the column sets of a read: everything but formulas, then formulas in fives.

    With `formulas_inside` there is only one set, with at most five formula columns.
    """
    inside = plan.fetched if formulas_inside else _without_formulas(plan)
    found = [_column_set(0, inside, plan)]
    if not formulas_inside:
        apart = plan.formulas
        for start in range(0, len(apart), FORMULAS_A_REQUEST):
            found.append(_column_set(len(found), apart[start : start + FORMULAS_A_REQUEST], plan))
    return tuple(found)


def ids_alone() -> ColumnSet:
    """Return a set of ids alone, for sweeps."""
    return ColumnSet(0, Shape(named=False), CellReader(()))


def formulas_fit(plan: ReadPlan, free: int) -> bool:
    """Whether all formula values fit into the rest of the minute and into one request."""
    count = len(plan.formulas)
    return count <= FORMULAS_A_REQUEST and plan.board.items_count * count <= free


def split_by_group(plan: ReadPlan) -> bool:
    """Whether to read the groups in parallel chains.

    Each group costs at most one more call, so there must be more pages than groups. A small board
    is read in one chain, and so is a multi-level one, whose subitems no group names.
    """
    groups = len(plan.board.groups)
    return (
        plan.workers > 1
        and plan.board.hierarchy != "multi_level"
        and groups > 1
        and plan.pages > SMALL_PAGES
        and groups <= plan.pages
    )


def calls_of(plan: ReadPlan, *, formulas_inside: bool) -> int:
    """Return the maximum number of calls that the read needs if nothing goes wrong."""
    groups = len(plan.board.groups) if split_by_group(plan) else 0
    chains = 0 if formulas_inside else math.ceil(len(plan.formulas) / FORMULAS_A_REQUEST)
    return plan.pages + groups + chains * plan.pages


def _without_formulas(plan: ReadPlan) -> tuple[Column, ...]:
    return tuple(c for c in plan.fetched if c.type != "formula")


def _column_set(number: int, columns: tuple[Column, ...], plan: ReadPlan) -> ColumnSet:
    multi_level = plan.board.hierarchy == "multi_level"
    shape = Shape(
        types=tuple(sorted(c.type for c in columns)),
        details=frozenset(c.type for c in columns if c.id in plan.detailed) & DETAILS.keys(),
        attributes=plan.attributes | DATED if number == 0 else frozenset(),
        rollup=multi_level and any(c.type == "status" for c in columns),
        named=number == 0,
    )
    return ColumnSet(number, shape, CellReader(columns, plan.detailed, "cell_types" in plan.accept))
