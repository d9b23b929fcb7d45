"""The spellings of numbers and times in cells, as in the dbt macro `monday_grammar`. Pure.

The macros convert texts that match and count the rest as conversion losses. Proposals of types and
the detection of changed items use the same patterns. `docs/types.md` has examples.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

NUMBER = r"[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:E[+-]?0*[0-9]{1,2})?"
LONGEST_NUMBER = 128
"""In characters."""
_YEAR = r"(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SECOND = r":[0-5][0-9](?:[.][0-9]{1,7})?"
_ZONE = r" ?(?:Z|UTC|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)|[+]0000)"
MOMENT = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}(?:[T ]{_CLOCK}(?:{_SECOND}(?:{_ZONE})?)?)?"

TIME = rf"{_CLOCK}(?:{_SECOND})?"
BITS = frozenset({"TRUE", "FALSE", "1", "0", "V"})


def number(text: str) -> Decimal | None:
    """Return the number that `text` spells, or None."""
    bare = _bare(text)
    if len(bare) > LONGEST_NUMBER or re.fullmatch(NUMBER, bare) is None:
        return None
    return Decimal(bare)


def moment(text: str | None) -> datetime | None:
    """Return the time that `text` spells, in UTC, or None.

    A time without an offset is UTC; a date without a time is midnight.
    """
    bare = _bare(text or "")
    if re.fullmatch(MOMENT, bare) is None:
        return None
    written = bare.replace("UTC", "Z").replace(" Z", "Z").replace(" +", "+").replace(" -", "-")
    try:
        when = datetime.fromisoformat(written)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # not a calendar date, or before year 1 in UTC
        return None


def _bare(text: str) -> str:
    return text.strip(" ").upper()
