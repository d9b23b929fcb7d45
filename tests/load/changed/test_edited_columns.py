"""Edits of the columns themselves: cells may change although no item's date does."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tests.load.changed.lab import BOARD, Case
from tests.load.changed.world import BOARD_ID, FIRST, UNTRACED
from tests.monday_server import Label


def _retyped_and_back(case: Case, column_id: str, kind: str) -> None:
    """Retype a column and back: it loses its cells, but not its labels."""
    edit = case.api.edit
    edit.retype_column(BOARD_ID, column_id, "numbers")
    edit.retype_column(BOARD_ID, column_id, kind)


def _retyped_and_relabelled(case: Case) -> None:
    _retyped_and_back(case, "status", "status")
    case.api.edit.add_label(BOARD_ID, "status", Label(7, "Waiting"))


EDITS: dict[str, tuple[str, Callable[[Case], None]]] = {
    "a text column retyped and back": (
        "Note",
        lambda case: _retyped_and_back(case, "text_1", "text"),
    ),
    "a status column retyped and back": (
        "Stage",
        lambda case: _retyped_and_back(case, "status", "status"),
    ),
    "the same with a new label": ("Stage", _retyped_and_relabelled),
    "a renamed label": (
        "Stage",
        lambda case: case.api.edit.rename_label(BOARD_ID, "status", 1, "Finished"),
    ),
    "a new label": (
        "Stage",
        lambda case: case.api.edit.add_label(BOARD_ID, "status", Label(7, "Waiting")),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_column_is_read_anew_of_every_item(
    case: Case, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    title, edit = EDITS[name]
    edit(case)
    case.api.edit.set_cell(FIRST, "numbers_1", 17)
    with caplog.at_level(logging.INFO):
        case.changed()
    assert case.last()["kind"] == "changed"
    told = f"{BOARD}: edited on monday, so read anew of every item: {title}"
    assert told in [r.getMessage() for r in caplog.records]
    after = case.lab.raw(*UNTRACED)
    case.lab.load()
    assert case.lab.raw(*UNTRACED) == after
    caplog.clear()
    with caplog.at_level(logging.INFO):
        case.changed()
    assert not [r for r in caplog.records if "edited on monday" in r.getMessage()]


def test_renamed_labels_are_seen_where_monday_tells_no_revision(case: Case) -> None:
    case.lab.query_and_commit("update raw_monday._loads set revisions = null")
    case.changed()
    case.api.edit.rename_label(BOARD_ID, "status", 1, "Finished")
    case.changed()
    assert case.last()["kind"] == "changed"
    after = case.lab.raw(*UNTRACED)
    case.lab.load()
    assert case.lab.raw(*UNTRACED) == after
