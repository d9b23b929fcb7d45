"""Check parts of a decoded answer: return what was requested, or raise an error that names it.

All input is hostile: an unexpected shape raises NotGraphQL, never KeyError. A null that monday's
schema allows in a place that is needed is due to permissions or the board's state and raises
PermissionDenied.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from loader.errors import NotGraphQL, PermissionDenied

Json = Mapping[str, object]


def wrong(where: str) -> NotGraphQL:
    """Return the error for a place with a value that monday would not put there."""
    return NotGraphQL(
        f"monday's answer has no usable {where}."
        " Check MONDAY_API_URL and MONDAY_API_VERSION; nothing of this answer was kept."
    )


def null(where: str) -> PermissionDenied:
    """Return the error for a requested place that monday leaves null."""
    return PermissionDenied(
        f"monday answered null for {where}. The token's user may lack a right to it, or the board"
        " is just being archived, deleted or changed: give the user the right to read all of the"
        " board, or run the command again later."
    )


def mapping(value: object, where: str) -> Json:
    """Return `value` if it is a JSON object."""
    if not isinstance(value, Mapping):
        raise wrong(where)
    return value


def listed(raw: Json, key: str, where: str) -> Sequence[object]:
    """Return the list under `key`. Raise PermissionDenied for null."""
    value = raw.get(key)
    if value is None and key in raw:
        raise null(where)
    if not isinstance(value, list):
        raise wrong(where)
    return value


def entries(raw: Json, key: str, where: str) -> list[Json]:
    """Return the JSON objects in the list under `key`. Raise PermissionDenied for a null entry."""
    found = listed(raw, key, where)
    if None in found:
        raise null(f"one of {where}")
    return [mapping(one, where) for one in found]


def string(raw: Json, key: str, where: str) -> str:
    """Return the text under `key`."""
    value = raw.get(key)
    if not isinstance(value, str):
        raise wrong(f"{key} of {where}")
    return value


def text_or_none(value: object) -> str | None:
    """Return text, or None for anything else. Only for facts that no row depends on."""
    return value if isinstance(value, str) else None


def count_or_none(value: object) -> int | None:
    """Return a whole number, or None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def ident(raw: Json, key: str, where: str) -> int:
    """Return an id, given as text or number, within the range of SQL's bigint."""
    text = str(raw.get(key))
    if not re.fullmatch(r"\d{1,19}", text, re.ASCII) or int(text) >= 2**63:
        raise wrong(f"{key} of {where}")
    return int(text)
