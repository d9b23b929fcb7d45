"""Facts that monday gives about columns and boards, for the documentation."""

from __future__ import annotations

import json

import pytest

from loader.board.column_facts import MOST_LABELS, board_facts, column_facts
from loader.board.model import Board, Column


def labels(count: int) -> str:
    return json.dumps({"labels": [{"id": n, "label": f"L{n}"} for n in range(count)]})


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column("a", "A", "text", " Why\ud800 "), {"description": "Why\ufffd"}),
        (Column("a", "A", "text", settings=labels(2)), {}),
        (Column("a", "A", "status", settings=labels(2)), {"labels": ["L0", "L1"]}),
        (Column("a", "A", "dropdown", settings=labels(MOST_LABELS + 1)), {}),
        (
            Column("a", "A", "dropdown", settings='{"labels": [{"id": 1, "name": "N"}]}'),
            {"labels": ["N"]},
        ),
        (
            Column("a", "A", "status", settings='{"labels": {"1": "One", "2": ""}}'),
            {"labels": ["One"]},
        ),
        (Column("f", "F", "formula", settings='{"formula": "{a} + 1"}'), {"formula": "{a} + 1"}),
        (
            Column(
                "m", "M", "mirror",
                settings='{"relation_column": {"c": 1}, "displayed_linked_columns": {"7": ["t"]}}',
            ),
            {"mirrors": "column t of board 7, through c"},
        ),
        (Column("m", "M", "mirror", settings='{"displayed_linked_columns": [1]}'), {}),
        (Column("f", "F", "formula", settings="[]"), {}),
    ],
)  # fmt: skip
def test_facts_are_what_the_settings_say(column: Column, expected: dict[str, object]) -> None:
    assert column_facts(column) == expected


def test_long_texts_are_cut() -> None:
    assert len(str(column_facts(Column("a", "A", "text", "x" * 5_000))["description"])) == 1_003


def test_owners_that_were_not_asked_for_stay() -> None:
    board = Board(1, "B", (), description="What", owners=("Ada",))
    known = board_facts(board, {})
    assert known == {"description": "What", "owners": ["Ada"]}
    assert board_facts(Board(1, "B", ()), known) == {"owners": ["Ada"]}
