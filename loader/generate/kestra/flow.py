"""A board's Kestra flow as text: same board and same settings give the same bytes. Pure.

    kestra/monday_<board>.yml   load, then build, on a schedule

Only syntax that both Kestra 1.3 and 2.0 accept is used. The title is the only text from monday: it
is written as Markdown with its braces as entities, so neither YAML, Pebble nor a browser acts on
it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from loader.board.board_file import BoardFile
from loader.generate.kestra.notify import errors
from loader.generate.kestra.place import FlowPlace
from loader.generate.kestra.settings import TOKEN, FlowSettings
from loader.generate.kestra.tasks import (
    EXECUTION,
    UNSET_NAMESPACE,
    flow_text,
    placed,
    profile,
    runner,
    schedule,
    secret,
    unset,
    warehouse,
    working_directory,
)
from loader.generate.text import markdown_text

FOLDER = PurePosixPath("kestra")
"""Next to the dbt project's folder, not inside it."""
LONGEST_ID = 100
"""The number of characters that Kestra allows in a flow's id."""


def flow_path(board: BoardFile) -> PurePosixPath:
    """Return the flow's path relative to `place.flows_root`."""
    return FOLDER / f"monday_{_apart(board.name)}.yml"


def flow_id(board: BoardFile) -> str:
    """Return the flow's id: not a word that Kestra reserves, and at most LONGEST_ID characters."""
    whole = f"monday_{_apart(board.name)}"
    if len(whole) <= LONGEST_ID:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_ID - len(digest) - 1]}_{digest}"


def _apart(name: str) -> str:
    """Return the board's name, changed if the flow's id would be that of the check flow."""
    return f"{name}__board" if name.casefold() == "check" else name


def render_flow(board: BoardFile, settings: FlowSettings, place: FlowPlace) -> str:
    """Return the text of the board's flow."""
    to_set = [*unset(settings, place)]
    settings = placed(settings, place)
    return _header(board, settings, to_set) + flow_text(_flow(board, settings))


def _header(board: BoardFile, settings: FlowSettings, to_set: Sequence[str]) -> str:
    lines = [
        f"Generated from boards/{board.name}.yml and `vars: monday_kestra` of dbt_project.yml:",
        f"edit those, not this file, then run `monday-board update {board.name}`.",
    ]
    lines += to_set
    if settings.repository is None:
        lines += [
            "To set: `repository`, the Git address of this project; until then the flow reads the",
            f"namespace's files, which must hold the folder {settings.project_dir} and, where that",
            "has no profiles.yml, profiles.yml.example beside it.",
        ]
    if settings.retry_attempts > 1:
        lines += [
            "A failed load is tried again in a new execution: Kestra repeats a task of a",
            "WorkingDirectory outside of it, without the project's files and without the build.",
        ]
    return "".join(f"# {line}\n" for line in lines)


def _flow(board: BoardFile, settings: FlowSettings) -> dict[str, Any]:
    return {
        "id": flow_id(board),
        "namespace": settings.namespace or UNSET_NAMESPACE,
        "description": _description(board),
        "labels": [
            {"key": "source", "value": "monday"},
            {"key": "monday_board", "value": board.name},
            {"key": "monday_board_id", "value": str(board.board_id)},
        ],
        **_inputs(board),
        "concurrency": {"limit": 1, "behavior": "QUEUE"},
        "tasks": [working_directory(settings, [_load(board, settings), _build(board, settings)])],
        "errors": errors(
            f"monday board {board.name} ({board.board_id}) failed in execution "
            "{{ execution.id }}. A load or build that fails leaves its table as it was. What "
            f"failed is in the execution's log; monday-board status {board.name} shows what "
            "stands, and a new execution tries again.",
            settings.notify,
        ),
        "triggers": _triggers(board, settings),
    }


def _inputs(board: BoardFile) -> dict[str, Any]:
    """Return the input that selects the kind of load, if there are two kinds."""
    if board.schedule.changed is None:
        return {}
    kind = {"id": "kind", "type": "SELECT", "values": ["full", "changed"], "defaults": "full"}
    return {"inputs": [kind]}


def _triggers(board: BoardFile, settings: FlowSettings) -> list[dict[str, Any]]:
    full = board.schedule.full or settings.cron or _usual_time(board)
    triggers = [schedule("schedule", full, settings)]
    if board.schedule.changed is not None:
        changed = schedule("schedule_changed", board.schedule.changed, settings)
        triggers.append({**changed, "inputs": {"kind": "changed"}})
    return triggers


def _usual_time(board: BoardFile) -> str:
    """Return a time from 05:00 to 05:59, by board, so that not all boards call monday at once."""
    digest = hashlib.sha256(str(board.board_id).encode()).digest()
    return f"{digest[0] * 60 // 256} 5 * * *"


def _description(board: BoardFile) -> str:
    title = markdown_text(board.title) or "(no title)"
    return f"Loads monday board {title} (id {board.board_id}) and builds its table."


def _load(board: BoardFile, settings: FlowSettings) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": "load",
        "type": "io.kestra.plugin.scripts.python.Commands",
        **runner(settings),
        **profile(settings),
        "commands": [_load_command(board)],
        "env": {
            TOKEN: secret(settings.token_secret),
            **EXECUTION,
            **warehouse(settings),
        },
        "timeout": settings.load_timeout,
    }
    if settings.retry_attempts > 1:
        task["retry"] = {
            "type": "exponential",
            "behavior": "CREATE_NEW_EXECUTION",
            "interval": settings.retry_interval,
            "maxInterval": settings.retry_max_interval,
            "maxAttempts": settings.retry_attempts,
        }
    return task


def _load_command(board: BoardFile) -> str:
    if board.schedule.changed is None:
        return f"monday-load {board.name}"
    return f"monday-load {board.name}{{{{ inputs.kind == 'changed' ? ' --changed' : '' }}}}"


def _build(board: BoardFile, settings: FlowSettings) -> dict[str, Any]:
    return {
        "id": "build",
        "type": "io.kestra.plugin.dbt.cli.DbtCLI",
        **runner(settings),
        **profile(settings),
        "projectDir": settings.project_dir,
        "commands": [f"dbt build --select {_selected(board)}"],
        "parseRunResults": True,
        "env": warehouse(settings),
        "timeout": settings.build_timeout,
    }


def _selected(board: BoardFile) -> str:
    """Return dbt's selection: the models of the board and of its subitems, loaded together."""
    names = [board.name, *([board.subitems] if board.subitems else [])]
    return " ".join(f"tag:monday_{name}" for name in names)
