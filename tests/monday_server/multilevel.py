"""A multi-level board: items nested up to five levels, with rollup columns."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .data import Board, Column, Group, Item, Label
from .values import Cell, Span

MULTILEVEL_ID = 8709134430
FIRST_NODE = 9_600_000_001
PHASES = (Label(0, "To do"), Label(1, "Done", done=True), Label(5, "Stuck, badly"))


def multilevel_columns() -> list[Column]:
    """Return plain, rollup and hidden columns."""
    return [
        Column("name", "Name", "name"),
        Column("text_1", "Owner note", "text"),
        Column("numbers_cost", "Cost", "numbers", rollup="SUM"),
        Column("date_due", "Due", "date", rollup="MIN"),
        Column("timeline_1", "Plan", "timeline", rollup="MIN_MAX"),
        Column("status", "Phase", "status", labels=PHASES, rollup="COUNT_KEYS"),
        Column("checkbox_1", "Billable", "checkbox"),
        Column("text_hidden", "Hidden note", "text", hidden=True),
    ]


def multilevel_board(tops: int = 40, levels: int = 4) -> Board:
    """Return a board with `tops` items at the top, each with a tree of subitems below it."""
    rng = Random(42)
    rows: dict[int, Item] = {}

    def grow(parent: Item | None, level: int, label: str) -> None:
        item_id = FIRST_NODE + len(rows)
        group = parent.group_id if parent else f"group_{len(rows) % 2}"
        item = Item(item_id, label, group, _cells(rng), parent_id=parent.id if parent else None)
        rows[item_id] = item
        if level < levels:
            for child in range(rng.choice((0, 0, 1, 2, 3))):
                grow(item, level + 1, f"{label}.{child}")

    for top in range(tops):
        grow(None, 1, f"Task {top}")
    return Board(
        MULTILEVEL_ID,
        "Programme",
        multilevel_columns(),
        [Group("group_0", "Now"), Group("group_1", "Later")],
        rows,
        hierarchy="multi_level",
    )


def _cells(rng: Random) -> dict[str, Cell]:
    start = date(2026, 1, 1) + timedelta(days=rng.randrange(300))
    cells = {
        "text_1": Cell(f"note {rng.randrange(99)}"),
        "numbers_cost": Cell(f"{rng.randrange(1000)}.{rng.randrange(100):02d}"),
        "date_due": Cell(start),
        "timeline_1": Cell(Span(start, start + timedelta(days=7))),
        "status": Cell(rng.choice((0, 1, 5))),
        "checkbox_1": Cell(rng.random() < 0.5),
        "text_hidden": Cell("hidden"),
    }
    return {column: cell for column, cell in cells.items() if rng.random() < 0.8}
