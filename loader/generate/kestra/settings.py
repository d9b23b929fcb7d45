"""`vars: monday_kestra` of dbt_project.yml as values: the settings of every board's Kestra flow.

All of them end up in a file that Kestra parses, renders with Pebble and passes to a shell, so
`settings.schema.json` limits each value to what these accept; nothing is escaped afterwards.
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
"""The variables that profiles.yml.example reads for its sqlserver target."""
OWN_VARIABLES = frozenset(
    {TOKEN, "DBT_PROJECT_DIR", "DBT_PROFILES_DIR", "DBT_TARGET"}
    | {"KESTRA_EXECUTION_ID", "KESTRA_TASK_RUN_ID"}
)
"""The environment variables that the flow itself sets."""

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and the addresses. Without a user, the server accepts mail without a login."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 465
    user: str | None = None
    secret: str | None = None
    """The name of the secret with the user's password."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Whom to notify. Each field except `mail` names the secret with the webhook's address."""

    slack: str | None = None
    teams: str | None = None
    webhook: str | None = None
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """The settings of the flows, the same for every board of the project.

    Durations are ISO 8601 (`PT30M`). `secrets` and `env` are pairs, in the order written:
    environment variable and name of Kestra's secret; environment variable and value.
    """

    namespace: str | None = None
    image: str = "monday-to-sqlserver:latest"
    runner: str = "docker"
    """`docker`, or `process` for a worker on which everything is installed."""
    user: str = "root"
    """The user in the container.

    Kestra's working directory belongs to its worker's user, so an image's own user cannot write
    dbt's target folder there.
    """
    volumes: tuple[str, ...] = ()
    cron: str | None = None
    """For boards without their own schedule; None: from 05:00 to 05:59, depending on the board."""
    timezone: str = "UTC"
    repository: str | None = None
    branch: str = "main"
    repository_user: str | None = None
    repository_secret: str | None = None
    """The name of the secret with the password or token of `repository_user`."""
    repository_key_secret: str | None = None
    """The name of the secret with the private key for an SSH repository."""
    project_dir: str | None = None
    """The dbt project's folder in the repository or the namespace's files; None: its own path."""
    profiles_dir: str | None = None
    """The folder of profiles.yml; None: the dbt project's folder."""
    target: str = "sqlserver"
    token_secret: str = TOKEN
    secrets: tuple[tuple[str, str], ...] = SQLSERVER_LOGIN
    env: tuple[tuple[str, str], ...] = ()
    notify: Notify | None = None
    """Whom to notify of failures and, by the flow monday_check, of boards that are not ok."""
    check_cron: str = "10 * * * *"
    """The schedule of monday_check."""
    retry_attempts: int = 3
    """The maximum number of attempts of a load; 1 means no retry."""
    retry_interval: str = "PT1M"
    retry_max_interval: str = "PT15M"
    load_timeout: str = "PT1H"
    build_timeout: str = "PT1H"


def read_flow_settings(declared: object, where: str = "dbt_project.yml") -> FlowSettings:
    """Parse the settings from a mapping as in YAML; None or an empty one gives the defaults.

    Raises ProjectError that lists all faults.
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
    """Return None if nobody is named."""
    named = {key: value for key, value in given.items() if value is not None}
    mail = named.pop("mail", None)
    if mail:
        rest = {key: mail[key] for key in ("host", "port", "user", "secret") if mail.get(key)}
        named["mail"] = Mail(sender=mail["from"], to=tuple(mail["to"]), **rest)
    return Notify(**named) if named else None


def _taken(value: Any) -> Any:
    """Convert lists and mappings to tuples, and the values of environment variables to texts."""
    if isinstance(value, dict):
        return tuple(
            (k, str(v).lower() if isinstance(v, bool) else str(v)) for k, v in value.items()
        )
    return tuple(value) if isinstance(value, list) else value


def _timezone_fault(name: str) -> str | None:
    """Return the fault of a time zone's name, if any.

    Without time zone data on the machine, any name of the right form passes: Kestra has the data.
    """
    known = available_timezones()
    if name in known or (not known and re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]*", name)):
        return None
    return "is no time zone; write one such as UTC or Europe/Berlin"


SCHEMA = Schema(
    __package__, "settings.schema.json", {"cron": cron_fault, "time-zone": _timezone_fault}
)


def _seconds(duration: str) -> int:
    """Return the seconds of an ISO 8601 duration of days, hours, minutes and seconds."""
    match = _DURATION.fullmatch(duration)
    days, hours, minutes, rest = (int(part or 0) for part in match.groups()) if match else [0] * 4
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _contradictions(settings: FlowSettings, given: frozenset[str]) -> Iterator[str]:
    """Yield faults that appear only in combinations of settings."""
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
