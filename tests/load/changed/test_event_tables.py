"""What happened on a board, as tables, against the stand-in's own past."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from loader.monday.read.activity import moment_of
from tests.load.changed.lab import BOARD, Lab, duckdb_lab
from tests.load.changed.test_event_logs import edit, recent
from tests.load.changed.world import BOARD_ID, EDITS, world
from tests.monday_server import Account, Edits, MondayServer
from tests.monday_server.activity import LogEntry
from tests.project import DbtOutcome, UserProject

SEED = 20


@dataclass
class Past:
    """A board that people edited for a while, loaded now and then, and built at the end."""

    lab: Lab
    account: Account
    built: DbtOutcome

    def rows(self, ending: str) -> list[dict[str, Any]]:
        names = [n for (n,) in self.lab.query(COLUMNS.format(BOARD + ending))]
        listed = ", ".join(f'"{name}"' for name in names)
        found = self.lab.query(f"select {listed} from {BOARD}{ending}")
        return [dict(zip(names, row, strict=True)) for row in found]


COLUMNS = (
    "select column_name from information_schema.columns where table_schema = 'main'"
    " and table_name = '{}' order by ordinal_position"
)


@pytest.fixture(scope="module")
def past(deployed: UserProject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    rng = Random(SEED)
    with MondayServer(recent(world())) as api:
        account = api.account
        lab = duckdb_lab(deployed, tmp_path_factory.mktemp("past") / "home", api)
        lab.settings("board_id:", "activity: true\nboard_id:")
        lab.project.ok("monday-board", "update", BOARD)
        lab.load()
        for _ in range(3):
            for _ in range(40):
                name = rng.choice(sorted(n for n in EDITS if "column" not in n))
                edit(account, name, rng.randrange(40))
            some = sorted(account.board(BOARD_ID).items)[:2]
            Edits(account).set_cells(some, "status", rng.randrange(3))
            account.log.write(BOARD_ID, "an_event_of_2031", {"odd": "\U0001f680"}, "-4")
            lab.load(changed=True)
        yield Past(lab, account, lab.project.dbt("build", "-s", f"tag:monday_{BOARD}"))


def test_the_build_passes_its_own_tests_without_a_warning(past: Past) -> None:
    assert past.built.success, past.built.errors
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


def facts(entry: LogEntry) -> dict[str, Any]:
    """What the table has to say of an event."""
    data = json.loads(entry.data)
    item = data.get("pulse_id")
    at = moment_of(entry.ticks).replace(tzinfo=None)
    before, after = data.get("previous_value"), data.get("value")
    known = {
        "At": at,
        "Ticks": entry.ticks,
        "Event": entry.event,
        "Entity": entry.entity,
        "User ID": int(entry.user_id),
        "Item ID": None if item is None else str(item),
        "Item": data.get("pulse_name") or data.get("pulse", {}).get("name"),
        "Column ID": data.get("column_id"),
        "Column": data.get("column_title"),
        "Group ID": data.get("group_id"),
        "Data": entry.data,
    }
    if entry.event.startswith("move_pulse") and entry.event.endswith("_group"):
        before, after = data["source_group"], data["dest_group"]
        known |= {"From": before["title"], "To": after["title"]}
    elif entry.event == "update_name":
        known |= {"From": before["name"], "To": after["name"]}
    elif data.get("column_type") == "color" and entry.event == "update_column_value":
        known |= {"From": label(before), "To": label(after)}
    elif data.get("column_type") == "multiple-person" and entry.event == "update_column_value":
        known |= {"To": data["textual_value"]}
    if isinstance(after, dict):
        known["To JSON"] = json.dumps(after, separators=(",", ":"), ensure_ascii=False)
    return known


def label(value: Any) -> str | None:
    text: str | None = (value or {}).get("label", {}).get("text")
    return text
