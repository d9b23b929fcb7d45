"""The tables of a board's events, compared with the stand-in's records."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from tests.load.changed.expected_stays import close, facts, knowable
from tests.load.changed.lab import BOARD, duckdb_lab
from tests.load.changed.past_life import COLUMNS, Past, in_group
from tests.load.changed.test_event_logs import recent
from tests.load.changed.world import BOARD_ID, GROUPS, clock_of, world
from tests.monday_server import Edits, MondayServer
from tests.project import UserProject

SEEDS = range(20, 30) if os.environ.get("MONDAY_TEST_ALL") else (20,)


OWN_MODEL = """{{ config(materialized='table') }}
select [Item ID] as id, {{ monday.monday_time_in('Stage', 'LABEL') }} as seconds,
    {{ monday.monday_time_in('Former stage', 'LABEL') }} as by_alias,
    {{ monday.monday_time_in('status', 'LABEL') }} as by_id
from {{ ref('BOARD__status_times') }} group by [Item ID]
"""


@pytest.fixture(scope="module", params=SEEDS)
def past(
    request: pytest.FixtureRequest,
    deployed: UserProject,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Past]:
    rng = Random(request.param)
    with MondayServer(recent(world())) as api:
        account = api.account
        account.log.lag = lambda: timedelta(minutes=rng.choice([0, 0, 5, 40]))
        lab = duckdb_lab(deployed, tmp_path_factory.mktemp("past") / "home", api)
        lab.settings("board_id:", "activity: true\nboard_id:")
        for followed in ("people_1", "date_1", "dropdown_1", "__group__"):
            lab.settings(f"{{id: {followed},", f"{{times: true, id: {followed},")
        lab.settings("{id: status,", "{aliases: [Former stage], id: status,")
        lab.project.ok("monday-board", "update", BOARD)
        found = Past(lab, api)
        found.note()
        for _ in range(4):
            for _ in range(60):
                found.step(rng)
            some = [i.id for i in account.board(BOARD_ID).active_items()][:2]
            Edits(account).set_cells(some, "status", rng.randrange(3))
            found.note()
            account.log.write(BOARD_ID, "an_event_of_2031", {"odd": "\U0001f680"}, "-4")
            lab.load(changed=True)
        found.leave_unchanged()
        crowded = sorted(GROUPS, key=lambda g: -len(in_group(account, g)))[0]
        for item_id in in_group(account, crowded)[1:]:
            Edits(account).move_item(item_id, next(g for g in GROUPS if g != crowded))
            clock_of(account).move(1)
        Edits(account).rename_group(BOARD_ID, crowded, "Spring / Summer 26")
        Edits(account).rename_group(BOARD_ID, crowded, "Sommer")
        found.note()
        clock_of(account).move(41 * 60)
        lab.load(changed=True)
        now = next(x.text for x in account.board(BOARD_ID).column("status").labels if x.id == 1)
        model = OWN_MODEL.replace("[Item ID]", '"Item ID"').replace("BOARD", BOARD)
        path = lab.project.dir / "models" / "own.sql"
        path.write_text(model.replace("LABEL", now), encoding="utf-8")
        found.built = lab.project.dbt("build", "-s", f"tag:monday_{BOARD}", "own")
        yield found


def test_the_build_passes_its_own_tests_without_a_warning(past: Past) -> None:
    assert past.built is not None
    assert past.built.success, past.built.errors
    assert past.built.nodes[f"seamless_{BOARD}__status_times"] == "pass"
    assert past.built.warnings == []


def test_each_event_is_a_row_with_who_when_what(past: Past) -> None:
    found = {row["Event ID"]: row for row in past.rows("__activity")}
    written = past.account.log.entries[BOARD_ID]
    assert len(written) > 100
    assert {e.event for e in written} > {"create_pulse", "update_name", "an_event_of_2031"}
    wrong = [
        (entry.event, key, row[key], wanted)
        for entry in written
        for row in [found.pop(entry.id)]
        for key, wanted in facts(entry).items()
        if row[key] != wanted
    ]
    assert not wrong, wrong[:5]
    assert not found


def test_stays_are_those_of_the_boards_own_past(past: Past) -> None:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in sorted(past.rows("__status_times"), key=lambda row: row["Position"]):
        if row["Column ID"] == "status":
            found.setdefault(int(row["Item ID"]), []).append(row)
    began = past.labels[0][0]
    wanted = {item_id: knowable(places, began) for item_id, places in past.places.items()}
    assert found.keys() == {item_id for item_id, of_item in wanted.items() if of_item}
    compared = 0
    for item_id, rows in found.items():
        told = [(r["Label ID"], r["Ends With"]) for r in rows]
        assert told == [(s.label, s.ends_with) for s in wanted[item_id]], item_id
        for row, stay in zip(rows, wanted[item_id], strict=True):
            assert close(row["To"], stay.until), (item_id, row, stay)
            if row["Begins With"] not in ("before the log", "changed at"):
                assert close(row["From"], stay.since), (item_id, row, stay)
                compared += 1
            if row["To"] is not None and row["From"] is not None:
                assert row["Seconds"] == (row["To"] - row["From"]) // timedelta(seconds=1)
    assert compared > 60
    begins = {row["Begins With"] for rows in found.values() for row in rows}
    assert begins >= {"change", "creation", "restored", "moved in", "before the log"}


def test_loads_by_and_by_give_the_tables_of_one_load_at_the_end(past: Past, tmp_path: Path) -> None:
    """Only former label names that no event mentions may differ: a later load cannot know them."""
    witness = duckdb_lab(past.lab.project, tmp_path / "witness", past.api)
    witness.load()
    for ending, unequal in (("__activity", ()), ("__status_times", ("Label",))):
        names = [n for (n,) in past.lab.query(COLUMNS.format(BOARD + ending))]
        query = past.compiled(ending)
        found, wanted = (
            [dict(zip(names, row, strict=True)) for row in lab.query(query)]
            for lab in (past.lab, witness)
        )
        for rows in (found, wanted):
            rows.sort(key=lambda row: str([row[n] for n in names if n not in unequal]))
        assert len(found) == len(wanted) > 100
        different = [
            (name, one, other)
            for one, other in zip(found, wanted, strict=True)
            for name in names
            if one[name] != other[name] and not (name in unequal and one["Begins With"] != "change")
        ]
        assert different == []


def test_labels_are_called_as_they_were_then_and_are_now(past: Past) -> None:
    now = past.labels[-1][1]
    renamed = 0
    for row in past.rows("__status_times"):
        if row["Column ID"] == "status" and row["Begins With"] == "change":
            texts = [t for when, t in past.labels if when.replace(tzinfo=None) <= row["From"]]
            then = None if row["Label ID"] is None else texts[-1][row["Label ID"]]
            assert row["Label"] == then, row
            assert row["Label Now"] == (now[row["Label ID"]] if then else None)
            renamed += row["Label"] != row["Label Now"]
    assert renamed > 5


def test_ended_stays_in_a_group_bear_its_present_title(past: Past) -> None:
    board = past.account.board(BOARD_ID)
    now = {i.group_id: board.group(i.group_id).title for i in board.active_items()}
    left = {
        (row["Item ID"], row["At"]): json.loads(row["From JSON"])["id"]
        for row in past.rows("__activity")
        if row["Event"].startswith("move_pulse") and row["Event"].endswith("_group")
    }
    ended = [
        (row, now[left[row["Item ID"], row["To"]]])
        for row in past.rows("__status_times")
        if row["Column ID"] == "__group__" and row["Ends With"] == "change"
        if left[row["Item ID"], row["To"]] in now
    ]
    assert [r for r, title in ended if r["Label Now"] != title] == []
    assert len([r for r, title in ended if r["Label"] != title]) > 2
    assert "Sommer" in {title for _, title in ended}


def test_the_time_at_a_label_is_the_sum_of_its_stays(past: Past) -> None:
    label = past.labels[-1][1][1]
    closed: dict[str, int] = {}
    still = set()
    for row in past.rows("__status_times"):
        if row["Column"] == "Stage" and row["Label Now"] == label:
            closed[row["Item ID"]] = closed.get(row["Item ID"], 0) + (row["Seconds"] or 0)
            still |= {row["Item ID"]} if row["Ends With"] == "open" else set()
    rows = past.lab.query("select id, seconds, by_alias, by_id from own")
    assert sum(seconds for _, seconds, _, _ in rows) > 0
    for item_id, seconds, by_alias, by_id in rows:
        assert seconds == by_alias == by_id
        if item_id in still:
            assert seconds > closed[item_id]
        else:
            assert seconds == closed.get(item_id, 0)


def test_a_column_that_is_not_followed_is_an_error_that_lists_those_that_are(past: Past) -> None:
    path = past.lab.project.dir / "models" / "own.sql"
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(text.replace("'Former stage'", "'Nope'"), encoding="utf-8")
        failed = past.lab.project.dbt("run", "-s", "own")
    finally:
        path.write_text(text, encoding="utf-8")
    assert not failed.success
    said = str(failed.errors)
    assert f"{BOARD}__status_times follows no column 'Nope'" in said
    assert "'Stage' (id status), 'Former stage' (id status)" in said
    assert "(id text_1)" not in said


MADE_UP = """
create or replace table raw_monday.many as
select 'id-' || n as event_id, 17000000000000000 + n * 50000000 as ticks,
    'update_column_value' as event, 'pulse' as entity, '7' as user_id, '1' as account_id,
    '{{"pulse_id":' || (6300000000 + n % {items})
    || ',"column_id":"status","column_type":"color","value":{{"label":{{"index":' || (n * 7 % 3)
    || ',"text":"x"}}}},"previous_value":null}}' as data,
    timestamp '2026-11-23 12:00:00' as loaded_at
from range({events}) as made(n)
"""


def operators(found: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield name and rows of each operator in a query profile of this or an older DuckDB."""
    yield (
        str(found.get("type", found.get("operator_type", ""))),
        int(found.get("intermediate_rows", found.get("operator_cardinality", 0))),
    )
    for child in [*found.get("operator", ()), *found.get("children", ())]:
        yield from operators(child)


@pytest.mark.parametrize("items", [1, 40])
def test_the_work_for_stays_grows_as_the_log_does(past: Past, items: int, tmp_path: Path) -> None:
    """Count the rows handled by the engine's operators, for ten times as many events."""
    query = past.compiled("__status_times").replace(f"{BOARD}__activity", "many")
    work = []
    with duckdb.connect(str(past.lab.project.database)) as connection:
        for events in (400, 4_000):
            connection.execute(MADE_UP.format(items=items, events=events))
            profile = tmp_path / f"{events}.json"
            connection.execute("set enable_profiling = 'json'")
            connection.execute(f"set profiling_output = '{profile}'")
            stays = len(connection.execute(query).fetchall())
            assert stays >= events
            done = list(operators(json.loads(profile.read_text(encoding="utf-8"))))
            connection.execute("pragma disable_profiling")
            assert not [name for name, _ in done if "NESTED_LOOP" in name or "BLOCKWISE" in name]
            work.append(sum(rows for _, rows in done))
        connection.execute("drop table raw_monday.many")
    assert work[0] > 400
    assert work[1] < 11 * work[0]


@pytest.mark.parametrize("column", ["people_1", "date_1", "dropdown_1", "__group__"])
def test_what_is_followed_besides_ends_at_the_cell_as_it_is(past: Past, column: str) -> None:
    shown = dict(
        past.lab.query(
            f"select cast(item_id as varchar), nullif(text, '') from raw_monday.{BOARD}"
            f" where column_id = '{column}'"
        )
    )
    last = {
        row["Item ID"]: row["Label Now"]
        for row in sorted(past.rows("__status_times"), key=lambda row: row["Position"])
        if row["Column ID"] == column and row["Ends With"] == "open"
    }
    assert last == shown
