"""Remember in load notes which of its own counts monday refused to the account. Pure.

A refused request costs a call. It is repeated after a day: permissions and plans change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from loader.board.json_text import json_or_none
from loader.board.spellings import moment
from loader.errors import PermissionDenied
from loader.landing.records import LoadRecord

COUNTS = "counts_refused"
"""Load note: since when monday refuses the number of items, ISO 8601."""
CONTENT = "content_refused"
"""The same for facts about the cells of columns: a column may be hidden from the token."""
REMEMBERED = timedelta(days=1)


def is_refusal(exc: Exception) -> bool:
    """Whether the account may not ask. A null without an error may be an answer tomorrow."""
    return isinstance(exc, PermissionDenied) and bool(exc.code)


def remembered(last: LoadRecord | None, now: datetime) -> dict[str, str]:
    """Return the refusals noted by the last complete load that still hold."""
    notes = json_or_none(last.notes) if last else None
    told = notes if isinstance(notes, Mapping) else {}
    found = {key: str(told[key]) for key in (COUNTS, CONTENT) if key in told}
    return {key: text for key, text in found.items() if _holds(moment(text), now)}


def in_words(since: str) -> str:
    """Return why monday is not asked."""
    return f"monday refused its counts on {since[:16]} UTC and is asked again after a day"


def _holds(since: datetime | None, now: datetime) -> bool:
    return since is not None and timedelta() <= now - since < REMEMBERED
