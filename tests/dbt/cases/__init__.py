"""All edge cases of all types; see case.py."""

from __future__ import annotations

from .case import Case
from .changes import CHANGES
from .moments import DATES, MOMENTS
from .numbers import CHECKBOXES, NUMBERS, TYPED_NUMBERS
from .parts import JSON_PARTS, PARTS
from .spellings import SPELLINGS
from .texts import EMPTY, PLAIN_TEXT, TEXTS

__all__ = ["CASES", "Case"]

CASES = [
    *PLAIN_TEXT,
    *EMPTY,
    *TEXTS,
    *NUMBERS,
    *TYPED_NUMBERS,
    *CHECKBOXES,
    *DATES,
    *MOMENTS,
    *SPELLINGS,
    *PARTS,
    *JSON_PARTS,
    *CHANGES,
]
