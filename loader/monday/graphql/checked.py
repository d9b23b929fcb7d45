"""Looks into a decoded answer: what is asked for, or an error that names the place.

Everything is hostile input: a shape that is not monday's raises NotGraphQL, never KeyError. A
null where monday's schema allows one, but what was asked for is needed, is a matter of rights or
of the board's state, and raises PermissionDenied.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from loader.errors import NotGraphQL, PermissionDenied

Json = Mapping[str, object]


def wrong(where: str) -> NotGraphQL:
    """The error for a place that holds something which monday would not put there."""
    return NotGraphQL(
        f"monday's answer has no usable {where}."
        " Check MONDAY_API_URL and MONDAY_API_VERSION; nothing of this answer was kept."
    )


def null(where: str) -> PermissionDenied:
    """The error for a place that monday leaves null although it was asked for."""
    return PermissionDenied(
        f"monday answered null for {where}. The token's user may lack a right to it, or the board"
        " is just being archived, deleted or changed: give the user the right to read all of the"
        " board, or run the command again later."
    )


def mapping(value: object, where: str) -> Json:
    """A JSON object."""
    if not isinstance(value, Mapping):
        raise wrong(where)
    return value


def listed(raw: Json, key: str, where: str) -> Sequence[object]:
    """The list under `key`. Raises PermissionDenied for null."""
    value = raw.get(key)
    if value is None and key in raw:
        raise null(where)
    if not isinstance(value, list):
        raise wrong(where)
    return value


def entries(raw: Json, key: str, where: str) -> list[Json]:
    """The JSON objects of the list under `key`. Raises PermissionDenied for a null among them."""
    found = listed(raw, key, where)
    if None in found:
        raise null(f"one of {where}")
    return [mapping(one, where) for one in found]


def string(raw: Json, key: str, where: str) -> str:
    """The text under `key`."""
    value = raw.get(key)
    if not isinstance(value, str):
        raise wrong(f"{key} of {where}")
    return value


def text_or_none(value: object) -> str | None:
    """Text; None for anything else. For facts that no row depends on."""
    return value if isinstance(value, str) else None


def count_or_none(value: object) -> int | None:
    """A whole number; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def ident(raw: Json, key: str, where: str) -> int:
    """An id, text or number, within SQL's bigint."""
    text = str(raw.get(key))
    if not re.fullmatch(r"\d{1,19}", text, re.ASCII) or int(text) >= 2**63:
        raise wrong(f"{key} of {where}")
    return int(text)
