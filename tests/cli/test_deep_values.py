"""Extremely deep nested values in every column are loaded as text, and the load succeeds."""

from __future__ import annotations

from tests.cli.boards import FIRST_ITEM, PLAIN_ID
from tests.cli.conftest import Plain
from tests.monday_server import Column, Raw

DEEP = (
    "[" * 50_000,
    "[" * 50_000 + "]" * 50_000,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
    '{"date":' + "9" * 5_000 + "}",
)
LOADED = ("status", "numbers_1", "date_1", "text_1")
NEW = ("date", "people", "numbers", "timeline", "doc", "vote", "checkbox", "hologram")


def test_a_value_that_no_stack_can_hold_lands_as_it_is(plain: Plain) -> None:
    """In loaded columns and in new ones, whose types are inferred from such values."""
    new = [f"{kind}_9" for kind in NEW]
    for kind, column_id in zip(NEW, new, strict=True):
        plain.server.edit.add_column(PLAIN_ID, Column(column_id, f"New {kind}", kind))
    for number, value in enumerate(DEEP):
        for column_id in (*LOADED, *new):
            plain.server.edit.set_cell(FIRST_ITEM + number, column_id, Raw("shown", value))

    for words in ([], ["--changed"]):
        outcome = plain.project.run("monday-load", "orders", *words)
        assert (outcome.code, "rror" in outcome.err) == (0, False), outcome.err
        landed = plain.project.query(
            "select item_id, column_id, value from raw_monday.orders where text = 'shown'"
        )
        assert {c for _, c, _ in landed} >= {*LOADED, "date_9", "numbers_9"}
        assert {(i - FIRST_ITEM, v) for i, _, v in landed} == set(enumerate(DEEP))
    assert plain.project.dbt("build", "-s", "orders").success
