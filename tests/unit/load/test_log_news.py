"""What the activity log says about items, whatever its data contains."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from loader.load.log_news import news_of
from loader.monday.api import LoggedEvent
from loader.monday.read.activity import ticks_of

POSTED = datetime(2026, 11, 23, 12, 0, 7, 250_000, tzinfo=UTC)


def event(
    data: object, name: str = "batch_change_pulses_column_value", ticks: int = 17
) -> LoggedEvent:
    return LoggedEvent("e1", ticks, name, "pulse", "1", "1", json.dumps(data))


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


@pytest.mark.parametrize("name", ["create_update", "delete_update"])
@pytest.mark.parametrize(
    ("seconds", "explained"), [(-2, False), (-1.9, True), (-0.25, True), (0, True), (0.001, False)]
)
def test_a_post_explains_the_date_that_its_item_got_with_it(
    name: str, seconds: float, explained: bool
) -> None:
    news = news_of([event({"pulse_id": 1}, name, ticks_of(POSTED))])
    date = POSTED + timedelta(seconds=seconds)

    assert news.posted_on({1: date, 2: date}) == ({1} if explained else set())
    assert news.posted_on({2: date}) == set()
    assert not news.named
    assert news.doubt is None


@pytest.mark.parametrize("year", [1, 9999])
def test_no_date_is_too_far_from_a_post(year: int) -> None:
    news = news_of([event({"pulse_id": 1}, "create_update", ticks_of(POSTED))])
    assert news.posted_on({1: POSTED.replace(year=year)}) == set()


@pytest.mark.parametrize("data", [{}, {"pulse_id": "x"}, []])
def test_a_post_that_names_no_item_explains_nothing(data: object) -> None:
    news = news_of([event(data, "create_update", ticks_of(POSTED))])
    assert news.posted_on({1: POSTED}) == set()
    assert news.doubt is None
