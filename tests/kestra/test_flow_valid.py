"""Flows checked against Kestra's own client models, a closed schema and the rules of 2.0."""

from __future__ import annotations

import copy
import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.board.board_file import Schedule
from loader.generate.kestra.settings import FlowSettings
from tests.kestra.flows import SETTINGS, check_flow, flow, orders
from tests.kestra.rules import RESERVED_IDS, refused_by_2_0

SCHEMA = json.loads((Path(__file__).parent / "flow.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BOARD_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,109}", fullmatch=True)

every_setting = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)


@pytest.fixture(scope="module")
def kestra_models() -> Any:
    """Import kestrapy, which warns about one of its own field names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        import kestrapy
    return kestrapy


@every_setting
def test_kestra_client_models_take_the_flow_and_know_every_key(
    kestra_models: Any, settings: FlowSettings
) -> None:
    written = {**flow(orders(), settings), "disabled": False, "draft": False, "deleted": False}
    read = kestra_models.Flow.from_dict(written)
    assert read.additional_properties == {}
    assert read.concurrency.additional_properties == {}
    assert [label.key for label in read.labels] == ["source", "monday_board", "monday_board_id"]
    assert len(read.tasks) == len(read.triggers) == 1
    assert len(read.errors) == (5 if settings.notify else 1)


@every_setting
def test_flow_fits_the_closed_schema(settings: FlowSettings) -> None:
    VALIDATOR.validate(flow(orders(), settings))


def test_a_flow_with_two_schedules_fits_too(kestra_models: Any) -> None:
    board = replace(orders(), schedule=Schedule("0 4 * * *", "*/15 * * * *"))
    written = flow(board, SETTINGS["repository"])
    VALIDATOR.validate(written)
    assert refused_by_2_0(written) == []
    given = {**written, "disabled": False, "draft": False, "deleted": False}
    assert kestra_models.Flow.from_dict(given).additional_properties == {}


def test_the_flow_that_checks_all_boards_fits_too(kestra_models: Any) -> None:
    written = check_flow(SETTINGS["notify"])
    VALIDATOR.validate(written)
    assert refused_by_2_0(written) == []
    given = {**written, "disabled": False, "draft": False, "deleted": False}
    assert kestra_models.Flow.from_dict(given).additional_properties == {}


@every_setting
def test_kestra_2_0_has_nothing_to_refuse(settings: FlowSettings) -> None:
    assert refused_by_2_0(flow(orders(), settings)) == []


@given(title=st.text(), name=BOARD_NAMES)
def test_any_title_and_name_give_a_flow_that_kestra_takes(title: str, name: str) -> None:
    written = flow(orders(title, name), SETTINGS["unset"])
    VALIDATOR.validate(written)
    assert refused_by_2_0(written) == []


@pytest.mark.parametrize("word", sorted(RESERVED_IDS - {"distinct-namespaces"}))
def test_board_named_like_a_reserved_id_gets_another_id(word: str) -> None:
    assert flow(orders(name=word), SETTINGS["unset"])["id"] == f"monday_{word}"


def _changed(path: list[Any], value: object) -> dict[str, Any]:
    """Return the flow with one more key, or another value, at a path."""
    changed = copy.deepcopy(flow(orders(), SETTINGS["repository"]))
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    if isinstance(inner, list) and len(inner) == path[-1]:
        inner.append(value)
    else:
        inner[path[-1]] = value
    return changed


SLACK = "io.kestra.plugin.slack.notifications.SlackIncomingWebhook"
LOAD = ["tasks", 0, "tasks", 1]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["concurency"], {"limit": 1}),
        (["namespace"], "Acme"),
        (["concurrency", "behavior"], "WAIT"),
        (["tasks", 0, "retries"], 1),
        (["tasks", 0, "tasks", 0, "directry"], "x"),
        ([*LOAD, "runner"], "DOCKER"),
        ([*LOAD, "command"], "monday-load orders"),
        ([*LOAD, "timeout"], "1 hour"),
        ([*LOAD, "retry", "maxAttempt"], 3),
        ([*LOAD, "taskRunner", "image"], "x"),
        ([*LOAD, "env", "A"], 1),
        (["tasks", 0, "tasks", 2, "parseRunResult"], True),
        (["triggers", 0, "recoverMissedSchedules"], "FIRST"),
        (["triggers", 0, "conditions"], []),
        (["errors", 1], {"id": "a", "type": SLACK, "url": "x", "payload": "{}", "to": "x"}),
        (["errors", 1], {"id": "a", "type": "io.kestra.plugin.notifications.x.Y", "url": "x"}),
    ],
    ids=lambda part: ".".join(map(str, part)) if isinstance(part, list) else "",
)
def test_the_schema_sees_a_wrong_flow(path: list[Any], value: object) -> None:
    assert not VALIDATOR.is_valid(_changed(path, value))


@pytest.mark.parametrize(
    ("path", "value", "refused"),
    [
        (["id"], "search", "search is a reserved id"),
        (["pluginDefaults"], [], "pluginDefaults of flows is gone"),
        ([*LOAD, "docker"], {}, "docker of load is gone"),
        ([*LOAD, "type"], "io.kestra.plugin.dbt.cli.Build", "dbt task Build is replaced by DbtCLI"),
        (["triggers", 0, "conditions"], [], "conditions of triggers is gone"),
        (["inputs"], [{"id": "day"}], "the schedule gives no value to input day"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_the_rules_see_what_2_0_refuses(path: list[Any], value: object, refused: str) -> None:
    assert refused in refused_by_2_0(_changed(path, value))
