"""Cron expressions as Kestra reads them: five fields, or a name such as @daily. Pure."""

from __future__ import annotations

_NAMES = frozenset(
    {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}
)
_LONGEST = 200
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of month", 1, 31, {}),
    ("month", 1, 12, {name: at for at, name in enumerate(_MONTHS, 1)}),
    ("day of week", 0, 7, {name: at for at, name in enumerate(_DAYS)}),
)


def cron_fault(expression: str) -> str | None:
    """Return what is wrong with a cron expression, as the end of a sentence; None if valid."""
    if expression in _NAMES:
        return None
    if len(expression) > _LONGEST:
        return f"has {len(expression)} characters; {_LONGEST} are more than Kestra needs"
    parts = expression.split()
    if len(parts) != len(_FIELDS):
        return (
            f"has {len(parts)} fields; write minute, hour, day of month, month "
            "and day of week, such as '0 5 * * *'"
        )
    for part, (name, low, high, words) in zip(parts, _FIELDS, strict=True):
        if not all(_sound(item, low, high, words) for item in part.split(",")):
            return f"is no cron expression: {part[:80]!r} is no {name} ({low} to {high})"
    return None


def _sound(item: str, low: int, high: int, words: dict[str, int]) -> bool:
    """Return whether an item is `*`, `n` or `n-m` within the field, with an optional `/step`."""
    span, slash, step = item.partition("/")
    if slash and not (step.isascii() and step.isdecimal() and int(step) > 0):
        return False
    if span == "*":
        return True
    ends = [_number(word, words) for word in span.split("-")]
    numbers = [end for end in ends if end is not None]
    return (
        len(ends) <= 2
        and len(numbers) == len(ends)
        and all(low <= number <= high for number in numbers)
        and numbers == sorted(numbers)
    )


def _number(word: str, words: dict[str, int]) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word)
    return words.get(word.upper())
