"""Decide whether monday's counts prove that a raw table is complete. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from loader.monday.api import Counts

MOST_GROUPS = 100
"""Groups counted in one request; a board with more is swept."""


def count_doubt(
    present: Collection[int],
    groups: Mapping[int, str] | None,
    counts: Counts,
    counted: int | None,
) -> str | None:
    """Return why counts do not prove that `present` are the board's items; None if they do.

    `groups` maps these items to their groups, None if groups are not loaded; `counted` is the
    number of items in the board's own facts, which come from another of monday's services.
    """
    if counts.items != len(present):
        return f"monday counts {counts.items:,} items and {len(present):,} are known"
    if counted is not None and counted != counts.items:
        return f"monday counts {counts.items:,} items in one place and {counted:,} in another"
    if groups is None:
        return None
    known = Counter(groups.get(item_id, "") for item_id in present)
    for group_id, count in counts.groups.items():
        if known.pop(group_id, 0) != count:
            return f"monday counts {count:,} items in a group that is known with another number"
    if known:
        return "items are known in groups that the board does not tell of"
    return None
