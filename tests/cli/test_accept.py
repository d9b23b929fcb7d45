"""Faults that persist at monday: refused, unless a person accepts them, once and on record."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.cli.boards import FIRST_ITEM
from tests.cli.conftest import Plain
from tests.cli.refusing import refused
from tests.monday_server import Fault, Strike
from tests.monday_server.answer_faults import pages_of
from tests.monday_server.faults import Scene
from tests.monday_server.replies import Reply


def overcounting(scene: Scene) -> Reply:
    """Make every count of the board one too high, permanently."""
    body = scene.true_body()
    for board in body["data"].get("boards") or ():
        if "items_count" in board:
            board["items_count"] += 1
    return scene.json(body)


def retyping(scene: Scene) -> Reply:
    """Return the first item's note with another type than its column has."""
    body = scene.true_body()
    items = [i for _, page in pages_of(body) for i in page["items"]]
    for item in [*items, *(body["data"].get("items") or ())]:
        for cell in item.get("column_values", []):
            if item["id"] == str(FIRST_ITEM) and cell["id"] == "text_1":
                cell["type"] = "long_text"
    return scene.json(body)


CASES = [
    pytest.param(
        overcounting,
        "items-count",
        r"monday counts 31 items .* gave 30.*`--accept items-count`",
        "items_count: monday counts 31 items and gave 30",
        id="a count that stays too high",
    ),
    pytest.param(
        retyping,
        "cell-types",
        r"'Note' \(text_1\) was text and became 'long_text'.*`--accept cell-types`",
        "cell_types: cells of column text_1 came as long_text",
        id="a cell of another type",
    ),
]


@pytest.mark.parametrize(("act", "word", "refusal", "sentence"), CASES)
def test_a_deviation_is_accepted_once_and_on_record(
    plain: Plain, act: Callable[[Scene], Reply], word: str, refusal: str, sentence: str
) -> None:
    plain.server.strikes = [Strike(Fault(word, act, lasting=True))]
    others = {"items-count": "cell-types", "cell-types": "items-count"}
    refused(plain.project, 1, refusal, "monday-load", "orders")
    refused(plain.project, 1, refusal, "monday-load", "orders", "--accept", others[word])

    for mode in ([], ["--changed"]):
        loaded = plain.project.ok("monday-load", "orders", "--accept", word, *mode)
        assert f"accepted: {sentence}" in loaded.err
        assert loaded.out.startswith("orders: 30 items, ")
        kind, notes = plain.project.query(
            "select kind, notes from raw_monday._loads order by seq desc limit 1"
        )[0]
        assert kind == "full"
        assert json.loads(notes)["accepted"] == sentence
    shown = plain.project.query(
        f"select text from raw_monday.orders where item_id = {FIRST_ITEM} and column_id = 'text_1'"
    )
    assert shown == [("note 0",)]
    refused(plain.project, 1, refusal, "monday-load", "orders")


def test_nothing_is_recorded_as_accepted_where_all_is_as_it_should_be(plain: Plain) -> None:
    words = ["--accept", "items-count", "--accept", "cell-types"]
    plain.project.ok("monday-load", "orders", *words)
    (notes,) = plain.project.query("select notes from raw_monday._loads order by seq desc limit 1")
    assert "accepted" not in (notes[0] or "")


def test_a_column_that_is_retyped_while_it_is_read_cannot_be_accepted(plain: Plain) -> None:
    def edit(_: object) -> None:
        plain.server.edit.retype_column(5_100_000_001, "text_1", "long_text", lambda value: value)

    plain.server.edit_at = {len(plain.server.requests) + 2: edit}
    refused(
        plain.project, 1, r"column 'Note' \(text_1\) left board .* Run the load again",
        "monday-load", "orders", "--accept", "cell-types",
    )  # fmt: skip
