"""monday-board init, package-path, upgrade: a user's own project and the macros for it."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from loader.board.board_file import BoardFile
from loader.board.names import BOARD_NAME_RULE, is_safe_name
from loader.commands.options import board_id_option, common_options, guarded, json_option
from loader.errors import AuthenticationError, UsageError
from loader.generate.project_files import file_changes
from loader.generate.write import FileChange, differing, write
from loader.install.first_table import FirstBoard, run_commands
from loader.install.own_project import Need, additions, new_project
from loader.install.package import package_path, package_version, ready_package
from loader.landing.project import read_project
from loader.output.console import (
    ask_secret,
    is_interactive,
    note,
    print_json,
    printable,
    say,
    shell_words,
)
from loader.output.logs import set_up_logging
from loader.session import Session
from loader.settings import api_token, environment_in_project, is_under_kestra


@click.command(
    "init",
    epilog="""\b
    Examples:
      monday-board init shop
      monday-board init shop --board-id 8709134353 --board-name orders
      monday-board init --into .""",
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Add what boards need to this dbt project; overwrite nothing.",
)
@board_id_option(help="Also deploy, load and build this board. {}")
@click.option("--board-name", metavar="NAME", help="Name of that board's file, model and table.")
@json_option("Result as JSON; not with --board-id.")
def init_command(
    folder: Path | None,
    into: Path | None,
    board_id: int | None,
    board_name: str | None,
    as_json: bool,
) -> None:
    """Create a project in FOLDER (default: here), or prepare an existing dbt project.

    With --board-id it also creates the first table. It shows each command before it runs; the
    commands ask their usual questions. It asks for the token if MONDAY_API_TOKEN is not set.
    """
    set_up_logging("text", False, is_under_kestra())
    guarded(_init, folder, into, board_id, board_name, as_json)


def _init(
    folder: Path | None,
    into: Path | None,
    board_id: int | None,
    board_name: str | None,
    as_json: bool,
) -> None:
    if folder is not None and into is not None:
        raise UsageError("Give FOLDER for a new project or --into for an existing one, not both.")
    if (board_id is None) != (board_name is None):
        raise UsageError("Give --board-id and --board-name together, or neither.")
    if as_json and board_id is not None:
        raise UsageError("--json does not go with --board-id, whose commands print by themselves.")
    if board_name is not None and not is_safe_name(board_name):
        raise UsageError(f"{printable(board_name)!r} is no board name: use {BOARD_NAME_RULE}.")
    if into is not None:
        if board_id is not None:
            raise UsageError(
                "--board-id goes with a new project; here `monday-board deploy` is next."
            )
        _prepare(into, as_json)
        return
    folder = folder or Path()
    files = new_project(folder, package_version())
    if board_id is None or board_name is None:
        made = _make(folder, files)
        if as_json:
            _print_made(folder / "dbt_project", made, ())
        else:
            say(_made(folder))
        note("Next: set MONDAY_API_TOKEN, then")
        _tell_commands(
            ("cd", str(folder / "dbt_project")),
            ("monday-board", "discover"),
            ("monday-board", "deploy", "--board-id", "ID", "--board-name", "NAME"),
        )
        return
    token = _token()
    _make(folder, files)
    say(_made(folder))
    _first_table(folder / "dbt_project", FirstBoard(board_id, board_name), token)


def _make(folder: Path, files: dict[Path, str]) -> list[Path]:
    """Write the project's files and return those that were created."""
    made = _write(files)
    ready_package(read_project((folder / "dbt_project").absolute()))
    return made


def _made(folder: Path) -> str:
    return f"Made the dbt project {folder / 'dbt_project'}, ready to run on DuckDB."


def _print_made(project_dir: Path, made: Sequence[Path], needs: Sequence[Need]) -> None:
    print_json(
        {
            "project": str(project_dir),
            "made": [str(path) for path in made],
            "needs": [{"path": str(n.path), "why": n.why, "text": n.text} for n in needs],
        }
    )


def _first_table(project_dir: Path, board: FirstBoard, token: str) -> None:
    """Deploy, load and build; if one fails, keep the project and print the commands to run."""
    code = run_commands(board.commands, project_dir, environment_in_project(token))
    if code:
        note("The project stays. Mend what the message above says, set MONDAY_API_TOKEN, then")
        _tell_commands(("cd", str(project_dir)), *board.commands)
        sys.exit(code)
    say(f"{board.name} is a table now, in {project_dir / 'monday.duckdb'} unless set otherwise.")
    note("From now on: set MONDAY_API_TOKEN, then")
    _tell_commands(("cd", str(project_dir)), *board.commands[1:])


def _token() -> str:
    """Return the token that is set, or ask a person for it. Raises AuthenticationError."""
    token = api_token()
    if token is None and is_interactive():
        note("Make a token in monday under Developers > API access tokens.")
        token = ask_secret("API token of monday") or None
    if token is None:
        raise AuthenticationError(
            "MONDAY_API_TOKEN is not set, and there is no terminal to ask on; nothing was changed. "
            "Make a token in monday under Developers > API access tokens and export it."
        )
    return token


def _tell_commands(*commands: tuple[str, ...]) -> None:
    for words in commands:
        note(f"  {shell_words(words)}")


def _prepare(project_dir: Path, as_json: bool) -> None:
    """Write missing files to an existing project, and print what to add to its own files."""
    files, needs = additions(project_dir)
    made = _write(files)
    if not needs:
        ready_package(read_project(project_dir.absolute()))
    if as_json:
        _print_made(project_dir, made, needs)
        return
    for need in needs:
        say(f"# {need.path} needs, for {need.why}:")
        say(need.text)
    if not needs:
        say(f"The dbt project {project_dir} is ready for boards.")
        return
    note("Add the above by hand; then `monday-board deploy` works in that folder.")


def _write(files: dict[Path, str]) -> list[Path]:
    """Write the files that are missing or differ, and return their paths."""
    changes = differing(dict(files))
    write(changes)
    for change in changes:
        note(f"made {change.path}")
    return [change.path for change in changes]


@click.command("package-path")
@json_option("Folder and version as JSON.")
def package_path_command(as_json: bool) -> None:
    """Print the folder of the installed dbt package, for `local:` in packages.yml."""
    path = str(package_path().resolve())
    if as_json:
        print_json({"path": path, "version": package_version()})
    else:
        say(path)


@click.command(
    "upgrade",
    epilog="""\b
    Examples:
      monday-board upgrade --dry-run
      monday-board upgrade""",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@json_option("Names of changed files as JSON, instead of a diff.")
@common_options
def upgrade_command(session: Session, dry_run: bool, as_json: bool) -> None:
    """Regenerate every board's files with the installed version, and show what changes.

    It does not call monday; use `monday-board update --all` to apply changes of the boards.
    """
    ready_package(session.project)
    boards = tuple(session.registry.all())
    for board in boards:
        if not isinstance(board, BoardFile):
            raise board  # one message that lists the file's faults; nothing is written
    changes = _changes(session, (b for b in boards if isinstance(b, BoardFile) and not b.removed))
    if not as_json:
        for change in changes:
            _show(session, change)
    if not dry_run:
        write(changes)
    if as_json:
        files = [session.relative(change.path) for change in changes]
        print_json({"version": package_version(), "files": files, "written": not dry_run})
        return
    said = "would change" if dry_run else "changed"
    say(f"Version {package_version()}: {len(changes)} files {said}.")


def _changes(session: Session, boards: Iterable[BoardFile]) -> tuple[FileChange, ...]:
    """Return the changes for all boards, each path once: boards can share files."""
    found = {change.path: change for board in boards for change in file_changes(session, board)}
    return tuple(found[path] for path in sorted(found))


def _show(session: Session, change: FileChange) -> None:
    """Print a change as a unified diff."""
    name = session.relative(change.path)
    before, after = ((text or "").splitlines() for text in (change.before, change.after))
    for line in difflib.unified_diff(before, after, name, name, n=1, lineterm=""):
        say(printable(line))
