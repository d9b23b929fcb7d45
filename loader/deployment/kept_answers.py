"""Answers from an interrupted dialog, kept until the same questions are asked again."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from loader.board.board_file import ColumnEntry
from loader.board.json_text import json_or_none
from loader.session import Session


class KeptAnswers:
    """A file among dbt's build artifacts, which no project needs and Git ignores.

    Answers are stored by column id and type, so that a retyped column is asked about anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, entries: Iterable[ColumnEntry], allowed: Container[object]) -> dict[str, str]:
        """Return the kept answers by column id, up to the first entry without one."""
        kept: object = None
        with suppress(OSError, UnicodeDecodeError):
            kept = json_or_none(self._path.read_text("utf-8"))
        known = kept if isinstance(kept, dict) else {}
        found: dict[str, str] = {}
        for entry in entries:
            answer = known.get(_key(entry))
            if answer not in allowed:
                break
            found[entry.id] = str(answer)
        return found

    def keep(self, entries: Iterable[ColumnEntry], answers: Mapping[str, str]) -> None:
        """Write the answers given so far. If the folder cannot be written, nothing is kept."""
        given = {_key(entry): answers[entry.id] for entry in entries if entry.id in answers}
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(given), encoding="utf-8")

    def forget(self) -> None:
        """Delete the answers once they have taken effect."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def kept_answers(session: Session, board_id: int) -> KeptAnswers:
    """Return the kept answers of one board."""
    return KeptAnswers(session.project.target_dir / "monday_answers" / f"{board_id}.json")


def _key(entry: ColumnEntry) -> str:
    return f"{entry.id} {entry.type}"
