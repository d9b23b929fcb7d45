"""`vars: monday_kestra` of dbt_project.yml as values: how every board's Kestra flow is made.

Everything here ends in a file that Kestra parses, renders with Pebble and hands to a shell, so
`settings.schema.json` holds each value to what these accept; nothing is escaped afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from loader.board.cron import cron_fault
from loader.board.json_schema import Schema
from loader.errors import ProjectError

TOKEN = "MONDAY_API_TOKEN"  # noqa: S105  the name of a variable, not a token
SQLSERVER_LOGIN = (
    ("SQLSERVER_USER", "SQLSERVER_USER"),
    ("SQLSERVER_PASSWORD", "SQLSERVER_PASSWORD"),
)
"""What profiles.yml.example reads from the environment for its sqlserver target."""
OWN_VARIABLES = frozenset(
    {TOKEN, "DBT_PROJECT_DIR", "DBT_PROFILES_DIR", "DBT_TARGET"}
    | {"KESTRA_EXECUTION_ID", "KESTRA_TASK_RUN_ID"}
)
"""Environment variables that the flow sets itself."""

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and the addresses; without a user, it takes mail from anybody."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 465
    user: str | None = None
    secret: str | None = None
    """Name of the secret with the user's password."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Each but mail is the name of the secret that holds the webhook's address."""

    slack: str | None = None
    teams: str | None = None
    webhook: str | None = None
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """How flows are made, the same for every board of the project.

    Durations are ISO 8601 (`PT30M`). `secrets` and `env` are pairs, in the order written:
    environment variable and name of Kestra's secret, environment variable and value.
    """

    namespace: str | None = None
    image: str = "monday-to-sqlserver:latest"
    runner: str = "docker"
    """`docker`, or `process` for a worker that has everything installed."""
    user: str = "root"
    """User in the container. Kestra's working directory belongs to its worker's user, so an
    image's own user cannot write dbt's target folder there."""
    volumes: tuple[str, ...] = ()
    cron: str | None = None
    """Of boards without a schedule of their own; None: between 05:00 and 05:59, by the board."""
    timezone: str = "UTC"
    repository: str | None = None
    branch: str = "main"
    repository_user: str | None = None
    repository_secret: str | None = None
    """Name of the secret with the password or token of `repository_user`."""
    repository_key_secret: str | None = None
    """Name of the secret with the private key of an SSH repository."""
    project_dir: str | None = None
    """The dbt project's folder inside the repository or the namespace's files; None: its own."""
    profiles_dir: str | None = None
    """Where profiles.yml is; None: in the dbt project's folder."""
    target: str = "sqlserver"
    token_secret: str = TOKEN
    secrets: tuple[tuple[str, str], ...] = SQLSERVER_LOGIN
    env: tuple[tuple[str, str], ...] = ()
    notify: Notify | None = None
    """Who is told of failures, and by the flow monday_check of boards that are not ok."""
    check_cron: str = "10 * * * *"
    """When monday_check looks."""
    retry_attempts: int = 3
    """How often a load is tried in all; 1 means no retry."""
    retry_interval: str = "PT1M"
    retry_max_interval: str = "PT15M"
    load_timeout: str = "PT1H"
    build_timeout: str = "PT1H"


def read_flow_settings(declared: object, where: str = "dbt_project.yml") -> FlowSettings:
    """The settings in a mapping as YAML gives it; None and an empty mapping mean the defaults.

    Raises ProjectError listing every fault when there is one.
    """
    if declared is None:
        return FlowSettings()
    if not isinstance(declared, dict):
        raise ProjectError(
            f"{where}: vars: monday_kestra must be a mapping of settings to values; "
            "docs/kestra.md lists them."
        )
    faults = SCHEMA.faults(declared)
    left_out = {fault.path[0] for fault in faults} | {k for k, v in declared.items() if v is None}
    taken = {key: _taken(value) for key, value in declared.items() if key not in left_out}
    if "notify" in taken:
        taken["notify"] = _notify(declared["notify"])
    if taken.get("target") == "duckdb":
        taken.setdefault("secrets", ())
    settings = FlowSettings(**taken)
    told = [*(fault.text for fault in faults), *_contradictions(settings, frozenset(taken))]
    if told:
        listed = "\n".join(f"  {fault}" for fault in told)
        raise ProjectError(
            f"{where}: vars: monday_kestra has {len(told)} fault(s); correct them and run "
            f"again (docs/kestra.md lists the settings):\n{listed}"
        )
    return settings


def _notify(given: dict[str, Any]) -> Notify | None:
    """None where nobody is named."""
    named = {key: value for key, value in given.items() if value is not None}
    mail = named.pop("mail", None)
    if mail:
        rest = {key: mail[key] for key in ("host", "port", "user", "secret") if mail.get(key)}
        named["mail"] = Mail(sender=mail["from"], to=tuple(mail["to"]), **rest)
    return Notify(**named) if named else None


def _taken(value: Any) -> Any:
    """Lists and mappings as tuples; the values of environment variables are texts."""
    if isinstance(value, dict):
        return tuple(
            (k, str(v).lower() if isinstance(v, bool) else str(v)) for k, v in value.items()
        )
    return tuple(value) if isinstance(value, list) else value


def _timezone_fault(name: str) -> str | None:
    """Where the machine has no time zone data, any name of the right shape will do: Kestra has."""
    known = available_timezones()
    if name in known or (not known and re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]*", name)):
        return None
    return "is no time zone; write one such as UTC or Europe/Berlin"


SCHEMA = Schema(
    __package__, "settings.schema.json", {"cron": cron_fault, "time-zone": _timezone_fault}
)


def _seconds(duration: str) -> int:
    """Seconds of an ISO 8601 duration of days, hours, minutes and seconds."""
    match = _DURATION.fullmatch(duration)
    days, hours, minutes, rest = (int(part or 0) for part in match.groups()) if match else [0] * 4
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _contradictions(settings: FlowSettings, given: frozenset[str]) -> Iterator[str]:
    """Faults that only show when settings are seen together."""
    if _seconds(settings.retry_interval) >= _seconds(settings.retry_max_interval):
        yield "retry_interval: must be shorter than retry_max_interval, or Kestra refuses the flow"
    if bool(settings.repository_user) != bool(settings.repository_secret):
        yield "repository_user and repository_secret: give both, or none for an open repository"
    mail = settings.notify.mail if settings.notify else None
    if mail and bool(mail.user) != bool(mail.secret):
        yield "notify: mail: user and secret: give both, or none for a server without a login"
    for key in ("branch", "repository_user", "repository_key_secret"):
        if key in given and not settings.repository:
            yield f"{key}: has no meaning without repository"
    for key in ("image", "user", "volumes"):
        if key in given and settings.runner == "process":
            yield f"{key}: has no meaning with runner: process, which starts no container"
    env, secrets = ({name for name, _ in pairs} for pairs in (settings.env, settings.secrets))
    for name in sorted(env & secrets):
        yield f"env: {name} is also under secrets; keep one"
    for name in sorted((env | secrets) & OWN_VARIABLES):
        yield f"env and secrets: {name} is set by the flow itself; take it out"
