"""The raw table of a board: its schema, its incoming table, and the checks before a swap."""

from __future__ import annotations

from loader.errors import IncompleteLoad

RAW_SCHEMA = "raw_monday"
PAST = "__past"
"""Suffix of the table with a board's past. A board's name never has two adjacent underscores."""
PAST_ITEM, PAST_FROM, PAST_TO = "__item__", "__from__", "__to__"
"""Column ids in a past for the item that a version belongs to, its start and its end."""
PAST_IDS = frozenset({PAST_ITEM, PAST_FROM, PAST_TO})
"""A board's own columns with one of these ids are left out of its past."""


def incoming_table(board: str) -> str:
    """Return the name of the incoming table that a load of this board fills."""
    return f"_incoming_{board}"


def check_incoming(
    board: str, *, expected_items: int, expected_rows: int, items: int, anchors: int, rows: int
) -> None:
    """Raise IncompleteLoad if the incoming table does not hold the whole board."""
    faults = []
    if rows != expected_rows:
        faults.append(f"{rows} rows stored of {expected_rows} sent")
    if items != expected_items:
        faults.append(f"{items} items where {expected_items} were fetched")
    if anchors != items:
        faults.append(f"{items - anchors} items without their name")
    if faults:
        raise IncompleteLoad(
            f"Board {board}: {', '.join(faults)}. The last complete load stays; "
            f"run `monday-load {board}` again."
        )


def doubled(board: str) -> IncompleteLoad:
    """Return the error for an item that was appended twice."""
    return IncompleteLoad(
        f"Board {board}: an item arrived twice in one load. The last complete load stays; "
        f"run `monday-load {board}` again."
    )


def nothing_to_merge_into(board: str) -> IncompleteLoad:
    """Return the error for an incremental load of a board that was never fully loaded."""
    return IncompleteLoad(
        f"Board {board} has no raw table to merge changes into; "
        f"run `monday-load {board}` without --changed first."
    )
