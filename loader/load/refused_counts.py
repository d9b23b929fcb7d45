"""Which of monday's own counts the account was refused, remembered in the notes of loads. Pure.

A refused question costs a call. It is asked again when a day has passed: rights and plans change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from loader.board.json_text import json_or_none
from loader.board.spellings import moment
from loader.errors import PermissionDenied
from loader.landing.records import LoadRecord

COUNTS = "counts_refused"
"""Note of a load: since when monday does not tell how many items there are, ISO 8601."""
CONTENT = "content_refused"
"""The same of what monday says of the cells of columns: a column may be hidden from the token."""
REMEMBERED = timedelta(days=1)


def is_refusal(exc: Exception) -> bool:
    """Whether the account may not ask. A null without an error may be another thing tomorrow."""
    return isinstance(exc, PermissionDenied) and bool(exc.code)


def remembered(last: LoadRecord | None, now: datetime) -> dict[str, str]:
    """The refusals that the last complete load knew of, by their notes, as far as they hold."""
    notes = json_or_none(last.notes) if last else None
    told = notes if isinstance(notes, Mapping) else {}
    found = {key: str(told[key]) for key in (COUNTS, CONTENT) if key in told}
    return {key: text for key, text in found.items() if _holds(moment(text), now)}


def in_words(since: str) -> str:
    """Why monday is not asked."""
    return f"monday refused its counts on {since[:16]} UTC and is asked again after a day"


def _holds(since: datetime | None, now: datetime) -> bool:
    return since is not None and timedelta() <= now - since < REMEMBERED
