"""Who is named in cells, whom to ask monday about, and what is kept of people who are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loader.board.model import Cell, Item
from loader.landing.id_rows import TeamRow, UserRow
from loader.landing.rows import rows_of
from loader.load.people import People, people_in, team_rows, to_ask, user_rows
from loader.monday.api import Team, User

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)


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
