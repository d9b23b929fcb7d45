"""Expected conversions of texts, computed in Python from the grammar in docs/types.md."""

from __future__ import annotations

import re
import struct
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from loader.board.spellings import moment, number

Outcome = tuple[Any, bool]
"""The value, and whether data was lost."""
NOTHING: Outcome = (None, True)

INTEGERS = {"tinyint": (0, 255), "smallint": (-(2**15), 2**15 - 1), "int": (-(2**31), 2**31 - 1),
            "bigint": (-(2**63), 2**63 - 1)}  # fmt: skip
MONEY = {"money": 2**63, "smallmoney": 2**31}
FIRST_DAYS = {"datetime": date(1753, 1, 1), "smalldatetime": date(1900, 1, 1)}


def expected(text: str, data_type: str) -> Outcome:
    """Return the outcome of one text; an empty one gives NULL without a loss."""
    if text == "":
        return None, False
    base, *digits = re.findall(r"[a-z]+[0-9]?(?=\(|$)|[0-9]+(?=[,)])", data_type)
    scale = [int(d) for d in digits]
    if base in ("nvarchar", "varchar"):
        return _text(text, scale[0] if scale else None)
    bare = text.strip(" ").upper()
    if base in INTEGERS:
        return _integer(text, *INTEGERS[base])
    if base in MONEY:
        return _decimal(text, 38, 4, MONEY[base])
    if base == "decimal":
        return _decimal(text, *scale)
    if base in ("float", "real"):
        return _float(text, single=base == "real")
    if base == "bit":
        found = {"TRUE": True, "1": True, "V": True, "FALSE": False, "0": False}.get(bare)
        return found, found is None
    if base == "time":
        return _time(bare, scale[0])
    when = moment(text)
    if when is None:
        return NOTHING
    when = when.replace(tzinfo=None)
    if base == "date":
        return when.date(), bool(re.search("[1-9]", bare[10:]))
    return _datetime(when, base, scale[0] if scale else 0)


def _text(text: str, length: int | None) -> Outcome:
    lost = "\ufffd" in text or (length is not None and len(text) > length)
    return text[:length], lost


def _rounded(found: Decimal, scale: int) -> Outcome:
    with localcontext() as context:
        context.prec = 400
        kept = found.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
        return kept, kept != found


def _decimal(text: str, precision: int, scale: int, units: int = 0) -> Outcome:
    found = number(text)
    if found is None:
        return NOTHING
    kept, lost = _rounded(found, scale)
    most = units or 10**precision
    unscaled = int(kept.scaleb(scale)) if abs(kept) < Decimal(10) ** 40 else 10**80
    fits = -most <= unscaled < most if units else abs(unscaled) < most
    return (kept, lost) if fits else NOTHING


def _integer(text: str, least: int, most: int) -> Outcome:
    found = None if "E" in text.upper() else number(text)
    if found is None:
        return NOTHING
    kept, lost = _rounded(found, 0)
    return (int(kept), lost) if least <= kept <= most else NOTHING


def _float(text: str, *, single: bool) -> Outcome:
    found = number(text)
    if found is None:
        return NOTHING
    value = float(found)
    if single and value and not 1.18e-38 <= abs(value) <= 3.4e38:
        return NOTHING
    return struct.unpack("f", struct.pack("f", value))[0] if single else value, False


def _time(bare: str, scale: int) -> Outcome:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,7})?)?", bare):
        return NOTHING
    found = time.fromisoformat(bare)
    return found.replace(microsecond=_cut(found.microsecond, scale)), False


def _datetime(when: datetime, base: str, scale: int) -> Outcome:
    if when.date() < FIRST_DAYS.get(base, date.min):
        return NOTHING
    if base == "smalldatetime":
        kept = when.replace(second=0, microsecond=0)
        lost = when - kept >= timedelta(seconds=1)
        return (kept, lost) if when.date() <= date(2079, 6, 6) else NOTHING
    scale = 2 if base == "datetime" else scale
    return when.replace(microsecond=_cut(when.microsecond, scale)), False


def _cut(microsecond: int, scale: int) -> int:
    unit: int = 10 ** (6 - scale)
    return microsecond // unit * unit
