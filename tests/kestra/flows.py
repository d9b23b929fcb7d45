"""The flows under test: one board, with settings that cover every branch of the generator."""

from __future__ import annotations

from typing import Any

import yaml

from loader.board.board_file import BoardFile
from loader.generate.kestra.check_flow import render_check_flow
from loader.generate.kestra.flow import render_flow
from loader.generate.kestra.place import FlowPlace
from loader.generate.kestra.settings import FlowSettings, read_flow_settings

VARIABLES = ("SQLSERVER_HOST", "SQLSERVER_DATABASE", "SQLSERVER_USER", "SQLSERVER_PASSWORD")
"""Variables that the example profile reads for its target sqlserver without a default."""

SETTINGS: dict[str, FlowSettings] = {
    "unset": FlowSettings(),
    "repository": read_flow_settings(
        {
            "namespace": "acme.reporting",
            "image": "registry.acme.example/monday-to-sqlserver:1.4",
            "cron": "*/30 6-20 * * MON-FRI",
            "timezone": "Europe/Berlin",
            "repository": "https://git.acme.example/reporting/boards.git",
            "repository_user": "kestra",
            "repository_secret": "GIT_TOKEN",
            "token_secret": "ACME_MONDAY_TOKEN",
            "env": {"SQLSERVER_HOST": "sql.acme.example", "SQLSERVER_PORT": 1433},
        }
    ),
    "process_duckdb": read_flow_settings(
        {
            "namespace": "acme",
            "runner": "process",
            "target": "duckdb",
            "repository": "git@git.acme.example:reporting/boards.git",
            "branch": "release/1",
            "repository_key_secret": "GIT_KEY",
            "project_dir": "warehouse/dbt",
            "profiles_dir": "/etc/dbt",
            "retry_attempts": 1,
        }
    ),
    "notify": read_flow_settings(
        {
            "namespace": "acme",
            "target": "duckdb",
            "repository": "https://git.acme.example/reporting/boards.git",
            "notify": {
                "slack": "SLACK_WEBHOOK",
                "teams": "TEAMS_WEBHOOK",
                "webhook": "PAGER_WEBHOOK",
                "mail": {
                    "host": "smtp.acme.example",
                    "from": "kestra@acme.example",
                    "to": ["data@acme.example", "night@acme.example"],
                    "user": "kestra",
                    "secret": "MAIL_PASSWORD",
                },
            },
        }
    ),
    "docker_duckdb": read_flow_settings(
        {"target": "duckdb", "volumes": ["/srv/warehouse:/warehouse"], "user": "1000:1000"}
    ),
}


def orders(title: str = "Orders 2026", name: str = "orders") -> BoardFile:
    """Return a board file without columns, as a flow shows none of them."""
    return BoardFile(
        name=name, board_id=8709134353, title=title, table=name, columns=(), attributes=()
    )


def flow(
    board: BoardFile, settings: FlowSettings, place: FlowPlace | None = None
) -> dict[str, Any]:
    """Return the board's flow, parsed as YAML."""
    parsed = yaml.safe_load(render_flow(board, settings, place or place_of(settings)))
    assert isinstance(parsed, dict)
    return parsed


def place_of(settings: FlowSettings) -> FlowPlace:
    """Return this repository's own project, as its flows see it."""
    return FlowPlace("dbt_project", () if settings.target == "duckdb" else VARIABLES)


def check_flow(settings: FlowSettings) -> dict[str, Any]:
    """Return the parsed flow that checks all boards."""
    parsed = yaml.safe_load(render_check_flow(settings, place_of(settings)) or "")
    assert isinstance(parsed, dict)
    return parsed
