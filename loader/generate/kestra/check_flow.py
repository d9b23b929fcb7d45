"""The flow that watches all boards, and reports late, failed and silent ones once. Pure.

kestra/monday_check.yml   monday-board check --once, every hour
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from loader.generate.kestra.notify import errors
from loader.generate.kestra.place import FlowPlace
from loader.generate.kestra.settings import FlowSettings
from loader.generate.kestra.tasks import (
    EXECUTION,
    UNSET_NAMESPACE,
    flow_text,
    placed,
    profile,
    runner,
    schedule,
    unset,
    warehouse,
    working_directory,
)

CHECK_FLOW = PurePosixPath("kestra") / "monday_check.yml"


def render_check_flow(settings: FlowSettings, place: FlowPlace) -> str | None:
    """Return the text of the flow; None if nobody is to be notified."""
    if settings.notify is None:
        return None
    lines = [
        "Generated from `vars: monday_kestra` of dbt_project.yml: edit that, not this file, then",
        "run `monday-board update --all`.",
        *unset(settings, place),
    ]
    return "".join(f"# {line}\n" for line in lines) + flow_text(_flow(placed(settings, place)))


def _flow(settings: FlowSettings) -> dict[str, Any]:
    return {
        "id": "monday_check",
        "namespace": settings.namespace or UNSET_NAMESPACE,
        "description": "Tells of boards that are late, failed, never loaded or cannot be read.",
        "labels": [{"key": "source", "value": "monday"}],
        "concurrency": {"limit": 1, "behavior": "QUEUE"},
        "tasks": [working_directory(settings, [_check(settings)])],
        "errors": errors(
            "monday boards need somebody in execution {{ execution.id }}. Its log names each "
            "board that is late, failed, never loaded or cannot be read, why, and what to do; "
            "monday-board list --failed shows them.",
            settings.notify,
        ),
        "triggers": [schedule("schedule", settings.check_cron, settings)],
    }


def _check(settings: FlowSettings) -> dict[str, Any]:
    return {
        "id": "check",
        "type": "io.kestra.plugin.scripts.python.Commands",
        **runner(settings),
        **profile(settings),
        "commands": ["monday-board check --once"],
        "env": {**EXECUTION, **warehouse(settings)},
        "timeout": "PT10M",
    }
