"""Turns titles into column names that SQL Server accepts; each name is assigned once and kept.

A name is the title itself. If that is not possible, the column's id is added, so that a name never
depends on which other columns come and go.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_UNITS = 128
"""Maximum length of a SQL Server identifier (sysname), in UTF-16 code units."""

BOARD_NAME_RULE = (
    "letters a to z, digits and _, starting with a letter, at most 110 characters, "
    "without __ and not starting with stg_"
)
_SAFE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,109}")
DATABASE_NAME_RULE = "letters, digits, spaces and _ - . $ # @, starting with a letter or digit"
_DATABASE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_ .$#@-]{0,127}")
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
)
_IGNORED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "So", "Sk", "Lm"})
"""Unicode categories of characters, some or all of which older collations of SQL Server ignore."""


def is_safe_name(name: str) -> bool:
    """Return whether `name` can be a board, table or schema name: see BOARD_NAME_RULE."""
    return (
        _SAFE_NAME.fullmatch(name) is not None
        and "__" not in name
        and not name.lower().startswith("stg_")
        and name.lower() not in _WINDOWS_DEVICES
    )


def is_database_name(name: str) -> bool:
    """Return whether `name` can be a board's database: see DATABASE_NAME_RULE."""
    return _DATABASE_NAME.fullmatch(name) is not None


def clean_text(text: str) -> str:
    """Replace lone surrogates and U+0000, which databases or files cannot store, with U+FFFD."""
    return "".join("\ufffd" if ch == "\0" or "\ud800" <= ch <= "\udfff" else ch for ch in text)


def collation_key(name: str) -> str:
    """Return a key that is equal for names that a usual SQL Server collation may treat as equal.

    It errs towards equal: it ignores case, width, kana, ligatures, trailing spaces, characters
    outside the Basic Multilingual Plane and characters without weight, but not accents. Two names
    with different keys are different under every usual collation.
    """
    kept = (
        ch
        for ch in unicodedata.normalize("NFKD", name)
        if ord(ch) <= 0xFFFF and unicodedata.category(ch) not in _IGNORED
    )
    folded = unicodedata.normalize("NFC", "".join(kept)).casefold()
    kana = "".join(chr(ord(ch) + 0x60) if "\u3041" <= ch <= "\u3096" else ch for ch in folded)
    expanded = kana.replace("æ", "ae").replace("œ", "oe").replace("þ", "th")
    return expanded.rstrip()


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as SQL Server counts it."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def cut(text: str, limit: int) -> str:
    """Truncate `text` to at most `limit` UTF-16 units, without splitting a character."""
    used = 0
    for position, ch in enumerate(text):
        used += 2 if ch > "\uffff" else 1
        if used > limit:
            return text[:position]
    return text


class Names:
    """The names of one table with their owners. Assigns free names."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def owner(self, name: str) -> str | None:
        """Return the id that owns this name, or a name that may be equal to it."""
        return self._owners.get(collation_key(name))

    def take(self, name: str, owner: str) -> None:
        """Record that `name` belongs to `owner`. The first owner of a name keeps it."""
        self._owners.setdefault(collation_key(name), owner)

    def give(self, title: str, owner: str) -> str:
        """Assign a free name for `title` to `owner` and return it: the title itself if possible."""
        name = self._free(title, owner)
        self.take(name, owner)
        return name

    def _free(self, title: str, owner: str) -> str:
        for candidate in candidates(title, owner):
            if self.owner(candidate) in (None, owner):
                return candidate
        raise AssertionError("candidates never ends")


def candidates(title: str, owner: str) -> Iterable[str]:
    """Yield names for `title` in the order in which to try them, without end."""
    text = clean_text(title)
    blank = all(ch.isspace() or unicodedata.category(ch) in ("Cc", "Cf") for ch in text)
    base = clean_text(owner) if blank else text
    if units(base) <= MAX_UNITS:
        yield base
    number = 1
    while True:
        again = "" if number == 1 else f" {number}"
        suffix = cut(f" ({clean_text(owner)})", MAX_UNITS - len(again) - 1) + again
        yield cut(base, MAX_UNITS - units(suffix)) + suffix
        number += 1


def is_derived(name: str, title: str, owner: str) -> bool:
    """Return whether this module could have derived `name` from `title`: it is not set by hand."""
    tries = iter(candidates(title, owner))
    return any(name == next(tries) for _ in range(4))
