"""Column labels with their former names, and which columns show other names now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loader.board.model import Column
from loader.landing.id_rows import LabelRow
from loader.load.labels import label_changes, live_labels, relabelled

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)


def label(label_id: int, text: str, **facts: Any) -> LabelRow:
    plain = LabelRow("orders", 1, "status", label_id, text, None, None, None, None, NOW)
    return replace(plain, **facts)


def labels(settings: object, kind: str = "status") -> list[LabelRow]:
    column = Column("status", "Stage", kind, settings=json.dumps(settings))
    return list(live_labels("orders", 1, [column], NOW))


def test_labels_of_todays_settings() -> None:
    done = {"id": 1, "label": "Done", "color": "done_green", "hex": "#0f0", "index": 4,
            "is_done": True, "is_deactivated": False}  # fmt: skip
    assert labels({"labels": [done, {"id": 5, "label": "", "color": "grey"}]}) == [
        label(1, "Done", colour="#0f0", position=4, is_done=True, is_deactivated=False),
        label(5, "", colour="grey"),
    ]


def test_labels_of_older_settings() -> None:
    assert labels({"labels": {"0": "Open", "1": "Done"}}) == [label(0, "Open"), label(1, "Done")]
    assert labels({"labels": [{"id": 2, "name": "Red"}]}, "dropdown") == [label(2, "Red")]


@pytest.mark.parametrize(
    "settings",
    [
        [],
        {"labels": None},
        {"labels": 7},
        {"labels": ["a", None, {"label": "no id"}, {"id": "x"}, {"id": -1}, {"id": True}]},
        {"labels": [{"id": 2**63, "label": "too big"}, {"id": "²", "label": "no digit"}]},
    ],
)
def test_settings_that_are_none_give_no_labels(settings: object) -> None:
    assert labels(settings) == []


def test_what_no_database_stores_is_replaced() -> None:
    assert labels({"labels": [{"id": 1, "label": "a\ud800b\0c"}]}) == [label(1, "a\ufffdb\ufffdc")]


def test_other_columns_have_no_labels() -> None:
    assert labels({"labels": [{"id": 1, "label": "Done"}]}, "text") == []


def test_a_renamed_label_closes_its_former_name() -> None:
    old = [label(0, "Open", valid_from=BEFORE), label(1, "Done", valid_from=BEFORE)]
    live = [label(0, "Open"), label(1, "Finished"), label(2, "Stuck")]
    changes = label_changes(old, live, NOW)
    assert changes.closed == (replace(old[1], valid_to=NOW),)
    assert changes.updated == ()
    assert changes.added == (live[1], live[2])


def test_a_new_colour_is_no_new_name() -> None:
    changes = label_changes(
        [label(1, "Done", valid_from=BEFORE)], [label(1, "Done", colour="red")], NOW
    )
    assert changes.updated == (label(1, "Done", colour="red", valid_from=BEFORE),)
    assert not changes.closed
    assert not changes.added


def test_labels_that_are_gone_end_and_the_same_again_changes_nothing() -> None:
    old = [label(1, "Done", valid_from=BEFORE)]
    assert label_changes(old, [], NOW).closed == (replace(old[0], valid_to=NOW),)
    assert not label_changes(old, [label(1, "Done")], NOW)


def test_which_columns_show_other_names_now() -> None:
    old = [label(1, "Done"), label(2, "Stuck", column_id="other")]
    assert relabelled(old, [label(1, "Done"), label(3, "New")]) == ()
    assert relabelled(old, [label(1, "Finished")]) == ("status",)
    assert relabelled(old, [label(1, "Done", is_done=True)]) == ("status",)
    assert relabelled(old, [label(3, "New")]) == ("status",)
    assert relabelled(old, []) == ()
