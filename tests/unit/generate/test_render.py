"""The complete generated dbt files. `python -m tests.unit.generate.test_render` rewrites them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from loader.board.board_file import BoardFile, Exposure, Index, SwapSettings
from loader.board.column_types import Rule
from loader.board.model import Board, Column
from loader.generate.render import render_files
from tests.board_files import first_board_file

GOLDEN = Path(__file__).parents[2] / "golden" / "generate"

APPROVED: dict[str, Rule] = {"formula": "approve", "mirror": "approve"}
LABELS = '{"labels": [{"id": 0, "label": "Open"}, {"id": 1, "label": "Done {% x %}"}]}'
MIRRORED = '{"relation_column": {"link_1": true}, "displayed_linked_columns": {"31": ["text_1"]}}'


def orders() -> BoardFile:
    columns = (
        Column("name", "Name", "name"),
        Column("numeric_1", "Unit price", "numbers"),
        Column("timeline_1", "T", "timeline"),
        Column("status", "{{ 7*7 }}", "status", settings=LABELS),
        Column("odd_1", 'x"]', "a_type_of_2031"),
        Column("link_1", "Customer <b>", "board_relation"),
        Column("old_1", "Old", "date"),
        Column("formula_1", "Sum", "formula", settings='{"formula": "{numeric_1} * 3 {{ 7*7 }}"}'),
        Column("mirror_1", "Site", "mirror", "Where", settings=MIRRORED),
    )
    live = Board(
        8709134353, "Orders {{ 2026 }}", columns, url="https://x.monday.com/boards/1",
        description="All <b>orders</b>", owners=("Ada {{ L }}", "Bob"),
    )  # fmt: skip
    board = first_board_file(
        live, name="orders", table="order_lines", policy=APPROVED, today="2026-11-25"
    )
    numbers, timeline, old = board.columns[1], board.columns[2], board.columns[6]
    board = board.with_column(replace(numbers, data_type="decimal(18,4)", aliases=("Price",)))
    board = board.with_column(replace(timeline, parts=True, part_types={"to": "datetime2(0)"}))
    board = board.with_column(replace(board.columns[2], description="When *it* runs."))
    board = board.with_column(replace(old, gone="2026-11-20"))
    status, quoted = board.columns[3], board.columns[4]
    values = {"accepted_values": {"arguments": {"values": ["Open", "Done"]}}}
    board = board.with_column(replace(status, tests=("not_null", values)))
    board = board.with_column(replace(quoted, tests=("not_null", values)))
    return replace(
        board,
        schema="reporting",
        keep_removed=True,
        swap=SwapSettings(max_losses=0, keep_previous=True),
        indexes=(Index(("Unit price",)),),
        tags=("finance",),
        tests=({"dbt_utils.expression_is_true": {"arguments": {"expression": "1 = 1"}}},),
        exposures=(
            Exposure("wall", "dashboard", "Wall {{ 1 }}", {"email": "a@b.c"}, "https://x", "high"),
        ),
    )


def linked() -> tuple[BoardFile, tuple[BoardFile, ...]]:
    """Return a board with links, sessions, history and subitems, and the boards it is linked to."""
    columns = (
        Column("name", "Name", "name"),
        Column("link_1", 'Cust"omer', "board_relation", settings='{"boardIds": [31]}'),
        Column("people_1", "dbt_valid_to", "people"),
        Column("status_1", "It's {{ a }} stage", "status"),
        Column("time_1", "Position", "time_tracking"),
        Column("two_1", "Two", "board_relation", settings='{"boardIds": [31, 32]}'),
    )
    made = {}
    for name, board_id in (("tasks", 30), ("customers", 31), ("lots", 32)):
        found = columns if name == "tasks" else (Column("name", "Name", "name"),)
        kind = "sub_items_board" if name == "lots" else "board"
        made[name] = first_board_file(
            Board(board_id, name.title(), found, kind=kind),
            name=name, table=name, policy={"board_relation": "approve"}, today="2026-11-25",
        )  # fmt: skip
    entries = tuple(replace(c, links=c.type != "name") for c in made["tasks"].columns)
    people = replace(entries[2], former_names=("Who",))
    tasks = replace(
        made["tasks"], columns=entries, history=True, activity=True, updates=True, subitems="lots"
    )
    tasks = replace(tasks, swap=SwapSettings(exchange="rows", partial_percent=10))
    tasks = tasks.with_column(people)
    key = replace(made["customers"].item_id, name="Customer {{ no }}")
    return tasks, (replace(made["customers"], item_id=key), made["lots"])


def generated() -> dict[str, str]:
    """Return the text of every golden file by its name."""
    tasks, others = linked()
    lots = next(b for b in others if b.name == "lots")
    files = render_files(orders()) | render_files(tasks, others)
    files |= render_files(lots, (tasks,))
    return {path.replace("/", "."): text for path, text in files.items()}


@pytest.mark.parametrize("name", sorted(p.name for p in GOLDEN.iterdir()))
def test_generated_files_are_these(name: str) -> None:
    assert generated()[name] == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_generated_file_is_compared() -> None:
    assert set(generated()) == {p.name for p in GOLDEN.iterdir()}


if __name__ == "__main__":
    for path, text in generated().items():
        (GOLDEN / path).write_text(text, encoding="utf-8")
