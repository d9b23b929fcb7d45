"""How a number and a moment are spelled in a cell: what the dbt macro `monday_grammar` reads. Pure.

The macros convert what matches and count the rest as conversion losses, so a type is proposed,
and an item counted as changed, by the same texts. `docs/types.md` shows them with examples.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

NUMBER = r"[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:E[+-]?0*[0-9]{1,2})?"
LONGEST_NUMBER = 128
"""Characters."""
_YEAR = r"(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_SECOND = r":[0-5][0-9](?:[.][0-9]{1,7})?"
_ZONE = r" ?(?:Z|UTC|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)|[+]0000)"
MOMENT = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}(?:[T ]{_CLOCK}(?:{_SECOND}(?:{_ZONE})?)?)?"

TIME = rf"{_CLOCK}(?:{_SECOND})?"
BITS = frozenset({"TRUE", "FALSE", "1", "0", "V"})


def number(text: str) -> Decimal | None:
    """The number that `text` spells; None when it spells none."""
    bare = _bare(text)
    if len(bare) > LONGEST_NUMBER or re.fullmatch(NUMBER, bare) is None:
        return None
    return Decimal(bare)


def moment(text: str | None) -> datetime | None:
    """The moment that `text` spells, in UTC; None when it spells none.

    Without an offset it is UTC, a day alone its midnight.
    """
    bare = _bare(text or "")
    if re.fullmatch(MOMENT, bare) is None:
        return None
    written = bare.replace("UTC", "Z").replace(" Z", "Z").replace(" +", "+").replace(" -", "-")
    try:
        when = datetime.fromisoformat(written)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # not in the calendar, or before year 1 in UTC
        return None


def _bare(text: str) -> str:
    return text.strip(" ").upper()
