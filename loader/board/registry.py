"""The folder of board files: dbt_project/boards/<board>.yml, one per deployed board."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from loader.board.board_file import BoardFile
from loader.board.file_text import parse, render
from loader.errors import BoardFileError, BoardUnknown, ProjectError, UsageError
from loader.generate.kestra.flow import flow_path, render_flow
from loader.generate.kestra.settings import FlowSettings
from loader.generate.link_tests import refers_to
from loader.generate.render import possible_files, render_files
from loader.generate.write import FileChange, differing


@dataclass(frozen=True, slots=True)
class Registry:
    """Reads board files of one dbt project and works out what is generated from them."""

    project_dir: Path

    def path(self, name: str) -> Path:
        """Where the board file of this name is, or would be."""
        return self.project_dir / "boards" / f"{name}.yml"

    def names(self) -> tuple[str, ...]:
        """Names of all board files, removed boards included, in order. Raises ProjectError."""
        folder = self.project_dir / "boards"
        try:
            found = [path for path in folder.iterdir() if path.suffix == ".yml"]
        except FileNotFoundError:
            return ()
        except OSError as exc:
            raise ProjectError(f"cannot read {folder}: {exc.strerror or exc}") from exc
        return tuple(sorted(path.stem for path in found))

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
            if not self._is_removed(name):
                found.append(name)
        return tuple(found)

    def with_subitems(self, names: Iterable[str]) -> tuple[str, ...]:
        """Each name once, followed by the board of its subitems if its file says `subitems:`.

        A file that cannot be read has none; loading the board will say why.
        """
        found: list[str] = []
        for name in names:
            found.append(name)
            with suppress(BoardUnknown, BoardFileError):
                subitems = self.read(name).subitems
                if subitems and not self._is_removed(subitems):
                    found.append(subitems)
        return tuple(dict.fromkeys(found))

    def _is_removed(self, name: str) -> bool:
        """Whether the board was removed; a file that is missing or unreadable was not."""
        try:
            return self.read(name).removed
        except (BoardUnknown, BoardFileError):
            return False

    def by_id(self, board_id: int) -> BoardFile | None:
        """The board file of this monday id, removed ones included, or None.

        Raises BoardFileError when it may be in a file that cannot be read.
        """
        unreadable: BoardFileError | None = None
        for name in self.names():
            try:
                board = self.read(name)
            except BoardFileError as exc:
                unreadable = unreadable or exc
                continue
            if board.board_id == board_id:
                return board
        if unreadable is not None:
            raise unreadable
        return None

    def file_changes(
        self, board: BoardFile, flow: FlowSettings, unsaved: Sequence[BoardFile] = ()
    ) -> tuple[FileChange, ...]:
        """What saving `board` and generating from it would change on disk.

        The Kestra flow goes beside the dbt project's folder, the rest inside it. `unsaved` are
        other boards as they are about to be saved. Boards that link to this one follow. Raises
        UsageError for a board whose file could not be read again.
        """
        path = self.path(board.name)
        previous = self._text(path) if path.exists() else None
        related = self._related(board, unsaved)
        text = render(board, previous)
        if text != previous:
            self._check_readable(board.name, text)
        wanted: dict[Path, str | None] = {path: text}
        for other in related:
            if refers_to(other, board):
                wanted |= self._generated(other, self._related(other, (*unsaved, board)))
        wanted |= self._generated(board, related)
        # The flow of a board whose items are subitems of another's would load them once more.
        alone = not any(other.subitems == board.name for other in related)
        flow_text = render_flow(board, flow) if alone else None
        wanted[self.project_dir.parent / flow_path(board)] = flow_text
        return differing(wanted)

    def _generated(self, board: BoardFile, others: Sequence[BoardFile]) -> dict[Path, str | None]:
        """Text of each dbt file; None for those that the board does not ask for."""
        texts = render_files(board, others)
        return {self.project_dir / path: texts.get(path) for path in possible_files(board)}

    def _related(self, board: BoardFile, unsaved: Sequence[BoardFile]) -> list[BoardFile]:
        """The other boards that this one's items may link to, or theirs to this one's.

        Files are looked through as text before they are parsed, which takes far longer.
        """
        known = {b.name: b for b in unsaved}
        ids = {ident for c in board.columns for ident in c.boards}
        wanted = {board.name, str(board.board_id), *map(str, ids)}
        for name in self.names():
            with suppress(BoardFileError):
                words = set(re.findall(r"\w+", self._text(self.path(name))))
                if name not in known and (name == board.subitems or wanted & words):
                    known[name] = self.read(name)
        return [b for name, b in sorted(known.items()) if name != board.name and not b.removed]

    def _check_readable(self, name: str, text: str) -> None:
        """Nobody may be locked out of a board by what a flag or a title put into its file."""
        try:
            parse(text, name, str(self.path(name)))
        except BoardFileError as exc:
            faults = "".join(f"\n  {fault}" for fault in exc.faults)
            raise UsageError(
                f"That cannot stand in {self.path(name)}; nothing was changed:{faults}"
            ) from exc

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as exc:
            raise BoardFileError(str(path), (f"byte {exc.start}: not UTF-8 text",)) from exc
        except OSError as exc:
            fault = f"cannot be read: {exc.strerror or exc}"
            raise BoardFileError(str(path), (fault,)) from exc
