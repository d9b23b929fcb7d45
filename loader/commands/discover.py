"""monday-board discover: the boards that the token can see."""

from __future__ import annotations

import click

from loader.commands.options import common_options, json_option
from loader.output.console import note, print_json, print_table
from loader.session import Session


@click.command(
    "discover",
    epilog="""\b
    Examples:
      monday-board discover
      monday-board discover orders 2026 --json""",
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@json_option("As JSON.")
@common_options
def discover_command(session: Session, words: tuple[str, ...], as_json: bool) -> None:
    """Show the boards that the token can see. WORDs filter by name, workspace or id."""
    found = []
    for board in session.monday.boards():
        text = f"{board.id} {board.name} {board.workspace}".lower()
        if all(word.lower() in text for word in words):
            found.append(board)
    if as_json:
        print_json(
            [
                {
                    "id": b.id,
                    "name": b.name,
                    "items": b.items_count,
                    "workspace": b.workspace,
                    "kind": b.kind,
                }
                for b in found
            ]
        )
        return
    rows = [(str(b.id), b.name, b.items_count, b.workspace, b.kind) for b in found]
    print_table(("id", "name", "items", "workspace", "kind"), rows)
    if not found:
        note("No board matches; the token may not see it.")
