"""What Kestra 2.0 refuses in a saved flow and 1.3 still accepted, as one function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

RESERVED_IDS = frozenset(
    {
        "bulk", "dependencies", "deprecated", "disable", "distinct-namespaces", "enable", "export",
        "graph", "import", "kill", "pause", "resume", "revisions", "search", "source", "tasks",
        "validate",
    }
)  # fmt: skip
GONE_TYPES = ("ForEach", "ForEachItem", "EachSequential", "EachParallel", "Template")
GONE_OF_FLOWS = ("pluginDefaults", "taskDefaults", "listeners")
GONE_OF_TASKS = ("runner", "docker", "workerGroup", "warningOnStdErr", "outputDirectory")
GONE_OF_TRIGGERS = ("conditions", "scheduleConditions", "backfill", "workerGroup")
LEGACY_DBT = "io.kestra.plugin.dbt.cli."


def refused_by_2_0(flow: dict[str, Any]) -> list[str]:
    """Return one sentence for each thing in the flow that 2.0 refuses."""
    return [*_of_flow(flow), *_of_tasks(flow), *_of_triggers(flow)]


def _of_flow(flow: dict[str, Any]) -> Iterator[str]:
    if flow["id"].lower() in RESERVED_IDS:
        yield f"{flow['id']} is a reserved id"
    yield from (f"{key} of flows is gone" for key in GONE_OF_FLOWS if key in flow)
    for one in flow.get("inputs", ()):
        if "name" in one:
            yield "an input has an id, not a name"
        if one.get("type") in ("BOOLEAN", "ENUM"):
            yield f"input type {one['type']} is gone"
        if one.get("required") is False and "defaults" in one:
            yield "required: false and defaults exclude each other"


def _of_tasks(flow: dict[str, Any]) -> Iterator[str]:
    for task in tasks(flow):
        kind = task["type"].rpartition(".")[2]
        if kind in GONE_TYPES:
            yield f"task type {kind} is gone"
        if task["type"].startswith(LEGACY_DBT) and kind != "DbtCLI":
            yield f"dbt task {kind} is replaced by DbtCLI"
        if not task["type"].startswith("io.kestra.plugin."):
            yield f"{task['type']} is an old alias"
        yield from (f"{key} of {task['id']} is gone" for key in GONE_OF_TASKS if key in task)
        if "maxAttempt" in task.get("retry", {}):
            yield "maxAttempt is called maxAttempts"


def _of_triggers(flow: dict[str, Any]) -> Iterator[str]:
    for trigger in flow.get("triggers", ()):
        yield from (f"{key} of triggers is gone" for key in GONE_OF_TRIGGERS if key in trigger)
        for one in flow.get("inputs", ()):
            known = "defaults" in one or one.get("required") is False
            if not known and one.get("id") not in trigger.get("inputs", {}):
                yield f"the schedule gives no value to input {one.get('id')}"


def tasks(flow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every task of the flow, nested ones included."""
    waiting = [*flow["tasks"], *flow.get("errors", ())]
    while waiting:
        task = waiting.pop(0)
        yield task
        waiting += [*task.get("tasks", ()), *task.get("errors", ())]
