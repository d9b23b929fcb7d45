"""Read a few items of a board, for examples and proposals."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from loader.board.model import Cell, Item
from loader.monday import limits
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.retrying_client import RetryingClient
from loader.monday.read.board_requests import BoardRequests
from loader.monday.read.plan import ReadPlan, column_sets_of, formulas_fit


def sampled_items(plan: ReadPlan, client: RetryingClient, limiter: RateLimiter) -> tuple[Item, ...]:
    """Return the items of the first page, with cells in the order of the plan's columns."""
    requests = BoardRequests(plan, client, limiter)
    cancel = threading.Event()
    inside = formulas_fit(plan, limiter.formulas_free())
    first, *others = column_sets_of(plan, formulas_inside=inside)
    items = next(requests.pages(first, cancel)).items[: plan.size]
    cells = {item.id: item.cells for item in items}
    for column_set in others:
        for found in requests.by_id(column_set, list(cells)[: limits.IDS_A_REQUEST], cancel):
            for one in found:
                cells[one.item.id] += one.item.cells
    return tuple(_with_cells(item, cells[item.id], plan) for item in items)


def _with_cells(item: Item, cells: Sequence[Cell], plan: ReadPlan) -> Item:
    order = {column.id: place for place, column in enumerate(plan.columns)}
    return replace(item, cells=tuple(sorted(cells, key=lambda c: order[c.column_id])))
