"""A board's Kestra flow as text: same board, same settings, same bytes. Pure.

    kestra/monday_<board>.yml   load, then build, on a schedule

Only what Kestra 1.3 and 2.0 both accept is written. Of what monday says, only the title gets
in: as Markdown whose braces are entities, so neither YAML, Pebble nor a browser acts on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import yaml

from loader.board.board_file import BoardFile
from loader.generate.kestra.place import USUAL_PROJECT_DIR, FlowPlace
from loader.generate.kestra.settings import OWN_VARIABLES, TOKEN, FlowSettings
from loader.generate.text import markdown_text

FOLDER = PurePosixPath("kestra")
"""Beside the dbt project's folder, not inside it."""
UNSET_NAMESPACE = "company.team"
LONGEST_ID = 100
"""Characters that Kestra allows in a flow's id."""


def flow_path(board: BoardFile) -> PurePosixPath:
    """Where the flow is kept, relative to `place.flows_root`."""
    return FOLDER / f"monday_{board.name}.yml"


def flow_id(board: BoardFile) -> str:
    """The flow's id: never a word that Kestra keeps for itself, and within its length."""
    whole = f"monday_{board.name}"
    if len(whole) <= LONGEST_ID:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_ID - len(digest) - 1]}_{digest}"


def render_flow(board: BoardFile, settings: FlowSettings, place: FlowPlace) -> str:
    """The text of the board's flow."""
    to_set = [*_unset(settings, place)]
    folder = settings.project_dir or place.project_dir or USUAL_PROJECT_DIR
    settings = replace(settings, project_dir=folder)
    body = yaml.dump(
        _flow(board, settings),
        Dumper=_PlainDumper,
        sort_keys=False,
        allow_unicode=True,
        width=1_000_000,
    )
    return _header(board, settings, to_set) + body


class _PlainDumper(yaml.SafeDumper):
    """Repeats a value that occurs twice: Kestra's reader does not promise anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the base class's signature
        return True


def _unset(settings: FlowSettings, place: FlowPlace) -> Iterator[str]:
    """What a person has to say before the flow runs, as lines."""
    if settings.namespace is None:
        yield "To set: `namespace`, the namespace of your Kestra in which this flow shall live;"
        yield f"until then it says {UNSET_NAMESPACE}."
    if settings.project_dir is None and place.project_dir is None:
        yield "To set: `project_dir`, the dbt project's folder inside the repository: its own name"
        yield f"cannot stand in a flow; until then it says {USUAL_PROJECT_DIR}."
    given = {name for name, _ in (*settings.env, *settings.secrets)} | OWN_VARIABLES
    missing = [name for name in place.variables if name not in given]
    if missing:
        yield f"To set: `env` or `secrets` with {', '.join(missing)}: target {settings.target} of"
        yield "the profile reads them, and neither load nor build starts without."


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
        "tasks": [_working_directory(board, settings)],
        "errors": [
            {
                "id": "report_failure",
                "type": "io.kestra.plugin.core.log.Log",
                "level": "ERROR",
                "message": (
                    f"monday board {board.name} ({board.board_id}) failed in execution "
                    "{{ execution.id }}. A load or build that fails leaves its table as it was."
                ),
            }
        ],
        "triggers": _triggers(board, settings),
    }


def _inputs(board: BoardFile) -> dict[str, Any]:
    """Which kind of load an execution runs, where there are two."""
    if board.schedule.changed is None:
        return {}
    kind = {"id": "kind", "type": "SELECT", "values": ["full", "changed"], "defaults": "full"}
    return {"inputs": [kind]}


def _triggers(board: BoardFile, settings: FlowSettings) -> list[dict[str, Any]]:
    full = board.schedule.full or settings.cron or _usual_time(board)
    triggers = [_schedule("schedule", full, settings)]
    if board.schedule.changed is not None:
        changed = _schedule("schedule_changed", board.schedule.changed, settings)
        triggers.append({**changed, "inputs": {"kind": "changed"}})
    return triggers


def _schedule(ident: str, cron: str, settings: FlowSettings) -> dict[str, Any]:
    return {
        "id": ident,
        "type": "io.kestra.plugin.core.trigger.Schedule",
        "cron": cron,
        "timezone": settings.timezone,
        # One run makes up for any number of missed ones: a load reads the board as it is.
        "recoverMissedSchedules": "LAST",
    }


def _usual_time(board: BoardFile) -> str:
    """A minute after five that is the board's own, so that not all ask monday at once."""
    digest = hashlib.sha256(str(board.board_id).encode()).digest()
    return f"{digest[0] * 60 // 256} 5 * * *"


def _description(board: BoardFile) -> str:
    title = markdown_text(board.title) or "(no title)"
    return f"Loads monday board {title} (id {board.board_id}) and builds its table."


def _working_directory(board: BoardFile, settings: FlowSettings) -> dict[str, Any]:
    steps = [_load(board, settings), _build(board, settings)]
    shared: dict[str, Any] = {"id": "run", "type": "io.kestra.plugin.core.flow.WorkingDirectory"}
    if settings.repository:
        return {**shared, "tasks": [_clone(settings, settings.repository), *steps]}
    return {**shared, "namespaceFiles": {"enabled": True}, "tasks": steps}


def _clone(settings: FlowSettings, url: str) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": "clone",
        "type": "io.kestra.plugin.git.Clone",
        "url": url,
        "branch": settings.branch,
    }
    if settings.repository_user and settings.repository_secret:
        task["username"] = settings.repository_user
        task["password"] = _secret(settings.repository_secret)
    if settings.repository_key_secret:
        task["privateKey"] = _secret(settings.repository_key_secret)
    return task


def _load(board: BoardFile, settings: FlowSettings) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": "load",
        "type": "io.kestra.plugin.scripts.python.Commands",
        **_runner(settings),
        **_profile(settings),
        "commands": [_load_command(board)],
        "env": {
            TOKEN: _secret(settings.token_secret),
            # Kestra sets no variable of its own; by these monday-load knows where it runs.
            "KESTRA_EXECUTION_ID": "{{ execution.id }}",
            "KESTRA_TASK_RUN_ID": "{{ taskrun.id }}",
            **_warehouse(settings),
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
        **_runner(settings),
        **_profile(settings),
        "projectDir": settings.project_dir,
        "commands": [f"dbt build --select {_selected(board)}"],
        "parseRunResults": True,
        "env": _warehouse(settings),
        "timeout": settings.build_timeout,
    }


def _selected(board: BoardFile) -> str:
    """The board's models, and those of its subitems, which the load takes along."""
    names = [board.name, *([board.subitems] if board.subitems else [])]
    return " ".join(f"tag:monday_{name}" for name in names)


def _runner(settings: FlowSettings) -> dict[str, Any]:
    if settings.runner == "process":
        return {"taskRunner": {"type": "io.kestra.plugin.core.runner.Process"}}
    runner: dict[str, Any] = {
        "type": "io.kestra.plugin.scripts.runner.docker.Docker",
        "pullPolicy": "IF_NOT_PRESENT",
        "user": settings.user,
    }
    if settings.volumes:
        runner["volumes"] = list(settings.volumes)
    return {"containerImage": settings.image, "taskRunner": runner}


def _profile(settings: FlowSettings) -> dict[str, Any]:
    """A project without a profile of its own uses the example beside it, which holds no secret."""
    if settings.profiles_dir:
        return {}
    folder = PurePosixPath(settings.project_dir or USUAL_PROJECT_DIR)
    profile, example = folder / "profiles.yml", folder.parent / "profiles.yml.example"
    return {"beforeCommands": [f"test -f {profile} || cp {example} {profile}"]}


def _warehouse(settings: FlowSettings) -> dict[str, str]:
    """The same for load and build, so that both meet the same warehouse."""
    folder = settings.project_dir or USUAL_PROJECT_DIR
    return {
        "DBT_PROJECT_DIR": folder,
        "DBT_PROFILES_DIR": settings.profiles_dir or folder,
        "DBT_TARGET": settings.target,
        **dict(settings.env),
        **{name: _secret(secret) for name, secret in settings.secrets},
    }


def _secret(name: str) -> str:
    return f"{{{{ secret('{name}') }}}}"
