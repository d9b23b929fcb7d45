"""The folder of board files: dbt_project/boards/<board>.yml, one for each deployed board."""

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
        """Return the path that the board file of this name has or would have."""
        return self.project_dir / "boards" / f"{name}.yml"

    def names(self) -> tuple[str, ...]:
        """Return the sorted names of all boards, including removed ones. Raises ProjectError.

        Files with another spelling of the ending are included, so that reading them reports it.
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
        """Read the board of this name. Raises BoardUnknown or BoardFileError."""
        path = self.path_of_deployed(name)
        return parse(self.text(path), name, str(path))

    def path_of_deployed(self, name: str) -> Path:
        """Return the path of this board's file. Raises BoardUnknown if there is none."""
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
        """Read the board of this name, unless it was removed.

        Raises UsageError if it was, ProjectError if two names differ only by case; also as `read`.
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
        """Yield each board that is not removed, or those in `names`; an error if unreadable."""
        for name in self.names() if names is None else names:
            try:
                board = self.read(name)
            except BoardFileError as exc:
                yield exc
                continue
            if not board.removed:
                yield board

    def removed(self) -> Iterator[BoardFile]:
        """Yield every removed board whose file still exists."""
        for name in self.names():
            with suppress(BoardFileError):
                board = self.read(name)
                if board.removed:
                    yield board

    def loadable(self) -> tuple[str, ...]:
        """Return the names of boards that were not removed, including unreadable ones."""
        found = []
        for name in self.names():
            if not self._is_removed(name):
                found.append(name)
        return tuple(found)

    def with_subitems(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return each name once, followed by the board of its subitems if its file has `subitems:`.

        An unreadable file has none, but loading its board reports why. A removed board of subitems
        is included, so that loading it reports that: nothing is left out silently.
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
        """Return whether the board was removed; False if its file is missing or unreadable."""
        try:
            return self.read(name).removed
        except (BoardUnknown, BoardFileError):
            return False

    def by_id(self, board_id: int) -> BoardFile | None:
        """Return the board file with this monday id, including removed ones, or None.

        Raises BoardFileError if it may be in a file that cannot be read.
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
        """Return a board file's text. Raises BoardFileError."""
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
        """Return the fault if the board file exists with another ending; None if it does not."""
        found = (p.name for p in path.parent.iterdir() if p.suffix.lower() in _ENDINGS)
        other = next((n for n in found if Path(n).stem == path.stem and n != path.name), None)
        return other and f"is not there: rename {other}, as a board file ends in .yml"
