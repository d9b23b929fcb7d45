"""monday-board remove: take a board out of the registry, or delete everything of it."""

from __future__ import annotations

import click

from loader.board.board_file import BoardFile
from loader.commands.options import board_argument, common_options, json_option
from loader.deployment.purge import Purge, carry_out, plan_purge
from loader.deployment.subitems import parents, removal
from loader.errors import UsageError
from loader.generate.kestra.flow import flow_path
from loader.generate.kestra.place import flows_root
from loader.generate.write import write
from loader.output.console import agrees, is_interactive, note, print_json, printable, say
from loader.session import Session


@click.command(
    "remove",
    epilog="""\b
    Examples:
      monday-board remove orders --yes
      monday-board remove orders --purge""",
)
@board_argument()
@click.option("--purge", is_flag=True, help="Also delete its files, raw data, tables and history.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option("Result as JSON.")
@common_options
def remove_command(session: Session, board: str, purge: bool, yes: bool, as_json: bool) -> None:
    """Remove a board from the registry. Its dbt files, raw data and tables stay.

    --purge lists them, asks, and deletes them; without a terminal it needs --yes. Only a backup
    can restore them.
    """
    file = session.registry.read(board)
    if purge:
        _purge(session, plan_purge(session, file), yes, as_json)
        return
    asking = not yes and is_interactive()
    if file.removed:
        note(f"{board} is removed already; --purge deletes what stays of it.")
    elif asking and not agrees(f"Remove {board} from the registry?", default=False):
        note("Nothing was changed.")
        return
    else:
        above = parents(session, file)
        write(removal(session, file))
        if not as_json:
            say(f"{board}: removed from the registry; its dbt files, raw data and tables stay")
        _tell_of_flows(session, file, above)
    if as_json:
        print_json({"board": board, "purged": False, "files": [], "tables": [], "stays": []})


def _purge(session: Session, purge: Purge, yes: bool, as_json: bool) -> None:
    name = purge.board.name
    above = parents(session, purge.board)
    files = [session.relative(change.path) for change in purge.files if change.after is None]
    note(f"{name}: these will be deleted, and nothing but a backup brings them back:")
    for path in files:
        note(f"  file {path}")
    for table in purge.tables:
        note(f"  table {printable(table.text)}")
    note("  its records of loads, builds and columns in raw_monday")
    for sentence in purge.stays:
        note(f"  stays: {printable(sentence)}")
    if not yes and not is_interactive():
        raise UsageError(f"Nothing was deleted; give --yes to delete all that is of {name}.")
    if not yes and not agrees(f"Delete all that is of {name}?", default=False):
        note("Nothing was changed.")
        return
    carry_out(session, purge)
    if as_json:
        tables = [".".join(table.place[1:]) for table in purge.tables]
        facts = {"board": name, "purged": True, "files": files, "tables": tables}
        print_json({**facts, "stays": list(purge.stays)})
    else:
        say(f"{name}: deleted, with {len(files)} files and {len(purge.tables)} tables")
    _tell_of_flows(session, purge.board, above)


def _tell_of_flows(session: Session, board: BoardFile, above: tuple[BoardFile, ...]) -> None:
    """Print what to do in Kestra. Loads of boards in `above` included the board until now."""
    root = flows_root(session.project.dir)
    for parent in above:
        note(
            f"{parent.name}: `subitems: {board.name}` was taken out of its board file, so its "
            f"loads take {board.name} along no more. If Kestra has its flow, put "
            f"{session.relative(root / flow_path(parent))} there anew."
        )
    flow = root / flow_path(board)
    if above:
        return  # subitems have no flow of their own
    if flow.exists():
        note(
            f"Its flow {session.relative(flow)} stays too: take it out of Kestra, or it will fail."
        )
    else:
        note(f"If Kestra has its flow {flow.name}, take it out there, or it will fail.")
