"""monday-board: deploy boards, decide about their columns, see how they stand."""

from __future__ import annotations

from collections.abc import Mapping

import click

from loader.commands.entry import HELP, imported

MODULES: Mapping[str, str] = {
    "check": "overview",
    "deploy": "deploy",
    "discover": "discover",
    "doctor": "doctor",
    "init": "install",
    "list": "overview",
    "loads": "overview",
    "package-path": "install",
    "remove": "remove",
    "report": "report",
    "review": "review",
    "status": "status",
    "summary": "status",
    "update": "deploy",
    "upgrade": "install",
}
"""Command -> module in this folder that defines it as `<command>_command`."""


class _Commands(click.Group):
    """Imports only the command that is called: importing all of them takes long."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in MODULES:
            return None
        name = f"{cmd_name.replace('-', '_')}_command"
        found: click.Command = imported(f"loader.commands.{MODULES[cmd_name]}", name)
        return found


@click.group(
    "monday-board",
    cls=_Commands,
    context_settings=HELP,
    epilog="""\b
    Examples:
      monday-board init shop
      monday-board discover orders
      monday-board deploy --board-id 8709134353 --board-name orders
      monday-board update --all
      monday-board list
      monday-board status orders""",
)
@click.version_option(package_name="monday-to-sqlserver")
def board_command() -> None:
    """Deploy monday.com boards as tables, decide about their columns, show their state."""
