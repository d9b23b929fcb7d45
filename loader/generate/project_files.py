"""The changes that saving a board makes in a project: its file, its dbt files, its Kestra flow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from loader.board.board_file import BoardFile
from loader.board.file_text import parse, render
from loader.board.registry import Registry
from loader.errors import BoardFileError, UsageError
from loader.generate.kestra.check_flow import CHECK_FLOW, render_check_flow
from loader.generate.kestra.flow import flow_path, render_flow
from loader.generate.kestra.place import FlowPlace, flow_place, flows_root
from loader.generate.kestra.settings import FlowSettings, read_flow_settings
from loader.generate.link_tests import refers_to
from loader.generate.overview import BLOCK, OVERVIEW, line_of, lines_in, overview_page
from loader.generate.render import possible_files, render_files
from loader.generate.taken_names import check_leftovers, check_new_names
from loader.generate.write import FileChange, changed_meanwhile, differing
from loader.session import Session


def file_changes(
    session: Session, board: BoardFile, *unsaved: BoardFile, read: BoardFile | None = None
) -> tuple[FileChange, ...]:
    """Return what saving `board` and generating from it would change on disk.

    The Kestra flow goes into `place.flows_root`, everything else into the dbt project. `unsaved`
    are other boards about to be saved; `read` is the content of the file from which `board` was
    made. The files of boards that link to this one are included. Raises UsageError if the board's
    file could not be read again, and ProjectError for faults in the flow's settings, for a name
    that something else in the project has, and for a board file that has changed since it was read.
    """
    registry = session.registry
    path = registry.path(board.name)
    previous = registry.text(path) if path.exists() else None
    if read is not None and (previous is None or parse(previous, board.name, str(path)) != read):
        raise changed_meanwhile(path)
    related = _related(registry, board, unsaved)
    text = render(board, previous)
    if text != previous:
        _check_readable(path, board.name, text)
    wanted: dict[Path, str | None] = {path: text}
    for other in related:
        if refers_to(other, board):
            others = _related(registry, other, (*unsaved, board))
            wanted |= _generated(registry.project_dir, other, others)
    wanted |= _generated(registry.project_dir, board, related)
    # If its items are subitems of another board, that board's flow loads them already.
    alone = not any(other.subitems == board.name for other in related)
    settings, place = _flow_settings(session)
    root = flows_root(registry.project_dir)
    if not board.removed:
        wanted[root / flow_path(board)] = render_flow(board, settings, place) if alone else None
    wanted[root / CHECK_FLOW] = render_check_flow(settings, place)
    wanted[registry.project_dir / OVERVIEW] = _overview(session, (board, *unsaved))
    changes = differing(wanted)
    if not board.removed:
        check_leftovers(session.project, board, registry.names())
    check_new_names(session.project, changes)
    return changes


def _overview(session: Session, saved: Sequence[BoardFile]) -> str | None:
    """Return the site's first page, with these boards as they are about to be saved.

    Returns None if the project has such a page of its own, because dbt accepts only one.
    """
    registry, project = session.registry, session.project
    path = registry.project_dir / OVERVIEW
    for page in (registry.project_dir / "models").rglob("*.md"):
        if page != path and BLOCK in _page(page):
            return None
    known, lines = lines_in(_page(path)), {}
    for name in registry.names():
        if name in known:
            lines[name] = known[name]
            continue
        with suppress(BoardFileError):
            other = registry.read(name)
            lines |= {} if other.removed else {name: line_of(other, project.name)}
    for board in saved:
        lines.pop(board.name, None)
        lines |= {} if board.removed else {board.name: line_of(board, project.name)}
    return overview_page(lines) if lines else None


def _page(path: Path) -> str:
    """Return a page's text; empty if it cannot be read, which dbt will report."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _flow_settings(session: Session) -> tuple[FlowSettings, FlowPlace]:
    """Return `vars: monday_kestra` and the flow's place. Raises ProjectError with all faults."""
    path = session.project.dir / "dbt_project.yml"
    settings = read_flow_settings(session.project.vars.get("monday_kestra"), str(path))
    return settings, flow_place(session.project, settings)


def _generated(
    project_dir: Path, board: BoardFile, others: Sequence[BoardFile]
) -> dict[Path, str | None]:
    """Return the text of each dbt file; None for those that the board does not ask for."""
    texts = render_files(board, others)
    return {project_dir / path: texts.get(path) for path in possible_files(board)}


def _related(registry: Registry, board: BoardFile, unsaved: Sequence[BoardFile]) -> list[BoardFile]:
    """Return the boards that this board's items may link to, and those whose items may link to it.

    Searches the files as text before parsing them, because parsing takes far longer.
    """
    known = {b.name: b for b in unsaved}
    ids = {ident for c in board.columns for ident in c.boards}
    wanted = {board.name, str(board.board_id), *map(str, ids)}
    for name in registry.names():
        with suppress(BoardFileError):
            words = set(re.findall(r"\w+", registry.text(registry.path(name))))
            if name not in known and (name == board.subitems or wanted & words):
                known[name] = registry.read(name)
    return [b for name, b in sorted(known.items()) if name != board.name and not b.removed]


def _check_readable(path: Path, name: str, text: str) -> None:
    """Refuse a text that could not be read back, as because of a flag's value or a title."""
    try:
        parse(text, name, str(path))
    except BoardFileError as exc:
        faults = "".join(f"\n  {fault}" for fault in exc.faults)
        raise UsageError(f"That cannot stand in {path}; nothing was changed:{faults}") from exc
