"""The folder of board files: dbt_project/boards/<board>.yml, one per deployed board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from loader.board.board_file import BoardFile
from loader.board.file_text import parse
from loader.errors import BoardFileError, BoardUnknown, ProjectError, UsageError

_ENDINGS = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Registry:
    """Reads the board files of one dbt project."""

    project_dir: Path

    def path(self, name: str) -> Path:
        """Where the board file of this name is, or would be."""
        return self.project_dir / "boards" / f"{name}.yml"

    def names(self) -> tuple[str, ...]:
        """Names of all board files, removed boards included, in order. Raises ProjectError.

        A file whose ending is spelled otherwise counts, so that it shows: reading it says why.
        """
        folder = self.project_dir / "boards"
        try:
            found = {path.stem for path in folder.iterdir() if path.suffix.lower() in _ENDINGS}
        except FileNotFoundError:
            return ()
        except OSError as exc:
            raise ProjectError(f"cannot read {folder}: {exc.strerror or exc}") from exc
        return tuple(sorted(found))

    def read(self, name: str) -> BoardFile:
        """The board of this name. Raises BoardUnknown or BoardFileError."""
        path = self.path_of_deployed(name)
        return parse(self.text(path), name, str(path))

    def path_of_deployed(self, name: str) -> Path:
        """Where the board file of this name is. Raises BoardUnknown where there is none."""
        if name not in self.names():
            raise BoardUnknown(self._unknown(name))
        return self.path(name)

    def _unknown(self, name: str) -> str:
        known = self.names()
        text = f"no board {name!r} is deployed in {self.project_dir}"
        folded = {one.casefold(): one for one in known}
        near = get_close_matches(name.casefold(), folded, n=1)
        if near:
            return f"{text}; did you mean {folded[near[0]]}?"
        listed = ", ".join(known) or "none"
        return f"{text} (deployed: {listed}); run `monday-board deploy` first"

    def read_loadable(self, name: str) -> BoardFile:
        """The board of this name, unless it was removed.

        Raises UsageError where it was, ProjectError where two differ by case, and as reading.
        """
        board = self.read(name)
        twins = [n for n in self.names() if n != name and n.lower() == name.lower()]
        if twins:
            raise ProjectError(
                f"The board files {name}.yml and {twins[0]}.yml differ by case alone and would "
                "share one raw table; rename one of them, and its board with it."
            )
        if board.removed:
            above = [b.name for b in self.all() if isinstance(b, BoardFile) and b.subitems == name]
            raise UsageError(
                f"Board {name!r} was removed; run `monday-board deploy --board-id "
                f"{board.board_id} --board-name {name}` to take it back."
                + "".join(f" Board {b!r} names it as its subitems; `monday-board update {b}` takes "
                          "that out." for b in above)
            )  # fmt: skip
        return board

    def all(self, names: Iterable[str] | None = None) -> Iterator[BoardFile | BoardFileError]:
        """Every board that is not removed, or of these names; an unreadable file is its error."""
        for name in self.names() if names is None else names:
            try:
                board = self.read(name)
            except BoardFileError as exc:
                yield exc
                continue
            if not board.removed:
                yield board

    def removed(self) -> Iterator[BoardFile]:
        """Every board that was removed and whose file is still there."""
        for name in self.names():
            with suppress(BoardFileError):
                board = self.read(name)
                if board.removed:
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

        A file that cannot be read has none; loading the board will say why, and so it will of a
        board of subitems that was removed: what the file asks for is never left out in silence.
        """
        found: list[str] = []
        for name in names:
            found.append(name)
            with suppress(BoardUnknown, BoardFileError):
                subitems = self.read(name).subitems
                if subitems:
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

    def text(self, path: Path) -> str:
        """A board file's text. Raises BoardFileError."""
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as exc:
            raise BoardFileError(str(path), (f"byte {exc.start}: not UTF-8 text",)) from exc
        except OSError as exc:
            fault = f"cannot be read: {exc.strerror or exc}"
            if isinstance(exc, FileNotFoundError):
                fault = self._other_ending(path) or fault
            raise BoardFileError(str(path), (fault,)) from exc

    def _other_ending(self, path: Path) -> str | None:
        """The fault of a board file whose name ends otherwise; None where there is none."""
        found = (p.name for p in path.parent.iterdir() if p.suffix.lower() in _ENDINGS)
        other = next((n for n in found if Path(n).stem == path.stem and n != path.name), None)
        return other and f"is not there: rename {other}, as a board file ends in .yml"
