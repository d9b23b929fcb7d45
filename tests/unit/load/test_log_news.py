"""What the activity log says of items, whatever stands in its data."""

from __future__ import annotations

import json

import pytest

from loader.load.log_news import news_of
from loader.monday.api import LoggedEvent


def event(data: object, name: str = "batch_change_pulses_column_value") -> LoggedEvent:
    return LoggedEvent("e1", 17, name, "pulse", "1", "1", json.dumps(data))


def test_items_are_named_one_by_one_and_in_batches() -> None:
    news = news_of([event({"pulse_id": 1}), event({"pulse_ids": [2, "3"]}),
                    event({"pulse": {"id": "4"}})])  # fmt: skip

    assert news.changed == {1, 2, 3, 4}
    assert news.doubt is None


@pytest.mark.parametrize(
    "ident", ["9" * 5000, 10**30, "-1", "1.5", "x", "\u0663", True, 1.5, [], {}]
)
def test_an_id_that_cannot_be_read_is_a_doubt_about_all(ident: object) -> None:
    assert news_of([event({"pulse_ids": [1, ident]})]).doubt is not None
    assert news_of([event({"pulse_id": ident})]).doubt is not None
