"""`vars: monday_kestra` of dbt_project.yml as values: how every board's Kestra flow is made.

Everything here ends in a file that Kestra parses, renders with Pebble and hands to a shell,
so each value is checked against what Kestra and a shell accept, not escaped afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from loader.errors import ProjectError
from loader.generate.kestra.cron import cron_fault

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

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REPOSITORY = re.compile(r"(?:https?|ssh)://[^\s{}\"'\\]+|[\w.-]+@[\w.-]+:[^\s{}\"'\\]+")
_LOGIN = re.compile(r"https?://[^/]*@|ssh://[^/@]*:[^/]*@")
_DURATION = re.compile(r"P(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_LONGEST_NAMESPACE = 150


class _Fault(Exception):
    """A value that cannot be used, with what it should be."""


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
    cron: str = "0 5 * * *"
    timezone: str = "UTC"
    repository: str | None = None
    branch: str = "main"
    repository_user: str | None = None
    repository_secret: str | None = None
    """Name of the secret with the password or token of `repository_user`."""
    repository_key_secret: str | None = None
    """Name of the secret with the private key of an SSH repository."""
    project_dir: str = "dbt_project"
    """The dbt project's folder inside the repository or the namespace's files."""
    profiles_dir: str | None = None
    """Where profiles.yml is; None: in the dbt project's folder."""
    target: str = "sqlserver"
    token_secret: str = TOKEN
    secrets: tuple[tuple[str, str], ...] = SQLSERVER_LOGIN
    env: tuple[tuple[str, str], ...] = ()
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
    if not isinstance(declared, Mapping):
        raise ProjectError(
            f"{where}: vars: monday_kestra must be a mapping of settings to values; "
            "docs/kestra.md lists them."
        )
    faults: list[str] = []
    values: dict[str, object] = {}
    for key, value in declared.items():
        if key not in _READERS:
            faults.append(_unknown(str(key)))
        elif value is not None:
            try:
                values[key] = _READERS[key](value)
            except _Fault as exc:
                faults.append(f"{key}: {exc}")
    if values.get("target") == "duckdb":
        values.setdefault("secrets", ())
    settings = FlowSettings(**values)  # type: ignore[arg-type]  # each value came from its reader
    faults += _contradictions(settings, frozenset(values))
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise ProjectError(
            f"{where}: vars: monday_kestra has {len(faults)} fault(s); correct them and run "
            f"again (docs/kestra.md lists the settings):\n{listed}"
        )
    return settings


def _seconds(duration: str) -> int:
    """Seconds of an ISO 8601 duration of days, hours, minutes and seconds.

    Raises _Fault when it is none.
    """
    match = _DURATION.fullmatch(duration)
    total = 0
    if match:
        days, hours, minutes, rest = (int(part or 0) for part in match.groups())
        total = ((days * 24 + hours) * 60 + minutes) * 60 + rest
    if not total:
        raise _Fault(f"{duration!r} is no duration above zero; write PT30M, PT1H or P1D")
    return total


def _unknown(key: str) -> str:
    near = get_close_matches(key, _READERS, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{key!r} is no setting{hint}"


def _contradictions(settings: FlowSettings, given: frozenset[str]) -> Iterator[str]:
    """Faults that only show when settings are seen together."""
    if _seconds(settings.retry_interval) >= _seconds(settings.retry_max_interval):
        yield "retry_interval: must be shorter than retry_max_interval, or Kestra refuses the flow"
    if bool(settings.repository_user) != bool(settings.repository_secret):
        yield "repository_user and repository_secret: give both, or none for an open repository"
    for key in ("branch", "repository_user", "repository_key_secret"):
        if key in given and not settings.repository:
            yield f"{key}: has no meaning without repository"
    for key in ("image", "user", "volumes"):
        if key in given and settings.runner == "process":
            yield f"{key}: has no meaning with runner: process, which starts no container"
    twice = {name for name, _ in settings.env} & {name for name, _ in settings.secrets}
    for name in sorted(twice):
        yield f"env: {name} is also under secrets; keep one"


def _matching(pattern: str, allowed: str) -> Callable[[object], str]:
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise _Fault(f"{value!r} is not {allowed}")
        return value

    return read


def _namespace(value: object) -> str:
    text = _matching(
        r"[a-z0-9][a-z0-9._-]*",
        "a Kestra namespace: lower-case letters, digits and ._-, starting with a letter or digit",
    )(value)
    if len(text) > _LONGEST_NAMESPACE:
        raise _Fault(f"has {len(text)} characters; Kestra allows {_LONGEST_NAMESPACE}")
    return text


def _repository(value: object) -> str:
    """The address. A fault never repeats it: it may hold a password."""
    if not isinstance(value, str) or not _REPOSITORY.fullmatch(value):
        raise _Fault("is no address of a repository; write https://example.com/team/reports.git")
    if _LOGIN.match(value):
        raise _Fault(
            "holds a login; take it out and name it with repository_user and repository_secret"
        )
    return value


def _cron(value: object) -> str:
    if not isinstance(value, str):
        raise _Fault(f"{value!r} is no text; put the expression in quotes")
    fault = cron_fault(value)
    if fault:
        raise _Fault(fault)
    return value


def _timezone(value: object) -> str:
    text = _matching(r"[A-Za-z][A-Za-z0-9_+/-]*", "a time zone such as UTC or Europe/Berlin")(value)
    known = available_timezones()  # empty where the machine has no time zone data: Kestra has
    if known and text not in known:
        raise _Fault(f"{text!r} is no time zone; write one such as UTC or Europe/Berlin")
    return str(ZoneInfo(text)) if known else text


def _duration(value: object) -> str:
    if not isinstance(value, str):
        raise _Fault(f"{value!r} is no duration; write PT30M, PT1H or P1D")
    _seconds(value)
    return value


def _attempts(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100:
        raise _Fault(f"{value!r} is not a number of attempts from 1 to 100")
    return value


def _volumes(value: object) -> tuple[str, ...]:
    read = _matching(r"[\w./-]+:/[\w./-]+(?::r[ow])?", "a mount such as /srv/warehouse:/warehouse")
    if not isinstance(value, list):
        raise _Fault("must be a list of mounts such as /srv/warehouse:/warehouse")
    return tuple(read(one) for one in value)


def _pairs(value: object, what: str) -> tuple[tuple[str, object], ...]:
    if not isinstance(value, Mapping):
        raise _Fault(f"must be a mapping of environment variables to {what}")
    for name in value:
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise _Fault(f"{name!r} is no name of an environment variable")
        if name in OWN_VARIABLES:
            raise _Fault(f"{name} is set by the flow itself; take it out")
    return tuple(value.items())


def _secrets(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, _secret_name(secret)) for name, secret in _pairs(value, "names of secrets"))


def _env(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, _env_value(name, one)) for name, one in _pairs(value, "values"))


def _env_value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise _Fault(f"{name} must be text or a number")
    return str(value)


_path = _matching(
    r"/?[A-Za-z0-9_.][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*",
    "a folder's path of letters, digits and _.-/",
)
_inner_path = _matching(
    r"(?!(?:.*/)?\.\.(?:/|$))[A-Za-z0-9_.][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*",
    "a folder inside the repository: letters, digits and _.-/, without ..",
)
_secret_name = _matching(r"[A-Za-z0-9_.-]+", "the name of a secret: letters, digits and _.-")

_READERS: dict[str, Callable[[object], object]] = {
    "namespace": _namespace,
    "image": _matching(r"[a-z0-9][\w./:@-]*", "a container image"),
    "runner": _matching(r"docker|process", "docker or process"),
    "user": _matching(r"[\w-]+(?::[\w-]+)?", "a user such as root or 1000:1000; quote a number"),
    "volumes": _volumes,
    "cron": _cron,
    "timezone": _timezone,
    "repository": _repository,
    "branch": _matching(r"[A-Za-z0-9_][\w./-]*", "the name of a branch"),
    "repository_user": _matching(r"[\w.@+-]+", "a user name"),
    "repository_secret": _secret_name,
    "repository_key_secret": _secret_name,
    "project_dir": _inner_path,
    "profiles_dir": _path,
    "target": _matching(r"[A-Za-z0-9_][\w.-]*", "the name of a target in profiles.yml"),
    "token_secret": _secret_name,
    "secrets": _secrets,
    "env": _env,
    "retry_attempts": _attempts,
    "retry_interval": _duration,
    "retry_max_interval": _duration,
    "load_timeout": _duration,
    "build_timeout": _duration,
}
