"""What a plan requests from each version of monday's API."""

from __future__ import annotations

import pytest

from loader.board.model import Board, Column
from loader.monday.read.plan import ReadPlan, served_by

COLUMNS = (Column("dep_1", "After", "dependency"), Column("file_1", "Files", "file"))


@pytest.mark.parametrize(
    ("version", "detailed"),
    [
        ("2026-04", {"file_1"}),
        ("2026-07", {"file_1"}),
        ("2026-10", {"dep_1", "file_1"}),
        ("2027-01", {"dep_1", "file_1"}),
        ("dev", {"dep_1", "file_1"}),
    ],
)
def test_typed_fields_of_later_versions_are_not_asked_for(version: str, detailed: set[str]) -> None:
    board = Board(1, "Tasks", COLUMNS, ())
    plan = ReadPlan(board, COLUMNS, detailed=frozenset({"dep_1", "file_1"}))
    assert served_by(plan, version).detailed == detailed
