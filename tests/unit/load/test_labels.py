"""What ids stand for: labels with their former names, and whom to look up. Pure."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loader.board.model import Cell, Column, Item
from loader.landing.id_tables import LabelRow, TeamRow, UserRow
from loader.landing.rows import rows_of
from loader.load.labels import label_changes, live_labels, relabelled
from loader.load.people import People, people_in, team_rows, to_ask, user_rows
from loader.monday.api import Team, User

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


def test_people_named_in_cells() -> None:
    values = {
        "people": '{"personsAndTeams":[{"id":1,"kind":"person"},{"id":2,"kind":"team"},'
        '{"id":3,"kind":"agent"}]}',
        "vote": '{"voter_ids":[4,"5"]}',
        "team": '{"id":6}',
        "person": '{"id":"7"}',
        "text": '{"personsAndTeams":[{"id":8,"kind":"person"}]}',
    }
    broken = {"people": "{", "person": "[]", "vote": '{"voter_ids":[null,-1,{}]}'}
    items = [
        Item(n, "", creator_id="9", cells=tuple(Cell(k, k, None, v) for k, v in cells.items()))
        for n, cells in enumerate((values, broken))
    ]
    rows = rows_of(items, {"__creator__"}, {k: k for k in values}, keeps_nul=True)
    assert people_in(rows) == People(frozenset({1, 4, 5, 7, 9}), frozenset({2, 6}))


def test_whom_to_ask_about() -> None:
    seen = frozenset({1, 2, 3})
    assert to_ask(seen, {}, NOW) == (1, 2, 3)
    assert to_ask(seen, {1: NOW, 2: NOW, 3: NOW, 4: BEFORE}, NOW) == ()
    assert to_ask(seen, {1: NOW, 2: BEFORE, 3: NOW, 4: BEFORE}, NOW) == (2, 4)
    assert to_ask(seen, {1: NOW, 2: NOW, 4: BEFORE}, NOW) == (3, 4)
    assert len(to_ask(frozenset(range(2000)), {}, NOW)) == 500


def test_people_who_are_gone_keep_their_names() -> None:
    known = {1: UserRow(1, "Ada", "a@b", "member", "ACTIVE", "[]", BEFORE, BEFORE)}
    rows = user_rows([1, 2, 3], [User(3, "Grace", "g@h", "guest", "PENDING", (7,))], known, NOW)
    assert rows == [
        replace(known[1], checked_at=NOW),
        UserRow(2, None, None, None, None, None, None, NOW),
        UserRow(3, "Grace", "g@h", "guest", "PENDING", "[7]", NOW, NOW),
    ]
    assert team_rows([7, 8], [Team(7, "Crew")], {}, NOW) == [
        TeamRow(7, "Crew", NOW, NOW),
        TeamRow(8, None, None, NOW),
    ]
