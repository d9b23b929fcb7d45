"""monday-board init, package-path, upgrade: an own project, and the macros that come with it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

import click

from loader.board.board_file import BoardFile
from loader.commands.options import common_options, guarded
from loader.errors import UsageError
from loader.generate.project_files import file_changes
from loader.generate.write import FileChange, differing, write
from loader.install.own_project import additions, new_project
from loader.install.package import package_path, package_version, ready_package
from loader.landing.project import read_project
from loader.output.console import note, printable, say
from loader.output.logs import set_up_logging
from loader.session import Session
from loader.settings import is_under_kestra


@click.command(
    "init",
    epilog="""\b
    Examples:
      monday-board init shop
      monday-board init --into .""",
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Put what boards need into this dbt project; overwrites nothing.",
)
def init_command(folder: Path | None, into: Path | None) -> None:
    """Make an own project in FOLDER (default: here), or prepare an existing dbt project."""
    set_up_logging("text", False, is_under_kestra())
    guarded(_init, folder, into)


def _init(folder: Path | None, into: Path | None) -> None:
    if folder is not None and into is not None:
        raise UsageError("Give FOLDER for a new project or --into for an existing one, not both.")
    if into is not None:
        _prepare(into)
        return
    folder = folder or Path()
    project_dir = folder / "dbt_project"
    _write(new_project(folder, package_version()))
    ready_package(read_project(project_dir.absolute()))
    say(f"Made the dbt project {project_dir}, ready to run on DuckDB.")
    note("Next: set MONDAY_API_TOKEN, then")
    note(f"  cd {project_dir}")
    note("  monday-board discover")
    note("  monday-board deploy --board-id ID --board-name NAME")


def _prepare(project_dir: Path) -> None:
    """Write what is missing into an existing project, and show what its own files need."""
    files, needs = additions(project_dir)
    _write(files)
    for need in needs:
        say(f"# {need.path} needs, for {need.why}:")
        say(need.text)
    if not needs:
        ready_package(read_project(project_dir.absolute()))
        say(f"The dbt project {project_dir} is ready for boards.")
        return
    note("Add the above by hand; then `monday-board deploy` works in that folder.")


def _write(files: dict[Path, str]) -> None:
    changes = differing(dict(files))
    write(changes)
    for change in changes:
        note(f"made {change.path}")


@click.command("package-path")
def package_path_command() -> None:
    """Print the folder of the installed dbt package, for `local:` in packages.yml."""
    say(str(package_path().resolve()))


@click.command(
    "upgrade",
    epilog="""\b
    Examples:
      monday-board upgrade --dry-run
      monday-board upgrade""",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@common_options
def upgrade_command(session: Session, dry_run: bool) -> None:
    """Generate every board's files anew with the installed version, and show what changes.

    monday is not asked; `monday-board update --all` follows the boards themselves.
    """
    ready_package(session.project)
    boards = tuple(session.registry.all())
    for board in boards:
        if not isinstance(board, BoardFile):
            raise board  # one message that lists the file's faults; nothing is written
    changes = _changes(session, (b for b in boards if isinstance(b, BoardFile) and not b.removed))
    for change in changes:
        _show(session, change)
    if not dry_run:
        write(changes)
    said = "would change" if dry_run else "changed"
    say(f"Version {package_version()}: {len(changes)} files {said}.")


def _changes(session: Session, boards: Iterable[BoardFile]) -> tuple[FileChange, ...]:
    """What all boards together change: files that boards share are named by each."""
    found = {change.path: change for board in boards for change in file_changes(session, board)}
    return tuple(found[path] for path in sorted(found))


def _show(session: Session, change: FileChange) -> None:
    """A change as a unified diff."""
    name = session.relative(change.path)
    before, after = ((text or "").splitlines() for text in (change.before, change.after))
    for line in difflib.unified_diff(before, after, name, name, n=1, lineterm=""):
        say(printable(line))
