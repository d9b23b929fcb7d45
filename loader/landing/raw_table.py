"""The raw table of a board: its schema, the table filled beside it, and what it must hold."""

from __future__ import annotations

from loader.errors import IncompleteLoad

RAW_SCHEMA = "raw_monday"
PAST = "__past"
"""Ends the name of a board's past beside its raw table. No board's name has two underscores."""
PAST_ITEM, PAST_FROM, PAST_TO = "__item__", "__from__", "__to__"
"""Under these column ids a past holds which item a version is of, from when and until when."""
PAST_IDS = frozenset({PAST_ITEM, PAST_FROM, PAST_TO})
"""A board's own columns with such an id are left out of its past."""


def incoming_table(board: str) -> str:
    """The aside table that a load of this board fills."""
    return f"_incoming_{board}"


def check_incoming(
    board: str, *, expected_items: int, expected_rows: int, items: int, anchors: int, rows: int
) -> None:
    """Refuse an aside table that is not the whole board. Raises IncompleteLoad."""
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
    """The error for an item that was appended twice."""
    return IncompleteLoad(
        f"Board {board}: an item arrived twice in one load. The last complete load stays; "
        f"run `monday-load {board}` again."
    )


def nothing_to_merge_into(board: str) -> IncompleteLoad:
    """The error for changes of a board that was never loaded whole."""
    return IncompleteLoad(
        f"Board {board} has no raw table to merge changes into; "
        f"run `monday-load {board}` without --changed first."
    )
