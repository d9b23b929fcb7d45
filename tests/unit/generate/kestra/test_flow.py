"""The text of a Kestra flow: complete files, and titles that stay plain text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from loader.board.board_file import Schedule
from loader.generate.kestra.check_flow import render_check_flow
from loader.generate.kestra.flow import flow_id, flow_path, render_flow
from loader.generate.kestra.place import FlowPlace
from loader.generate.kestra.settings import FlowSettings
from tests.kestra.flows import SETTINGS, check_flow, flow, orders, place_of
from tests.kestra.rules import tasks

GOLDEN = Path(__file__).parents[3] / "golden" / "kestra"
OURS = re.compile(
    r"\{\{ (secret\('[\w.-]+'\)|execution\.id|taskrun\.id"
    r"|inputs\.kind == 'changed' \? ' --changed' : '') \}\}"
)
"""The only expressions in a flow that Pebble may evaluate."""


def rendered(name: str) -> str:
    board = orders("Orders {{ 2026 }} — הזמנות")
    return render_flow(board, SETTINGS[name], place_of(SETTINGS[name]))


@pytest.mark.parametrize("name", SETTINGS)
def test_generated_flows_are_these(name: str) -> None:
    text = rendered(name)
    assert text == (GOLDEN / f"{name}.yml").read_text(encoding="utf-8")


@given(title=st.text())
@example("{{ secret('MONDAY_API_TOKEN') }}")
@example("{% raw %}{{ 7*7 }}{% endraw %}{# x #}")
@example("x\n\ntasks: []\n---\n'\"")
@example("*a &b !!python/object:x # y: [z] \u2028\u0085\ufeff\x00\ud800")
@example('}}::\n::{"outputs":{}}::')
def test_a_title_adds_only_its_own_text_to_the_description(title: str) -> None:
    plain = flow(orders("x"), SETTINGS["repository"])
    hostile = flow(orders(title), SETTINGS["repository"])
    description = hostile.pop("description")
    plain.pop("description")
    assert hostile == plain
    assert not set("{}<*_[]`") & set(description)
    shown = " ".join(title.split()) or "(no title)"
    assert html.unescape(description) == html.unescape(
        f"Loads monday board {_as_shown(shown)} (id 8709134353) and builds its table."
    )


def _as_shown(text: str) -> str:
    """Decode numeric entities as a browser does: it replaces code points that HTML forbids."""
    return "".join(html.unescape(f"&#{ord(ch)};") for ch in text)


@given(title=st.text())
def test_only_our_own_expressions_reach_pebble(title: str) -> None:
    board = replace(orders(title), schedule=Schedule(changed="@hourly"))
    for text in _texts(flow(board, SETTINGS["repository"])):
        rest = OURS.sub("", text)
        assert not re.search(r"\{[{%#]|[}%#]\}", rest), text


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


SECRET = ("password", "privateKey", "url", "uri")


@pytest.mark.parametrize("name", ["repository", "notify"])
def test_secrets_stand_in_env_clone_and_addresses_alone(name: str) -> None:
    for task in tasks(flow(orders(), SETTINGS[name])):
        hidden = {**task, "env": {}, "tasks": []} | dict.fromkeys(SECRET, "")
        assert not any("secret(" in text for text in _texts(hidden))


def test_people_are_told_by_json_that_names_the_board_and_what_to_do() -> None:
    found = {task["id"]: task for task in flow(orders(), SETTINGS["notify"])["errors"]}
    assert set(found) == {
        "report_failure", "tell_slack", "tell_teams", "tell_webhook", "tell_by_mail",
    }  # fmt: skip
    message = found["report_failure"]["message"]
    assert "monday board orders (8709134353) failed in execution {{ execution.id }}" in message
    assert "monday-board status orders" in message
    told = [task for name, task in found.items() if name.startswith("tell_")]
    assert all(task["allowFailure"] and task["retry"]["maxAttempts"] == 4 for task in told)
    assert json.loads(found["tell_slack"]["payload"]) == {"text": message}
    assert json.loads(found["tell_webhook"]["body"]) == {"text": message}
    card = json.loads(found["tell_teams"]["payload"])["attachments"][0]["content"]
    assert card["body"][0]["text"] == message
    mail = found["tell_by_mail"]
    assert mail["to"] == "data@acme.example;night@acme.example"
    assert mail["subject"] == "monday board orders (8709134353) failed"
    assert mail["password"] == "{{ secret('MAIL_PASSWORD') }}"
    assert all(task["allowFailure"] for name, task in found.items() if name != "report_failure")


def test_one_flow_looks_after_all_boards_where_somebody_is_to_be_told() -> None:
    assert render_check_flow(FlowSettings(), FlowPlace()) is None
    settings = SETTINGS["notify"]
    (run,) = check_flow(settings)["tasks"]
    assert run["tasks"][-1]["commands"] == ["monday-board check --once"]
    assert "MONDAY_API_TOKEN" not in run["tasks"][-1]["env"]
    for text in _texts([check_flow(settings), flow(orders(), settings)]):
        assert not re.search(r"\{[{%#]|[}%#]\}", OURS.sub("", text)), text


@pytest.mark.parametrize("name", ["check", "Check"])
def test_a_board_of_that_name_does_not_take_the_place_of_that_flow(name: str) -> None:
    board = orders(name=name)
    assert flow_id(board) == f"monday_{name}__board"
    assert flow_path(board).name == f"monday_{name}__board.yml"


def test_load_and_build_meet_the_same_warehouse() -> None:
    for settings in SETTINGS.values():
        (run,) = flow(orders(), settings)["tasks"]
        load, build = run["tasks"][-2:]
        extra = load["env"].keys() - build["env"].keys()
        assert extra == {"MONDAY_API_TOKEN", "KESTRA_EXECUTION_ID", "KESTRA_TASK_RUN_ID"}
        assert build["env"].items() <= load["env"].items()
        assert build["projectDir"] == build["env"]["DBT_PROJECT_DIR"]


def test_only_the_load_is_retried_and_in_a_new_execution() -> None:
    retried = {
        task["id"]: task["retry"]
        for task in tasks(flow(orders(), FlowSettings(retry_attempts=5)))
        if "retry" in task
    }
    assert retried == {
        "load": {
            "type": "exponential",
            "behavior": "CREATE_NEW_EXECUTION",
            "interval": "PT1M",
            "maxInterval": "PT15M",
            "maxAttempts": 5,
        }
    }


def test_no_value_is_an_anchor() -> None:
    text = rendered("docker_duckdb")
    assert not any(isinstance(token, yaml.AnchorToken) for token in yaml.scan(text))


def test_long_names_keep_ids_apart_and_within_kestras_length() -> None:
    first, second = orders(name="a" * 109 + "b"), orders(name="a" * 109 + "c")
    assert len(flow_id(first)) == len(flow_id(second)) == 100
    assert flow_id(first) != flow_id(second)
    assert str(flow_path(first)) == f"kestra/monday_{first.name}.yml"
    assert flow_id(orders(name="b" * 93)) == "monday_" + "b" * 93


def test_a_board_may_have_two_schedules_of_its_own() -> None:
    board = replace(orders(), schedule=Schedule(full="0 4 * * SUN", changed="*/15 * * * *"))
    found = flow(board, FlowSettings(cron="0 1 * * *"))
    full, changed = found["triggers"]
    assert (full["cron"], "inputs" in full) == ("0 4 * * SUN", False)
    assert (changed["cron"], changed["inputs"]) == ("*/15 * * * *", {"kind": "changed"})
    assert found["inputs"] == [
        {"id": "kind", "type": "SELECT", "values": ["full", "changed"], "defaults": "full"}
    ]
    load = next(task for task in tasks(found) if task["id"] == "load")
    assert load["commands"] == [
        "monday-load orders{{ inputs.kind == 'changed' ? ' --changed' : '' }}"
    ]
    assert found["concurrency"] == {"limit": 1, "behavior": "QUEUE"}
    only_changed = flow(replace(board, schedule=Schedule(changed="@hourly")), FlowSettings())
    assert len(only_changed["triggers"]) == 2


def test_boards_without_a_time_spread_over_the_hour() -> None:
    boards = [replace(orders(), board_id=8709134353 + n) for n in range(30)]
    crons = {flow(board, FlowSettings())["triggers"][0]["cron"] for board in boards}
    assert len(crons) > 15
    assert all(re.fullmatch(r"[1-5]?\d 5 \* \* \*", cron) for cron in crons)


def test_what_the_profile_reads_and_nobody_gives_is_named() -> None:
    place = FlowPlace("warehouse/dbt", ("SQLSERVER_HOST", "DBT_TARGET", "PORT"))
    text = render_flow(orders(), FlowSettings(env=(("PORT", "1"),)), place)
    assert "# To set: `env` or `secrets` with SQLSERVER_HOST: target sqlserver of\n" in text
    assert "DBT_PROJECT_DIR: warehouse/dbt\n" in text
    unnamed = render_flow(orders(), FlowSettings(), FlowPlace(None))
    assert "# To set: `project_dir`" in unnamed
    assert "DBT_PROJECT_DIR: dbt_project\n" in unnamed
