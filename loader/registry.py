"""The folder of board files: dbt_project/boards/<board>.yml, one per deployed board."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loader.board_file import BoardFile
from loader.board_yaml import parse, render
from loader.errors import BoardFileError, BoardUnknown, ProjectError
from loader.generate.kestra import flow_path, render_flow
from loader.generate.kestra_settings import FlowSettings
from loader.generate.render import render_files
from loader.generate.write import FileChange, differing


@dataclass(frozen=True, slots=True)
class Registry:
    """Reads board files of one dbt project and works out what is generated from them."""

    project_dir: Path

    def path(self, name: str) -> Path:
        """Where the board file of this name is, or would be."""
        return self.project_dir / "boards" / f"{name}.yml"

    def names(self) -> tuple[str, ...]:
        """Names of all board files, removed boards included, in order."""
        return tuple(sorted(p.stem for p in (self.project_dir / "boards").glob("*.yml")))

    def read(self, name: str) -> BoardFile:
        """The board of this name. Raises BoardUnknown or BoardFileError."""
        path = self.path(name)
        if name not in self.names():
            known = ", ".join(self.names()) or "none"
            raise BoardUnknown(
                f"no board {name!r} is deployed in {self.project_dir} (deployed: {known}); "
                "run `monday-board deploy` first"
            )
        return parse(self._text(path), name, str(path))

    def all(self) -> Iterator[BoardFile | BoardFileError]:
        """Every board that is not removed; an unreadable file comes as its error."""
        for name in self.names():
            try:
                board = self.read(name)
            except BoardFileError as exc:
                yield exc
                continue
            if not board.removed:
                yield board

    def loadable(self) -> tuple[str, ...]:
        """Names of the boards that were not removed; unreadable files count, so that they show."""
        found = []
        for name in self.names():
            try:
                removed = self.read(name).removed
            except BoardFileError:
                removed = False
            if not removed:
                found.append(name)
        return tuple(found)

    def by_id(self, board_id: int) -> BoardFile | None:
        """The board file of this monday id, removed ones included, or None."""
        for name in self.names():
            board = self.read(name)
            if board.board_id == board_id:
                return board
        return None

    def file_changes(self, board: BoardFile, flow: FlowSettings) -> tuple[FileChange, ...]:
        """What saving `board` and generating from it would change on disk.

        The Kestra flow goes beside the dbt project's folder, the rest inside it.
        """
        path = self.path(board.name)
        previous = self._text(path) if path.exists() else None
        wanted = {path: render(board, previous)}
        for relative, text in render_files(board).items():
            wanted[self.project_dir / relative] = text
        wanted[self.project_dir.parent / flow_path(board)] = render_flow(board, flow)
        return differing(wanted)

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as exc:
            raise BoardFileError(str(path), (f"byte {exc.start}: not UTF-8 text",)) from exc
        except OSError as exc:
            raise ProjectError(f"cannot read {path}: {exc.strerror or exc}") from exc
