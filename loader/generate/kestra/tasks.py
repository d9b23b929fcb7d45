"""Parts that all flows share: the folder with the project's files, runners, environment. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import yaml

from loader.generate.kestra.place import USUAL_PROJECT_DIR, FlowPlace
from loader.generate.kestra.settings import OWN_VARIABLES, FlowSettings

UNSET_NAMESPACE = "company.team"
EXECUTION = {"KESTRA_EXECUTION_ID": "{{ execution.id }}", "KESTRA_TASK_RUN_ID": "{{ taskrun.id }}"}
"""Kestra sets no such variables itself; they tell our commands which run they belong to."""


def flow_text(flow: Mapping[str, Any]) -> str:
    """Return a flow as YAML."""
    return yaml.dump(
        flow, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=1_000_000
    )


class _PlainDumper(yaml.SafeDumper):
    """Writes repeated values out in full: Kestra's reader does not promise to support anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the base class's signature
        return True


def placed(settings: FlowSettings, place: FlowPlace) -> FlowSettings:
    """Return the settings with the dbt project's folder filled in."""
    folder = settings.project_dir or place.project_dir or USUAL_PROJECT_DIR
    return replace(settings, project_dir=folder)


def unset(settings: FlowSettings, place: FlowPlace) -> Iterator[str]:
    """Yield lines about what a person must set before the flow can run."""
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


def working_directory(settings: FlowSettings, steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a task that runs steps in one folder, on the project's files."""
    shared: dict[str, Any] = {"id": "run", "type": "io.kestra.plugin.core.flow.WorkingDirectory"}
    if settings.repository:
        return {**shared, "tasks": [_clone(settings, settings.repository), *steps]}
    return {**shared, "namespaceFiles": {"enabled": True}, "tasks": [*steps]}


def schedule(ident: str, cron: str, settings: FlowSettings) -> dict[str, Any]:
    """Return a trigger. One run makes up for all missed runs, as each reads the current state."""
    return {
        "id": ident,
        "type": "io.kestra.plugin.core.trigger.Schedule",
        "cron": cron,
        "timezone": settings.timezone,
        "recoverMissedSchedules": "LAST",
    }


def _clone(settings: FlowSettings, url: str) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": "clone",
        "type": "io.kestra.plugin.git.Clone",
        "url": url,
        "branch": settings.branch,
    }
    if settings.repository_user and settings.repository_secret:
        task["username"] = settings.repository_user
        task["password"] = secret(settings.repository_secret)
    if settings.repository_key_secret:
        task["privateKey"] = secret(settings.repository_key_secret)
    return task


def runner(settings: FlowSettings) -> dict[str, Any]:
    """Return the task runner settings."""
    if settings.runner == "process":
        return {"taskRunner": {"type": "io.kestra.plugin.core.runner.Process"}}
    container: dict[str, Any] = {
        "type": "io.kestra.plugin.scripts.runner.docker.Docker",
        "pullPolicy": "IF_NOT_PRESENT",
        "user": settings.user,
    }
    if settings.volumes:
        container["volumes"] = list(settings.volumes)
    return {"containerImage": settings.image, "taskRunner": container}


def profile(settings: FlowSettings) -> dict[str, Any]:
    """Copy the example profile, which has no secrets, to a project without one of its own."""
    if settings.profiles_dir:
        return {}
    folder = PurePosixPath(settings.project_dir or USUAL_PROJECT_DIR)
    own, example = folder / "profiles.yml", folder.parent / "profiles.yml.example"
    return {"beforeCommands": [f"test -f {own} || cp {example} {own}"]}


def warehouse(settings: FlowSettings) -> dict[str, str]:
    """Return the environment of load and build, so that both use the same warehouse."""
    folder = settings.project_dir or USUAL_PROJECT_DIR
    return {
        "DBT_PROJECT_DIR": folder,
        "DBT_PROFILES_DIR": settings.profiles_dir or folder,
        "DBT_TARGET": settings.target,
        **dict(settings.env),
        **{name: secret(one) for name, one in settings.secrets},
    }


def secret(name: str) -> str:
    """Return the expression that reads a secret."""
    return f"{{{{ secret('{name}') }}}}"
