"""The policy's decision about a column that nobody has decided, by its type."""

from __future__ import annotations

import pytest

from loader.board.column_types import Rule
from tests.board_files import DAY, deployed, first_board_file, live


@pytest.mark.parametrize(
    ("column_type", "decision", "reason"),
    [
        ("text", "approved", None),
        ("numbers", "approved", None),
        ("a_type_of_2031", "approved", None),
        ("board_relation", "rejected", "relations are rejected by default"),
        ("mirror", "pending", None),
        ("formula", "pending", None),
        ("dependency", "pending", None),
        ("subtasks", "pending", None),
        ("file", "pending", None),
        ("doc", "pending", None),
        ("unsupported", "pending", None),
        ("auto_number", "rejected", "not readable through the API"),
        ("progress", "rejected", "not readable through the API"),
        ("button", "rejected", "not readable through the API"),
    ],
)
def test_the_policy_decides_by_type(column_type: str, decision: str, reason: str | None) -> None:
    entry = deployed(("c", "C", column_type)).columns[0]
    assert (entry.decision, entry.reason) == (decision, reason)
    assert (entry.decided_by, entry.decided_at) == (("policy", DAY) if reason else (None, None))


def test_a_project_may_change_the_policy_but_not_what_can_be_read() -> None:
    board = live(("r", "R", "board_relation"), ("t", "T", "text"), ("b", "B", "button"))
    policy: dict[str, Rule] = {"board_relation": "approve", "text": "ask", "button": "approve"}
    file = first_board_file(board, name="o", table="o", policy=policy, today=DAY)
    assert [c.decision for c in file.columns] == ["approved", "pending", "rejected"]


def test_a_column_under_a_reserved_id_is_rejected() -> None:
    entry = deployed(("__group__", "Sneaky", "text")).columns[0]
    assert (entry.decision, entry.decided_by) == ("rejected", "policy")
    assert "its id" in (entry.reason or "")
